"""What may happen at the gates, and against asking twice: every write."""

from heard.compact.actions.counting import count_checks
from heard.compact.actions.duplicates import answer_enquiry, answer_match, compare, log_reply
from heard.compact.actions.level import change_level
from heard.compact.actions.moves import HeldBack, move
from heard.compact.actions.packs import keep_pack, load_pack, sign_pack
from heard.compact.actions.rationale import review_rationale
from heard.compact.actions.signing import approve, override, withdraw_override
from heard.compact.actions.together import AFTER_CLOSING, keep_interpretation

__all__ = [
    "AFTER_CLOSING",
    "HeldBack",
    "answer_enquiry",
    "answer_match",
    "approve",
    "change_level",
    "compare",
    "count_checks",
    "keep_interpretation",
    "keep_pack",
    "load_pack",
    "log_reply",
    "move",
    "override",
    "review_rationale",
    "sign_pack",
    "withdraw_override",
]
