"""Equal shares: every voter holds an equal part of the pot and pays for what they voted for.

A project with supporters i, of points u and money b, is affordable at the price x a point if Σ min(b, x·u) = cost. The
project whose money buys most (the smallest x, divided by its cost where utility is cost) is funded, its supporters pay,
and so on. Source: Peters, Pierczyński, Skowron, "Proportional Participatory Budgeting with Additive Utilities", 2021.

Floating-point numbers only find the order. Whatever is closer than their error bound is decided in exact numbers, and
the winning sequence is replayed exactly: its prices are the certificate. Identical ballots are one class with a weight.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from heard.rules.budget.election import Counted, Election, Step
from heard.rules.budget.exact import Exact
from heard.rules.budget.greedy import count_greedy, plain, too_few
from heard.rules.budget.pbfile import PbError, Problem
from heard.rules.budget.runs import Run, Shares

MOST_UNITS = 10_000_000  # no city's costs are so far from its pot


def count_shares(
    election: Election, *, completion: str = "none", cost_utility: bool = True, threshold: Fraction = Fraction(0)
) -> Counted:
    """Equal shares with a completion: ``none``, ``add1``, ``add1e`` or ``add1u``.

    ``add1`` raises everyone's money by one unit of the currency from the whole part of their share until the projects
    bought would cost more than the pot, and keeps the last outcome that does not; ``add1e`` stops also at the first
    outcome that nothing could be added to; ``add1u`` fills up after ``add1`` by most votes. `threshold`: least points.
    PbError if that takes more than `MOST_UNITS` units.
    """
    eligible = [place for place in range(len(election.ids)) if election.is_counted(place, threshold)]
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
) -> tuple[Fraction, Run, tuple[Fraction, int] | None]:
    """The last endowment whose outcome the pot can pay, its outcome, and the first that it cannot with its cost."""
    election = shares.election
    unit = election.unit
    endowment = share // unit * unit
    if (everything := election.cost_of(tuple(shares.eligible))) <= election.pot:
        endowment = max(endowment, -(-everything // unit) * unit)  # all can be bought: nobody needs more
    first, last = endowment, Run([], [])
    while True:
        tried, run = shares.climb(endowment, unit, full=stop_when_full)
        if tried - first > MOST_UNITS * unit:
            why = (
                f"add1 raised everyone's money {MOST_UNITS:,} times, and the pot is not spent: name another completion"
            )
            raise PbError([Problem(0, "budget", why)])
        cost = election.cost_of(run.bought)
        if cost > election.pot:
            before = tried - unit
            last = last if tried == endowment else shares.run(Fraction(before))
            return Fraction(max(before, first)), last, (Fraction(tried), cost)
        if len(run.bought) == len(shares.eligible) or (stop_when_full and _is_full(shares, run, cost)):
            return Fraction(tried), run, None
        endowment, last = tried + unit, run


def _is_full(shares: Shares, run: Run, cost: int) -> bool:
    left = shares.election.pot - cost
    return all(shares.election.costs[place] > left for place in shares.eligible.difference(run.bought))


def _counted(
    shares: Shares, endowment: Fraction, run: Run, threshold: Fraction, overspent: tuple[Fraction, int] | None
) -> Counted:
    """Replay the winning run in exact numbers: its prices prove it."""
    election, exact = shares.election, Exact(shares.election, shares.rows, endowment)
    exact.pay_until(run.bought, run.prices)
    prices = exact.prices()
    steps = [
        Step(place, price, election.supporters[place], paying_all)
        for place, price, paying_all in zip(run.bought, prices, exact.paying_all, strict=True)
    ]
    certificate: dict[str, object] = {
        "endowment": election.money(endowment),
        "prices": {election.ids[step.place]: election.money(price) for step, price in zip(steps, prices, strict=True)},
        "paid": election.money(election.cost_of(run.bought)),
    }
    if overspent:
        certificate["one_more"] = {
            "endowment": election.money(overspent[0]), "would_cost": election.money(overspent[1]),
        }  # fmt: skip

    def left() -> Mapping[int, tuple[str, Fraction]]:
        rest = (place for place in range(len(election.ids)) if place not in exact.paid)
        return {place: _why_not(shares, exact, place, threshold) for place in rest}

    return Counted(tuple(steps), certificate, left)


def _why_not(shares: Shares, exact: Exact, place: int, threshold: Fraction) -> tuple[str, Fraction]:
    election = shares.election
    if place not in shares.eligible:
        return too_few(election, place, threshold), Fraction(0)
    held = election.money(exact.money_of(place))
    cost = plain(election.money(election.costs[place]))
    return f"its {election.supporters[place]:,} supporters had {plain(held)} left of the {cost} it costs", held


def _filled(election: Election, counted: Counted, threshold: Fraction) -> Counted:
    more = count_greedy(election, threshold=threshold, funded=counted.places)
    note = f"{len(more.funded)} more were added by most votes with what was left." if more.funded else ""
    certificate = {**counted.certificate, "added_by_votes": [election.ids[step.place] for step in more.funded]}

    def left() -> Mapping[int, tuple[str, Fraction]]:
        return {place: (why, counted.unfunded[place][1]) for place, (why, _points) in more.unfunded.items()}

    return Counted(counted.funded + more.funded, certificate, left, (note,) if note else ())


def _nothing(election: Election, threshold: Fraction) -> Counted:
    why = {place: (too_few(election, place, threshold), Fraction(0)) for place in range(len(election.ids))}
    return Counted((), {"endowment": Fraction(0), "prices": {}}, lambda: why)
