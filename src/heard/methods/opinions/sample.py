"""Invented statements and votes, for the sample city and for the promises that every method keeps."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from heard.activities.models import Contribution, Strand
from heard.methods.opinions import actions
from heard.methods.opinions.models import Statement
from heard.people.models import Account

QUESTION = "How should the example baths be run?"
FIRST = (
    ("for", "The baths should open before work, from half past six."),
    ("for", "Swimming lessons for children should be free."),
    ("for", "The café should be run by local people."),
    ("against", "Opening hours are fine as they are."),
    ("against", "People who swim should pay what it costs."),
    ("against", "A private company should run the baths."),
    ("neither", "One evening a week should be for women only."),
    ("neither", "The changing rooms are cold."),
    ("neither", "The bus should stop at the door."),
    ("neither", "The staff are kind and know what they do."),
)
GIVEN = (
    "The hoist has to work every day, or say on the web that it is broken.",
    "Keep one lane slow for those of us who cannot hurry.",
    "Family Sunday is the only hour we are all free. Keep it.",
    "Lockers should not need a coin.",
    "Teach grown-ups to swim too, in the evening.",
    "The showers must be warm in winter.",
    "Put the times on the door in large print.",
    "Let the swimming club have the pool on Friday nights.",
    "Water aerobics at noon would bring back my mother.",
    "There is nowhere safe to leave a bicycle.",
    "The music by the pool is far too loud.",
    "A quiet hour for people who find noise hard.",
)
# How the people of three invented camps tend to see the first statements: chances of agreeing, in tenths.
CAMPS = ((9, 9, 8, 1, 1, 0, 5, 8, 9, 9), (2, 3, 4, 8, 8, 8, 4, 8, 8, 9), (7, 8, 2, 3, 3, 6, 9, 9, 9, 8))


def furnish(strand: Strand, by: Account, at: datetime) -> None:
    """Everything the strand needs before it can open: what it is about, and ten statements that lean both ways."""
    actions.set_up(
        strand=strand, question=QUESTION, introduction="It takes as long as you like.", accepts_statements=True,
        shows_while_open=True, by=by, at=at,
    )  # fmt: skip
    for leaning, words in FIRST:
        actions.add_first_statement(strand=strand, words=words, leaning=leaning, by=by, at=at)


def contribute(strand: Strand, by: Account, at: datetime, number: int) -> Contribution:
    """A statement that somebody gave, different for each number, on one channel after the other; and some votes."""
    channel = strand.channels[number % len(strand.channels)]
    statement = actions.add_statement(
        strand=strand, words=GIVEN[number % len(GIVEN)], channel=channel, by=None if channel == "web" else by, at=at,
        entry_key=f"sample:{number}", key=f"sample-{number}" if channel == "web" else "",
    )  # fmt: skip
    vote(strand, at, number)
    assert statement.contribution is not None
    return statement.contribution


def vote(strand: Strand, at: datetime, number: int) -> None:
    """One invented person votes on the first statements, as the people of one camp would."""
    draw = random.Random(number)
    for place, statement in enumerate(
        Statement.objects.filter(opinions=strand.pk, contribution=None).order_by("number")
    ):
        if place < len(FIRST):
            actions.cast_vote(
                strand=strand, key=f"sample-{number}", statement=statement.public_id, way=_way(draw, number, place),
                draw=draw.random(), at=at,
            )  # fmt: skip


def _way(draw: random.Random, number: int, place: int) -> int:
    if draw.random() < 0.08:
        return 0
    return 1 if draw.randrange(10) < CAMPS[number % len(CAMPS)][place] else -1


def many_votes(
    strand: Strand, statements: Sequence[Statement], people: int, by: Account, at: datetime, *, days: int = 20
) -> int:
    """Many invented people at once, each with most of the statements; how many votes that were."""
    rows = []
    for number in range(people):
        draw = random.Random(f"many-{number}")
        moment = at - timedelta(days=days) * draw.random()
        for place, statement in enumerate(statements):
            if draw.random() < 0.8:
                rows.append(
                    actions.Ballot(f"many-{number}", statement.pk, _seen(draw, number, place), moment)
                )  # fmt: skip
    return actions.take_in_votes(strand=strand, ballots=rows, by=by, at=at)


def _seen(draw: random.Random, number: int, place: int) -> int:
    return _way(draw, number, place) if place < len(FIRST) else draw.choice((1, 1, 1, 0, -1))
