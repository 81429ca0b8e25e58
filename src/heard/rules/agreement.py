"""How far two or more readers agree beyond chance (GP-i): percent agreement, Cohen's κ, Krippendorff's α.

Everything is nominal: a category is neither more nor less than another. All work on counts, so a million units take
a fraction of a second. Where nobody could have disagreed (one category only, or no unit read twice) the value is
None, never 1: nothing has been shown.

Sources: Krippendorff, “Computing Krippendorff's Alpha-Reliability” (2011); Cohen (1960); the large-sample variance
of κ by Fleiss, Cohen and Everitt (1969); MASI distance by Passonneau (2006); Wilson (1927).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

Z = 1.959963984540054  # 95 %
Unit = TypeVar("Unit", bound=Hashable)
WEAKEST = 0.6  # below this the handbook asks for a warning


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its 95 % interval; all None where nothing can be said."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ThemeAgreement:
    """One theme as a yes-or-no question put to each passage: how alike two readers answered it.

    `both`, `first` and `second` count the passages to which both, only the first and only the second put the theme.
    """

    theme: str
    units: int
    both: int
    first: int
    second: int
    percent: Interval
    kappa: Interval
    alpha: float | None

    @property
    def disputed(self) -> int:
        return self.first + self.second


@dataclass(frozen=True, slots=True)
class CodingAgreement:
    """Two readers over the same passages, each passage put to any number of themes.

    `alpha` is Krippendorff's α over the whole set that each reader gave a passage, with the MASI distance: 0 for the
    same set, 1 for sets that share nothing; a set inside the other counts as nearer than sets that merely overlap.
    `alike` is the share of passages with exactly the same set.
    """

    units: int
    alike: Interval
    alpha: float | None
    themes: tuple[ThemeAgreement, ...]

    def weak(self, floor: float = WEAKEST) -> tuple[ThemeAgreement, ...]:
        """The themes under the floor, the worst first."""
        found = [each for each in self.themes if each.alpha is not None and each.alpha < floor]
        return tuple(sorted(found, key=lambda each: (each.alpha, each.theme)))


def wilson(hits: int, of: int) -> Interval:
    """A share with its 95 % Wilson score interval. Raises ValueError unless 0 ≤ hits ≤ of."""
    if not 0 <= hits <= of:
        raise ValueError("There cannot be more hits than tries.")
    if not of:
        return Interval(None)
    share, spread = hits / of, Z * Z / of
    middle = (share + spread / 2) / (1 + spread)
    reach = Z * math.sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return Interval(share, max(0.0, middle - reach), min(1.0, middle + reach))


def cohen_kappa(table: Sequence[Sequence[int]]) -> Interval:
    """Cohen's κ of two readers from their square table (rows: the first reader's category), with its interval.

    The interval is the large-sample one; with few units it is rough. Raises ValueError if the table is not square.
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError("The table of two readers has as many rows as columns.")
    n = counts.sum()
    if not n:
        return Interval(None)
    p = counts / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    observed, expected = float(np.trace(p)), float(rows @ columns)
    if math.isclose(expected, 1.0):
        return Interval(None)
    kappa = (observed - expected) / (1 - expected)
    error = math.sqrt(max(0.0, _kappa_variance(p, rows, columns, observed, expected) / n))
    return Interval(kappa, max(-1.0, kappa - Z * error), min(1.0, kappa + Z * error))


def _kappa_variance(p: Any, rows: Any, columns: Any, observed: float, expected: float) -> float:
    """n times the variance of κ (Fleiss, Cohen and Everitt 1969, their equation 13)."""
    same = np.diag(p) * ((1 - expected) - (rows + columns) * (1 - observed)) ** 2
    crossed = p * (columns[:, None] + rows[None, :]) ** 2
    apart = (1 - observed) ** 2 * (crossed.sum() - np.trace(crossed))
    rest = (observed * expected - 2 * expected + observed) ** 2
    return float((same.sum() + apart - rest) / (1 - expected) ** 4)


