"""Equal shares, its completions, greedy and Phragmén as a person would write them down: slow, exact, voter by voter."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from heard.rules.budget import Election

Utility = str


def voters_of(election: Election) -> list[dict[int, int]]:
    """One row a voter: points above nothing by project."""
    return [
        {place: points for place, points in zip(one.projects, one.points, strict=True) if points > 0}
        for one in election.ballots
        for _each in range(one.voters)
    ]


def price(cost: int, supporters: list[tuple[Fraction, int]]) -> Fraction | None:
    """The x with Σ min(money, x·points) = cost, found by trying every point where somebody runs out."""
    if sum(money for money, _points in supporters) < cost:
        return None
    ordered = sorted(supporters, key=lambda one: one[0] / one[1])
    paid, weight = Fraction(0), sum(points for _money, points in ordered)
    for money, points in ordered:
        x = (cost - paid) / weight
        if x * points <= money:
            return x
        paid, weight = paid + money, weight - points
    return max(money / points for money, points in ordered)


def equal_shares(
    election: Election, endowment: Fraction, utility: Utility = "cost", least: Fraction = Fraction(0)
) -> list[int]:
    voters = voters_of(election)
    money = [endowment] * len(voters)
    left = {p for p, points in enumerate(election.points) if points > 0 and points >= least}
    funded: list[int] = []
    while True:
        best = None
        for place in left:
            who = [(money[v], given[place]) for v, given in enumerate(voters) if place in given]
            cost = election.costs[place]
            x = price(cost, who)
            if x is None:
                continue
            ratio = Fraction(0) if not cost else x / (cost if utility == "cost" else 1)
            key = (ratio, election.ranks[place])
            if best is None or key < best[0]:
                best = (key, place, x)
        if best is None:
            return funded
        _key, place, x = best
        for v, given in enumerate(voters):
            if place in given:
                money[v] -= min(money[v], x * given[place])
        left.discard(place)
        funded.append(place)


def add1(
    election: Election, utility: Utility = "cost", least: Fraction = Fraction(0), *, full: bool = False
) -> list[int]:
    supported = {p for p, points in enumerate(election.points) if points > 0 and points >= least}
    if not election.voters or not supported:
        return []
    endowment = Fraction(floor(Fraction(election.pot, election.voters * election.unit)) * election.unit)
    best: list[int] = []
    while True:
        found = equal_shares(election, endowment, utility, least)
        cost = election.cost_of(found)
        if cost > election.pot:
            return best
        best = found
        left = election.pot - cost
        if len(found) == len(supported):
            return best
        if full and all(election.costs[p] > left for p in supported - set(found)):
            return best
        endowment += election.unit


def fill(election: Election, funded: list[int], least: Fraction = Fraction(0)) -> list[int]:
    """Most votes first with what is left."""
    found, left = list(funded), election.pot - election.cost_of(funded)
    for place in sorted(range(len(election.ids)), key=election.ranks.__getitem__):
        points = election.points[place]
        if place not in found and points > 0 and points >= least and election.costs[place] <= left:
            found.append(place)
            left -= election.costs[place]
    return found


def phragmen(election: Election, least: Fraction = Fraction(0)) -> list[int]:
    voters = voters_of(election)
    load = [Fraction(0)] * len(voters)
    left = {p for p, points in enumerate(election.points) if points > 0 and points >= least}
    funded: list[int] = []
    while left:

        def key(place: int) -> tuple[Fraction, object]:
            who = [v for v, given in enumerate(voters) if place in given]
            return (election.costs[place] + sum(load[v] for v in who)) / len(who), election.ranks[place]

        place = min(left, key=key)
        if election.cost_of([*funded, place]) > election.pot:
            return funded
        at = key(place)[0]
        for v, given in enumerate(voters):
            if place in given:
                load[v] = at
        left.discard(place)
        funded.append(place)
    return funded
