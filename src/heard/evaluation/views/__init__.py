"""What everyone sees of evaluations."""

from heard.evaluation.views import answering, shown

__all__ = ["answering", "shown"]
