"""What moderators look at, what they judged, and what was reported to them."""

from heard.moderation.models.concerns import WAYS_TO_TELL, Concern, ConcernFile, ConcernReminder, ConcernStep
from heard.moderation.models.queue import REASON_LENGTH, Alert, Item, Judgement, Report, Terms

__all__ = [
    "REASON_LENGTH",
    "WAYS_TO_TELL",
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
