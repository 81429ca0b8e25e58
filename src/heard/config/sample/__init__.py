"""The sample city: invented people, invented words, made through the same actions that people use."""

from heard.config.sample.city import load, sign_ins

__all__ = ["load", "sign_ins"]
