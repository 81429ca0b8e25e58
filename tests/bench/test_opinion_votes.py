"""A recorded vote with the routing of the next statement against a bare Django insert, in the same run."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.bench.measuring import interleaved, told
from tests.methods.opinions.scene import a_strand_of_statements, crowd

from heard.activities.models import Contribution
from heard.ground import clock
from heard.methods.opinions.actions import add_statement, cast_vote
from heard.methods.opinions.models import Statement, Vote
from heard.methods.opinions.queries import strand_to_cast
from heard.people.models import Voice

BAR = 0.40
ROUNDS, TIMES = 24, 20  # short rounds: what else the machine does falls on every act alike
STATEMENTS, EACH = 40, 20  # statements in all; votes of one person, who is new with the first of them


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.bench.bare_urls")
def test_a_recorded_vote_with_the_next_statement_reaches_two_fifths_of_a_bare_inserts_rate(settings: Any) -> None:
    strand = a_strand_of_statements()
    for number in range(STATEMENTS - 10):
        add_statement(
            strand=strand, words=f"Statement that somebody gave, number {number}.", channel="web", by=None,
            at=clock.now(), entry_key=f"bench:{number}", key=f"bench-{number}",
        )  # fmt: skip
    crowd(strand, 300)
    names = list(Statement.objects.filter(opinions=strand.pk).values_list("public_id", flat=True))
    assert len(names) == STATEMENTS
    slug, public_id = strand.activity.slug, strand.public_id
    voice, draw = Voice.objects.create(), random.Random(4)
    held = strand_to_cast(slug, public_id)
    settings.KEEP_PAGES_SECONDS = 10  # as in production: a strand is looked up once in ten seconds, not for each vote

    def bare(_number: int) -> None:
        Contribution.objects.create(strand=strand, voice=voice, channel="web", received_at=clock.now())

    def vote(number: int, strand: object = held, who: str = "a") -> None:
        cast_vote(
            strand=strand, key=f"{who}{number // EACH}", statement=names[number % EACH], way=draw.choice((1, 0, -1)),  # type: ignore[arg-type]
            draw=draw.random(), at=clock.now(), source="0123456789abcdef",
        )  # fmt: skip

    def found_and_vote(number: int) -> None:
        vote(number, strand_to_cast(slug, public_id), "b")

    client = Client()
    client.get(reverse("opinions:statements", args=[slug, public_id]))
    address = reverse("opinions:vote", args=[slug, public_id])
    form = {"strand": strand.pk, "voice": voice.pk}

    def bare_form(_number: int) -> None:
        assert client.post("/bench/insert/", form).status_code == 302

    def sent(number: int) -> None:
        way = ("agree", "disagree")[(number // STATEMENTS) % 2]
        assert client.post(address, {"statement": names[number % STATEMENTS], "vote": way}).status_code == 302

    before = Vote.objects.count()
    functions: dict[str, Callable[[int], object]] = {
        "bare insert": bare,
        "vote and next statement": vote,
        "the same, its strand looked up": found_and_vote,
    }
    requests: dict[str, Callable[[int], object]] = {"bare insert, a form": bare_form, "vote, a form": sent}
    medians = interleaved({**functions, **requests}, rounds=ROUNDS, times=TIMES)
    title = "A vote and the next of 40 statements, each in its own transaction"
    ratios = told(f"{title}: as functions", {name: medians[name] for name in functions}, "bare insert")
    whole = told(f"{title}: as whole requests", {name: medians[name] for name in requests}, "bare insert, a form")
    unlike = medians["bare insert"] / medians["vote, a form"]
    print(f"  a whole request with a vote against the insert alone, without its request: {100 * unlike:.1f} %")
    assert Vote.objects.count() > before + 2 * ROUNDS * TIMES
    assert ratios["vote and next statement"] >= BAR
    assert ratios["the same, its strand looked up"] >= BAR
    assert whole["vote, a form"] >= BAR
