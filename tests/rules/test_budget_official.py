"""What `official` takes from META, and ballots that official counts take although something is odd about them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from tests.rules.test_budget import counted, pb
from tests.rules.test_budget_reading import every_way

from heard.rules.budget import PbError, Terms, count, official_terms, read_pb

POZNAN = (
    "comment;#1: This special greedy rule works as follows: we fund projects until the next project on the list does "
    "not fit within the budget. Finally, if the remaining budget is enough to fund at least 80% of that project …\n"
)


def with_meta(content: bytes, *lines: str) -> bytes:
    """The same with these lines in META."""
    return content.replace(b"rule;", ("\n".join(lines) + "\nrule;").encode(), 1)


@pytest.mark.parametrize(
    "said,rule,completion,comparison",
    [
        ("greedy", "greedy", "none", False),
        ("Greedy-Threshold", "greedy", "none", False),
        ("greedy-exclusive", "greedy", "none", False),
        ("greedy-no-skip", "greedy-no-skip", "none", False),
        ("equalshares", "equal-shares", "none", False),
        ("equalshares/add1", "equal-shares", "add1", False),
        ("equal-shares/add1u", "equal-shares", "add1u", False),
        ("equalshares/add1e", "equal-shares", "add1e", False),
        ("equalshares/add1-comparison", "equal-shares", "add1", True),
        ("phragmen", "phragmen", "none", False),
    ],
)
def test_the_rule_is_the_one_that_meta_names(said: str, rule: str, completion: str, comparison: bool) -> None:
    terms = official_terms(read_pb(pb([("a", 1)], ["a"], rule=said)))
    assert (terms.rule, terms.completion, terms.comparison) == (rule, completion, comparison)


def test_the_threshold_of_meta_may_have_a_decimal_comma_and_one_on_the_command_line_goes_before_it() -> None:
    content = with_meta(pb([("a", 10), ("b", 10)], ["a", "a", "b"]), "min_project_score_threshold;1,5")
    file = read_pb(content)
    assert official_terms(file).threshold == Fraction(3, 2)
    result = count(file, official_terms(file))
    assert result.selected == ["a"]
    assert result.plain()["unfunded"][0]["reason"] == "1 is below the threshold of 1.50"
    with pytest.raises(PbError, match="min_project_score_threshold: “many” is not a number"):
        official_terms(read_pb(content.replace(b"1,5", b"many")))


def test_a_rule_that_the_comment_says_ends_where_a_project_does_not_fit_is_counted_so() -> None:
    """a 3 votes, b 2 and does not fit, c 1 and would."""
    content = pb([("a", 60), ("b", 60), ("c", 10)], ["a", "a", "a", "b", "b", "c"], rule="greedy-custom")
    result = count(read_pb(content), official_terms(read_pb(content)))
    assert result.selected == ["a", "c"]
    assert "whose special terms are not in the file: counted as greedy" in result.notes[0]
    file = read_pb(content.replace(b"PROJECTS", POZNAN.encode() + b"PROJECTS"))
    result = count(file, official_terms(file))
    assert result.selected == ["a"]
    assert "says in its comment that it ends at the first project that does not fit" in result.notes[0]


def test_among_as_many_points_the_cheaper_comes_first_whoever_gave_them() -> None:
    """Katowice 2022, Koszutka: 140 points each; the official count takes the cheaper, which fewer people voted for."""
    votes = ["a;3", "b;1", "b;1", "b;1"]
    assert counted(pb([("a", 50), ("b", 60)], votes, kind="cumulative"), rule="greedy") == ["a"]


def test_a_project_that_stands_twice_on_a_ballot_counts_once_and_its_points_are_added_up() -> None:
    approval = pb([("a", 10), ("b", 20)], ["a,a", "b", "b", "a,b,a"])
    assert every_way(approval)[0] == 4
    file = read_pb(approval)
    result = count(file, Terms("greedy"))
    assert (result.election.points, result.election.supporters) == ((2, 3), (2, 3))
    said = "Ballots that name a project more than once: 2, the first in line 15; it was counted once on each."
    assert file.notes == (said,)
    points = read_pb(pb([("a", 10), ("b", 20)], ["a,a,b;1,2,1"], kind="cumulative"))
    assert count(points, Terms("greedy")).election.points == (3, 1)
    assert points.notes[0].endswith("the first in line 15; its points were added up.")
    with pytest.raises(PbError, match="line 14, vote: 2 projects are chosen where one may be"):
        read_pb(pb([("a", 10)], ["a,a"], kind="choose-1"))


def test_ballots_beyond_what_official_counts_take_anyway_are_counted_and_said() -> None:
    content = with_meta(pb([("a", 60), ("b", 60)], ["a,b", "a"]), "max_sum_cost;100", "budget_per_category;50,50")
    file = read_pb(content)
    assert count(file, Terms("greedy")).election.points == (2, 1)
    assert file.notes == (
        "Ballots that cost more together than META says (max_sum_cost): 1. They were counted.",
        "META also names budget_per_category: not applied here.",
    )
    few = with_meta(pb([("a", 60)], ["a;1", "a;2"], kind="cumulative"), "min_sum_points;2")
    assert read_pb(few).notes == (
        "Ballots that give fewer points than META says (min_sum_points): 1. They were counted.",
    )


@pytest.mark.parametrize(
    "written,name",
    [
        ('„Club Aniołów"”.', '„Club Aniołów"”.'),
        ('Contest " for the finest garden', 'Contest " for the finest garden'),
        ('"Odkupmy" i my', '"Odkupmy" i my'),
        ('"""Szopka"""', '"Szopka"'),
        ('"a;b ""c"""', 'a;b "c"'),
        ('"VOTES\nvoter_id;vote"', "VOTES\nvoter_id;vote"),
        ('""', "a"),
        ("x" * 200_000, "x" * 200_000),
        ('"' + "y;" * 100_000 + '"', "y;" * 100_000),
    ],
    ids=["closing", "middle", "first words", "all", "doubled", "section", "none", "long", "long and quoted"],
)
def test_quotation_marks_are_read_as_official_files_write_them(written: str, name: str) -> None:
    file = read_pb(pb([("a", 10), ("b", 20)], ["a", "a,b"]).replace(b"Name a", written.encode()))
    assert [project.name for project in file.projects] == [name, "Name b"]
    assert file.voters == 2


