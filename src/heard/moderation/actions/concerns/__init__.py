"""What may happen to a concern: raised, acknowledged, looked into by another body, answered, decided, mended."""

from heard.moderation.actions.concerns.raising import RaisedConcern, open_evidence, raise_concern, withdraw_concern
from heard.moderation.actions.concerns.reviewing import (
    acknowledge_concern,
    answer_escalation,
    answer_evidence,
    assign_reviewer,
    decide_concern,
    erase_concerns,
    escalate_concern,
    finish_remedy,
    show_words,
)
from heard.moderation.actions.concerns.steps import note_told, watch_concerns

__all__ = [
    "RaisedConcern",
    "acknowledge_concern",
    "answer_escalation",
    "answer_evidence",
    "assign_reviewer",
    "decide_concern",
    "erase_concerns",
    "escalate_concern",
    "finish_remedy",
    "note_told",
    "open_evidence",
    "raise_concern",
    "show_words",
    "watch_concerns",
    "withdraw_concern",
]
