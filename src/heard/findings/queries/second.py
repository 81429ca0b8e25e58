"""The second reading: what is left to read, how far two readers agree, where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Passage
from heard.findings.models import Coding, DoubleSample, Reading, Sampled, Theme
from heard.findings.queries.desk import with_shown
from heard.ground.asking import Statement, answers_to
from heard.people.models import Account
from heard.rules.agreement import CodingAgreement, compare_codings

# One row a passage that two people have read: what each put it to. What a settlement changed is measured as it was.
PAIRS = """
SELECT d.id, d.passage_id, (t.id IS NOT NULL) AS settled,
       CASE WHEN t.id IS NULL THEN
            (SELECT coalesce(jsonb_agg(DISTINCT k.theme_id), '[]') FROM findings_coding k
              WHERE k.passage_id = d.passage_id AND k.by_id <> d.by_id)
            ELSE t.first END,
       CASE WHEN t.id IS NULL THEN
            (SELECT coalesce(jsonb_agg(x.theme_id), '[]') FROM findings_secondcoding x WHERE x.sampled_id = d.id)
            ELSE t.second END
  FROM findings_doublesample m
  JOIN findings_sampled d ON d.sample_id = m.id AND d.at IS NOT NULL
  JOIN findings_reading r ON r.passage_id = d.passage_id
  JOIN activities_passage p ON p.id = d.passage_id
  JOIN activities_contribution c ON c.id = p.contribution_id AND c.state = 'received' AND c.erased_at IS NULL
  LEFT JOIN findings_settlement t ON t.sampled_id = d.id
 WHERE m.activity_id = %s
 ORDER BY d.id
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage read twice: the themes (by key) of the first reading and of the second."""

    sampled: int
    passage: int
    settled: bool
    first: frozenset[int]
    second: frozenset[int]

    @property
    def differs(self) -> bool:
        return self.first != self.second


def pairs_of(activity: Activity) -> list[Pair]:
    """Every passage that two people have read, as each read it before they talked: one query."""
    return read_pairs(answers_to([pairs_question(activity)])[0])


def pairs_question(activity: Activity) -> Statement:
    """What `read_pairs` reads."""
    return Statement(PAIRS, [activity.pk], columns=5)


def read_pairs(rows: Sequence[Sequence[Any]]) -> list[Pair]:
    """The rows of `pairs_question`, a pair each."""
    return [
        Pair(sampled, passage, settled, frozenset(first), frozenset(second))
        for sampled, passage, settled, first, second in rows
    ]


def agreement_of(pairs: list[Pair], themes: dict[int, str]) -> CodingAgreement:
    """How far the two readings agree, by theme and over whole sets. `themes`: names by key, in their order.

    A theme that has gone since counts no longer, on either side.
    """
    first = {each.passage: frozenset(themes[pk] for pk in each.first if pk in themes) for each in pairs}
    second = {each.passage: frozenset(themes[pk] for pk in each.second if pk in themes) for each in pairs}
    return compare_codings(first, second, themes.values())


def theme_names(activity: Activity) -> dict[int, str]:
    """The names of the themes by key, in their order."""
    return dict(theme_rows(activity))


def theme_rows(activity: Activity) -> QuerySet[Any, Any]:
    """Key and name of every theme, in their order."""
    return Theme.objects.filter(activity=activity).order_by("ordinal", "pk").values_list("pk", "name")


def sample_of(activity: Activity) -> DoubleSample | None:
    """The sample that was drawn, if one was."""
    return DoubleSample.objects.filter(activity=activity).select_related("drawn_by").first()


def left_to_read(activity: Activity, by: Account) -> QuerySet[Any]:
    """Sampled passages that this account may read now: read by somebody else first, by nobody a second time."""
    mine = Reading.objects.filter(passage=OuterRef("passage"), by=by)
    coded = Coding.objects.filter(passage=OuterRef("passage"), by=by)
    read = Reading.objects.filter(passage=OuterRef("passage"))
    rows = Sampled.objects.filter(
        ~Exists(mine), ~Exists(coded), Exists(read), sample__activity=activity, at__isnull=True,
        passage__contribution__state="received", passage__contribution__erased_at=None,
    )  # fmt: skip
    return with_shown(rows.select_related("passage__contribution__strand", "sample"), "passage").order_by("pk")


def is_all_read(activity: Activity) -> bool:
    """Whether every passage of the sample was read a second time."""
    return not Sampled.objects.filter(sample__activity=activity, at__isnull=True).exists()


def sampled_in(activity: Activity, pk: int) -> Sampled:
    """One sampled passage; 404 with a sentence."""
    found = Sampled.objects.filter(pk=pk, sample__activity=activity)
    one = with_shown(found.select_related("passage__contribution__strand", "sample__activity"), "passage").first()
    if one is None:
        raise Http404(_("This passage is not in the sample."))
    return one


def first_themes(sampled: Sampled) -> set[int]:
    """What others than the second reader put it to."""
    codings = Coding.objects.filter(passage=sampled.passage_id)
    return set((codings.exclude(by=sampled.by_id) if sampled.by_id else codings).values_list("theme", flat=True))


def words_of(passages: list[int]) -> dict[int, str]:
    """Passages as they are shown, by key."""
    return {each.pk: each.shown for each in with_shown(Passage.objects.filter(pk__in=passages))}
