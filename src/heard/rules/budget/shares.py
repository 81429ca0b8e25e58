"""Equal shares: every voter holds an equal part of the pot and pays for what they voted for.

A project with supporters i, of points u and money b, is affordable at the price x a point if Σ min(b, x·u) = cost. The
project whose money buys most (the smallest x, divided by its cost where utility is cost) is funded, its supporters pay,
and so on. Source: Peters, Pierczyński, Skowron, "Proportional Participatory Budgeting with Additive Utilities", 2021.

Floating-point numbers only find the order. Every comparison that is closer than `NEAR` is made in exact fractions, and
the winning sequence is replayed exactly: its prices are the certificate. Identical ballots are one class with a weight.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from heard.rules.budget.blocs import blocs_of
from heard.rules.budget.election import Counted, Election, Step
from heard.rules.budget.exact import NEAR, Exact
from heard.rules.budget.greedy import NOBODY, count_greedy, plain
from heard.rules.budget.kernel import Kernel, load


class Shares:
    """An election set up for runs of equal shares. `cost_utility`: a project is worth its cost to who voted for it."""

    def __init__(self, election: Election, eligible: Collection[int], *, cost_utility: bool = True) -> None:
        self.election, self.cost_utility = election, cost_utility
        self.classes = len(election.ballots)
        self.blocs = blocs_of(election, eligible)
        self.exact_comparisons = 0
        self.kernel = self._compiled()

    def run(self, endowment: Fraction) -> list[int]:
        """One run: what is bought in which order, if every voter begins with `endowment` (in whole units of money)."""
        found = self.kernel.run(float(endowment)) if self.kernel else None
        return _Run(self, endowment).buy() if found is None else found

    def _compiled(self) -> Kernel | None:
        """The compiled run, where it was built. Projects that nobody is too poor for are ordered for it exactly."""
        library = load()
        if library is None or not self.blocs:
            return None
        rich = {
            place: (Fraction(self.election.costs[place], bloc.whole_weight * max(self.factor(place), 1)),
                    self.election.tie_key(place))
            for place, bloc in self.blocs.items()
        }  # fmt: skip
        ranks = {place: number for number, place in enumerate(sorted(rich, key=lambda one: rich[one]))}
        factors = {place: self.factor(place) for place in self.blocs}
        return Kernel(library, self.blocs, self.classes, self.election.costs, factors, ranks, NEAR)

    def factor(self, place: int) -> int:
        """By what the price of a point is divided to compare projects."""
        return self.election.costs[place] if self.cost_utility else 1


class _Run:
    def __init__(self, shares: Shares, endowment: Fraction) -> None:
        self.shares, self.endowment = shares, endowment
        self.money = np.full(shares.classes, float(endowment))
        self.bought: list[int] = []
        self._exact: Exact | None = None

    def buy(self) -> list[int]:
        """Lazily: money only falls, so prices only rise, and an old price is a lower bound of the new one."""
        costs = self.shares.election.costs
        heap: list[tuple[float, int, int, float, Any]] = [(0.0, place, -1, 0.0, None) for place in self.shares.blocs]
        heapq.heapify(heap)
        while heap:
            ratio, place, asked, price, binding = heap[0]
            now = len(self.bought)
            if asked != now:
                found = self.price(place)
                if found is None:
                    heapq.heappop(heap)
                    continue
                price, binding = found
                ratio = price / self.shares.factor(place) if costs[place] else 0.0
                heapq.heapreplace(heap, (ratio, place, now, price, binding))
                continue
            heapq.heappop(heap)
            rivals = self._rivals(heap, ratio)
            if rivals:
                winner = self._decide([(ratio, place, now, price, binding), *rivals])
                for one in rivals if winner[1] == place else [(ratio, place, now, price, binding), *rivals]:
                    if one[1] != winner[1]:
                        heapq.heappush(heap, one)
                _ratio, place, _now, price, binding = winner
            self._pay(place, price, binding)
        return self.bought

    def price(self, place: int) -> tuple[float, Any] | None:
        """Price of a point now and who cannot pay it in full (None: all can); None if its supporters lack the money."""
        bloc, cost = self.shares.blocs[place], self.shares.election.costs[place]
        money = self.money[bloc.who]
        limits = money if bloc.points is None else money / bloc.points
        price = cost / bloc.weight
        binding = limits < price
        if not binding.any():
            return price, None
        held = money * bloc.voters
        total = float(held.sum())
        if total < cost * (1 + NEAR) and not self._affordable(place, total, cost):
            return None
        weights = bloc.voters if bloc.points is None else bloc.voters * bloc.points
        number = -1
        while (count := int(np.count_nonzero(binding))) != number:
            number = count
            rest = bloc.weight - float(weights[binding].sum())
            if count == len(limits) or rest <= 0:
                return float(limits.max()), binding
            price = (cost - float(held[binding].sum())) / rest
            binding = limits < price
        return price, binding

    def _affordable(self, place: int, total: float, cost: int) -> bool:
        if total < cost * (1 - NEAR):
            return False
        self.shares.exact_comparisons += 1
        return self.exact().money_of(place) >= cost

    def _rivals(self, heap: list[Any], ratio: float) -> list[Any]:
        """Everything that may be as good as the best, to within what floating point can tell; taken off the heap."""
        limit, found, now = ratio * (1 + NEAR), [], len(self.bought)
        while heap and heap[0][0] <= limit:
            old, place, asked, price, binding = heapq.heappop(heap)
            if asked != now:
                fresh = self.price(place)
                if fresh is None:
                    continue
                price, binding = fresh
                old = price / self.shares.factor(place) if self.shares.election.costs[place] else 0.0
                if old > limit:
                    heapq.heappush(heap, (old, place, now, price, binding))
                    continue
            found.append((old, place, now, price, binding))
        return found

    def _decide(self, near: list[Any]) -> Any:
        """The best of those that floating point cannot tell apart: exactly, then by the published tie-break."""
        self.shares.exact_comparisons += 1
        election = self.shares.election

        def key(one: Any) -> tuple[Fraction, Any]:
            _ratio, place, _now, _price, binding = one
            cost, bloc = election.costs[place], self.shares.blocs[place]
            if not cost:
                return Fraction(0), election.tie_key(place)
            exact = Fraction(cost, bloc.whole_weight) if binding is None else self.exact().price_of(place)
            return exact / self.shares.factor(place), election.tie_key(place)

        return min(near, key=key)

    def _pay(self, place: int, price: float, binding: Any) -> None:
        bloc = self.shares.blocs[place]
        due = price if bloc.points is None else price * bloc.points
        left = self.money[bloc.who] - due
        if binding is None:
            self.money[bloc.who] = np.maximum(left, 0.0)
        else:
            left[binding] = 0.0
            self.money[bloc.who] = np.maximum(left, 0.0)
        self.bought.append(place)

    def exact(self) -> Exact:
        """The same run so far, in exact fractions."""
        if self._exact is None:
            self._exact = Exact(self.shares, self.endowment)
        for place in self.bought[len(self._exact.prices) :]:
            self._exact.pay(place)
        return self._exact


def count_shares(
    election: Election, *, completion: str = "none", cost_utility: bool = True, threshold: Fraction = Fraction(0)
) -> Counted:
    """Equal shares with a completion: ``none``, ``add1``, ``add1e`` or ``add1u``.

    ``add1`` raises everyone's money by one unit of the currency from the whole part of their share until the projects
    bought would cost more than the pot, and keeps the last outcome that does not; ``add1e`` stops also at the first
    outcome that nothing could be added to; ``add1u`` fills up after ``add1`` by most votes. `threshold`: least points.
    """
    eligible = [place for place, points in enumerate(election.points) if points > 0 and points >= threshold]
    if not election.voters or not eligible:
        return _nothing(election, threshold)
    shares = Shares(election, eligible, cost_utility=cost_utility)
    share = Fraction(election.pot, election.voters)
    if completion == "none":
        endowment, run, overspent = share, shares.run(share), None
    else:
        endowment, run, overspent = _raise(shares, share, stop_when_full=completion == "add1e")
    counted = _counted(shares, endowment, run, threshold, overspent)
    return _filled(election, counted, threshold) if completion == "add1u" else counted


def _raise(
    shares: Shares, share: Fraction, *, stop_when_full: bool
) -> tuple[Fraction, list[int], tuple[Fraction, int] | None]:
    """The last endowment whose outcome the pot can pay, its outcome, and the first that it cannot with its cost."""
    election = shares.election
    unit = election.unit
    endowment = Fraction(share // unit * unit)
    if (everything := election.cost_of(tuple(shares.blocs))) <= election.pot:
        endowment = max(endowment, Fraction(-(-everything // unit) * unit))  # all can be bought: nobody needs more
    best: tuple[Fraction, list[int]] = endowment, []
    for tried in _endowments(endowment, unit):
        run = shares.run(tried)
        cost = election.cost_of(run)
        if cost > election.pot:
            return *best, (tried, cost)
        best = tried, run
        if len(run) == len(shares.blocs) or (stop_when_full and _is_full(shares, run, cost)):
            break
    return *best, None


def _endowments(first: Fraction, unit: int) -> Iterator[Fraction]:
    while True:
        yield first
        first += unit


def _is_full(shares: Shares, run: list[int], cost: int) -> bool:
    bought = set(run)
    left = shares.election.pot - cost
    return all(shares.election.costs[place] > left for place in shares.blocs if place not in bought)


def _counted(
    shares: Shares, endowment: Fraction, run: list[int], threshold: Fraction, overspent: tuple[Fraction, int] | None
) -> Counted:
    """Replay the winning run in exact fractions: its prices prove it."""
    election, exact = shares.election, Exact(shares, endowment)
    steps = []
    for place in run:
        exact.pay(place)
        price, cost = exact.prices[-1], election.costs[place]
        effective = cost / price if price else Fraction(election.supporters[place])
        steps.append(
            Step(place, price, election.supporters[place], exact.paying_all[-1], effective)
        )  # fmt: skip
    bought = set(run)
    unfunded, support = {}, {}
    for place in range(len(election.ids)):
        if place in bought:
            continue
        unfunded[place], support[place] = _why_not(shares, exact, place, threshold)
    certificate = {
        "endowment": election.money(endowment),
        "prices": {election.ids[step.place]: election.money(step.price or 0) for step in steps},
        "paid": election.money(election.cost_of([step.place for step in steps])),
        "exact_comparisons": shares.exact_comparisons,
        **({"one_more": {"endowment": election.money(overspent[0]), "would_cost": election.money(overspent[1])}}
           if overspent else {}),
    }  # fmt: skip
    return Counted(tuple(steps), unfunded, support, certificate)


def _why_not(shares: Shares, exact: Exact, place: int, threshold: Fraction) -> tuple[str, Fraction]:
    election = shares.election
    points = election.points[place]
    if points <= 0:
        return NOBODY, Fraction(0)
    if place not in shares.blocs:
        return f"{points} is below the threshold of {plain(threshold)}", Fraction(0)
    held = exact.money_of(place)
    left, cost = plain(election.money(held)), plain(election.money(election.costs[place]))
    words = f"its {election.supporters[place]:,} supporters had {left} left of the {cost} it costs"
    return words, election.money(held)


def _filled(election: Election, counted: Counted, threshold: Fraction) -> Counted:
    more = count_greedy(election, threshold=threshold, funded=counted.places)
    note = f"{len(more.funded)} more were added by most votes with what was left." if more.funded else ""
    certificate = {**counted.certificate, "added_by_votes": [election.ids[step.place] for step in more.funded]}
    support = {place: counted.support.get(place, Fraction(0)) for place in more.unfunded}
    return Counted(counted.funded + more.funded, more.unfunded, support, certificate, (note,) if note else ())


def _nothing(election: Election, threshold: Fraction) -> Counted:
    why = {
        place: f"{points} is below the threshold of {plain(threshold)}" if points > 0 else NOBODY
        for place, points in enumerate(election.points)
    }
    return Counted((), why, dict.fromkeys(why, Fraction(0)), {"endowment": Fraction(0), "prices": {}})