def nominal_alpha(counts: Any) -> float | None:
    """Krippendorff's α for nominal data from how many readers gave each unit each category.

    `counts` is units × categories, whole numbers; a unit that fewer than two readers read says nothing and is left
    out. α = 1 − Do/De with Do = Σᵤ (nᵤ² − Σ꜀ nᵤ꜀²)/(nᵤ − 1) and De = (N² − Σ꜀ N꜀²)/(N − 1).
    """
    found = np.asarray(counts)
    if found.ndim != 2:
        raise ValueError("Counts are units × categories.")
    found = found[found.sum(axis=1) >= 2].astype(np.float64)
    if not found.size:
        return None
    read, totals = found.sum(axis=1), found.sum(axis=0)
    n = totals.sum()
    expected = (n * n - totals @ totals) / (n - 1)
    if not expected:
        return None
    observed = ((read * read - np.einsum("uc,uc->u", found, found)) / (read - 1)).sum()
    return float(1 - observed / expected)


def counts_of(ratings: Iterable[Sequence[Hashable | None]]) -> Any:
    """Units × categories from what each reader said of each unit; None where a reader did not read it."""
    units = [[each for each in unit if each is not None] for unit in ratings]
    place = {category: n for n, category in enumerate(dict.fromkeys(each for unit in units for each in unit))}
    found = np.zeros((len(units), len(place)), dtype=np.int64)
    for row, unit in enumerate(units):
        for category in unit:
            found[row, place[category]] += 1
    return found


def masi(a: frozenset[Any], b: frozenset[Any]) -> float:
    """Distance of two sets: 1 − J·M. J = shared ÷ all; M is 1 for equal, ⅔ for one inside the other, ⅓ for overlap."""
    if a == b:
        return 0.0
    shared = a & b
    if not shared:
        return 1.0
    nearness = 2 / 3 if shared in (a, b) else 1 / 3
    return 1 - len(shared) / len(a | b) * nearness


def set_alpha(pairs: Sequence[tuple[frozenset[Any], frozenset[Any]]]) -> float | None:
    """Krippendorff's α of two readers who each gave every unit a set, with the MASI distance.

    The cost grows with the square of how many different sets there are, not with the units.
    """
    if not pairs:
        return None
    given = Counter(each for pair in pairs for each in pair)
    total, sets = 2 * len(pairs), list(given)
    expected = sum(
        2 * given[a] * given[b] * masi(a, b) for n, a in enumerate(sets) for b in sets[n + 1 :]
    ) / (total * (total - 1))  # fmt: skip
    if not expected:
        return None
    return 1 - sum(masi(a, b) for a, b in pairs) / len(pairs) / expected


def compare_codings(
    first: Mapping[Unit, frozenset[str]], second: Mapping[Unit, frozenset[str]], themes: Iterable[str] = ()
) -> CodingAgreement:
    """How alike two readers put the passages that both have read to themes.

    Each maps a passage to its themes (an empty set: read, and carries none). `themes` fixes the order and lists those
    that neither used; of these α and κ are None.
    """
    shared = [unit for unit in first if unit in second]
    pairs = [(first[unit], second[unit]) for unit in shared]
    used = sorted(set().union(*(a | b for a, b in pairs)) if pairs else set())
    named = [*dict.fromkeys(themes)]
    listed = [*named, *(each for each in used if each not in set(named))]
    return CodingAgreement(
        units=len(pairs),
        alike=wilson(sum(a == b for a, b in pairs), len(pairs)),
        alpha=set_alpha(pairs),
        themes=tuple(_theme(theme, pairs) for theme in listed),
    )


def _theme(theme: str, pairs: Sequence[tuple[frozenset[str], frozenset[str]]]) -> ThemeAgreement:
    cells = Counter((theme in a, theme in b) for a, b in pairs)
    both, first, second = cells[True, True], cells[True, False], cells[False, True]
    neither = len(pairs) - both - first - second
    counts = [[2, 0]] * both + [[1, 1]] * (first + second) + [[0, 2]] * neither
    return ThemeAgreement(
        theme=theme,
        units=len(pairs),
        both=both,
        first=first,
        second=second,
        percent=wilson(both + neither, len(pairs)),
        kappa=cohen_kappa([[both, first], [second, neither]]),
        alpha=nominal_alpha(np.asarray(counts, dtype=np.int64).reshape(-1, 2)),
    )
