"""The officers' desks: reading passages into themes, and writing findings."""

from heard.findings.staff.coding import coding, new_theme, read, undo
from heard.findings.staff.evidence import evidence, evidence_drop
from heard.findings.staff.themes import import_codings, theme, theme_aside, theme_drop, theme_merge, theme_up, themes
from heard.findings.staff.writing import findings, new_finding, one_finding, order, preview, remove_finding

__all__ = [
    "coding",
    "evidence",
    "evidence_drop",
    "findings",
    "import_codings",
    "new_finding",
    "new_theme",
    "one_finding",
    "order",
    "preview",
    "read",
    "remove_finding",
    "theme",
    "theme_aside",
    "theme_drop",
    "theme_merge",
    "theme_up",
    "themes",
    "undo",
]
