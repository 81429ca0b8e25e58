"""Every way of taking part beside every other (UP-e, I-5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.rules.city import GOOD, result, with_part

from heard.rules.parity import Way, differences
from heard.rules.snapshot import CameIn, Snapshot

WEB = Way("Survey", "web", "Web", ("a", "b", "c"), date(2027, 1, 1), date(2027, 3, 31), feedback=("email",))
HALF_WAY = (GOOD.opens_on or date.min) + ((GOOD.closes_on or date.min) - (GOOD.opens_on or date.min)) / 2


def way(**more: object) -> Way:
    return replace(WEB, channel="paper", label="Paper", **more)  # type: ignore[arg-type]


def test_ways_that_are_equal_have_no_difference() -> None:
    assert differences([WEB, way()]) == ()


def test_each_thing_that_a_way_lacks_is_named_with_its_clause() -> None:
    """I-5: information, questions, dates, receipt and feedback."""
    poor = way(
        questions=("a",), opens_on=date(2027, 1, 8), closes_on=date(2027, 3, 1), information=False, influence=False,
        receipt=False, feedback=(),
    )  # fmt: skip
    found = differences([WEB, poor])
    assert [(one.what, one.clause) for one in found] == [
        ("questions", "UP-e"), ("opens", "UP-e"), ("closes", "UP-e"), ("information", "UP-e"), ("influence", "GP-h"),
        ("receipt", "UP-e"), ("feedback", "GP-c"),
    ]  # fmt: skip
    assert found[0].missing == ("b", "c")
    assert all(one.way is poor for one in found)


def test_another_way_of_taking_part_is_not_held_against_this_one() -> None:
    assert differences([WEB, replace(way(questions=()), strand="Tea and talk")]) == ()


ways = st.lists(
    st.builds(
        Way,
        strand=st.sampled_from(["one", "two"]),
        channel=st.sampled_from(["web", "paper"]),
        label=st.sampled_from(["w", "p"]),
        questions=st.lists(st.sampled_from("abc"), unique=True).map(tuple),
        closes_on=st.none() | st.dates(date(2027, 1, 1), date(2027, 1, 9)),
        receipt=st.booleans(),
    ),
    max_size=5,
)


@given(ways, st.randoms(use_true_random=False))
def test_no_order_of_the_ways_changes_what_is_found_and_the_best_way_lacks_nothing(
    found: list[Way], shuffle: object
) -> None:
    """I-5 as a property."""
    order = list(found)
    shuffle.shuffle(order)  # type: ignore[attr-defined]
    as_set = {(one.what, one.way, frozenset(one.missing)) for one in differences(found)}
    assert {(one.what, one.way, frozenset(one.missing)) for one in differences(order)} == as_set
    for each in found:
        mine = {one.what for one in differences(found) if one.way == each}
        others = [other for other in found if other.strand == each.strand]
        is_whole = all(set(other.questions) <= set(each.questions) for other in others)
        assert ("questions" not in mine) == is_whole


def test_a_version_that_leaves_questions_out_refuses_opening() -> None:
    """Scenario 7."""
    strand = GOOD.strands[0]
    terms = tuple(replace(one, lacks=("The Easy Read form lacks questions 3, 4.",)) for one in strand.terms[:1])
    found = result(with_part(GOOD, "strands", 0, terms=(*terms, *strand.terms[1:])), "open", "UP-e.4")
    assert found.result == "refused"
    assert "lacks questions 3, 4" in found.why
    assert result(GOOD, "open", "UP-e.4").result == "pass"


def test_every_version_that_leaves_questions_out_is_named_at_once_and_once() -> None:
    """Scenario 7: a print and a language behind the questions are mended at one go."""
    strand = GOOD.strands[0]
    polish = "On the web: Polish lacks questions 7, 8."
    batch = "Paper batch 1 (English, Standard, 12 point) lacks questions 7, 8."
    web, paper, *others = strand.terms
    terms = (replace(web, lacks=(polish,)), replace(paper, lacks=(batch, polish)), *others)
    found = result(with_part(GOOD, "strands", 0, terms=terms), "open", "UP-e.4")
    assert (found.why.count(polish), found.why.count(batch)) == (1, 1)
    many = replace(web, lacks=tuple(f"Batch {number} lacks question 2." for number in range(1, 6)))
    found = result(with_part(GOOD, "strands", 0, terms=(many, paper, *others)), "open", "UP-e.4")
    assert found.why.endswith("Batch 3 lacks question 2. And 2 more.")


def half_way(**counts: int) -> Snapshot:
    came = tuple(CameIn(channel, n) for channel, n in counts.items())
    return replace(GOOD, came_in=came, today=HALF_WAY)


def test_half_way_through_few_answers_without_internet_warn() -> None:
    """UP-e: 9 of 100 is far below the 30% who are offline or have only basic use."""
    found = result(half_way(web=91, paper=9), "closed", "UP-e.5")
    assert found.result == "warn"
    assert "9% of answers came without internet; about 30% of people are offline" in found.why
    assert result(half_way(web=90, paper=6, phone=4), "closed", "UP-e.5").result == "pass"
    assert result(half_way(web=20, paper=0), "closed", "UP-e.5").result == "pass"
    early = replace(half_way(web=100), today=GOOD.opens_on)
    assert result(early, "closed", "UP-e.5").result == "pass"
