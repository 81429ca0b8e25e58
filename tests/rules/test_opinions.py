"""Opinion maps: the arithmetic by hand and by a literal matrix, the same votes in any order, names that stay."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.rules.opinions import StatementCounts, Terms, Votes, next_statement, run, telling, votes_from
from heard.rules.opinions.axes import axes_of, leading
from heard.rules.opinions.cells import cells_of
from heard.rules.opinions.grouping import best_fit, matched, silhouette, squares_of
from heard.rules.opinions.matrix import table_of

Row = tuple[int, str, str, int]
MANY_VOTES = st.lists(
    st.tuples(
        st.integers(0, 30), st.sampled_from(["1", "2", "10", "ann", "Z"]), st.sampled_from(["1", "2", "03", "x"]),
        st.sampled_from([1, 0, -1]),
    ),
    max_size=40,
)  # fmt: skip


def town(people: int = 12) -> list[Row]:
    """Twelve people on six statements: six agree with the odd ones, six with the even, all with the last."""
    rows = []
    for person in range(people):
        for thing in range(6):
            vote = 1 if thing == 5 or (thing + person) % 2 == 0 else -1
            rows.append((person * 10 + thing, f"p{person}", f"s{thing}", vote))
    return rows


def city(people: int = 60, things: int = 20, seed: int = 3) -> list[Row]:
    """Three camps who mostly vote alike; everybody leaves out some statements."""
    random = np.random.default_rng(seed)
    leans = random.normal(0, 1.6, (3, things))
    rows = []
    for person in range(people):
        for thing in range(things):
            if random.random() < 0.7:
                lean = leans[person % 3, thing] + random.normal(0, 0.7)
                rows.append((person * 100 + thing, f"p{person}", f"s{thing}", int(np.sign(round(lean)))))
    return rows


def test_two_camps_and_what_both_agree_on() -> None:
    found = run(votes_from(town()), terms=Terms(least_seen=3))
    assert [group.size for group in found.groups] == [6, 6]
    assert {p.id for p in found.participants if p.group == 0} == {f"p{i}" for i in range(0, 12, 2)}
    assert [(each.id, agree) for each, agree in found.common_ground()] == [("s5", True)]
    assert [each.statement for each in found.consensus["agree"]] == ["s5"]
    assert {each.id for each in found.apart()} == {"s0", "s1", "s2", "s3", "s4"}
    assert [(one.statement, one.agree, one.n, one.seen) for one in found.groups[0].representative] == [
        ("s0", True, 6, 6), ("s2", True, 6, 6), ("s4", True, 6, 6), ("s1", False, 6, 6), ("s3", False, 6, 6),
    ]  # fmt: skip


def test_the_guides_example_comes_out_as_it_says() -> None:
    """docs/guides/how-an-opinion-map-is-drawn.md, by hand."""
    said = {
        "Ann": (1, 1, -1), "Bilal": (1, 1, -1), "Cass": (-1, 1, 1), "Dev": (-1, 0, 1),
    }  # fmt: skip
    names = ("bus", "bench", "car")
    rows = [
        (at, who, what, vote)
        for at, (who, votes) in enumerate(said.items())
        for what, vote in zip(names, votes, strict=True)
    ]
    found = run(votes_from(rows))
    by_name = {row.id: row for row in found.statements}
    votes = votes_from(rows)
    assert dict(zip(votes.statements, table_of(votes).centre.tolist(), strict=True)) == {
        "bus": 0,
        "bench": 0.75,
        "car": 0,
    }
    assert [{p.id for p in found.participants if p.group == group.id} for group in found.groups] == [
        {"Ann", "Bilal"}, {"Cass", "Dev"},
    ]  # fmt: skip
    assert (
        found.by_id["Ann"].x == pytest.approx(found.by_id["Bilal"].x) == pytest.approx(-found.by_id["Cass"].x, abs=0.2)
    )
    assert by_name["bench"].group_aware == pytest.approx(3 / 4 * 2 / 4)
    assert by_name["bus"].group_aware == pytest.approx(3 / 4 * 1 / 4)
    assert by_name["bus"].divisiveness == pytest.approx((2 / 4 + 2 / 4) / 2)
    assert by_name["bench"].divisiveness == pytest.approx((2 / 4 - 1 / 4) / 2)


# ---- Votes -----------------------------------------------------------------------------------------------------------


def test_the_last_vote_counts_and_of_the_same_moment_the_highest() -> None:
    votes = votes_from([(2, "a", "s", -1), (1, "a", "s", 1), (1, "b", "s", 0), (5, "c", "s", -1), (5, "c", "s", 1)])
    assert (votes.participants, votes.statements, votes.vote.tolist()) == (("a", "b", "c"), ("s",), [-1, 0, 1])
    assert (len(votes), votes.rows) == (3, 5)


def test_people_and_statements_stand_by_first_vote_then_by_id() -> None:
    votes = votes_from([(5, "10", "b", 1), (5, "9", "a", 1), (1, "x", "c", 1), (9, "1", "a", 1), (0, "1", "d", 1)])
    assert votes.participants == ("1", "x", "9", "10")
    assert votes.statements == ("d", "c", "a", "b")


def test_another_vote_than_three_is_refused() -> None:
    with pytest.raises(ValueError, match="A vote is 1"):
        votes_from([(1, "a", "s", 2)])


@given(MANY_VOTES, st.randoms(use_true_random=False))
def test_votes_are_those_of_a_slow_literal_count(rows: list[Row], shuffled: Any) -> None:
    def order(name: str) -> tuple[Any, ...]:
        return (0, int(name), name) if name.isdigit() else (1, 0, name)

    last = {}
    for row in sorted(rows, key=lambda row: (row[0], order(row[1]), order(row[2]), row[3])):
        last[row[1], row[2]] = row[3]
    mixed = rows[:]
    shuffled.shuffle(mixed)
    votes = votes_from(mixed)
    found = zip(votes.who.tolist(), votes.what.tolist(), votes.vote.tolist(), strict=True)
    assert {(votes.participants[a], votes.statements[b]): vote for a, b, vote in found} == last
    first = {name: min(row[0] for row in rows if row[1] == name) for name in {row[1] for row in rows}}
    assert list(votes.participants) == sorted(first, key=lambda name: (first[name], order(name)))
    assert votes.digest == votes_from(rows).digest


@pytest.mark.parametrize("far", [1, 10**12, 10**16])
def test_moments_of_any_size_sort_the_same(far: int) -> None:
    rows = [(row[0] * far, *row[1:]) for row in town()] + [(59 * far, "p0", "s1", 0)]
    votes = votes_from(rows[::-1])
    assert (votes.participants, votes.statements) == (votes_from(town()).participants, votes_from(town()).statements)
    assert votes.vote[:2].tolist() == [1, 0]


def test_decimal_moments_and_moments_with_time_zones_sort_too() -> None:
    from datetime import UTC, datetime

    assert votes_from([(1.5, "a", "s", 1), (1.25, "a", "s", -1)]).vote.tolist() == [1]
    assert votes_from(
        [(datetime(2026, 1, d, tzinfo=UTC), "a", "s", v) for d, v in ((2, 1), (1, -1))]
    ).vote.tolist() == [1]


# ---- Axes and places -------------------------------------------------------------------------------------------------


def test_axes_and_places_are_those_of_the_whole_imputed_matrix() -> None:
    votes = votes_from(city())
    people, things = len(votes.participants), len(votes.statements)
    whole = np.full((people, things), np.nan)
    whole[votes.who, votes.what] = votes.vote
    mean = np.nanmean(whole, 0)
    imputed = np.where(np.isnan(whole), mean, whole) - mean
    literal = np.linalg.svd(imputed, full_matrices=False)[2][:2]
    table = table_of(votes)
    axes = axes_of(table)
    assert np.abs((axes * literal).sum(1)) == pytest.approx([1, 1], abs=1e-12)
    spread = np.sqrt(things / (~np.isnan(whole)).sum(1))[:, None]
    assert table.project(axes) == pytest.approx(imputed @ axes.T * spread, abs=1e-12)


def test_two_directions_of_equal_weight_are_both_found() -> None:
    whole = np.diag([5.0, 5.0, 3.0, 1.0, 0.0])
    found = leading(lambda axis: whole @ axis, 5)
    assert np.abs(found[:, 2:]).max() < 1e-9
    assert found @ found.T == pytest.approx(np.eye(2), abs=1e-12)


def test_a_matrix_without_a_clear_direction_is_solved_too() -> None:
    random = np.random.default_rng(2)
    rows = random.normal(size=(400, 300))
    whole = rows.T @ rows
    values, vectors = np.linalg.eigh(whole)
    for width in (1, 2):
        found = leading(lambda axis: whole @ axis, 300, width=width)
        assert np.abs((found * vectors[:, ::-1][:, :2].T).sum(1)) == pytest.approx([1, 1], abs=1e-9)
    assert values[-1] / values[-2] < 1.1


def test_statements_left_out_place_nobody_and_count_as_seen() -> None:
    rows = [*town(), *((900 + i, f"p{i}", "odd", 1 if i < 3 else -1) for i in range(12))]
    out = table_of(votes_from(rows), frozenset(["odd"]))
    kept = table_of(votes_from(town()))
    axes = axes_of(out)
    assert np.abs(axes[:, -1]).max() < 1e-12
    # Seven statements of which seven are seen, where without it six of six are.
    assert np.abs(out.project(axes)) == pytest.approx(np.abs(kept.project(axes_of(kept))), abs=1e-9)
    found = run(votes_from(rows), terms=Terms(left_out=frozenset(["odd"]), least_seen=1))
    assert [row.id for row in found.statements if row.left_out] == ["odd"]
    assert "odd" not in {each.statement for group in found.groups for each in group.representative}
    assert "odd" not in found.counts


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [(1, "a", "s", 1)],
        [(1, "a", "s", 1), (1, "b", "s", 1)],
        [(1, "a", "s", 0), (1, "b", "t", 0)],
        [(1, "a", "s", 1), (2, "b", "s", -1), (3, "c", "s", 0)],
        [(i, f"p{i}", f"s{j}", 1) for i in range(30) for j in range(8)],
    ],
)
def test_a_conversation_with_next_to_nothing_in_it_has_a_map(rows: list[Row]) -> None:
    found = run(votes_from(rows))
    assert len(found.participants) == len({row[1] for row in rows})
    assert len(found.groups) == (1 if rows else 0) or len(rows) == 3
    assert not any(np.isnan(each.x) or np.isnan(each.y) for each in found.participants)
    assert found.digest
    assert found.plain()["because"]


# ---- Groups ----------------------------------------------------------------------------------------------------------


def test_the_silhouette_is_that_of_the_textbook_and_a_point_stands_for_its_people() -> None:
    points = np.array([[0, 0], [1, 0], [5, 0], [7, 0]], float)
    label = np.array([0, 0, 1, 1])
    apart = np.abs(points[:, 0, None] - points[None, :, 0])
    by_hand = [(6 - 1) / 6, (5 - 1) / 5, (4.5 - 2) / 4.5, (6.5 - 2) / 6.5]
    assert silhouette(apart, label, np.ones(4)) == pytest.approx(sum(by_hand) / 4)
    weights = np.array([2, 1, 1, 3])
    spread = points.repeat(weights, 0)
    far = np.abs(spread[:, 0, None] - spread[None, :, 0])
    assert silhouette(apart, label, weights.astype(float)) == pytest.approx(
        silhouette(far, label.repeat(weights), np.ones(7))
    )


def test_one_person_far_away_is_no_group() -> None:
    random = np.random.default_rng(0)
    points = np.concatenate([random.normal(0, 0.5, (30, 2)), random.normal(3, 0.5, (10, 2)), [[60, 60]]])
    apart = np.sqrt(((points[:, None] - points[None]) ** 2).sum(-1))
    fit = best_fit(points, np.ones(41), 2, 0, apart)
    assert fit is None or np.bincount(fit.label).min() >= 2


@given(st.integers(0, 10**6), st.integers(2, 5))
@settings(max_examples=25)
def test_groups_fit_at_least_as_well_as_from_polis_start(seed: int, many: int) -> None:
    random = np.random.default_rng(seed)
    points, weights = random.normal(0, 1, (40, 2)), random.integers(1, 9, 40).astype(float)
    apart = np.sqrt(((points[:, None] - points[None]) ** 2).sum(-1))
    fit = best_fit(points, weights, many, 0, apart)
    centres = points[:many].copy()
    for _round in range(100):
        label = ((points[:, None] - centres[None]) ** 2).sum(-1).argmin(1)
        for group in range(many):
            if (label == group).any():
                centres[group] = np.average(points[label == group], axis=0, weights=weights[label == group])
    assert fit is not None
    if len(set(label)) == many and np.bincount(label, weights).min() >= max(2, min(10, weights.sum() / 20)):
        assert fit.squares <= squares_of(points, weights, label) * (1 + 1e-9)


def test_groups_keep_their_names() -> None:
    first = run(votes_from(city()))
    names = {each.id: each.group for each in first.participants}
    second = run(votes_from(city(people=90)), before=first)
    stayed = [each.group == names[each.id] for each in second.participants if names.get(each.id) is not None]
    assert sum(stayed) > 0.9 * len(stayed)
    assert np.sign(first.axes[:, 0] @ second.axes[:, 0]) > 0


def test_a_group_that_is_new_takes_a_new_name() -> None:
    before = np.array([1, 1, 1, 0, 0, 0])
    assert matched(np.array([0, 0, 0, 1, 1, 1]), before, 2) == [1, 0]
    assert matched(np.array([2, 0, 0, 1, 1, 1]), before, 3) == [1, 0, 2]
    assert matched(np.array([0, 0, 0, 0, 0, 0]), before, 1) == [0]


def test_a_map_before_changes_names_and_directions_and_no_digest() -> None:
    votes = votes_from(city())
    cold = run(votes)
    before = run(votes_from([row for row in city() if row[1] > "p2"][::-1]))
    again = run(votes, before=before)
    assert again.digest == cold.digest
    assert np.abs(again.place) == pytest.approx(np.abs(cold.place))


# ---- What is told ----------------------------------------------------------------------------------------------------


def test_shares_and_tests_by_hand() -> None:
    """Six of eight in the group agree, one of ten of the others."""
    n, seen = np.array([[6], [1]]), np.array([[8], [10]])
    side = telling.strength(n, seen)
    assert side.share[0, 0] == pytest.approx(7 / 10)
    assert side.test[0, 0] == pytest.approx(2 * 3 * (7 / 9 - 1 / 2))
    assert side.ratio[0, 0] == pytest.approx((7 / 10) / (2 / 12))
    pooled = 9 / 20
    assert side.apart[0, 0] == pytest.approx((7 / 9 - 2 / 11) / np.sqrt(pooled * (1 - pooled) * (1 / 9 + 1 / 11)))
    assert telling.two_test(np.array([3]), np.array([4]), np.array([3]), np.array([4])).tolist() == [0]
    assert telling.group_aware(n, seen).tolist() == pytest.approx([7 / 10 * 2 / 12])


def test_a_statement_with_few_votes_in_a_group_says_nothing() -> None:
    rows = [*town(), (990, "p0", "late", 1), (991, "p1", "late", 1)]
    found = {row.id: row for row in run(votes_from(rows), terms=Terms(least_seen=3)).statements}
    assert not found["late"].enough
    assert found["s0"].enough


# ---- The next statement ----------------------------------------------------------------------------------------------


def test_the_next_statement_is_drawn_by_priority_among_the_unseen() -> None:
    counts = {"a": StatementCounts(), "b": StatementCounts(agree=50), "c": StatementCounts(disagree=50)}
    assert next_statement(set(counts), counts, 0.5) is None
    assert next_statement(set(), {}, 0.5) is None
    assert next_statement({"a"}, counts, 0.0) == "b"
    assert next_statement(set(), counts, 0.5) == "a"
    assert next_statement(set(), counts, 0.999999) == "c"
    assert counts["a"].priority == pytest.approx((0.5 * 1 * 0.5 * 9) ** 2)
    assert StatementCounts(agree=9, meta=True).priority == 49


@given(st.lists(st.tuples(*[st.integers(0, 40)] * 3, st.floats(0, 3)), min_size=1, max_size=8), st.floats(0, 0.999))
def test_a_statement_that_was_not_seen_is_always_found(rows: list[Any], draw: float) -> None:
    counts = {f"s{i}": StatementCounts(*row) for i, row in enumerate(rows)}
    seen = {"s0"} if len(rows) > 1 else set()
    assert next_statement(seen, counts, draw) in set(counts) - seen


# ---- The digest, and the picture without a person in it --------------------------------------------------------------


@given(st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_the_order_of_rows_changes_nothing(shuffled: Any) -> None:
    rows = city()
    mixed = rows[:]
    shuffled.shuffle(mixed)
    assert run(votes_from(mixed)).plain() == run(votes_from(rows)).plain()


def test_the_digest_covers_votes_terms_and_seed() -> None:
    votes = votes_from(city())
    digests = [
        run(votes).digest,
        run(votes, seed=1).digest,
        run(votes, terms=Terms(least_votes=5)).digest,
        run(votes_from([*city()[1:], (*city()[0][:3], -city()[0][3] or 1)])).digest,
        run(votes_from([(row[0] + 1, *row[1:]) for row in city()])).digest,
    ]
    assert len(set(digests)) == len(digests)
    assert run(votes).digest == digests[0]


def test_the_seed_changes_no_clear_map() -> None:
    votes = votes_from(city())
    assert len({tuple(run(votes, seed=seed).group.tolist()) for seed in range(4)}) == 1


def test_no_mark_stands_for_fewer_than_three_and_everybody_is_in_one() -> None:
    found = run(votes_from(city()))
    cells = cells_of(found, [group.id for group in found.groups])
    assert min(cell.people for cell in cells) >= 3
    for group in found.groups:
        assert sum(cell.people for cell in cells if cell.group == group.id) == group.size
    assert cells_of(found, []) == []


def test_votes_without_some_people_keep_their_statements() -> None:
    votes = votes_from(town())
    fewer = votes.without(["p0", "p3", "nobody"])
    assert fewer.participants == tuple(f"p{i}" for i in range(12) if i not in (0, 3))
    assert fewer.statements == votes.statements
    assert len(fewer) == 60
    assert isinstance(fewer, Votes)
