"""What moderators look at, what they judged, and what was reported to them."""

from heard.moderation.models.concerns import Concern, ConcernFile, ConcernReminder, ConcernStep
from heard.moderation.models.queue import REASON_LENGTH, Alert, Item, Judgement, Report, Terms

__all__ = [
    "REASON_LENGTH",
    "Alert",
    "Concern",
    "ConcernFile",
    "ConcernReminder",
    "ConcernStep",
    "Item",
    "Judgement",
    "Report",
    "Terms",
]
