"""A map from beginning to end: axes, places, groups, what tells them apart, and the digest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heard.rules.opinions import grouping, telling
from heard.rules.opinions.grouping import Grouping
from heard.rules.opinions.matrix import Table, axes_of, table_of
from heard.rules.opinions.picture import RULE, Group, Map, Statement, Terms, group_counts, statements_of
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
    axes = axes_of(table, axes_before(votes.statements, before))
    place = table.project(axes)
    inside = in_conversation(table.many, asked, len(votes.statements))
    found = grouped(place, inside, asked, seed)
    return drawn(votes, table, axes, place, found, asked, seed, before)


@dataclass(frozen=True, eq=False)
class Groups:
    """Who is in which group, from 0 in the order of size (-1: in none), with the base groups and every number tried."""

    label: Ints
    base: Floats
    fits: Mapping[int, Grouping]
    centres: Floats
    weights: Floats
    member: Ints


def in_conversation(many: Ints, terms: Terms, statements: int) -> NDArray[np.bool_]:
    """Who has voted on enough statements to be grouped; if they are too few, the most active beside them."""
    inside = many >= max(1, min(terms.least_votes, statements))
    if inside.sum() < terms.least_people:
        first = np.argsort(-many, kind="stable")[: terms.least_people]
        inside[first[many[first] > 0]] = True
    return inside


def grouped(place: Floats, inside: NDArray[np.bool_], terms: Terms, seed: int, start: Floats | None = None) -> Groups:
    """Base groups, then opinion groups, of those inside."""
    who = np.flatnonzero(inside)
    label = np.full(len(place), -1, np.intp)
    if not len(who):
        return Groups(label, np.zeros((0, 3)), {}, np.zeros((0, 2)), np.zeros(0), np.zeros(0, np.intp))
    member, centres = grouping.base_groups(place[who], start)
    weights = np.bincount(member).astype(np.float64)
    fits = grouping.opinion_groups(centres, weights, terms.most_groups, seed)
    of_base = fits[grouping.how_many(fits)].label if fits else np.zeros(len(centres), np.intp)
    label[who] = by_size(of_base[member])
    return Groups(label, np.column_stack([centres, weights]), fits, centres, weights, member)


def by_size(label: Ints) -> Ints:
    """The same groups, the largest first; of equals the one whose first member came first."""
    names, first, inverse, size = np.unique(label, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -size))
    place = np.empty(len(names), np.intp)
    place[order] = np.arange(len(names))
    return place[inverse]


def drawn(
    votes: Votes, table: Table, axes: Floats, place: Floats, found: Groups, terms: Terms, seed: int, before: Map | None
) -> Map:
    """The map of groups that are found: names for them, everything counted, reasons, digest."""
    many = int(found.label.max(initial=-1)) + 1
    sizes = np.bincount(found.label[found.label >= 0], minlength=many).tolist()
    names = named(votes.participants, found.label, many, before)
    by_group = group_counts(table.code, np.repeat(found.label, table.many), many, table.things)
    extremity = np.sqrt(table.things) * (1 - table.centre) * np.sqrt((axes**2).sum(0))
    extremity[table.zeroed] = 0.0
    rows = statements_of(votes.statements, table.counts, by_group, names, sizes, extremity, terms)
    skip = table.zeroed
    told = telling.representative(
        by_group[:, :, 2], by_group[:, :, 0], by_group.sum(2), votes.statements, skip
    ) if many > 1 else [[] for _each in range(many)]  # fmt: skip
    shared = telling.consensus(table.counts[:, 2], table.counts[:, 0], table.counts.sum(1), votes.statements, skip)
    groups = [Group(name, size, tuple(each)) for name, size, each in zip(names, sizes, told, strict=True)]
    label = np.append(np.array(names, np.intp), -1)[found.label]
    silhouettes = {each: fit.silhouette for each, fit in found.fits.items()}
    return Map(
        votes.participants, place, label, tuple(sorted(groups, key=lambda each: each.id)), shared, rows,
        reasons(votes, found.label, sizes, silhouettes, terms),
        digest_of(votes, found.label, groups, rows, names, shared, terms, seed),
        terms, seed, axes, silhouettes, found.base,
    )  # fmt: skip


def named(people: tuple[str, ...], label: Ints, many: int, before: Map | None) -> list[int]:
    """Names for the groups: those of the map before, as far as people stayed together, else 0, 1, 2 by size."""
    if before is None or not len(before.groups) or not many:
        return list(range(many))
    old = dict(zip(before.people, before.group.tolist(), strict=True))
    return grouping.matched(label, np.array([old.get(name, -1) for name in people], np.intp), many)


def axes_before(statements: tuple[str, ...], before: Map | None) -> Floats | None:
    """The axes of the map before, over the statements of this one."""
    if before is None:
        return None
    column = {each.id: i for i, each in enumerate(before.statements)}
    found = np.zeros((2, len(statements)))
    for i, name in enumerate(statements):
        if name in column:
            found[:, i] = before.axes[:, column[name]]
    return found


def digest_of(
    votes: Votes,
    label: Ints,
    groups: list[Group],
    rows: tuple[Statement, ...],
    names: list[int],
    shared: Mapping[str, tuple[telling.Shared, ...]],
    terms: Terms,
    seed: int,
) -> str:
    """SHA-256 over inputs, rule, groups, counts and ordered lists; never coordinates, names of groups or live results.

    Groups stand by size, whatever they are called, so that `before` changes nothing.
    """
    place = {name: i for i, name in enumerate(names)}
    counts = hashlib.sha256()
    for row in rows:
        cells = [row.counts.agree, row.counts.disagree, row.counts.passed]
        for name in sorted(row.groups, key=place.__getitem__):
            cells += [row.groups[name].agree, row.groups[name].disagree, row.groups[name].passed]
        counts.update((",".join(map(str, cells)) + "\n").encode())
    return digest(
        {
            "rule": RULE,
            "terms": {**terms.plain(), "seed": seed},
            "votes": votes.digest,
            "groups": hashlib.sha256(label.astype("<i2").tobytes()).hexdigest(),
            "sizes": [each.size for each in groups],
            "counts": counts.hexdigest(),
            "representative": [[[one.statement, one.agree, one.n] for one in each.representative] for each in groups],
            "consensus": {word: [[each.statement, each.n] for each in found] for word, found in shared.items()},
        }
    )
