"""What may happen to activities, plans and contributions: every write."""

from heard.activities.actions.contributions import (
    Arrival,
    Received,
    ReplyTo,
    Said,
    codes_for,
    give_receipt,
    receive_batch,
    receive_contribution,
)
from heard.activities.actions.index import index_activity
from heard.activities.actions.marks import mark

__all__ = [
    "Arrival",
    "Received",
    "ReplyTo",
    "Said",
    "codes_for",
    "give_receipt",
    "index_activity",
    "mark",
    "receive_batch",
    "receive_contribution",
]
