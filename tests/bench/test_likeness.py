"""A draft against 50,000 past activities, while typing: under 200 ms, and against a plain loop over every description.

The city's vocabulary is drawn with a seed: 4,000 made-up words as often as words are in a language (Zipf), and the real
words of the labelled pairs of tests/rules, so that rare and common terms both stand in the record. The peer reads every
description into memory once (that is not timed) and scores them all in Python with the very rule that the room uses.
"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from tests import factories
from tests.bench.measuring import interleaved, told
from tests.rules.likeness_cases import DRAFTS, PAST

from heard.activities.models import Activity, Plan
from heard.compact.actions import alike as indexing
from heard.compact.models import Described, TermCount, TermUse
from heard.compact.queries import alike
from heard.ground import clock
from heard.rules.likeness import SATURATION, Rarity, Work, likenesses, work_of

PAST_ACTIVITIES = 50_000
BAR_SECONDS = 0.2
TERMS = alike.Terms()


def a_city(number: int) -> None:
    """So many past activities, described as the indexing action describes them, written in bulk."""
    chance = random.Random(20261122)
    words = [f"word{n}" for n in range(4000)]
    weights = [1 / (n + 1) for n in range(4000)]
    real = [f"{title} {purpose}" for title, purpose, _place, _groups in PAST.values()]
    lead, owner, today = factories.a_partner(), factories.an_account("Olga Owner"), clock.today()
    activities = []
    for each in range(number):
        said = chance.choice(real).split()
        own = chance.sample(said, min(8, len(said)))
        activities.append(
            Activity(
                title=" ".join([*chance.choices(words, weights, k=4), *own[:2]])[:160],
                slug=f"past-{each}",
                lead=lead,
                owner=owner,
                level="consult",
                stage="archived",
                opens_on=today - timedelta(days=200 + each % 400),
                closes_on=today - timedelta(days=100 + each % 400),
            )
        )
    Activity.objects.bulk_create(activities, batch_size=2000)
    Plan.objects.bulk_create(
        [Plan(activity=each, purpose=" ".join(chance.choices(words, weights, k=25))) for each in activities],
        batch_size=2000,
    )
    at = clock.now()
    rows = [
        indexing._row(each, None, each.title, work_of("", title=each.title, purpose=each.plan.purpose), at)
        for each in Activity.objects.select_related("plan").filter(slug__startswith="past-")
    ]
    Described.objects.bulk_create(rows, batch_size=2000)
    TermUse.objects.bulk_create(
        (
            TermUse(term=term, work=row, weight=times * (SATURATION + 1) / (times + SATURATION))
            for row in rows
            for term, times in row.terms
        ),
        batch_size=5000,
    )
    indexing.recount(TermUse.objects.values_list("term", flat=True).distinct())


@pytest.mark.django_db(transaction=True)
def test_a_draft_against_fifty_thousand_past_activities_takes_less_than_a_fifth_of_a_second() -> None:
    from django.db import connection

    a_city(PAST_ACTIVITIES)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE compact_termuse, compact_described, compact_termcount, activities_activity")
    counted = dict(TermCount.objects.values_list("term", "works"))
    rarity = Rarity(counted.pop(""), counted)
    memory = [alike._work(row) for row in Described.objects.all()]
    drafts = [work_of("draft", title=title, purpose=purpose) for title, purpose, *_rest in DRAFTS]

    def by_index(number: int) -> Any:
        return alike.alike(drafts[number % len(drafts)], terms=TERMS)

    def by_plain_loop(number: int) -> Any:
        return plain_loop(drafts[number % len(drafts)], memory, rarity)

    for number in range(8):
        indexed = [each.found.score for each in by_index(number).alike]
        looped = [each.score for each in by_plain_loop(number)[: len(indexed)]]
        assert indexed[:10] == pytest.approx(looped[:10], abs=0.0001)

    medians = interleaved({"by index (PostgreSQL)": by_index}, rounds=5, times=32, warm=4)
    medians |= interleaved({"plain loop over memory": by_plain_loop}, rounds=3, times=2, warm=1)
    ratios = told(f"A draft against {PAST_ACTIVITIES:,} past activities", medians, "plain loop over memory")
    worst = max(_seconds(by_index, number) for number in range(len(drafts)))
    print(f"  slowest of {len(drafts)} drafts: {worst * 1000:.1f} ms; {TermUse.objects.count():,} term rows")
    assert medians["by index (PostgreSQL)"] < BAR_SECONDS
    assert ratios["by index (PostgreSQL)"] > 5


def plain_loop(draft: Work, memory: list[Work], rarity: Rarity) -> Any:
    return likenesses(draft, memory, rarity, TERMS.similar / 100)


def _seconds(act: Any, number: int) -> float:
    from tests.bench.measuring import seconds_each

    return seconds_each(act, 1, start=number)
