"""What META says a ballot may hold: how many projects, how many points, and how much they may cost together.

A ballot beyond `min_length`, `max_length` or `max_sum_points` is malformed: it would have more to say than the others.
Official counts do take ballots that cost more than `max_sum_cost` (Warszawa 2018) or give fewer points than
`min_sum_points`; these are counted, and a note says how many there are. So does one for limits that are not applied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import lcm
from operator import sub

from heard.rules.budget.ballots import Ballots
from heard.rules.budget.pbfile import number

NOT_APPLIED = (
    "budget_per_category", "budget_per_neighborhood", "max_sum_cost_per_category", "min_length_per_category",
    "max_length_per_category", "min_project_cost", "max_project_cost", "min_points", "max_points", "leftover_budget",
)  # fmt: skip
LONGEST = 1_000_000  # no ballot names so many projects; a first place must count a whole number that all loops hold


class Limits:
    """`least` and `most` projects on a ballot (0: any number), the sums of its points and costs (None: any).

    `wrong` names the fields that are no such numbers, each with why.
    """

    def __init__(self, meta: Mapping[str, str]) -> None:
        self.wrong: list[tuple[str, str]] = []
        self.least, self.most = self._whole(meta, "min_length"), self._whole(meta, "max_length")
        self.least_points, self.most_points = self._sum(meta, "min_sum_points"), self._sum(meta, "max_sum_points")
        self.most_cost = self._sum(meta, "max_sum_cost")
        self.passed_over = [key for key in NOT_APPLIED if meta.get(key, "").strip()]

    def why_not(self, projects: int, points: Fraction | int) -> str:
        """Why a ballot that names so many projects with so many points is malformed ("": it is not)."""
        if self.most and projects > self.most:
            return f"it names {projects} projects where {self.most} may be (max_length)"
        if projects < self.least:
            return f"it names {projects} projects where {self.least} must be (min_length)"
        if self.most_points is not None and points > self.most_points:
            return f"it gives {_amount(points)} points where {_amount(self.most_points)} may be (max_sum_points)"
        return ""

    def are_kept(self, ballots: Ballots) -> bool:
        """Whether no ballot is malformed. Projects that are named and given nothing are not among the entries."""
        lengths = _lengths(ballots) if self.most or self.least else []
        if (self.most and max(lengths, default=0) > self.most) or min(lengths, default=self.least) < self.least:
            return False
        return self.most_points is None or max(_points(ballots), default=0) <= self.most_points * ballots.scale

    def notes_on(self, ballots: Ballots, costs: Sequence[Fraction]) -> list[str]:
        """What was counted although META says otherwise, and what META says that was not applied."""
        notes = []
        if self.least_points is not None:
            least = self.least_points * ballots.scale
            notes.append(("min_sum_points", "give fewer points", [one < least for one in _points(ballots)]))
        if self.most_cost is not None:
            notes.append(("max_sum_cost", "cost more together", _dearer(ballots, costs, self.most_cost)))
        said = [_said(ballots, *one) for one in notes if any(one[2])]
        if self.passed_over:
            said.append(f"META also names {', '.join(self.passed_over)}: not applied here.")
        return said

    def _whole(self, meta: Mapping[str, str], key: str) -> int:
        found = self._sum(meta, key)
        if found is not None and found.denominator != 1:
            self.wrong.append((key, f"“{meta[key].strip()}” is not a whole number"))
            return 0
        if found is not None and found > LONGEST:
            self.wrong.append((key, f"it is more than {LONGEST:,}"))
            return 0
        return int(found or 0)

    def _sum(self, meta: Mapping[str, str], key: str) -> Fraction | None:
        said = meta.get(key, "").strip()
        try:
            found = number(said) if said else None
        except ValueError as error:
            self.wrong.append((key, str(error)))
            return None
        if found is not None and found < 0:
            self.wrong.append((key, "it is negative"))
            return None
        return found


def _amount(amount: Fraction | int) -> str:
    return str(amount) if Fraction(amount).denominator == 1 else f"{float(amount):g}"


def _lengths(ballots: Ballots) -> list[int]:
    first = ballots.arrays[0].tolist()
    return list(map(sub, first[1:], first))


def _points(ballots: Ballots) -> list[int]:
    """All points of each class of ballots, in its own whole numbers."""
    first, _places, given, _voters = ballots.arrays
    if given is None:
        return _lengths(ballots)
    until = list(accumulate(given.tolist(), initial=0))
    ends = [until[at] for at in first.tolist()]
    return list(map(sub, ends[1:], ends))


def _dearer(ballots: Ballots, costs: Sequence[Fraction], most: Fraction) -> list[bool]:
    """Which classes of ballots cost more together; in whole numbers, as fractions are slow."""
    unit = lcm(most.denominator, *{cost.denominator for cost in costs})
    whole, limit = [int(cost * unit) for cost in costs], int(most * unit)
    first, places = ballots.arrays[0].tolist(), ballots.arrays[1].tolist()
    return [sum(map(whole.__getitem__, places[begin:end])) > limit for begin, end in pairwise(first)]


def _said(ballots: Ballots, key: str, what: str, who: list[bool]) -> str:
    found = sum(voters for voters, one in zip(ballots.arrays[3].tolist(), who, strict=True) if one)
    return f"Ballots that {what} than META says ({key}): {found:,}. They were counted."
