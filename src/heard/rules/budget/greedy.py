"""Most votes first: what councils mostly do. Needs vote totals only, in whole numbers."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from heard.rules.budget.election import Counted, Election, Step

NOBODY = "nobody voted for it"


def count_greedy(
    election: Election, *, skip: bool = True, threshold: Fraction = Fraction(0), funded: Collection[int] = (),
) -> Counted:  # fmt: skip
    """Go down the list of points and fund what still fits; with `skip` false stop at the first that does not.

    `threshold`: least points a project needs. `funded`: projects that are funded already and take their cost.
    """
    order = sorted(range(len(election.ids)), key=election.tie_key)
    left = election.pot - election.cost_of(tuple(funded))
    steps: list[Step] = []
    unfunded: dict[int, str] = {}
    stopped = ""
    for place in order:
        if place in funded:
            continue
        points, cost = election.points[place], election.costs[place]
        if points <= 0:
            unfunded[place] = NOBODY
        elif points < threshold:
            unfunded[place] = f"{points} is below the threshold of {plain(threshold)}"
        elif stopped:
            unfunded[place] = f"the rule ended at {stopped}, which did not fit"
        elif cost > left:
            unfunded[place] = f"it costs {plain(election.money(cost))} and {plain(election.money(left))} was left"
            stopped = "" if skip else f"“{election.names[place]}”"
        else:
            left -= cost
            steps.append(Step(place, payers=election.supporters[place], effective=Fraction(points)))
    support = {place: Fraction(election.points[place]) for place in unfunded}
    certificate = {"order": [election.ids[place] for place in order], "points": [election.points[p] for p in order]}
    return Counted(tuple(steps), unfunded, support, certificate)


def plain(amount: Fraction) -> str:
    """An amount for people: thousands set apart, two decimals where there are any."""
    return f"{amount.numerator:,}" if amount.denominator == 1 else f"{float(amount):,.2f}"