def test_quoted_ballots_are_read_like_others_and_keep_their_lines() -> None:
    rows = ['"v1";"a,b"', 'v2;"a"', '"v\n3";a', 'v4;"a,z"', "", "v5;z", ";;", "v2;b"]
    content = pb([("a", 10), ("b", 20)], []) + "\n".join(rows).encode()
    with pytest.raises(PbError) as found:
        read_pb(content)
    assert [(one.line, one.field) for one in found.value.problems] == [(19, "vote"), (21, "vote"), (23, "voter_id")]
    good = content.replace(b"a,z", b"a").replace(b"v5;z", b"v5;a").replace(b"\nv2;b", b"\nv6;b")
    assert every_way(good)[0] == 6


def test_rows_of_separators_alone_are_passed_over_as_spreadsheets_write_them() -> None:
    content = pb([("a", 10), ("b", 20)], ["a", "b"]).replace(b"b;20;Name b\n", b"b;20;Name b\n;;\n;;;\n") + b";\n;\n"
    assert every_way(content)[0] == 2


def test_ordinal_ballots_without_a_longest_count_down_from_their_own() -> None:
    """As in all sixteen official files without max_length: a,b gives 2 and 1; b alone gives 1."""
    file: Any = read_pb(pb([("a", 10), ("b", 20)], ["a,b", "b"], kind="ordinal"))
    assert count(file, Terms("greedy")).election.points == (2, 2)
    assert file.notes == ("META names no max_length: on each ballot a first place counts as many as it ranks.",)
