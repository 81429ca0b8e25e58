"""Every move with its snapshot, the pack in force and every check; and what keeps people from being asked twice."""

from heard.compact.models.alike import Described, TermCount, TermUse
from heard.compact.models.duplicates import DuplicateAnswer, DuplicateCheck, DuplicateMatch, Enquiry
from heard.compact.models.gates import (
    Approval,
    CheckCount,
    CheckResult,
    Governing,
    Move,
    Override,
    PackVersion,
    Uncounted,
)
from heard.compact.models.rationale import RationaleReview
from heard.compact.models.together import JointInterpretation

__all__ = [
    "Approval",
    "CheckCount",
    "CheckResult",
    "Described",
    "DuplicateAnswer",
    "DuplicateCheck",
    "DuplicateMatch",
    "Enquiry",
    "Governing",
    "JointInterpretation",
    "Move",
    "Override",
    "PackVersion",
    "RationaleReview",
    "TermCount",
    "TermUse",
    "Uncounted",
]
