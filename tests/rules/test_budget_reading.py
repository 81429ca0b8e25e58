"""Reading ballots: the compiled loop, the quick one and the one that goes line by line find the same."""

from __future__ import annotations

from fractions import Fraction
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.rules.budget import PbError, Terms, count, kernel, pbreader, read_pb, shares

HEAD = "META\nkey;value\nbudget;100\nvote_type;{kind}\nrule;greedy\nmax_length;3\nPROJECTS\nproject_id;cost\n"
PROJECTS = "a;10\nbb;20\nBO.63/24;30\nłąka;40\n"


def file_of(rows: list[str], kind: str = "approval", columns: str = "voter_id;vote") -> bytes:
    return (HEAD.format(kind=kind) + PROJECTS + "VOTES\n" + columns + "\n" + "\n".join(rows) + "\n").encode()


def found_in(content: bytes) -> Any:
    """Merged ballots with their voters, or what is wrong."""
    try:
        file = read_pb(content)
    except PbError as error:
        return str(error)
    scale = file.ballots.scale
    return file.voters, sorted(
        (one.projects, tuple(Fraction(points, scale) for points in one.points), one.voters) for one in file.ballots
    )


def every_way(content: bytes) -> Any:
    """By the compiled loop where it was built, by the quick one, line by line: the same."""
    found = found_in(content)
    with patch.object(kernel, "load", lambda: None):
        assert found_in(content) == found
    with patch.object(pbreader._Reader, "_quickly", lambda *_given: None):
        assert found_in(content) == found
    return found


NAMES = st.sampled_from(["a", "bb", "BO.63/24", "łąka", "a", "bb", " a", "zz", ""])
NUMBERS = st.sampled_from(["1", "2", "03", "0", "1", "0.5", "-1", "x", "", "999999999", "12345678901234567"])
FIELDS = st.sampled_from([";33", "", ";", ";4;5"])


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(["approval", "choose-1", "ordinal"]), st.lists(st.lists(NAMES, max_size=4), max_size=6))
def test_ballots_are_the_same_whichever_loop_reads_them(kind: str, votes: list[list[str]]) -> None:
    every_way(file_of([f"v{number};{','.join(vote)}" for number, vote in enumerate(votes)], kind))


@settings(max_examples=600, deadline=None)
@given(st.lists(st.tuples(st.lists(NAMES, max_size=3, unique=True), st.lists(NUMBERS, max_size=3)), max_size=5))
def test_points_are_the_same_whichever_loop_reads_them(votes: list[tuple[list[str], list[str]]]) -> None:
    rows = [f"v{number};{','.join(vote)};{','.join(given)}" for number, (vote, given) in enumerate(votes)]
    every_way(file_of(rows, "scoring", "voter_id;vote;points"))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), FIELDS), max_size=5), st.sampled_from(["\n", "\n\n", "\r\n", "\n \n"]))
def test_rows_that_do_not_fit_and_voters_who_stand_twice_are_named_alike(
    rows: list[tuple[int, str]], between: str
) -> None:
    lines = between.join(f"v{voter};a{more}" for voter, more in rows)
    every_way(file_of([lines], columns="voter_id;vote;age"))


def test_columns_may_stand_in_any_order() -> None:
    ballots = ((0, 1), (Fraction(1), Fraction(5)), 1), ((1,), (Fraction(2),), 2)
    rows = ["5,1;33;v1;bb,a", "2;34;v2;bb", "2;35;v3;bb"]
    assert every_way(file_of(rows, "cumulative", "points;age;voter_id;vote")) == (3, sorted(ballots))


def test_very_many_different_ballots_and_voters_are_all_found() -> None:
    """More than any table begins with room for; 85 different ballots of four projects at most."""
    rows = [f"voter-{number};{','.join(['a', 'bb', 'łąka'][: number % 3 + 1])}" for number in range(5_000)]
    voters, ballots = every_way(file_of(rows))
    assert (voters, [times for _projects, _points, times in ballots]) == (5_000, [1_667, 1_667, 1_666])
    points = [f"v{number};a,bb;{number},{number % 7}" for number in range(1, 5_000)]
    voters, ballots = every_way(file_of(points, "scoring", "voter_id;vote;points"))
    assert (voters, len(ballots)) == (4_999, 4_999)


def test_a_voter_who_stands_twice_among_the_first_is_found_among_very_many(monkeypatch: Any) -> None:
    from heard.rules.budget import pbvotes

    monkeypatch.setattr(pbvotes, "FEW", 3)
    monkeypatch.setattr(pbvotes, "CHUNK", 12)
    rows = ["v1;a", "v1;a", *(f"w{number};a" for number in range(9))]
    assert every_way(file_of(rows)) == "line 16, voter_id: “v1” stands in line 15 as well"


def test_decimal_points_are_counted_and_said_as_they_stand() -> None:
    """a 0.75, bb 0.5: a threshold of 0.6 leaves a."""
    file = read_pb(file_of(["v1;a,bb;0.5,0.25", "v2;bb,a;0.25,0.25"], "scoring", "voter_id;vote;points"))
    result = count(file, Terms("greedy", threshold=Fraction("0.6")))
    assert result.selected == ["a"]
    assert result.because[0] == "1. a (a) is funded, 10: 0.75 points, and it fits."
    assert result.plain()["unfunded"][0]["reason"] == "0.50 is below the threshold of 0.60"
    shared = count(file, Terms("equal-shares"))
    assert shared.counted.certificate["prices"] == {"a": Fraction(40, 3), "bb": Fraction(40)}
    assert shared.because[0] == "1. a (a) is funded, 10: its 2 supporters pay 13.33 a point."


@pytest.mark.parametrize(
    "content,said",
    [
        (file_of(["v1;a"]).replace(b"a;10", b"a;" + b"9" * 400), "line 9, cost: “"),
        (file_of(["v1;a"]).replace(b"a;10", b"a;1" + b"0" * 16), "line 9, cost: it is more than 1,000,000,000,000,000"),
        (file_of(["v1;a"]).replace(b"a;10", b"a;0." + b"1" * 60), "has more than 40 digits"),
        (file_of(["v1;a;1" + "0" * 16], "scoring", "voter_id;vote;points"), "line 15, points: it is more than"),
        (
            file_of([f"v1;a;0.{'3' * 30}"], "scoring", "voter_id;vote;points"),
            "the file, points: the points are too large, or have too many decimals, to be counted exactly",
        ),
    ],
)
def test_numbers_beyond_measure_are_refused_with_a_reason(content: bytes, said: str) -> None:
    assert said in every_way(content)


def test_raising_everyones_money_ends_with_a_reason_where_costs_are_out_of_proportion(monkeypatch: Any) -> None:
    """Two voters, each for one project that costs more than half of the pot and a little."""
    monkeypatch.setattr(shares, "MOST_UNITS", 1_000)
    content = file_of(["v1;a", "v2;bb"]).replace(b"budget;100", b"budget;10000")
    content = content.replace(b"a;10\n", b"a;8000\n").replace(b"bb;20\n", b"bb;8000\n")
    with pytest.raises(PbError, match="add1 raised everyone's money 1,000 times, and the pot is not spent"):
        count(read_pb(content), Terms("equal-shares", "add1"))
    monkeypatch.setattr(shares, "MOST_UNITS", 10_000)
    assert count(read_pb(content), Terms("equal-shares", "add1")).selected == []
