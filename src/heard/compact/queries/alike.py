"""What a draft is like: candidates by an index in PostgreSQL, then the exact score of `rules.likeness`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Stage
from heard.compact.models import Described, TermCount
from heard.findings.models import Finding
from heard.ground import clock
from heard.places.models import Place
from heard.rules.compact import Pack
from heard.rules.likeness import Area, Likeness, Rarity, Work, likenesses, telling_terms, work_of
from heard.ui.parts import Row

ASKED, CANDIDATES, SHOWN = 24, 200, 12
EVERYTHING = ""  # the term whose row counts the descriptions themselves
AROUND = (Prefetch("places", Place.objects.select_related("parent__parent")), "groups")
_LOOK_UP = """
SELECT held.work_id FROM unnest(%s::text[], %s::float8[]) AS asked(term, weight)
JOIN compact_termuse held ON held.term = asked.term
GROUP BY held.work_id ORDER BY sum(held.weight * asked.weight) DESC, held.work_id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """How the pack wants drafts compared: months to look back, per cent to answer and to show, days to wait."""

    months: int = 24
    threshold: int = 45
    similar: int = 30
    working_days: int = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """One activity that is like the draft, with its best finding where one is alike too."""

    other: Activity
    finding: Finding | None
    found: Likeness

    @property
    def percent(self) -> int:
        return self.found.percent

    @property
    def because(self) -> tuple[str, ...]:
        return self.found.because

    @property
    def title(self) -> str:
        return self.other.title

    @property
    def facts(self) -> list[Row]:
        """Who leads it, where it stands and when it was open, for a page."""
        days = [day for day in (self.other.opens_on, self.other.closes_on) if day]
        when = " – ".join(f"{day:%B %Y}" for day in days)
        led, stage = self.other.lead.name, self.other.get_stage_display()
        return [Row(_("Led by"), led), Row(_("Stage"), stage), Row(_("Open"), when or _("no dates yet"))]


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison found: how many works there were, and what is alike, the most alike first."""

    works: int
    alike: tuple[Alike, ...]


def terms_of(pack: Pack) -> Terms:
    """The numbers that the city chose; a pack without a check keeps the handbook's."""
    set_by = {each.id: each.parameters for each in pack.checks}
    usual = Terms()
    return Terms(
        months=set_by.get("GP-d.1", {}).get("months", usual.months),
        threshold=set_by.get("GP-d.2", {}).get("score", usual.threshold),
        similar=set_by.get("P-3.1", {}).get("score", usual.similar),
        working_days=set_by.get("GP-d.3", {}).get("working_days", usual.working_days),
    )


