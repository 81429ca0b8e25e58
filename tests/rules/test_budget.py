"""Counting: equal to a slow, literal count on thousands of elections, and to the official result of every real one."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules import budget_literal as literal

from heard.config.count import main
from heard.rules.budget import Election, PbError, Terms, count, election_of, official_terms, read_pb, write_pb
from heard.rules.budget.ballots import merged

META = "META\nkey;value\ncountry;X\nunit;Y\ninstance;1\nbudget;{budget};\nvote_type;{kind}\nrule;{rule}\n"


def pb(
    projects: list[tuple[str, Any]],
    votes: list[str],
    *,
    budget: Any = 100,
    kind: str = "approval",
    rule: str = "greedy",
) -> bytes:
    """A file: projects are (id, cost), a vote is “a,b” or “a,b;3,1” with points."""
    head = "voter_id;vote;points" if kind in ("cumulative", "scoring") else "voter_id;vote"
    rows = [f"{one};{cost};Name {one}" for one, cost in projects]
    ballots = [f"v{number};{vote}" for number, vote in enumerate(votes, 1)]
    text = META.format(budget=budget, kind=kind, rule=rule)
    return "\n".join([text + "PROJECTS", "project_id;cost;name", *rows, "VOTES", head, *ballots, ""]).encode()


def counted(content: bytes, **terms: Any) -> list[str]:
    file = read_pb(content)
    return count(file, Terms(**terms) if terms else official_terms(file)).selected


def real() -> list[Path]:
    folder = Path(__file__).resolve().parents[3] / "shared" / "data" / "pb"
    return sorted(folder.glob("*.pb"))


@pytest.mark.parametrize("path", real() or [None], ids=lambda path: path.stem if path else "absent")
def test_the_official_result_of_every_real_budget_is_reproduced(path: Path | None) -> None:
    if path is None:
        pytest.skip("shared/data/pb is not beside this checkout")
    file = read_pb(path.read_bytes())
    result = count(file, official_terms(file))
    official = file.column("selected")
    if official is not None:
        assert set(result.selected) == {one for one, mark in official.items() if mark == "1"}
    assert result.plain()["digest"] == count(file, official_terms(file)).plain()["digest"]
    again = read_pb(write_pb(read_pb(path.read_bytes(), keep_votes=True)), keep_votes=True)
    assert (again.meta, again.vote_columns, again.vote_rows) == (
        (whole := read_pb(path.read_bytes(), keep_votes=True)).meta, whole.vote_columns, whole.vote_rows,
    )  # fmt: skip


# ---- Small examples that can be checked by hand ----------------------------------------------------------------------


def test_most_votes_first_skips_what_does_not_fit_or_stops_there() -> None:
    content = pb([("a", 60), ("b", 50), ("c", 40)], ["a", "a,b", "a,b", "c"])
    assert counted(content, rule="greedy") == ["a", "c"]
    assert counted(content, rule="greedy-no-skip") == ["a"]
    assert counted(content, rule="greedy", threshold=Fraction(2)) == ["a"]


def test_equal_shares_gives_a_minority_its_part() -> None:
    """Ten voters, 100 in the pot: six want a (60) and b (61), four want c (40): a costs the six all they have."""
    content = pb([("a", 60), ("b", 61), ("c", 40)], ["a,b"] * 6 + ["c"] * 4)
    assert counted(content, rule="equal-shares") == ["a", "c"]
    assert counted(content, rule="greedy") == ["a", "c"]
    result = count(read_pb(content), Terms("equal-shares"))
    assert result.because[0] == "1. Name a (a) is funded, 60: its 6 supporters pay 10.00 each."
    assert result.counted.certificate["prices"] == {"a": Fraction(10), "c": Fraction(10)}
    assert result.plain()["unfunded"][0]["reason"] == "its 6 supporters had 0 left of the 61 it costs"


def test_ties_go_to_more_votes_then_cheaper_then_the_published_lot() -> None:
    assert counted(pb([("a", 60), ("b", 50)], ["a", "b"], budget=60), rule="greedy") == ["b"]
    one, two = pb([("a", 60), ("b", 60)], ["a", "b"], budget=60), pb([("b", 60), ("a", 60)], ["b", "a"], budget=60)
    assert counted(one, rule="greedy") == counted(two, rule="greedy")
    assert counted(one, rule="equal-shares", completion="add1") == counted(two, rule="equal-shares", completion="add1")


def test_add1_stops_only_on_overspending() -> None:
    """At 10 each only a is bought; b needs 20 from each of its two voters, which is the outcome that is kept."""
    content = pb([("a", 20), ("b", 40)], ["a,b", "b", ""], budget=60, rule="equalshares/add1")
    assert counted(content) == ["a", "b"] or counted(content) == ["b", "a"]


def test_comparison_counts_those_who_get_nothing() -> None:
    """Seven want only x; equal shares spends everything on the rest; those seven prefer the other outcome."""
    votes = ["x"] * 7 + ["a", "a", "b", "b", "c"]
    content = pb(
        [("x", 100), ("a", 10), ("b", 10)],
        [v.replace("c", "a") for v in votes],
        budget=100,
        rule="equalshares/add1-comparison",
    )
    result = count(read_pb(content), official_terms(read_pb(content)))
    assert result.selected == ["x"]
    assert "So most votes first was taken" in result.because[-1]


def test_decimals_with_comma_or_point_are_exact() -> None:
    content = pb([("a", "0,1"), ("b", "0.2")], ["a,b"], budget="0.3")
    assert counted(content, rule="greedy") == ["a", "b"]
    assert count(read_pb(content), Terms("greedy")).plain()["cost"] == "0.3"


def test_points_ranks_and_choices_are_counted() -> None:
    assert counted(pb([("a", 60), ("b", 60)], ["a,b;1,9", "a;5"], kind="cumulative"), rule="greedy") == ["b"]
    ranked = pb([("a", 60), ("b", 60)], ["a,b", "b", "b"], kind="ordinal")
    assert counted(ranked, rule="greedy") == ["b"]  # a 2, b 1 + 1 + 1: a ballot's first place counts as it ranks
    assert counted(ranked.replace(b"rule;", b"max_length;9\nrule;"), rule="greedy") == ["b"]  # 9 to 8 + 9 + 9
    assert counted(pb([("a", 60), ("b", 60)], ["b", "b", "a"], kind="choose-1"), rule="greedy") == ["b"]
    assert counted(pb([("a", 60), ("b", 60)], ["a,b;0.5,0.25"], kind="scoring"), rule="greedy") == ["a"]


def test_an_empty_pot_funds_nothing_and_says_why() -> None:
    result = count(read_pb(pb([("a", 10)], ["a"], budget=0)), Terms("equal-shares"))
    assert result.selected == []
    assert result.plain()["unfunded"][0]["reason"].startswith("its 1 supporters had 0 left")


# ---- Properties ------------------------------------------------------------------------------------------------------


@st.composite
def elections(draw: Any, points: bool = False) -> Election:
    """Small numbers make ties frequent."""
    projects = draw(st.integers(1, 6))
    costs = tuple(draw(st.lists(st.integers(0, 12), min_size=projects, max_size=projects)))
    rows = draw(
        st.lists(st.lists(st.integers(0, 3 if points else 1), min_size=projects, max_size=projects), max_size=9)
    )
    ballots: dict[tuple[tuple[int, ...], tuple[Fraction | int, ...]], int] = {}
    for row in rows:
        chosen = tuple(place for place, given in enumerate(row) if given)
        key = chosen, tuple(row[place] for place in chosen)
        ballots[key] = ballots.get(key, 0) + 1
    pot = draw(st.integers(0, 40))
    ids = tuple("abcdef"[:projects])
    return Election("x", ids, ids, costs, pot, draw(st.sampled_from([1, 1, 5])), len(rows), merged(ballots))


def shares_of(election: Election, **terms: Any) -> list[int]:
    """By the compiled run where it was built and by the plain one: the same."""
    from unittest.mock import patch

    from heard.rules.budget import runs
    from heard.rules.budget.shares import count_shares

    found = count_shares(election, **terms)
    with patch.object(runs, "load", lambda: None):
        plain = count_shares(election, **terms)
    assert (plain.funded, plain.certificate, plain.unfunded) == (found.funded, found.certificate, found.unfunded)
    return list(found.places)


@settings(max_examples=400, deadline=None)
@given(st.one_of(elections(), elections(points=True)), st.sampled_from(["cost", "approval"]), st.integers(0, 3))
def test_equal_shares_is_the_literal_rule(election: Election, utility: str, least: int) -> None:
    expected = (
        literal.equal_shares(election, Fraction(election.pot, election.voters), utility, Fraction(least))
        if election.voters else []
    )  # fmt: skip
    assert shares_of(election, cost_utility=utility == "cost", threshold=Fraction(least)) == expected


@settings(max_examples=300, deadline=None)
@given(st.one_of(elections(), elections(points=True)), st.sampled_from(["cost", "approval"]))
def test_the_completions_are_the_literal_ones(election: Election, utility: str) -> None:
    cost = utility == "cost"
    assert set(shares_of(election, completion="add1", cost_utility=cost)) == set(literal.add1(election, utility))
    full = literal.add1(election, utility, full=True)
    assert set(shares_of(election, completion="add1e", cost_utility=cost)) == set(full)
    filled = literal.fill(election, literal.add1(election, utility))
    assert set(shares_of(election, completion="add1u", cost_utility=cost)) == set(filled)


@settings(max_examples=300, deadline=None)
@given(elections())
def test_phragmen_is_the_literal_rule(election: Election) -> None:
    from heard.rules.budget.phragmen import count_phragmen

    assert list(count_phragmen(election).places) == literal.phragmen(election)


RULES = [
    Terms("greedy"), Terms("greedy-no-skip"), Terms("phragmen"),
    *(Terms("equal-shares", completion) for completion in ("none", "add1", "add1e", "add1u")),
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(elections(points=True), st.sampled_from(RULES), st.randoms(use_true_random=False))
def test_awards_never_exceed_the_pot_and_order_of_lines_changes_nothing(
    election: Election, terms: Terms, dice: Any
) -> None:
    """I-19, and I-16: the order in which ballots lie changes nothing that an outsider counts again."""
    rows = [
        ",".join(election.ids[p] for p in one.projects) + ";" + ",".join(map(str, one.points))
        for one in election.ballots for _each in range(one.voters)
    ]  # fmt: skip
    projects = list(zip(election.ids, election.costs, strict=True))
    first = count(read_pb(pb(projects, rows, budget=election.pot, kind="scoring")), terms)
    dice.shuffle(rows)
    dice.shuffle(projects)
    second = count(read_pb(pb(projects, rows, budget=election.pot, kind="scoring")), terms)
    assert first.election.cost_of(first.counted.places) <= election.pot
    assert first.selected == second.selected
    assert first.plain()["digest"] == second.plain()["digest"]
    assert set(first.selected) | {one["id"] for one in first.plain()["unfunded"]} == set(election.ids)


@settings(max_examples=100, deadline=None)
@given(elections(points=True))
def test_the_certificate_adds_up_supporter_by_supporter(election: Election) -> None:
    """Replayed voter by voter from the published prices alone: each project is paid exactly, nobody below nothing."""
    from heard.rules.budget.shares import count_shares

    found = count_shares(election)
    if not found.funded:
        return
    money = [Fraction(election.pot, election.voters)] * election.voters
    voters = literal.voters_of(election)
    for step in found.funded:
        assert step.price is not None
        paid = Fraction(0)
        for number, given_points in enumerate(voters):
            due = min(money[number], step.price * given_points.get(step.place, 0))
            money[number] -= due
            paid += due
        assert paid == election.costs[step.place]
        assert min(money) >= 0


# ---- Bad input -------------------------------------------------------------------------------------------------------

GOOD = pb([("a", 10), ("b", 20)], ["a", "a,b"]).decode()


@pytest.mark.parametrize(
    "content,said",
    [
        ("", "the file: it is empty"),
        ("   \n", "the file: it is empty"),
        ("hello", "line 1: it stands before the section META"),
        (GOOD.replace("budget;100;", "budget;-1"), "line 6, budget: it is negative"),
        (GOOD.replace("budget;100;", "budget;ten"), "line 6, budget: “ten” is not a number"),
        (GOOD.replace("budget;100;\n", ""), "budget: META does not say it"),
        (GOOD.replace("vote_type;approval", "vote_type;shouting"), "“shouting” is none of approval"),
        (GOOD.replace("a;10;", "a;-10;"), "line 11, cost: it is negative"),
        (GOOD.replace("b;20;", "a;20;"), "line 12, project_id: “a” stands in line 11 as well"),
        (GOOD.replace("b;20;", ";20;"), "line 12, project_id: it is empty"),
        (GOOD.replace("v2;a,b", "v2;a,z"), "line 16, vote: no project has the id “z”"),
        (GOOD.replace("approval", "ordinal").replace("v2;a,b", "v2;a,a"), "vote: a project stands in it twice"),
        (GOOD.replace("v2;", ";"), "line 16, voter_id: it is empty"),
        (GOOD.replace("Name a", '"Name a'), "line 11: a quotation mark opens a field, and none closes it"),
        (GOOD.replace("v2;a,b", 'v2;"a,b'), "line 16: a quotation mark opens a field, and none closes it"),
        (GOOD.replace("rule;", "max_length;1\nrule;"), "line 17, vote: it names 2 projects where 1 may be"),
        (GOOD.replace("rule;", "min_length;2\nrule;"), "line 16, vote: it names 1 projects where 2 must be"),
        (GOOD.replace("rule;", "max_length;few\nrule;"), "line 8, max_length: “few” is not a number"),
        (GOOD.replace("rule;", "max_length;1.5\nrule;"), "line 8, max_length: “1.5” is not a whole number"),
        (GOOD.replace("rule;", "max_length;5000000000\nrule;"), "line 8, max_length: it is more than 1,000,000"),
        (GOOD.replace("rule;", "max_sum_cost;-1\nrule;"), "line 8, max_sum_cost: it is negative"),
        (
            pb([("a", 1)], ["a;3"], kind="cumulative").decode().replace("rule;", "max_sum_points;2,5\nrule;"),
            "line 15, vote: it gives 3 points where 2.5 may be (max_sum_points)",
        ),
        (pb([("a", 1)], ["a;-1"], kind="scoring").decode(), "points: “-1” holds a number below nothing"),
        (GOOD.replace("v2;", "v1;"), "line 16, voter_id: “v1” stands in line 15 as well"),
        (GOOD.replace("v2;a,b", "v2;a;b;c"), "line 16: it has 4 fields; the header has 2"),
        (GOOD.replace("project_id;cost;name", "project_id;price;name"), "line 10, cost: the header has no such column"),
        (GOOD.replace("VOTES", "BALLOTS"), "there is no section VOTES"),
        (GOOD + "META\n", "line 17"),
        (GOOD.replace("Name a", "Na\x00me"), "line 11: it holds a NUL character"),
        (pb([("a", 1)], ["a;1,2"], kind="scoring").decode(), "points: 2 numbers for 1 projects"),
        (pb([("a", 1)], ["a;x"], kind="scoring").decode(), "points: “x” is not a number"),
        (pb([("a", 1), ("b", 1)], ["a,b"], kind="choose-1").decode(), "2 projects are chosen where one may be"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line_and_field(content: str, said: str, tmp_path: Path, capsys: Any) -> None:
    with pytest.raises(PbError) as found:
        read_pb(content.encode())
    assert said in str(found.value)
    path = tmp_path / "x.pb"
    path.write_text(content, "utf-8")
    assert main([str(path)]) == 2
    assert said in capsys.readouterr().err


def test_every_line_with_the_same_fault_is_named() -> None:
    content = pb([("a", 10)], ["z", "a", "z", "a,z", "z"])
    with pytest.raises(PbError) as found:
        read_pb(content)
    assert [one.line for one in found.value.problems] == [14, 16, 17, 18]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    content = GOOD.replace("a;10;", "a;ten;").replace("v1;a", "v1;q").replace("v2;a,b", "v2;z")
    with pytest.raises(PbError) as found:
        read_pb(content.encode())
    assert [(one.line, one.field) for one in found.value.problems] == [(11, "cost"), (15, "vote"), (16, "vote")]


def test_a_voter_who_stands_twice_among_very_many_is_named_with_both_lines(monkeypatch: Any) -> None:
    from heard.rules.budget import kernel, pbvotes

    monkeypatch.setattr(kernel, "load", lambda: None)
    monkeypatch.setattr(pbvotes, "CHUNK", 20)
    monkeypatch.setattr(pbvotes, "FEW", 3)
    content = pb([("a", 10)], ["a"] * 9)
    assert read_pb(content).voters == 9
    with pytest.raises(PbError) as found:
        read_pb(content.replace(b"v8;", b"v2;"))
    assert str(found.value) == "line 21, voter_id: “v2” stands in line 15 as well"


def test_another_encoding_is_named_with_its_line() -> None:
    with pytest.raises(PbError, match="line 11: it is not UTF-8"):
        read_pb(GOOD.replace("Name a", "Straße").encode("latin-1"))


def test_byte_order_marks_line_ends_quotes_and_strange_ids_are_read() -> None:
    text = GOOD.replace("a;10;Name a", '"BO.OM.63/24";10;"A; ""great""\nname"')
    text = text.replace("v1;a", "v1;BO.OM.63/24").replace("v2;a,b", "v2;BO.OM.63/24,b")
    for content in (text, text.replace("\n", "\r\n"), "\ufeff" + text):
        file = read_pb(content.encode(), keep_votes=True)
        assert file.projects[0].id == "BO.OM.63/24"
        assert file.projects[0].name == 'A; "great"\nname'
        assert count(file, Terms("greedy")).selected == ["BO.OM.63/24", "b"]
        assert read_pb(write_pb(file), keep_votes=True).projects[0].row == file.projects[0].row


def test_a_rule_nobody_knows_is_refused_and_the_way_out_is_named(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "x.pb"
    path.write_bytes(pb([("a", 1)], ["a"], rule="dice"))
    assert main([str(path)]) == 2
    assert "Heard does not know the rule “dice”: name one with --rule" in capsys.readouterr().err
    assert main([str(path), "--rule", "greedy"]) == 0


def test_numbers_that_do_not_match_are_said_and_what_was_counted(tmp_path: Path) -> None:
    content = pb([("a", 1)], ["a"]).replace(b"rule;greedy\n", b"rule;greedy\nnum_votes;9\n")
    (note,) = count(read_pb(content), Terms("greedy")).notes
    assert note == "META says num_votes 9; the file has 1, and 1 is what was counted."


def test_the_command_writes_json_that_says_everything(tmp_path: Path, capsys: Any) -> None:
    path, out = tmp_path / "x.pb", tmp_path / "out.json"
    path.write_bytes(pb([("a", 60), ("b", 60)], ["a", "b", "b"]))
    assert main([str(path), "--rule", "equal-shares", "--completion", "add1", "--json", str(out)]) == 0
    found = json.loads(out.read_text("utf-8"))
    assert list(found) == [
        "selected", "because", "unfunded", "cost", "pot", "voters", "rule", "tie_break", "certificate", "digest",
    ]  # fmt: skip
    assert found["selected"] == ["b"]
    assert found["certificate"]["one_more"]["would_cost"] == 120
    shown = capsys.readouterr().out
    assert "Not funded" in shown
    assert found["digest"] in shown


def test_the_page_stands_alone_and_every_picture_has_its_table(tmp_path: Path, capsys: Any) -> None:
    path, out = tmp_path / "x.pb", tmp_path / "out.html"
    path.write_bytes(pb([("a", 60), ("b", 60), ("<c>", 40)], ["a,b", "b", "b,<c>"]))
    assert main([str(path), "--rule", "equal-shares", "--html", str(out)]) == 0
    words = out.read_text("utf-8")
    assert words.count("<svg") == words.count("<table") == 2
    assert "Name &lt;c&gt;" in words
    assert "http" not in words.replace("http://www.w3.org/2000/svg", ""), "nothing is fetched from anywhere"
    assert "Left in the pot" in words
    capsys.readouterr()


def test_the_table_names_each_project_by_its_whole_id(tmp_path: Path, capsys: Any) -> None:
    path, long = tmp_path / "x.pb", "Osiedle/2023/" + "x" * 20
    path.write_bytes(pb([("BO.OM.63/24", 60), (long, 60)], ["BO.OM.63/24"]))
    assert main([str(path)]) == 0
    shown = capsys.readouterr().out
    assert "  1. BO.OM.63/24          Name BO.OM.63/24" in shown
    assert f"     {long[:19]}… Name Osiedle" in shown


def test_a_threshold_below_nothing_is_refused(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "x.pb"
    path.write_bytes(pb([("a", 1)], ["a"]))
    with pytest.raises(SystemExit) as left:
        main([str(path), "--threshold=-3"])
    assert (left.value.code, "“-3” is negative" in capsys.readouterr().err) == (2, True)


def test_a_missing_file_is_one_sentence(capsys: Any) -> None:
    assert main(["/nowhere/x.pb"]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_the_election_of_a_file_is_whole_numbers() -> None:
    election = election_of(read_pb(pb([("a", "1.5"), ("b", 2)], ["a;0.5"], budget="2,25", kind="scoring")))
    assert (election.unit, election.costs, election.pot, election.points) == (4, (6, 8), 9, (1, 0))
