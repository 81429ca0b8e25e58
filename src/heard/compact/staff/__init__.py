"""Officers' pages: the gates, what was asked before, what partners do together, and why the rules changed."""

from heard.compact.staff.duplicates import alike, answer, compare, duplicates, log_reply
from heard.compact.staff.gates import approve, change_level, gates, move, override, sign_pack, withdraw_override
from heard.compact.staff.rationale import rationale
from heard.compact.staff.together import accept, decline, interpretation, joint, leave, together

__all__ = [
    "accept",
    "alike",
    "answer",
    "approve",
    "change_level",
    "compare",
    "decline",
    "duplicates",
    "gates",
    "interpretation",
    "joint",
    "leave",
    "log_reply",
    "move",
    "override",
    "rationale",
    "sign_pack",
    "together",
    "withdraw_override",
]
