"""How alike two pieces of work are: by hand, by properties, and measured against plainer ways on labelled pairs."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.likeness_cases import DRAFTS, PAST

from heard.rules.likeness import Area, Rarity, Work, likenesses, stem, stems, telling_terms, work_of

FOLESHILL = Area("foleshill", "Foleshill", "ward", ("coventry",))
EDGWICK = Area("edgwick", "Edgwick", "neighbourhood", ("foleshill", "coventry"))
EARLSDON = Area("earlsdon", "Earlsdon", "ward", ("coventry",))
CITY = Area("coventry", "Coventry", "city")
BUSES = work_of(
    "activity:a",
    title="Night buses in Foleshill",
    purpose="When do people who work shifts need a bus?",
    areas=[FOLESHILL],
    groups=["Shift workers"],
    begins_on=date(2026, 1, 5),
    ends_on=date(2026, 3, 30),
)
RARITY = Rarity(1, dict.fromkeys((term for term, _times in BUSES.terms), 1))


def like(draft: Work, other: Work = BUSES) -> object:
    (found,) = likenesses(draft, [other], RARITY)
    return found


def test_the_same_words_place_people_and_days_are_wholly_alike_and_it_says_why() -> None:
    draft = work_of(
        "activity:b", title="Night buses in Foleshill", purpose="When do people who work shifts need a bus?",
        areas=[FOLESHILL], groups=["Shift workers"], begins_on=date(2026, 2, 1), ends_on=date(2026, 5, 1),
    )  # fmt: skip
    found = like(draft)
    assert (found.score, found.words, found.place, found.audience, found.dates) == (1.0, 1.0, 1.0, 1.0, 1.0)
    assert found.because == (
        "both about: buses, foleshill, night, shifts", "same ward: Foleshill", "both for: Shift workers",
        "open at the same time",
    )  # fmt: skip


def test_the_same_ward_people_and_days_with_another_matter_are_not_alike() -> None:
    draft = work_of(
        "activity:c", title="Allotment plots", areas=[FOLESHILL], groups=["Shift workers"],
        begins_on=date(2026, 1, 5), ends_on=date(2026, 3, 30),
    )  # fmt: skip
    assert like(draft).score == 0.0


@pytest.mark.parametrize(
    ("areas", "share", "said"),
    [
        ([FOLESHILL], 1.0, "same ward: Foleshill"),
        ([EDGWICK], 0.7, "Edgwick and Foleshill lie together"),
        ([], 0.4, "one of them is for the whole city"),
        ([CITY], 0.4, "one of them is for the whole city"),
        ([EARLSDON], 0.0, None),
    ],
)
def test_places_count_by_how_they_lie(areas: list[Area], share: float, said: str | None) -> None:
    found = like(work_of("d", title="Night buses", areas=areas))
    assert found.place == share
    assert said is None or said in found.because


@pytest.mark.parametrize(
    ("begins", "share"), [(date(2026, 3, 30), 1.0), (date(2027, 3, 30), 0.5), (date(2029, 1, 1), 0.0), (None, 0.5)]
)
def test_days_count_less_the_further_apart_they_lie(begins: date | None, share: float) -> None:
    assert like(work_of("d", title="Night buses", begins_on=begins)).dates == pytest.approx(share, abs=0.001)


@pytest.mark.parametrize(
    ("one", "other"),
    [("buses", "bus"), ("libraries", "library"), ("crossings", "crossing"), ("tenants", "tenant"), ("housing", "house"),
     ("swimming", "swim"), ("parking", "park"), ("cycling", "cycle"), ("collected", "collects")],
)  # fmt: skip
def test_forms_of_a_word_are_one(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("bus", "business"), ("park", "parish"), ("care", "car")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_words_that_say_nothing_do_not_count() -> None:
    assert stems("Have your say on the future of our services: what do you think?") == []
    assert stems("Café’s ＢＵＳ") == [stem("cafe"), stem("bus")]


def test_a_draft_is_the_same_draft_when_only_its_days_move() -> None:
    later = Work(BUSES.ref, BUSES.terms, BUSES.areas, BUSES.groups, date(2027, 1, 1), date(2027, 4, 1))
    other = work_of("activity:a", title="Night trams in Foleshill", areas=[FOLESHILL], groups=["Shift workers"])
    assert later.digest == BUSES.digest
    assert other.digest != BUSES.digest


def test_in_a_large_record_a_word_of_one_in_ten_looks_nothing_up() -> None:
    draft = work_of("d", title="Buses and trams")
    rarity = Rarity(50_000, {"bus": 9_000, "tram": 40})
    assert [term for term, _weight in telling_terms(draft, rarity, 24)] == ["tram"]


WORDS = st.lists(
    st.sampled_from(["bus", "tram", "library", "park", "swim", "damp", "café", "公園", "1926", "O'Neill"]), max_size=8
)


@given(WORDS, WORDS, WORDS)
@settings(max_examples=200, deadline=None)
def test_scores_lie_between_nought_and_one_and_the_order_of_the_record_changes_nothing(
    draft: list[str], one: list[str], two: list[str]
) -> None:
    others = [work_of("x", title=" ".join(one)), work_of("y", title=" ".join(two))]
    held = Counter(term for work in others for term, _times in work.terms)
    asked, rarity = work_of("d", title=" ".join(draft)), Rarity(2, dict(held))
    found = likenesses(asked, others, rarity)
    assert found == likenesses(asked, list(reversed(others)), rarity)
    assert all(0 <= each.score <= 1 for each in found)


@given(WORDS, WORDS)
@settings(max_examples=200, deadline=None)
def test_the_words_of_two_works_are_as_alike_either_way_round(one: list[str], two: list[str]) -> None:
    a, b = work_of("a", title=" ".join(one)), work_of("b", title=" ".join(two))
    rarity = Rarity(2, {})
    assert likenesses(a, [b], rarity)[0].score == pytest.approx(likenesses(b, [a], rarity)[0].score, abs=0.0002)


def a_work(ref: str, title: str, purpose: str, place: str, groups: list[str]) -> Work:
    areas = [Area(place, place.title())] if place else []
    return work_of(ref, title=title, purpose=purpose, areas=areas, groups=groups)


def measured(score: Callable[[int], dict[str, float]], least: float) -> tuple[float, int, int, int]:
    """AUC over every pair, and at a threshold how many were found rightly, found wrongly and missed."""
    pairs = [(value, ref in DRAFTS[number][4]) for number in range(len(DRAFTS)) for ref, value in score(number).items()]
    same = [value for value, is_same in pairs if is_same]
    other = [value for value, is_same in pairs if not is_same]
    auc = sum((a > b) + 0.5 * (a == b) for a in same for b in other) / (len(same) * len(other))
    return auc, sum(v >= least for v in same), sum(v >= least for v in other), sum(v < least for v in same)


def test_it_tells_the_same_from_the_other_better_than_plainer_ways() -> None:
    past = [a_work(ref, *said) for ref, said in PAST.items()]
    rarity = Rarity(len(past), dict(Counter(term for work in past for term, _times in work.terms)))

    def ours(number: int) -> dict[str, float]:
        title, purpose, place, groups, _same = DRAFTS[number]
        return {each.ref: each.score for each in likenesses(a_work("d", title, purpose, place, groups), past, rarity)}

    def letters(number: int) -> dict[str, float]:
        text = " ".join(DRAFTS[number][:2])
        return {ref: difflib.SequenceMatcher(None, text, " ".join(said[:2])).ratio() for ref, said in PAST.items()}

    def shared_words(number: int) -> dict[str, float]:
        mine = {word.lower() for word in " ".join(DRAFTS[number][:2]).split()}
        return {
            ref: len(mine & theirs) / len(mine | theirs)
            for ref, said in PAST.items()
            if (theirs := {word.lower() for word in " ".join(said[:2]).split()})
        }

    found = {name: measured(way, 0.45) for name, way in (("ours", ours), ("words", shared_words), ("difflib", letters))}
    print(found)
    auc, right, wrong, missed = found["ours"]
    assert (right, wrong, missed) == (22, 0, 1)
    assert auc > 0.999
    assert auc > found["words"][0] > found["difflib"][0]
