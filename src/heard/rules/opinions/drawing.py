"""A map from beginning to end: axes, places, groups, what tells them apart, and the digest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from heard.rules.opinions import grouping, telling
from heard.rules.opinions.axes import axes_of, turned
from heard.rules.opinions.grouping import Grouping
from heard.rules.opinions.matrix import table_of
from heard.rules.opinions.picture import RULE, Group, Map, Terms, statements_of
from heard.rules.opinions.votes import Votes
from heard.rules.opinions.words import reasons
from heard.rules.outcome import digest

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


def run(votes: Votes, *, terms: Terms | None = None, seed: int = 0, before: Map | None = None) -> Map:
    """Draw the map of these votes, from nothing. The same votes, terms and seed give the same map and digest.

    `before` only lends its names for the groups and its directions for the axes, so that a picture does not jump.
    """
    asked = terms or Terms()
    table = table_of(votes, asked.zeroed)
    axes = axes_of(table)
    place = table.project(axes)
    found = grouped(place, in_conversation(table.many, asked, table.things), asked, seed)
    # Turned only now, so that `before` cannot change who is grouped with whom.
    sign = np.where((turned(axes, axes_before(votes.statements, before)) * axes).sum(1) < 0, -1.0, 1.0)
    axes, place = axes * sign[:, None], place * sign
    found.base[:, :2] *= sign
    stood = Stood(
        votes.participants, votes.statements, len(votes), axes, place, table.centre, table.counts,
        table.by_group(found.label, found.groups),
    )  # fmt: skip
    return drawn(stood, found, asked, seed, before, votes.digest)


@dataclass(frozen=True, eq=False)
class Stood:
    """Where everybody stands, and what was counted: over all (statements, 3) and by group (groups, statements, 3)."""

    people: tuple[str, ...]
    statements: tuple[str, ...]
    votes: int
    axes: Floats
    place: Floats
    centre: Floats
    counts: Ints
    by_group: Ints


@dataclass(frozen=True, eq=False)
class Groups:
    """Who is in which group, from 0 in the order of size (-1: in none); base groups (x, y, people); every fit tried."""

    label: Ints
    base: Floats
    fits: Mapping[int, Grouping]

    @property
    def groups(self) -> int:
        """How many there are."""
        return int(self.label.max(initial=-1)) + 1


def in_conversation(many: Ints, terms: Terms, statements: int) -> NDArray[np.bool_]:
    """Who has voted on enough statements to be grouped; if they are too few, the most active beside them."""
    inside = many >= max(1, min(terms.least_votes, statements))
    if inside.sum() < terms.least_people:
        first = np.argsort(-many, kind="stable")[: terms.least_people]
        inside[first[many[first] > 0]] = True
    return inside


def grouped(
    place: Floats,
    inside: NDArray[np.bool_],
    terms: Terms,
    seed: int,
    start: Floats | None = None,
    stay: int = 0,
    starts: int = grouping.STARTS,
) -> Groups:
    """Base groups, then opinion groups, of those inside. `start`: base centres a moment ago; `stay`: so many groups."""
    who = np.flatnonzero(inside)
    label = np.full(len(place), -1, np.intp)
    if not len(who):
        return Groups(label, np.zeros((0, 3)), {})
    member, centres = grouping.base_groups(place[who], start)
    weights = np.bincount(member).astype(np.float64)
    fits = grouping.opinion_groups(centres, weights, terms.most_groups, seed, starts)
    chosen = stay if stay in fits else grouping.how_many(fits) if fits else 0
    of_base = fits[chosen].label if fits else np.zeros(len(centres), np.intp)
    label[who] = by_size(of_base[member])
    return Groups(label, np.column_stack([centres, weights]), fits)


def by_size(label: Ints) -> Ints:
    """The same groups, the largest first; of equals the one whose first member came first."""
    size = np.bincount(label)
    first = np.full(len(size), len(label))
    first[label[::-1]] = np.arange(len(label) - 1, -1, -1)  # of several, the last that is written stays: the first
    place = np.empty(len(size), np.intp)
    place[np.lexsort((first, -size))] = np.arange(len(size))
    return place[label]


def drawn(stood: Stood, found: Groups, terms: Terms, seed: int, before: Map | None, inputs: str = "") -> Map:
    """The map of groups that are found: names for them, everything counted, reasons; a digest if `inputs` has one."""
    many, names = found.groups, named(stood.people, found.label, found.groups, before)
    sizes = np.bincount(found.label[found.label >= 0], minlength=many).tolist()
    skip = np.array([name in terms.zeroed for name in stood.statements], bool)
    extremity = np.sqrt(len(skip)) * (1 - stood.centre) * np.sqrt((stood.axes**2).sum(0))
    extremity[skip] = 0.0
    told_of = partial(
        statements_of, stood.statements, stood.counts, stood.by_group, tuple(names), sizes, extremity, terms
    )
    yes, no, seen = stood.by_group[:, :, 2], stood.by_group[:, :, 0], stood.by_group.sum(2)
    told = telling.representative(yes, no, seen, stood.statements, skip) if many > 1 else [[]] * many
    shared = telling.consensus(stood.counts[:, 2], stood.counts[:, 0], stood.counts.sum(1), stood.statements, skip)
    groups = [Group(name, size, tuple(each)) for name, size, each in zip(names, sizes, told, strict=True)]
    silhouettes = {each: fit.silhouette for each, fit in found.fits.items()}
    return Map(
        stood.people, stood.statements, stood.place, np.append(np.array(names, np.intp), -1)[found.label],
        tuple(sorted(groups, key=lambda each: each.id)), shared, told_of,
        reasons(len(stood.people), stood.votes, len(stood.statements), found.label, sizes, silhouettes, terms),
        digest_of(inputs, stood, found.label, groups, shared, terms, seed) if inputs else "",
        terms, seed, stood.axes, silhouettes, found.base,
    )  # fmt: skip


def named(people: tuple[str, ...], label: Ints, many: int, before: Map | None) -> list[int]:
    """Names for the groups: those of the map before, as far as people stayed together, else 0, 1, 2 by size."""
    if before is None or not len(before.groups) or not many:
        return list(range(many))
    if people[: len(before.people)] == before.people:
        old = np.append(before.group, np.full(len(people) - len(before.people), -1, np.intp))
    else:
        known = dict(zip(before.people, before.group.tolist(), strict=True))
        old = np.array([known.get(name, -1) for name in people], np.intp)
    return grouping.matched(label, old, many)


def axes_before(statements: tuple[str, ...], before: Map | None) -> Floats | None:
    """The axes of the map before, over the statements of this one."""
    if before is None:
        return None
    if statements[: len(before.names)] == before.names:
        return np.pad(before.axes, ((0, 0), (0, len(statements) - len(before.names))))
    column = {name: i for i, name in enumerate(before.names)}
    found = np.zeros((2, len(statements)))
    for i, name in enumerate(statements):
        if name in column:
            found[:, i] = before.axes[:, column[name]]
    return found


def digest_of(
    inputs: str,
    stood: Stood,
    label: Ints,
    groups: list[Group],
    shared: Mapping[str, tuple[telling.Shared, ...]],
    terms: Terms,
    seed: int,
) -> str:
    """SHA-256 over inputs, rule, groups, counts and ordered lists; never coordinates, names of groups or live results.

    Groups stand by size, whatever they are called, so that `before` changes nothing. Numbers are hashed as they lie in
    rows, little end first: two bytes for a group, eight for a count.
    """
    counts = np.concatenate([stood.counts[None], stood.by_group])
    return digest(
        {
            "rule": RULE,
            "terms": {**terms.plain(), "seed": seed},
            "votes": inputs,
            "groups": hashlib.sha256(label.astype("<i2").tobytes()).hexdigest(),
            "sizes": [each.size for each in groups],
            "counts": hashlib.sha256(counts.astype("<i8").tobytes()).hexdigest(),
            "representative": [[[one.statement, one.agree, one.n] for one in each.representative] for each in groups],
            "consensus": {word: [[each.statement, each.n] for each in found] for word, found in shared.items()},
        }
    )
