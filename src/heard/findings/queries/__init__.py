"""What may be asked about codings, themes and findings."""

from heard.findings.queries.behind import contributions_behind, findings_of
from heard.findings.queries.facts import finding_facts, reconcile, theme_facts
from heard.findings.queries.tally import Tally, ThemeCount, tallies, theme_counts

__all__ = [
    "Tally",
    "ThemeCount",
    "contributions_behind",
    "finding_facts",
    "findings_of",
    "reconcile",
    "tallies",
    "theme_counts",
    "theme_facts",
]
