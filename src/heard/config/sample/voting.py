"""The opinion map of the sample library: invented statements, invented people of three minds, a room counted by hand."""

from __future__ import annotations

import random
from datetime import timedelta

from heard.activities import actions as planning
from heard.activities.actions import Terms
from heard.activities.models import Strand
from heard.config.sample.languages import offer
from heard.config.sample.telling import Story
from heard.ground import clock
from heard.methods.opinions import actions as voting
from heard.methods.opinions.actions.versions import VERSIONS
from heard.methods.opinions.models import Statement

PEOPLE = 160
# Which way it leans, the statement, and how many in ten of each mind agree: families, quiet readers, people who work late.
FIRST = (
    ("for", "The library should stay open until eight on two evenings.", (8, 3, 10)),
    ("against", "Opening hours are good as they are.", (2, 8, 1)),
    ("for", "The ground floor should have a café.", (8, 1, 7)),
    ("against", "A library is for books; other things belong elsewhere.", (1, 9, 4)),
    ("neither", "The lift must be mended before anything else is done.", (9, 9, 9)),
    ("neither", "The staff know people by name, and that should stay so.", (9, 10, 8)),
    ("for", "Children may be loud on the ground floor.", (9, 1, 5)),
    ("against", "The quiet room should be larger.", (3, 9, 4)),
    ("neither", "Toilets come first.", (9, 7, 6)),
    ("neither", "Homework needs warm tables after school.", (10, 5, 6)),
    ("for", "One evening a week the library should open without staff.", (3, 1, 8)),
    ("against", "Nobody should pay to print.", (6, 6, 5)),
)
QUESTION = "What would make Example Library worth a visit?"
INTRODUCTION = "You see one statement after the other. Add your own if something is missing."
POLISH = {
    QUESTION: "Dla czego warto by było przyjść do przykładowej biblioteki?",
    INTRODUCTION: "Zobaczysz jedno zdanie po drugim. Jeśli czegoś brakuje, dodaj własne.",
    FIRST[0][1]: "Biblioteka powinna być otwarta do ósmej w dwa wieczory.",
    FIRST[1][1]: "Godziny otwarcia są dobre takie, jakie są.",
    FIRST[2][1]: "Na parterze powinna być kawiarnia.",
    FIRST[3][1]: "Biblioteka jest dla książek; reszta należy gdzie indziej.",
    FIRST[4][1]: "Najpierw trzeba naprawić windę.",
    FIRST[5][1]: "Pracownicy znają ludzi po imieniu i tak powinno zostać.",
    FIRST[6][1]: "Na parterze dzieci mogą być głośne.",
    FIRST[7][1]: "Cicha sala powinna być większa.",
    FIRST[8][1]: "Najpierw toalety.",
    FIRST[9][1]: "Do odrabiania lekcji po szkole potrzebne są ciepłe stoły.",
    FIRST[10][1]: "Jeden wieczór w tygodniu biblioteka powinna być otwarta bez pracowników.",
    FIRST[11][1]: "Nikt nie powinien płacić za drukowanie.",
}
GIVEN = (
    ("web", "Put the bus times on a screen by the door.", (9, 8, 9)),
    ("web", "There should be more books in Polish and Panjabi.", (9, 5, 8)),
    ("paper", "A ramp at the side door, with a bell that somebody hears.", (9, 9, 9)),
    ("web", "Lend tools and sewing machines as well as books.", (7, 2, 9)),
)
HANDS = ((21, 4, 3), (6, 17, 5), (15, 9, 4), (9, 14, 5), (27, 0, 1), (26, 0, 2))


def ask_for_opinions(story: Story, number: int) -> Strand:
    """Plan a way to vote on statements, before notice is given."""
    with story.on(number) as at:
        olu = story.cast["olu"]
        strand = planning.add_strand(
            activity=story.activity, by=olu, at=at, method="opinions", title="Do you agree?",
            channels=["web", "paper", "in_person"], generic=True,
            why="It shows what people of different minds have in common, which a survey does not.",
            terms=[Terms("paper", "In every library"), Terms("in_person", "At “Tea and talk”, by show of hands")],
        )  # fmt: skip
        voting.set_up(
            strand=strand, question=QUESTION, introduction=INTRODUCTION, accepts_statements=True,
            shows_while_open=True, by=olu, at=at,
        )  # fmt: skip
        for leaning, words, _minds in FIRST:
            voting.add_first_statement(strand=strand, words=words, leaning=leaning, by=olu, at=at)
        offer(VERSIONS, strand, "pl", "standard", POLISH, olu, story.cast["priya"], at)
    return strand


def vote(story: Story, strand: Strand, number: int) -> None:
    """People add statements, vote, and raise their hands at a table."""
    olu, bilal = story.cast["olu"], story.cast["bilal"]
    with story.on(number) as at:
        strand.activity = story.activity
        for place, (channel, words, _minds) in enumerate(GIVEN):
            voting.add_statement(
                strand=strand, words=words, channel=channel, by=None if channel == "web" else olu, at=at,
                entry_key=f"sample:{place}", key=f"sample-author-{place}" if channel == "web" else "",
            )  # fmt: skip
    with story.on(-1) as at:
        statements = list(Statement.objects.filter(opinions=strand.pk).order_by("number"))
        minds = [minds for _lean, _words, minds in (*FIRST, *GIVEN)]
        ballots = [
            voting.Ballot(f"sample-{person}", one.pk, way, at - timedelta(hours=2 * (PEOPLE - person)))
            for person in range(PEOPLE)
            for one, way in _votes(person, statements, minds)
        ]
        voting.take_in_votes(strand=strand, ballots=ballots, by=olu, at=at)
        voting.count_room(
            strand=strand, kind="hands", title="Tea and talk at the library", held_on=clock.today(), people=28,
            counts={one: voting.Hands(*hands) for one, hands in zip(statements, HANDS, strict=False)}, by=bilal, at=at,
            entry_key="sample",
        )  # fmt: skip


def _votes(person: int, statements: list[Statement], minds: list[tuple[int, int, int]]) -> list[tuple[Statement, int]]:
    """What one invented person says: to most statements, as people of their mind tend to, and sometimes nothing."""
    draw = random.Random(f"library-{person}")  # noqa: S311
    mind = draw.choice((0, 0, 1, 2, 2))
    return [
        (one, 0 if draw.random() < 0.07 else 1 if draw.randrange(10) < agree[mind] else -1)
        for one, agree in zip(statements, minds, strict=True)
        if draw.random() < 0.78
    ]
