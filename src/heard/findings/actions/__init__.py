"""What may happen to codings, themes and findings: every write."""

from heard.findings.actions.codings import RefusedCoding, code_many, code_passage, take_turn, undo_reading
from heard.findings.actions.erasing import erase
from heard.findings.actions.publishing import publish
from heard.findings.actions.statements import (
    attach_evidence,
    detach_evidence,
    drop_finding,
    edit_finding,
    reorder_findings,
    write_finding,
)
from heard.findings.actions.themes import (
    drop_theme,
    edit_theme,
    make_theme,
    merge_themes,
    set_theme_aside,
    take_theme_up,
)

__all__ = [
    "RefusedCoding",
    "attach_evidence",
    "code_many",
    "code_passage",
    "detach_evidence",
    "drop_finding",
    "drop_theme",
    "edit_finding",
    "edit_theme",
    "erase",
    "make_theme",
    "merge_themes",
    "publish",
    "reorder_findings",
    "set_theme_aside",
    "take_theme_up",
    "take_turn",
    "undo_reading",
    "write_finding",
]
