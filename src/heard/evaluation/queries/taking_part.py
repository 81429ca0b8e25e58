"""Who took part against who lives here: the newest release of the tables, and what a new one would hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Contribution, Stage
from heard.evaluation.models import Reading
from heard.evaluation.queries.policy import Comparing, Lookup, comparing
from heard.ground.refusal import Refused
from heard.people.queries import Asked, TookPart, tabulate
from heard.places.models import Place
from heard.places.queries import Comparator, compare
from heard.rules.disclosure_cube import Cube
from heard.rules.representation import SILENT, Compared, Dimension, stands
from heard.rules.verdict import YES, Verdict, no

SCHEMA = 2
COUNTED = (Stage.OPEN, Stage.CLOSED, Stage.FOUND, Stage.DECIDED, Stage.TOLD)


def newest_reading(activity: Activity) -> Reading | None:
    """The tables as they were released last."""
    return Reading.objects.filter(activity=activity).first()


def people_of(activity: Activity) -> list[list[str]]:
    """Each voice that took part and is counted: the trace ids of what it gave. One query."""
    rows = Contribution.objects.filter(strand__activity=activity, state=Contribution.State.RECEIVED)
    found: dict[Any, list[str]] = {}
    for voice, trace in rows.order_by("voice_id", "received_at", "id").values_list("voice_id", "trace_id").iterator():
        found.setdefault(voice, []).append(trace)
    return list(found.values())


def activities_to_read() -> QuerySet[Activity]:
    """Activities whose tables are released every night while people take part, and once more after closing."""
    return Activity.objects.filter(stage__in=[Stage.OPEN, Stage.CLOSED]).order_by("pk")


def may_release(activity: Activity, people: int) -> Verdict:
    """Whether new tables may be released: enough people since the last release that comparing the two tells of nobody.

    A person who withdrew or was erased makes the number fall; what was released stays.
    """
    if activity.stage not in COUNTED:
        return no(_("Who took part is counted once it is open."), _("Come back when people have answered."), "P-7")
    last, least = newest_reading(activity), comparing().least_new
    if last is None or abs(people - last.people) >= least:
        return YES
    return no(
        _("Fewer than %(n)d people have come since the last release: comparing the two would tell on them.")
        % {"n": least},
        _("They are counted anew when more have come."),
        "disclosure",
    )


def body_of(activity: Activity, people: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Everything that may be published about who took part, as plain values: what a release keeps."""
    policy = comparing()
    place = _place_of(activity)
    held = [_comparator(place, lookup) for lookup in policy.lookups]
    asked = [_asked(lookup, table) for lookup, (table, _why) in zip(policy.lookups, held, strict=True)]
    told = tabulate(
        activity_ref=activity.public_id, people=people, asked=asked, crossings=policy.pairs, least=policy.least
    )
    return {
        "schema": SCHEMA,
        "people": len(people),
        "parity": [policy.low_percent, policy.high_percent],
        "dimensions": [
            _dimension(lookup, compared, table, why, policy)
            for lookup, compared, (table, why) in zip(policy.lookups, told.compared, held, strict=True)
        ],
        "crossings": _crossings(told, policy),
        "cubes": [_cube(cube, policy) for cube in told.cubes],
        "weighed": asdict(told.weighed) if told.weighed else None,
        "why_not_weighed": told.why_not_weighed,
        "deprivation": _("No verified table of deprivation by area is loaded, so no gap is worked out."),
    }


def _place_of(activity: Activity) -> Place | None:
    """The area to compare with: the one place the activity is about if it has figures of its own, else the city."""
    places = list(activity.places.all()[:2])
    if len(places) == 1 and places[0].profiles.filter(verified=True).exists():
        return places[0]
    return Place.objects.filter(kind=Place.Kind.CITY).order_by("pk").first()


def _comparator(place: Place | None, lookup: Lookup) -> tuple[Comparator | None, Verdict]:
    """The published table, or the sentence why there is none (I-29)."""
    if place is None or not lookup.profile:
        return None, no(_("No published table goes with this question."), "", "I-29")
    categories = tuple(name for part in lookup.parts for name in part.categories)
    try:
        return compare(place, lookup.profile, as_of=lookup.as_of, categories=categories), YES
    except Refused as refused:
        return None, refused.verdict


