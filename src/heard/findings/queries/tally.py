"""Counting, in the database: what came in and what became of it; which themes how many people raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from heard.activities.models import Activity, Channel, Contribution, Stage, Strand
from heard.findings.models import Coding, Finding, Theme, ThemeGroup
from heard.ground.asking import Asking, Statement, ask
from heard.people.models import Exclusion
from heard.rules import snapshot

STANCES = ("for", "against", "mixed", "none")


def counted(prefix: str = "") -> Q:
    """Contributions that count: neither left out, nor withdrawn, nor erased. `prefix` leads to the contribution."""
    return Q(**{f"{prefix}state": Contribution.State.RECEIVED, f"{prefix}erased_at": None})


@dataclass(frozen=True, slots=True)
class Tally:
    """One channel of one strand. Adds up when nothing is `unread` and nothing `untallied`.

    `unread`: some words have not been read; `untallied`: only choices were ticked, and they are not added up yet. What
    a person asked to erase counts as withdrawn. `reasons`: how many were left out for each reason.
    """

    strand_id: int
    strand_ref: str
    strand: str
    channel: str
    received: int = 0
    analysed: int = 0
    withdrawn: int = 0
    unread: int = 0
    untallied: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def excluded(self) -> int:
        return sum(self.reasons.values())

    @property
    def missing(self) -> int:
        return self.received - self.analysed - self.excluded - self.withdrawn

    def as_count(self) -> snapshot.Count:
        return snapshot.Count(
            strand=self.strand,
            channel=self.channel,
            received=self.received,
            analysed=self.analysed,
            excluded=self.excluded,
            excluded_reasons=tuple(f"{reason_word(slug)}: {n}" for slug, n in self.reasons.items()),
            withdrawn=self.withdrawn,
        )


def reason_word(slug: str) -> str:
    """The listed reason in words."""
    return str(Exclusion.Reason(slug).label) if slug in Exclusion.Reason.values else slug


# One row a contribution, then one a channel: whatever the planner believes of tables that were just filled by an
# import, it goes by indexes from each contribution to its passages and their readings.
RECONCILED = """
SELECT strand_id, channel, excluded_because,
       count(*),
       count(*) FILTER (WHERE state = 'excluded'),
       count(*) FILTER (WHERE state = 'withdrawn' OR state = 'received' AND erased_at IS NOT NULL),
       count(*) FILTER (WHERE counts AND passages > readings),
       count(*) FILTER (WHERE counts AND passages = 0 AND concluded_at IS NULL AND NOT %s)
  FROM (SELECT c.strand_id, c.channel, c.excluded_because, c.state, c.erased_at, s.concluded_at,
               c.state = 'received' AND c.erased_at IS NULL AS counts,
               count(p.id) AS passages, count(r.passage_id) AS readings
          FROM activities_strand s
          JOIN activities_contribution c ON c.strand_id = s.id
          LEFT JOIN activities_passage p ON p.contribution_id = c.id
          LEFT JOIN findings_reading r ON r.passage_id = p.id
         WHERE s.activity_id = %s
         GROUP BY c.id, s.id) each_one
 GROUP BY strand_id, channel, excluded_because
