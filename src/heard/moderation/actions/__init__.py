"""What may happen to things that people send for everyone to read."""

from heard.moderation.actions.deciding import cover, decide, hold, propose_removal, show, take_back
from heard.moderation.actions.erasing import erase
from heard.moderation.actions.fairness import compare_removals, note_alerted, review_alert
from heard.moderation.actions.following import bring_back, hear, leave_out, let_fall, note_told, tell_on_receipt
from heard.moderation.actions.reporting import report
from heard.moderation.actions.submitting import submit
from heard.moderation.actions.terms import set_terms
from heard.moderation.actions.turns import give_back, hand_over, take, take_back_handed

__all__ = [
    "bring_back",
    "compare_removals",
    "cover",
    "decide",
    "erase",
    "give_back",
    "hand_over",
    "hear",
    "hold",
    "leave_out",
    "let_fall",
    "note_alerted",
    "note_told",
    "propose_removal",
    "report",
    "review_alert",
    "set_terms",
    "show",
    "submit",
    "take",
    "take_back",
    "take_back_handed",
    "tell_on_receipt",
]
