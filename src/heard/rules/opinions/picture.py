"""The opinion map: people where their votes put them, the groups they form, and what each statement tells of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from heard.rules.opinions import telling
from heard.rules.opinions.routing import StatementCounts
from heard.rules.opinions.telling import Shared, Telling

RULE = "opinions/1"
DIGITS = 12
PLACES = 9


@dataclass(frozen=True, slots=True)
class Terms:
    """How a map is drawn. Statements `left_out` (declined) and `meta` (about the person) place nobody."""

    least_votes: int = 7
    least_people: int = 15
    most_groups: int = 5
    least_seen: int = 7
    left_out: frozenset[str] = frozenset()
    meta: frozenset[str] = frozenset()

    @property
    def zeroed(self) -> frozenset[str]:
        """Statements whose column is 0 for everybody."""
        return self.left_out | self.meta

    def plain(self) -> dict[str, Any]:
        """The terms as they are published and digested."""
        return {
            "least_votes": self.least_votes,
            "least_people": self.least_people,
            "most_groups": self.most_groups,
            "least_seen": self.least_seen,
            "left_out": sorted(self.left_out),
            "meta": sorted(self.meta),
        }


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody's place; `group` is None for those with too few votes to be placed in one."""

    id: str
    x: float
    y: float
    group: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """An opinion group: its name (a number that stays from map to map), its size, what tells it from the others."""

    id: int
    size: int
    representative: tuple[Telling, ...]


class Counted(NamedTuple):
    """Votes of one group on one statement."""

    agree: int
    disagree: int
    passed: int

    @property
    def seen(self) -> int:
        """Everybody in it who voted, passes too."""
        return self.agree + self.disagree + self.passed


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: votes over all and by group, how far groups are apart, what all of them agree or disagree on.

    `enough`: every group has at least `Terms.least_seen` votes on it, or all its members' if it is smaller.
    """

    id: str
    counts: StatementCounts
    groups: Mapping[int, Counted]
    divisiveness: float
    group_aware: float
    group_aware_disagree: float
    enough: bool
    left_out: bool = False

    @property
    def priority(self) -> float:
        """How much the next vote on it tells."""
        return self.counts.priority


@dataclass(frozen=True, eq=False)
class Map:
    """An opinion map. `place` (people, 2) and `group` (-1: in none) go with `people`, `axes` with `names`."""

    people: tuple[str, ...]
    names: tuple[str, ...]
    place: NDArray[np.float64]
    group: NDArray[np.intp]
    groups: tuple[Group, ...]
    consensus: Mapping[str, tuple[Shared, ...]]
    told: Callable[[], tuple[Statement, ...]]
    because: tuple[str, ...]
    digest: str
    terms: Terms = field(default_factory=Terms)
    seed: int = 0
    axes: NDArray[np.float64] = field(default_factory=lambda: np.zeros((2, 0)))
    silhouettes: Mapping[int, float] = field(default_factory=dict)
    base: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 3)))
    rule: str = RULE

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement's figures, in the order of their first votes."""
        return self.told()

    @cached_property
    def participants(self) -> tuple[Participant, ...]:
        """Everybody with a vote, in the order of their first."""
        rows = zip(self.people, self.place[:, 0].tolist(), self.place[:, 1].tolist(), self.group.tolist(), strict=True)
        return tuple(Participant(name, x, y, None if group < 0 else group) for name, x, y, group in rows)

    @cached_property
    def by_id(self) -> Mapping[str, Participant]:
        """Everybody by id: your own place in the picture."""
        return {each.id: each for each in self.participants}

    @cached_property
    def counts(self) -> Mapping[str, StatementCounts]:
        """What `next_statement` asks for."""
        return {each.id: each.counts for each in self.statements if not each.left_out}

    def described(self, smallest: int) -> list[Group]:
        """The groups of at least so many people, which may be described. None where that would leave one of several:
        all but it can be counted out, and one group beside nobody says nothing.
        """
        large = [group for group in self.groups if group.size >= smallest]
        return large if len(large) > 1 or len(self.groups) == 1 else []

    def common_ground(self, many: int = 5) -> tuple[tuple[Statement, bool], ...]:
        """What every group agrees on (True) or disagrees on (False), strongest first, where there are votes enough."""
        rows = [
            (max(each.group_aware, each.group_aware_disagree), each, each.group_aware >= each.group_aware_disagree)
            for each in self.statements
            if each.enough and not each.left_out and len(self.groups) > 1
        ]
        good = [row for row in rows if all_groups(row[1], row[2])]
        return tuple((each, agree) for _worth, each, agree in sorted(good, key=lambda row: -row[0])[:many])

    def apart(self, many: int = 5) -> tuple[Statement, ...]:
        """Where groups part: the widest gaps first, where there are votes enough."""
        rows = [each for each in self.statements if each.enough and not each.left_out and each.divisiveness > 0.25]
        return tuple(sorted(rows, key=lambda each: -each.divisiveness)[:many])

    def plain(self) -> dict[str, Any]:
        """The map as it is published in JSON."""
        return {
            "participants": [
                {"id": name, "x": x, "y": y, "group": None if group < 0 else group}
                for name, (x, y), group in zip(
                    self.people, self.place.round(PLACES).tolist(), self.group.tolist(), strict=True
                )
            ],
            "groups": [
                {
                    "id": each.id,
                    "size": each.size,
                    "representative": [
                        {"statement": one.statement, "agree": one.agree, "n": one.n, "seen": one.seen,
                         "share": round(one.share, DIGITS), "score": round(one.score, DIGITS)}
                        for one in each.representative
                    ],
                }
                for each in self.groups
            ],
            "consensus": {
                word: [
                    {"statement": each.statement, "n": each.n, "seen": each.seen, "share": round(each.share, DIGITS),
                     "score": round(each.score, DIGITS)}
                    for each in rows
                ]
                for word, rows in self.consensus.items()
            },
            "statements": [_plain(each) for each in self.statements],
            "rule": self.rule,
            "terms": {**self.terms.plain(), "seed": self.seed},
            "silhouettes": {str(many): round(worth, DIGITS) for many, worth in self.silhouettes.items()},
            "because": list(self.because),
            "digest": self.digest,
        }  # fmt: skip


