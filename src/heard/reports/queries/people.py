"""Who took part, in the report: from the newest release of the tables, and from nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.evaluation.models import ReachAction, Reading
from heard.reports.queries.blocks import Block, heading, listed, small, table, text


def people_blocks(activity: Activity, reading: Reading | None, representative: str) -> list[Block]:
    """Each question beside the city's own figures, as last released; weights; what was done about who was missing."""
    blocks: list[Block] = []
    body: Mapping[str, Any] = reading.body if reading else {}
    for one in body.get("dimensions", []):
        rows = [
            [
                line["name"],
                "–" if line["count"] is None else line["count"],
                _percent(line["percent"]),
                _percent(line["population_percent"]),
                "" if line["ratio"] is None else line["ratio"],
            ]
            for line in one.get("lines", [])
        ]
        heads = [_("Group"), _("Took part"), _("Share"), _("In the city"), _("Ratio")]
        blocks += table(one["title"], heads, rows)
        blocks += _beside(one)
        source = one.get("comparator")
        if source:
            said = _("Compared with %(title)s, %(place)s, %(day)s. %(limits)s")
            blocks += small(
                said
                % {
                    "title": source["title"],
                    "place": source["place"],
                    "day": source["as_of"],
                    "limits": source["limits"],
                }
            )
        elif one.get("refused"):
            blocks += small(_("Not compared with the city: no checked figures from a published source go with it yet."))
    if blocks:
        blocks += [*heading(_("Weighting")), *text(_weighed(body)), *_noted(body.get("deprivation"))]
        blocks += small(
            _("Who answers chooses to: the shares are of them, never of the city. Small numbers are hidden.")
        )
    done = ReachAction.objects.filter(activity=activity).order_by("accepted_at", "id")
    acted = [f"{one.about}: {one.words}" + (f" → {one.outcome}" if one.outcome else "") for one in done[:40]]
    if acted:
        blocks += [*heading(_("Who was missing, and what was done")), *listed(acted)]
    return [*blocks, *text(representative)]


def _noted(words: str | None) -> list[Block]:
    return small(words) if words else []


def _beside(one: Mapping[str, Any]) -> list[Block]:
    """What stands beside one question's table: how many answered it, how far it lies from the city, what is joined."""
    lines = []
    if one.get("withheld"):
        lines.append(_("%(title)s: too few answered to show anything.") % {"title": one["title"]})
    if one.get("response_percent") is not None:
        lines.append(_("%(n)s of every 100 people answered this.") % {"n": one["response_percent"]})
    if one.get("dissimilarity_percent") is not None:
        said = _("%(n)s of every 100 would have to be of another group for the same make-up as the city.")
        lines.append(said % {"n": round(one["dissimilarity_percent"])})
    joined = [", ".join(line["together"]) for line in one.get("lines", []) if line.get("together")]
    lines += [_("Too small to count alone, and counted together: %(names)s.") % {"names": names} for names in joined]
    return small(" ".join(lines)) if lines else []


def _weighed(body: Mapping[str, Any]) -> str:
    """What weights to the city's make-up would cost, or why there are none: beside the raw counts, never instead."""
    w = body.get("weighed")
    if not w:
        return " ".join([_("Nothing is weighted."), body.get("why_not_weighed", "")]).strip()
    return _(
        "Weighted to the city, about %(e)s %% of the certainty would be left: as much as about %(n)s unweighted answers"
        " of about %(base)s. The raw counts above stand; no number of this report is a weighted one."
    ) % {"e": w["efficiency_percent"], "n": w["effective_base"], "base": w["base"]}


def _percent(value: Any) -> str:
    return "" if value is None else f"{value:g} %"
