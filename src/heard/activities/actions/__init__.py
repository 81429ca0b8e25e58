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

__all__ = [
    "Arrival",
    "Received",
    "ReplyTo",
    "Said",
    "codes_for",
    "give_receipt",
    "receive_batch",
    "receive_contribution",
]
