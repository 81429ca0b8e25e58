"""What moderators look at, what they judged, and what was reported to them."""

from heard.moderation.models.queue import REASON_LENGTH, Alert, Item, Judgement, Report, Terms

__all__ = ["REASON_LENGTH", "Alert", "Item", "Judgement", "Report", "Terms"]