def looks_back_to(today: date, months: int) -> date:
    """The first day that still counts: so many months before today, at the latest that month's 28th."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, 28))


def draft_of(activity: Activity, changed: Mapping[str, Any] | None = None) -> Work:
    """An activity as a draft to be compared, with what stands typed and unsaved in a form (`changed`) over it."""
    prefetch_related_objects([activity], *AROUND)
    typed, plan = changed or {}, activity.plan
    words = {name: typed.get(name, getattr(plan, name)) for name in ("purpose", "open_matters", "options")}
    return work_of(
        f"activity:{activity.public_id}",
        title=typed.get("title", activity.title),
        purpose=words["purpose"],
        matters=[*words["open_matters"], *words["options"], *activity.topics],
        areas=areas_of(typed["places"] if "places" in typed else activity.places.all()),
        groups=[group.name for group in activity.groups.all()],
        begins_on=typed.get("opens_on", activity.opens_on),
        ends_on=typed.get("closes_on", activity.closes_on),
    )


def work_of_finding(finding: Finding, themes: Iterable[str], whole: Work) -> Work:
    """A finding: its own words, and the places, groups and dates of its activity."""
    ref = f"finding:{finding.public_id}"
    told = work_of(ref, title=finding.statement, purpose=finding.range_of_views, matters=themes)
    return Work(ref, told.terms, whole.areas, whole.groups, whole.begins_on, whole.ends_on)


def areas_of(places: Iterable[Place]) -> list[Area]:
    """Places with what they lie in, two steps up."""
    return [Area(each.slug, each.name, each.kind, tuple(_above(each))) for each in places]


def _above(place: Place) -> list[str]:
    first = place.parent
    second = first.parent if first else None
    return [each.slug for each in (first, second) if each]


def alike(draft: Work, *, terms: Terms, today: date | None = None, own: Activity | None = None) -> Compared:
    """What is like a draft inside the window, grouped by activity, down to the score that is worth showing.

    Five queries whatever the size of the record. `own` is the draft's activity, which is passed over.
    """
    rarity = _rarity(term for term, _times in draft.terms)
    if not rarity.works or not draft.terms:
        return Compared(rarity.works, ())
    rows = _candidates(draft, rarity)
    since = looks_back_to(today or clock.today(), terms.months)
    works = {row.pk: _work(row) for row in rows if row.activity_id != (own.pk if own else 0) and _counts(row, since)}
    full = _rarity({term for work in works.values() for term, _times in work.terms} | {t for t, _n in draft.terms})
    found = likenesses(draft, works.values(), full, terms.similar / 100)
    return Compared(rarity.works, tuple(_grouped(found, {str(row.pk): row for row in rows})))


def _counts(row: Described, since: date) -> bool:
    return row.ends_on is None or row.ends_on >= since


def _rarity(terms: Iterable[str]) -> Rarity:
    held = dict(TermCount.objects.filter(term__in=[EVERYTHING, *terms]).values_list("term", "works"))
    return Rarity(held.pop(EVERYTHING, 0), held)


def _candidates(draft: Work, rarity: Rarity) -> list[Described]:
    telling = telling_terms(draft, rarity, ASKED)
    with connection.cursor() as cursor:
        cursor.execute(
            _LOOK_UP,
            [[term for term, _weight in telling], [weight * rarity.of(term) for term, weight in telling], CANDIDATES],
        )
        numbers = [row[0] for row in cursor.fetchall()]
    return list(Described.objects.filter(pk__in=numbers))


def _work(row: Described) -> Work:
    areas = tuple(Area(slug, name, kind, tuple(within)) for slug, name, kind, within in row.areas)
    terms = tuple((term, times) for term, times in row.terms)
    return Work(str(row.pk), terms, areas, tuple(row.groups), row.begins_on, row.ends_on)


def _grouped(found: Sequence[Likeness], rows: Mapping[str, Described]) -> list[Alike]:
    """One entry for each activity: the best of its own score and its findings'."""
    best: dict[int, Likeness] = {}
    findings: dict[int, int] = {}
    for one in found:
        row = rows[one.ref]
        best.setdefault(row.activity_id, one)
        if row.finding_id:
            findings.setdefault(row.activity_id, row.finding_id)
    numbers = list(best)[:SHOWN]
    activities = Activity.objects.select_related("lead").in_bulk(numbers)
    texts = Finding.objects.in_bulk([findings[number] for number in numbers if number in findings])
    return [
        Alike(activities[number], texts.get(findings.get(number, 0)), best[number])
        for number in numbers
        if number in activities
    ]


def changed_since_described(today: date, months: int) -> QuerySet[Activity]:
    """Activities inside the window whose description is missing or older than their plan or stage."""
    since = looks_back_to(today, months)
    current = Described.objects.filter(
        activity=OuterRef("pk"),
        finding=None,
        at__gte=OuterRef("stage_at"),
    ).filter(at__gte=OuterRef("plan__updated_at"))
    rows = Activity.objects.exclude(stage=Stage.WITHDRAWN).filter(plan__isnull=False)
    inside = rows.filter(Q(closes_on__isnull=True) | Q(closes_on__gte=since))
    return inside.filter(~Exists(current)).order_by(F("stage_at").desc(), "-id")
