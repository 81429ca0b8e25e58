"""What may happen to decisions, answers, commitments and feedback: every write."""

from heard.decisions.actions.commitments import make_commitment, settle_commitment, start_commitment
from heard.decisions.actions.deciding import (
    annotate_decision,
    answer_finding,
    freeze_pack,
    open_pack,
    publish,
    record_decision,
)
from heard.decisions.actions.erasing import erase
from heard.decisions.actions.feedback import (
    compose_feedback,
    note_delivery,
    open_obligation,
    post_letters,
    print_letters,
    publish_feedback,
    start_telling,
    tell_channel,
)

__all__ = [
    "annotate_decision",
    "answer_finding",
    "compose_feedback",
    "erase",
    "freeze_pack",
    "make_commitment",
    "note_delivery",
    "open_obligation",
    "open_pack",
    "post_letters",
    "print_letters",
    "publish",
    "publish_feedback",
    "record_decision",
    "settle_commitment",
    "start_commitment",
    "start_telling",
    "tell_channel",
]