def all_groups(statement: Statement, agree: bool) -> bool:
    """Whether more than half of those who voted in each group say so."""
    return all(2 * (each.agree if agree else each.disagree) > each.seen for each in statement.groups.values())


def _plain(each: Statement) -> dict[str, Any]:
    return {
        "id": each.id,
        "agree": each.counts.agree,
        "disagree": each.counts.disagree,
        "pass": each.counts.passed,
        "groups": {
            str(group): {"agree": one.agree, "disagree": one.disagree, "pass": one.passed}
            for group, one in each.groups.items()
        },
        "divisiveness": round(each.divisiveness, DIGITS),
        "group_aware_consensus": round(each.group_aware, DIGITS),
        "group_aware_disagreement": round(each.group_aware_disagree, DIGITS),
        "extremity": round(each.counts.extremity, DIGITS),
        "priority": round(each.priority, DIGITS),
        "enough_votes": each.enough,
        "left_out": each.left_out,
    }


def statements_of(
    names: tuple[str, ...],
    total: NDArray[np.intp],
    by_group: NDArray[np.intp],
    labels: tuple[int, ...],
    sizes: list[int],
    extremity: NDArray[np.float64],
    terms: Terms,
) -> tuple[Statement, ...]:
    """Every statement's figures. `total` has the shape (statements, 3), `by_group` (groups, statements, 3)."""
    seen = by_group.sum(2)
    zero = np.zeros(len(names))
    yes = telling.group_aware(by_group[:, :, 2], seen) if len(labels) else zero
    no = telling.group_aware(by_group[:, :, 0], seen) if len(labels) else zero
    gap = telling.divisive(by_group[:, :, 2], by_group[:, :, 0], seen) if len(labels) else zero
    least = np.minimum(terms.least_seen, np.array(sizes, np.intp))
    enough = (seen >= least[:, None]).all(0) & (total.sum(1) >= terms.least_seen)
    out = terms.zeroed
    rows = zip(
        names, total.tolist(), by_group.transpose(1, 0, 2).tolist(), gap.tolist(), yes.tolist(), no.tolist(),
        enough.tolist(), extremity.tolist(), strict=True,
    )  # fmt: skip
    return tuple(
        Statement(
            name,
            StatementCounts(counted[2], counted[0], counted[1], far, name in terms.meta),
            {label: Counted(one[2], one[0], one[1]) for label, one in zip(labels, groups, strict=True)},
            apart, agree, disagree, sure, name in out,
        )
        for name, counted, groups, apart, agree, disagree, sure, far in rows
    )  # fmt: skip