"""


def tallies(activity: Activity, *, strict: bool = False) -> list[Tally]:
    """What came in on every channel of every strand, and what became of it: one query."""
    return ask(tallies_asked(activity, strict=strict))


def tallies_asked(activity: Activity, *, strict: bool = False) -> Asking[list[Tally]]:
    """What came in on every channel of every strand, and what became of it, in one turn.

    Closed answers alone count as analysed once their strand's answers are added up. The move to “found” adds them up
    before it publishes, so from closing on they count; with `strict` (at publication) only what has been added up does.
    """
    to_be_tallied = not strict and activity.stage not in {Stage.OPEN, Stage.NOTICED, Stage.PLANNED, Stage.IDEA}
    rows, ordered = yield [
        Statement(RECONCILED, [to_be_tallied, activity.pk], columns=8),
        Strand.objects.filter(activity=activity).order_by("ordinal", "pk"),
    ]
    strands = {strand.pk: strand for strand in ordered}
    found: dict[tuple[int, str], list[int]] = {}
    reasons: dict[tuple[int, str], dict[str, int]] = {}
    for strand_id, channel, because, received, excluded, *rest in rows:
        key = (strand_id, channel)
        found[key] = [a + b for a, b in zip(found.get(key, [0, 0, 0, 0]), [received, *rest], strict=True)]
        if excluded:
            reasons.setdefault(key, {})[because] = excluded
    offered = {(strand.pk, c) for strand in strands.values() if not strand.dropped_because for c in strand.channels}
    order = {key: n for n, key in enumerate(strands)}
    ways = sorted(offered | set(found), key=lambda key: (order[key[0]], Channel.values.index(key[1])))
    return [_tally(strands[key[0]], key[1], found.get(key, [0, 0, 0, 0]), reasons.get(key, {})) for key in ways]


def _tally(strand: Strand, channel: str, numbers: list[int], reasons: dict[str, int]) -> Tally:
    received, withdrawn, unread, untallied = numbers
    return Tally(
        strand_id=strand.pk,
        strand_ref=strand.public_id,
        strand=strand.title,
        channel=channel,
        received=received,
        analysed=received - sum(reasons.values()) - withdrawn - unread - untallied,
        withdrawn=withdrawn,
        unread=unread,
        untallied=untallied,
        reasons=dict(sorted(reasons.items())),
    )


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """A theme with how many counted contributions carry it, out of how many that were read.

    `groups`: those who raised it; `most_affected`: whether one of them is most affected; `stances`: contributions by
    stance; `findings`: public ids of the findings that hold it, in their order.
    """

    theme: Theme
    contributions: int
    base: int
    groups: tuple[str, ...]
    most_affected: bool
    stances: Mapping[str, int]
    findings: tuple[str, ...]

    @property
    def share(self) -> float:
        return 100 * self.contributions / self.base if self.base else 0.0

    @property
    def is_answered(self) -> bool:
        return bool(self.findings) or bool(self.theme.not_taken_because.strip())

    def must_appear(self, floor_percent: int) -> bool:
        """UP-f: a theme at or above the floor, or raised by those most affected at any number, may not be buried."""
        if self.contributions <= 0:
            return False
        return self.most_affected or self.contributions * 100 >= floor_percent * self.base

    def is_buried(self, floor_percent: int) -> bool:
        return self.must_appear(floor_percent) and not self.is_answered


# How many counted contributions have had at least one of their passages read.
CODED_BASE = """
SELECT count(DISTINCT p.contribution_id)
  FROM findings_reading r
  JOIN activities_passage p ON p.id = r.passage_id
  JOIN activities_contribution c ON c.id = p.contribution_id AND c.state = 'received' AND c.erased_at IS NULL
  JOIN activities_strand s ON s.id = c.strand_id
 WHERE s.activity_id = %s
"""


def with_groups(themes: QuerySet[Theme]) -> QuerySet[Any]:
    """Themes with `group_names` (who raised them, in the plan's order) and `most_affected` (is one of those so?)."""
    links = ThemeGroup.objects.filter(theme=OuterRef("pk"))
    names = links.order_by("group__ordinal", "group__pk").values("group__name")
    affected = Exists(links.filter(group__most_affected=True))
    return themes.annotate(group_names=ArraySubquery(names), most_affected=affected)


def theme_counts(activity: Activity) -> list[ThemeCount]:
    """Every theme in its order with its counts: one query, whatever the number of contributions."""
    return ask(theme_counts_asked(activity))


def theme_counts_asked(activity: Activity) -> Asking[list[ThemeCount]]:
    """Every theme in its order with its counts, in one turn."""
    carried = Coding.objects.filter(counted("passage__contribution__"), theme__activity=activity).order_by()
    people = {"total": Count("passage__contribution", distinct=True)} | {
        stance: Count("passage__contribution", distinct=True, filter=Q(stance=stance)) for stance in STANCES
    }
    holding = Finding.objects.filter(themes=OuterRef("pk")).order_by("ordinal", "pk").values("public_id")
    themes = with_groups(Theme.objects.filter(activity=activity)).annotate(held_by=ArraySubquery(holding))
    base, counts, ordered = yield [
        Statement(CODED_BASE, [activity.pk], columns=1),
        carried.values("theme_id").annotate(**people),
        themes.order_by("ordinal", "pk"),
    ]
    numbers: dict[int, Any] = {row["theme_id"]: row for row in counts}
    return [_theme_count(theme, numbers.get(theme.pk, {}), base[0][0]) for theme in ordered]


def _theme_count(theme: Any, numbers: Mapping[str, int], base: int) -> ThemeCount:
    return ThemeCount(
        theme=theme,
        contributions=numbers.get("total", 0),
        base=base,
        groups=tuple(theme.group_names),
        most_affected=theme.most_affected,
        stances={stance: numbers[stance] for stance in STANCES if numbers.get(stance)},
        findings=tuple(theme.held_by),
    )
