"""No published table tells on a person: not directly, and not by subtraction."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.attack import bounds_of_list, bounds_of_table

from heard.rules.disclosure import Terms, may_publish_beside, read_disclosure, suppress_list, suppress_table, together

ORDINARY = Terms(smallest=5)
SENSITIVE = Terms(smallest=10, round_to=5)
POLICY = Path(__file__).parents[2] / "policy" / "disclosure.toml"

counts = st.one_of(st.integers(0, 12), st.integers(0, 60), st.integers(0, 400))
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=1, max_size=4)
)
terms = st.sampled_from([ORDINARY, SENSITIVE, Terms(3)])


def test_the_citys_policy_is_ten_rounded_to_five_or_else_five() -> None:
    policy = read_disclosure(POLICY.read_bytes())
    assert (policy.sensitive, policy.ordinary, policy.theme_floor_percent) == (SENSITIVE, ORDINARY, 5)


@pytest.mark.parametrize(
    "broken, named",
    [
        ("[sensitive]\nsmallest = 10\n", "sensitive: “round_to” must be a whole number from 1"),
        ("[ordinary]\nsmallest = 5\nround_to = 1\nrounding = 2\n", "ordinary: unknown key “rounding”"),
        ("[odd]\n", "unknown key “odd”"),
        ("[themes]\nfloor_percent = 0\n", "themes: “floor_percent” must be a whole number from 1"),
        ("[themes]\nfloor_percent = true\n", "themes: “floor_percent” must be a whole number from 1"),
        ("", "[themes] is missing"),
    ],
)
def test_a_policy_with_a_fault_is_refused_by_name(broken: str, named: str) -> None:
    with pytest.raises(ValueError) as refused:
        read_disclosure(broken)
    assert f"disclosure: {named}" in str(refused.value)


def test_a_small_count_is_hidden_and_so_is_one_beside_it() -> None:
    """3 of 60: hiding only the 3 would leave 60 − 40 − 17 to be worked out."""
    published = suppress_list([40, 17, 3], ORDINARY)
    assert published.counts == (40, None, None)
    assert published.total == 60


def test_a_list_without_small_counts_is_shown_as_it_is() -> None:
    assert suppress_list([40, 0, 5], ORDINARY).counts == (40, 0, 5)


def test_too_few_people_in_all_means_that_nothing_is_shown() -> None:
    published = suppress_list([2, 0, 1], ORDINARY)
    assert published.counts == (None, None, None)
    assert published.total is None
    assert published.withheld


def test_sensitive_counts_are_rounded_to_five_and_zero_is_hidden_with_the_small_ones() -> None:
    published = suppress_list([63, 41, 0, 22], SENSITIVE)
    assert published.counts == (65, 40, None, None)
    assert published.total == 125


def test_a_ward_by_ethnicity_cell_of_two_cannot_be_worked_out() -> None:
    """Scenario 20: the cell of 2 goes, with one beside it in its row, one in its column and the fourth corner."""
    published = suppress_table([[2, 40, 30], [25, 60, 22], [31, 52, 48]], ORDINARY)
    assert published.cells == ((None, 40, None), (None, 60, None), (31, 52, 48))
    assert published.row_totals == (72, 107, 131)
    assert published.column_totals == (58, 152, 100)
    assert published.total == 310


def test_a_group_that_answered_with_one_voice_is_not_given_away() -> None:
    """Without this, “all 20 in this row said yes” would be said of each of them."""
    published = suppress_table([[20, 0, 0], [30, 25, 40], [15, 22, 31]], ORDINARY)
    assert published.cells[0] == (None, None, None)


def test_a_small_row_is_hidden_whole_with_its_total() -> None:
    published = suppress_table([[3, 0, 1], [30, 25, 40], [15, 22, 31]], ORDINARY)
    assert published.cells[0] == (None, None, None)
    assert published.row_totals[0] is None


def test_two_releases_that_differ_by_one_person_are_refused() -> None:
    """Scenario 21."""
    refused = may_publish_beside({"yes": 41, "no": 30}, [{"yes": 40, "no": 30}], ORDINARY)
    assert not refused
    assert refused.why == "Beside what is already published, this would show a count of fewer than 5 people."
    assert may_publish_beside({"yes": 45, "no": 30}, [{"yes": 40, "no": 30}], ORDINARY)
    assert may_publish_beside({"maybe": 1}, [{"yes": 40}], ORDINARY)


def test_a_negative_count_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="negative"):
        suppress_list([3, -1], ORDINARY)


def test_rows_of_different_length_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="same number of columns"):
        suppress_table([[1, 2], [3]], ORDINARY)


@given(st.lists(counts, min_size=1, max_size=7), terms)
@settings(max_examples=300, deadline=None)
def test_no_small_count_of_a_list_is_shown_or_can_be_worked_out(row: list[int], chosen: Terms) -> None:
    published = suppress_list(row, chosen)
    assert all(shown is None for shown, true in zip(published.counts, row, strict=True) if chosen.is_small(true))
    _safe(bounds_of_list(published, row), [*row, sum(row)], chosen, published.withheld)


@given(tables, terms)
@settings(max_examples=400, deadline=None)
def test_no_small_cell_of_a_table_is_shown_or_can_be_worked_out(rows: list[list[int]], chosen: Terms) -> None:
    published = suppress_table(rows, chosen)
    for shown, true in zip(published.cells, rows, strict=True):
        assert all(s is None for s, t in zip(shown, true, strict=True) if chosen.is_small(t))
    full = [[*row, sum(row)] for row in rows]
    full.append([sum(column) for column in zip(*full, strict=True)])
    truth = [count for line in full for count in line]
    _safe(bounds_of_table(published, rows), truth, chosen, published.withheld)


def _safe(bounds: dict, truth: list[int], chosen: Terms, withheld: bool) -> None:
    """Every small hidden count lies in a span of at least the threshold; no hidden count is pinned."""
    for place, (least, most) in bounds.items():
        assert least <= truth[place]
        if most is None:
            continue
        assert most >= truth[place]
        if not withheld:
            assert most > least
            if chosen.is_small(truth[place]):
                assert most - least >= chosen.smallest


@given(tables)
@settings(max_examples=100, deadline=None)
def test_what_is_shown_is_true(rows: list[list[int]]) -> None:
    published = suppress_table(rows, ORDINARY)
    for shown, true in zip(published.cells, rows, strict=True):
        assert all(s in (None, t) for s, t in zip(shown, true, strict=True))
    assert published.total in (None, sum(map(sum, rows)))


@given(tables)
@settings(max_examples=100, deadline=None)
def test_nothing_is_hidden_where_nothing_is_small(rows: list[list[int]]) -> None:
    large = [[count + 5 for count in row] for row in rows]
    if len(rows) > 1:
        assert suppress_table(large, ORDINARY).cells == tuple(map(tuple, large))


@given(st.lists(st.integers(0, 300), min_size=1, max_size=6))
def test_rounded_counts_are_multiples_of_five_at_or_above_ten(row: list[int]) -> None:
    for shown in suppress_list(row, SENSITIVE).counts:
        assert shown is None or (shown % 5 == 0 and shown >= 10)


def test_small_counts_told_together_leave_each_of_them_any_number_that_is_hidden() -> None:
    """Tried out: up to seven sessions to which one to four people came, and one more after what was told before."""
    for number in range(1, 8):
        each: dict[int, set[int]] = {}
        added: dict[tuple[int, int], set[int]] = {}
        for counts in product(range(1, 5), repeat=number):
            told = together(counts, ORDINARY)
            assert told <= sum(counts)
            each.setdefault(told, set()).add(counts[0])
            added.setdefault((together(counts[:-1], ORDINARY), told), set()).add(counts[-1])
        assert all(possible == {1, 2, 3, 4} for possible in (*each.values(), *added.values())), number


def test_six_tables_of_four_are_at_least_twenty_people_and_a_lone_one_is_nobody_to_tell_of() -> None:
    assert together([4] * 6, ORDINARY) == 20
    assert together([1, 2, 4, 3], ORDINARY) == 10
    assert together([4], ORDINARY) == 0
    assert together([], ORDINARY) == 0
    with pytest.raises(ValueError, match="Only counts that are hidden"):
        together([4, 5], ORDINARY)
