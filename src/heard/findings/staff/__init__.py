"""The officers' desks: reading passages into themes, to a standard; writing findings; sharing them."""

from heard.findings.staff.coding import coding, new_theme, read, undo
from heard.findings.staff.evidence import evidence, evidence_drop
from heard.findings.staff.second import differences, draw, read_second, second, settle
from heard.findings.staff.sharing import (
    elsewhere,
    elsewhere_drop,
    found,
    found_one,
    restrict,
    restriction,
    reuse_answer,
    reuse_cite,
    sharing,
)
from heard.findings.staff.standard import (
    analysis,
    analysis_lock,
    neutral,
    overview,
    quality,
    quality_sign,
    question_kept,
)
from heard.findings.staff.themes import import_codings, theme, theme_aside, theme_drop, theme_merge, theme_up, themes
from heard.findings.staff.writing import findings, new_finding, one_finding, order, preview, remove_finding

__all__ = [
    "analysis",
    "analysis_lock",
    "coding",
    "differences",
    "draw",
    "elsewhere",
    "elsewhere_drop",
    "evidence",
    "evidence_drop",
    "findings",
    "found",
    "found_one",
    "import_codings",
    "neutral",
    "new_finding",
    "new_theme",
    "one_finding",
    "order",
    "overview",
    "preview",
    "quality",
    "quality_sign",
    "question_kept",
    "read",
    "read_second",
    "remove_finding",
    "restrict",
    "restriction",
    "reuse_answer",
    "reuse_cite",
    "second",
    "settle",
    "sharing",
    "theme",
    "theme_aside",
    "theme_drop",
    "theme_merge",
    "theme_up",
    "themes",
    "undo",
]
