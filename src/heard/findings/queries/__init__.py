"""What may be asked about codings, themes and findings."""

from heard.findings.queries.behind import contributions_behind, findings_of
from heard.findings.queries.facts import (
    finding_facts,
    finding_facts_asked,
    reconcile,
    reconcile_asked,
    theme_facts,
    theme_facts_asked,
)
from heard.findings.queries.sharing import (
    Reusable,
    cited_for_pack,
    evidence_for_reuse,
    restrictions_due,
    reuse_counts,
    reuses_waiting,
)
from heard.findings.queries.stances import stances_read
from heard.findings.queries.standard import analysis_facts, analysis_facts_asked
from heard.findings.queries.tally import Tally, ThemeCount, tallies, theme_counts

__all__ = [
    "Reusable",
    "Tally",
    "ThemeCount",
    "analysis_facts",
    "analysis_facts_asked",
    "cited_for_pack",
    "contributions_behind",
    "evidence_for_reuse",
    "finding_facts",
    "finding_facts_asked",
    "findings_of",
    "reconcile",
    "reconcile_asked",
    "restrictions_due",
    "reuse_counts",
    "reuses_waiting",
    "stances_read",
    "tallies",
    "theme_counts",
    "theme_facts",
    "theme_facts_asked",
]
