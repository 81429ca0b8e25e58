"""What may happen to a concern: raised, acknowledged, looked into by another body, answered, decided, mended."""

from heard.moderation.actions.concerns.mending import (
    confirm_remedy,
    dispute_remedy,
    finish_remedy,
    refuse_remedy,
    why_no_dispute,
)
from heard.moderation.actions.concerns.raising import RaisedConcern, open_evidence, raise_concern, withdraw_concern
from heard.moderation.actions.concerns.reviewing import (
    acknowledge_concern,
    answer_escalation,
    answer_evidence,
    assign_reviewer,
    decide_concern,
    erase_concerns,
    escalate_concern,
    show_words,
)
from heard.moderation.actions.concerns.steps import note_told, watch_concerns

__all__ = [
    "RaisedConcern",
    "acknowledge_concern",
    "answer_escalation",
    "answer_evidence",
    "assign_reviewer",
    "confirm_remedy",
    "decide_concern",
    "dispute_remedy",
    "erase_concerns",
    "escalate_concern",
    "finish_remedy",
    "note_told",
    "open_evidence",
    "raise_concern",
    "refuse_remedy",
    "show_words",
    "watch_concerns",
    "why_no_dispute",
    "withdraw_concern",
]
