"""What is published of themes and findings, as totals that stand beside one another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from heard.findings.models import Finding, Theme
from heard.findings.queries.policy import smallest
from heard.rules.disclosure_sets import Total


def key_of(row: Theme | Finding) -> str:
    """The name of a theme's or a finding's total."""
    return f"{'theme' if isinstance(row, Theme) else 'finding'}:{row.pk}"


def totals_of(themes: Iterable[Any], findings: Iterable[Finding]) -> list[Total]:
    """Every frozen total: of each theme (with `group_names`), and of each finding that rests on themes. One query."""
    known = {theme.pk: theme for theme in themes}
    held: dict[int, set[int]] = {}
    rows = list(findings)
    links = Finding.themes.through.objects.filter(finding__in=[one.pk for one in rows])
    for finding, theme in links.values_list("finding_id", "theme_id"):
        held.setdefault(finding, set()).add(theme)
    found = [_total(theme, {theme.pk}, theme.carried_by or 0, known, goes_first=True) for theme in known.values()]
    return found + [_total(one, held[one.pk], one.base or 0, known, goes_first=False) for one in rows if one.pk in held]


def _total(row: Theme | Finding, themes: set[int], count: int, known: dict[int, Any], *, goes_first: bool) -> Total:
    sensitive = any(known[pk].group_names for pk in themes)
    named = frozenset(str(pk) for pk in themes)
    return Total(key_of(row), named, count, smallest(sensitive=sensitive), goes_first)
