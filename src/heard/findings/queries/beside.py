"""What is published of themes and findings, as totals that stand beside one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from heard.activities.models import Activity
from heard.findings.models import Finding, Theme
from heard.findings.queries.policy import terms_of
from heard.rules.disclosure import Terms
from heard.rules.disclosure_sets import Total, telling


def key_of(row: Theme | Finding, side: str = "") -> str:
    """The name of a theme's or a finding's total, or of one side of a finding."""
    return f"{'theme' if isinstance(row, Theme) else 'finding'}:{row.pk}" + (f":{side}" if side else "")


SIDES = ("for", "against", "mixed", "none")


@dataclass(frozen=True, slots=True)
class Beside:
    """What is published of an activity as totals: those of themes and findings, and of each side of each finding."""

    totals: tuple[Total, ...]
    sides: tuple[tuple[Total, ...], ...]

    def telling(self) -> frozenset[str]:
        """The keys of all totals that would tell a small number beside another of their kind."""
        return telling(self.totals).union(*(telling(side) for side in self.sides))


def beside(themes: Iterable[Any], findings: Iterable[Finding]) -> Beside:
    """Every frozen total: of each theme (with `group_names`), and of each finding that rests on themes. One query."""
    known = {theme.pk: theme for theme in themes}
    held: dict[int, set[int]] = {}
    rows = list(findings)
    links = Finding.themes.through.objects.filter(finding__in=[one.pk for one in rows])
    for finding, theme in links.values_list("finding_id", "theme_id"):
        held.setdefault(finding, set()).add(theme)
    rest = [one for one in rows if one.pk in held]
    found = [_total(theme, {theme.pk}, theme.carried_by or 0, known, goes_first=True) for theme in known.values()]
    found += [_total(one, held[one.pk], one.base or 0, known, goes_first=False) for one in rest]
    stood = [(one, one.stood) for one in rest if one.stood]
    by_side = [
        tuple(_total(one, held[one.pk], sides[n], known, goes_first=False, side=side) for one, sides in stood)
        for n, side in enumerate(SIDES)
    ]
    return Beside(tuple(found), tuple(by_side))


def numbers_seen(activity: Activity) -> dict[str, tuple[int, ...]]:
    """What everyone could read of an activity's themes and findings until now, by key; two queries.

    Each its number, then who stood where. What was hidden is left out.
    """
    seen: dict[str, tuple[int, ...]] = {}
    for theme in Theme.objects.filter(activity=activity, carried_by__isnull=False, tells_beside=False):
        if not theme.carried_by or theme.carried_by >= theme.held_to > 0:
            seen[key_of(theme)] = (theme.carried_by or 0,)
    for one in Finding.objects.filter(activity=activity, base__isnull=False, tells_beside=False, held_to__gt=0):
        if not one.base or one.base >= one.held_to:
            seen[key_of(one)] = (one.base or 0, *(() if one.stood_tells else one.stood or ()))
    return seen


def terms_for(row: Theme | Finding, themes: Iterable[Any]) -> Terms:
    """The terms under which a row's number is shown: the stricter where a named group raised one of its themes."""
    return terms_of(sensitive=any(theme.group_names for theme in themes), held_to=row.held_to)


def _total(
    row: Theme | Finding, themes: set[int], count: int, known: dict[int, Any], *, goes_first: bool, side: str = ""
) -> Total:
    terms = terms_for(row, (known[pk] for pk in themes))
    named = frozenset(str(pk) for pk in themes)
    return Total(key_of(row, side), named, count, terms.smallest, goes_first)
