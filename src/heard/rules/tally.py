"""Counting answers: every count with its base, every percentage from whole numbers.

`asked` is how many the question was put to, `answered` how many answered it (the base of each
percentage), `skipped` the rest. Percentages of a question where several answers may be ticked are of
people, so they may add up to more than 100. “Respondents”, never “residents”.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from heard.rules.outcome import Outcome

RULE = "tally/1"


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one question, in the order of its options."""

    asked: int
    answered: int
    counts: tuple[tuple[str, int], ...]
    several: bool = False

    @property
    def skipped(self) -> int:
        """How many were asked and did not answer."""
        return self.asked - self.answered

    def count(self, option: str) -> int:
        """How many chose `option`. Raises KeyError."""
        return dict(self.counts)[option]

    def percent(self, option: str) -> int | None:
        """Of those who answered, the share who chose `option`, as a whole number; None if nobody answered."""
        return whole_percent(self.count(option), self.answered)


@dataclass(frozen=True, slots=True)
class ScaleTally:
    """The counts of a scale from `low` to `high`, with mean (exact) and median (the lower of two middles)."""

    asked: int
    answered: int
    counts: tuple[tuple[int, int], ...]

    @property
    def skipped(self) -> int:
        """How many were asked and did not answer."""
        return self.asked - self.answered

    @property
    def mean(self) -> Fraction | None:
        """The exact mean, or None if nobody answered."""
        total = sum(point * number for point, number in self.counts)
        return Fraction(total, self.answered) if self.answered else None

    @property
    def median(self) -> int | None:
        """The point at which half of the answers are reached; None if nobody answered."""
        reached = 0
        for point, number in self.counts:
            reached += number
            if number and reached * 2 >= self.answered:
                return point
        return None


def whole_percent(part: int, base: int) -> int | None:
    """`part` of `base` in whole per cent, halves rounded up; None when the base is 0."""
    return (200 * part + base) // (2 * base) if base else None


def tally_choice(answers: Iterable[str | None], options: Sequence[str]) -> Tally:
    """Count one choice each; None or "" is a question skipped. Raises ValueError for an answer not on offer."""
    return _counted(({answer} if answer else set() for answer in answers), options, several=False)


def tally_choices(answers: Iterable[Collection[str] | None], options: Sequence[str]) -> Tally:
    """Count several choices each, each choice once; none is a question skipped. Raises ValueError as above."""
    return _counted((set(answer or ()) for answer in answers), options, several=True)


def tally_scale(answers: Iterable[int | None], low: int, high: int) -> ScaleTally:
    """Count points of a scale; None is a question skipped. Raises ValueError for a point off the scale."""
    asked, points = 0, Counter[int]()
    for answer in answers:
        asked += 1
        if answer is None:
            continue
        if not low <= answer <= high:
            raise ValueError(f"{answer} is not on the scale from {low} to {high}.")
        points[answer] += 1
    return ScaleTally(asked, points.total(), tuple((point, points[point]) for point in range(low, high + 1)))


def add(tallies: Iterable[Tally]) -> Tally:
    """Put channels together: the same question, counted apart. Raises ValueError when the options differ."""
    parts = list(tallies)
    if len({(tuple(option for option, _ in part.counts), part.several) for part in parts}) != 1:
        raise ValueError("Only tallies of the same question can be added.")
    summed = Counter[str]()
    for part in parts:
        summed.update(dict(part.counts))
    counts = tuple((option, summed[option]) for option, _ in parts[0].counts)
    return Tally(sum(p.asked for p in parts), sum(p.answered for p in parts), counts, parts[0].several)


def outcome(questions: Mapping[str, Tally | ScaleTally]) -> Outcome:
    """The tallies of a strand as an outcome, a sentence for each question; the same answers give the same digest."""
    found = {
        name: {"asked": each.asked, "answered": each.answered, "counts": [list(pair) for pair in each.counts]}
        for name, each in questions.items()
    }
    because = tuple(f"{name}: {each.answered} of {each.asked} answered." for name, each in questions.items())
    return Outcome(RULE, found, because)


def _counted(answers: Iterable[Collection[str]], options: Sequence[str], several: bool) -> Tally:
    asked = answered = 0
    counts = Counter[str](dict.fromkeys(options, 0))
    for answer in answers:
        if unknown := set(answer) - set(options):
            raise ValueError(f"“{min(unknown)}” is not among the answers on offer.")
        asked += 1
        answered += bool(answer)
        counts.update(answer)
    return Tally(asked, answered, tuple((option, counts[option]) for option in options), several)
