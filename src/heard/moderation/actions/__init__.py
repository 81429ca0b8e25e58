"""What may happen to things that people send for everyone to read."""

from heard.moderation.actions.erasing import erase
from heard.moderation.actions.submitting import submit

__all__ = ["erase", "submit"]
