"""Most votes first: what councils mostly do. Needs vote totals only, in whole numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from heard.rules.budget.election import Counted, Election, Step

NOBODY = "nobody voted for it"


def count_greedy(
    election: Election, *, skip: bool = True, threshold: Fraction = Fraction(0), funded: Collection[int] = (),
) -> Counted:  # fmt: skip
    """Go down the list of points and fund what still fits; with `skip` false stop at the first that does not.

    `threshold`: least points a project needs. `funded`: projects that are funded already and take their cost.
    """
    left = election.pot - election.cost_of(tuple(funded))
    steps: list[Step] = []
    passed: dict[int, int] = {}  # what was left when a project did not fit
    stopped: int | None = None
    for place in election.order:
        if stopped is not None or place in funded or not election.is_counted(place, threshold):
            continue
        cost = election.costs[place]
        if cost > left:
            passed[place] = left
            stopped = None if skip else place
        else:
            left -= cost
            steps.append(Step(place, payers=election.supporters[place]))

    def unfunded() -> Mapping[int, tuple[str, Fraction]]:
        bought = {*funded, *(step.place for step in steps)}
        rest = [place for place in election.order if place not in bought]
        return {place: (_why_not(election, place, threshold, passed, stopped), election.given(place)) for place in rest}

    order = election.order
    ids, points = [election.ids[place] for place in order], [election.given(place) for place in order]
    return Counted(tuple(steps), {"order": ids, "points": points}, unfunded)


def _why_not(
    election: Election, place: int, threshold: Fraction, passed: Mapping[int, int], stopped: int | None
) -> str:
    if not election.is_counted(place, threshold):
        return too_few(election, place, threshold)
    if place in passed:
        cost, left = election.money(election.costs[place]), election.money(passed[place])
        return f"it costs {plain(cost)} and {plain(left)} was left"
    return f"the rule ended at “{election.names[stopped or 0]}”, which did not fit"


def too_few(election: Election, place: int, threshold: Fraction) -> str:
    """Why a project that nobody or too few voted for is not counted."""
    points = election.given(place)
    return f"{plain(points)} is below the threshold of {plain(threshold)}" if points else NOBODY


def plain(amount: Fraction) -> str:
    """An amount for people: thousands set apart, two decimals where there are any."""
    return f"{amount.numerator:,}" if amount.denominator == 1 else f"{float(amount):,.2f}"