def _asked(lookup: Lookup, table: Comparator | None) -> Asked:
    dimension = Dimension(
        lookup.question,
        tuple(part.slug for part in lookup.parts),
        tuple(float(_share(table, part.categories) / 100) for part in lookup.parts) if table else None,
        table.base if table else None,
    )
    places = {answer: number for number, part in enumerate(lookup.parts) for answer in part.answers}
    return Asked(lookup.question, dimension, places)


def _share(table: Comparator, categories: Sequence[str]) -> Decimal:
    return sum((table.shares[name] for name in categories), Decimal(0))


def _dimension(
    lookup: Lookup, compared: Compared, table: Comparator | None, why: Verdict, policy: Comparing
) -> dict[str, Any]:
    names = lookup.names()
    withheld = compared.withheld or len(compared.lines) < 2  # everybody in one heap tells nothing
    return {
        "slug": lookup.question, "title": lookup.title, "standard": lookup.standard, "version": lookup.version,
        "note": lookup.note, "base": compared.base, "asked": compared.asked, "withheld": withheld,
        "response_percent": compared.response_percent,
        "dissimilarity_percent": _percent(compared.dissimilarity),
        "lines": [
            {
                "slugs": [line.category] if line.category else list(line.together),
                "name": names[line.category] if line.category else _("Small groups counted together"),
                "together": [names[slug] for slug in line.together],
                "count": line.count, "percent": _percent(line.share),
                "population_percent": _percent(line.population, 1),
                "ratio": round(line.ratio, 2) if line.ratio is not None else None,
                "stands": _stands(line.ratio, policy),
            }
            for line in compared.lines
        ],
        "comparator": _source(table) if table else None,
        "refused": "" if table else " ".join(filter(None, [str(why.why), str(why.way_forward)])),
    }  # fmt: skip


def _stands(ratio: float | None, policy: Comparing) -> str:
    if ratio is None:
        return ""
    return stands(ratio, Fraction(policy.low_percent, 100), Fraction(policy.high_percent, 100))


def _percent(share: float | None, places: int | None = None) -> float | None:
    return None if share is None else round(100 * share, places)


def _source(table: Comparator) -> dict[str, Any]:
    return {
        "title": table.title, "place": table.place, "areas": table.version, "as_of": table.as_of.isoformat(),
        "source": table.source, "limits": table.limits, "base": table.base,
    }  # fmt: skip


def _crossings(told: TookPart, policy: Comparing) -> list[dict[str, Any]]:
    """The crossings in words; one that n does not allow keeps its reason."""
    lookups = {each.question: each for each in policy.lookups}
    found = []
    for each in told.crossed:
        last = lookups[each.slugs[-1]]
        found.append(
            {
                "title": _(" by ").join(lookups[slug].title for slug in each.slugs),
                "slugs": list(each.slugs),
                "rows": [_row(row, each.slugs, lookups) for row in each.rows],
                "columns": [_named(column, last) for column in each.columns],
                "cells": [list(line) for line in each.cells],
                "why": each.why,
            }
        )
    return found


def _cube(cube: Cube, policy: Comparing) -> dict[str, Any]:
    """Every count that filters over these questions can ask for: for each, the chosen parts ("" is all) and the number
    shown, None where it is hidden."""
    lookups = {each.question: each for each in policy.lookups}
    return {
        "smallest": cube.smallest,
        "questions": [
            {
                "slug": slug,
                "title": lookups[slug].title,
                "parts": [[part, _named(part, lookups[slug])] for part in parts],
            }
            for slug, parts in zip(cube.dimensions, cube.categories, strict=True)
        ],
        "counts": [[[one or "" for one in key], number] for key, number in cube.shown.items()],
    }


def _row(row: str, slugs: Sequence[str], lookups: Mapping[str, Lookup]) -> str:
    """“a+b · c” of two dimensions in words."""
    parts = zip(slugs, row.split(" · "), strict=False)
    return " · ".join(_named(part, lookups[slug]) for slug, part in parts)


def _named(joined: str, lookup: Lookup) -> str:
    names = {**lookup.names(), SILENT: _("did not say")}
    return ", ".join(names.get(slug, slug) for slug in joined.split("+"))
