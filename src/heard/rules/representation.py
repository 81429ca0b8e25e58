"""Who took part against who lives here: shares, ratios, dissimilarity, crossings and weights, from counts of people.

Everything is arithmetic on counts that may be published: small groups are counted together first, so that each number
here can be worked out from the table beside it. Weights are a second reading, never the first: they cannot mend that
people chose themselves whether to take part. Margins of error are for random samples only.

Sources: Wilson (1927) score interval; dissimilarity after Duncan and Duncan (1955). Weights: `rules.raking`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from heard.rules.disclosure import Terms, suppress_list
from heard.rules.disclosure_cube import Cube, publish_cube
from heard.rules.raking import Raked, rake
from heard.rules.verdict import YES, Verdict, no

LOW, HIGH = Fraction(4, 5), Fraction(5, 4)
NORMAL_95 = 1.959963984540054
NOT_SAID = -1
SILENT = "not-said"
Parts = list[list[int]]


@dataclass(frozen=True, slots=True)
class Cut:
    """How one side of a comparison is cut: categories of which standard and version, areas by which boundaries."""

    categories: tuple[str, ...]
    standard: str = ""
    version: str = ""
    areas: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One thing asked about people, with the share of the population in each category (summing to 1) if known.

    `population_base` is how many people the shares are of, where the published table says so.
    """

    slug: str
    categories: tuple[str, ...]
    population: tuple[float, ...] | None = None
    population_base: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """So many of the base. `low` and `high` (Wilson, 95 %) only for a random sample, else None."""

    category: str
    count: int
    base: int
    low: float | None = None
    high: float | None = None

    @property
    def share(self) -> float:
        return self.count / self.base if self.base else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One category as it may be published. `together` names the small groups that were counted as one.

    `ratio` is the share of participants ÷ the share of the population; `stands` is ``under``, ``par``, ``over`` or "".
    """

    category: str
    count: int
    share: float
    population: float | None = None
    ratio: float | None = None
    stands: str = ""
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """One dimension as it may be published. `base`: how many said, of `asked`. Withheld: too few to show anything.

    `dissimilarity` is the share of participants who would have to belong to another group for a perfect match.
    """

    slug: str
    lines: tuple[Line, ...]
    base: int | None
    asked: int
    withheld: bool = False
    dissimilarity: float | None = None

    @property
    def response_percent(self) -> int | None:
        """How many in a hundred answered this question; None where that is withheld."""
        return round(100 * min(self.base, self.asked) / self.asked) if self.base is not None and self.asked else None


@dataclass(frozen=True, slots=True)
class Crossed:
    """Two or three dimensions at once, as it may be published: None is hidden. Refused, with `why`, if n is small."""

    slugs: tuple[str, ...]
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[int | None, ...], ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Represented:
    """Every dimension, the crossings that n allows, and weights where every dimension has a population."""

    compared: tuple[Compared, ...]
    crossed: tuple[Crossed, ...]
    cubes: tuple[Cube, ...]
    raked: Raked | None
    why_not_raked: str = ""


def wilson(count: int, base: int, z: float = NORMAL_95) -> tuple[float, float]:
    """The interval in which a share lies, for a random sample. Raises ValueError unless 0 ≤ count ≤ base, base > 0."""
    if base <= 0 or not 0 <= count <= base:
        raise ValueError("A share needs a base, and a count within it.")
    p, zz = count / base, z * z / base
    middle, half = (p + zz / 2) / (1 + zz), z * sqrt(p * (1 - p) / base + zz / (4 * base)) / (1 + zz)
    return max(0.0, middle - half), min(1.0, middle + half)


def shares(counts: Mapping[str, int], *, random_sample: bool) -> tuple[Share, ...]:
    """Each category's share. Intervals only for a random sample: who chose to answer is no sample of who did not."""
    base = sum(counts.values())
    if not random_sample or not base:
        return tuple(Share(name, count, base) for name, count in counts.items())
    return tuple(Share(name, count, base, *wilson(count, base)) for name, count in counts.items())


def stands(ratio: float, low: Fraction = LOW, high: Fraction = HIGH) -> str:
    """Whether a representation ratio is ``under``, at ``par`` (both ends included) or ``over``."""
    return "under" if ratio < low else "over" if ratio > high else "par"


def dissimilarity(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """D = ½ Σ |p − q|: 0 is the same make-up, 1 no group in common. Raises ValueError for lists of different length."""
    return sum(abs(p - q) for p, q in zip(ours, theirs, strict=True)) / 2


def deprivation_gap(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The share of participants from the two most deprived tenths of areas, less the population's. Ten shares each."""
    if len(ours) != 10 or len(theirs) != 10:
        raise ValueError("Deprivation is counted in ten tenths, the most deprived first.")
    return sum(ours[:2]) - sum(theirs[:2])


def may_compare(ours: Cut, theirs: Cut) -> Verdict:
    """Whether two sides may be compared: the same standard, version, boundaries and categories (I-29)."""
    asked = (
        (ours.standard, theirs.standard, "The answers follow “{}”, the published table “{}”."),
        (ours.version, theirs.version, "The answers are of version “{}”, the published table of “{}”."),
        (ours.areas, theirs.areas, "The people were counted by “{}”, the published table by “{}”."),
    )
    for mine, other, words in asked:
        if mine != other:
            return no(words.format(mine, other), "Use matching versions, or a documented lookup between them.", "I-29")
    if set(ours.categories) != set(theirs.categories):
        strange = ", ".join(sorted(set(ours.categories) ^ set(theirs.categories)))
        return no(f"The categories do not match: {strange}.", "Group the answers into the table's categories.", "I-29")
    return YES


def together(counts: Sequence[int], terms: Terms) -> Parts:
    """The places in `counts` that are shown: each alone, then all small ones as one, so that none can be worked out.

    Empty where the whole is too small to show anything.
    """
    shown = suppress_list(counts, terms)
    if shown.withheld:
        return []
    rest = [place for place, count in enumerate(shown.counts) if count is None]
    return [[place] for place, count in enumerate(shown.counts) if count is not None] + ([rest] if rest else [])


def compare(dimension: Dimension, counts: Sequence[int], asked: int, terms: Terms) -> Compared:
    """One dimension as it may be published, against the population where its shares are known.

    Ratios are worked out from the numbers shown (rounded, small groups together), so no hidden one can be worked back;
    and shown only where as many people as the threshold stand on both sides.
    """
    parts = together(counts, terms)
    if not parts:
        return Compared(dimension.slug, (), None, asked, withheld=True)
    numbers = [terms.shown(sum(counts[place] for place in places)) for places in parts]
    base = sum(numbers)
    theirs = [_population(dimension, places) for places in parts]
    lines = tuple(
        _line(dimension, places, number, base, share, terms)
        for places, number, share in zip(parts, numbers, theirs, strict=True)
    )
    known = [share for share in theirs if share is not None]
    apart = dissimilarity([number / base for number in numbers], known) if len(known) == len(parts) and base else None
    return Compared(dimension.slug, lines, base, asked, dissimilarity=apart)


def _population(dimension: Dimension, places: Sequence[int]) -> float | None:
    return None if dimension.population is None else sum(dimension.population[place] for place in places)


def _line(
    dimension: Dimension, places: Sequence[int], number: int, base: int, population: float | None, terms: Terms
) -> Line:
    ours, ratio = (number / base if base else 0.0), None
    if population and number >= terms.smallest:
        people = population * dimension.population_base if dimension.population_base else terms.smallest
        ratio = ours / population if people >= terms.smallest else None
    names = tuple(dimension.categories[place] for place in places)
    alone = len(names) == 1
    return Line(names[0] if alone else "", number, ours, population, ratio, stands(ratio) if ratio is not None else "",
                () if alone else names)  # fmt: skip


def crossing_counts(codes: NDArray[np.integer], sizes: Sequence[int]) -> NDArray[np.int64]:
    """How many people in each combination of the columns of `codes`; who did not say in one of them is left out.

    `codes` is people × dimensions, whole numbers from 0, or −1 for not said. Answers an array of shape `sizes`.
    """
    flat, said = np.zeros(len(codes), dtype=np.int64), np.ones(len(codes), dtype=bool)
    for column, size in enumerate(sizes):
        one = codes[:, column]
        said &= one >= 0
        flat = flat * size + one
    return np.bincount(flat[said], minlength=int(np.prod(sizes))).reshape(tuple(sizes))


def in_tree(crossings: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Which crossings may be shown beside one another: in their order, those that close no ring with earlier ones.

    Two tables that share one dimension, whose own counts are shown anyway, say nothing together that each does not say
    alone: whatever could be behind the one fits whatever could be behind the other. Three that share dimensions in a
    ring, or two that share a pair, can be subtracted. A crossing inside another is read from that one.
    """
    widest = [each for each in crossings if not any(set(each) < set(other) for other in crossings)]
    kept: list[tuple[str, ...]] = []
    joined: list[set[str]] = []
    for each in widest:
        touched = [group for group in joined if group & set(each)]
        if each in kept or any(len(group & set(each)) > 1 for group in touched):
            continue
        joined = [group for group in joined if group not in touched] + [set(each).union(*touched)]
        kept.append(each)
    return kept


def cubes_of(
    codes: NDArray[np.integer],
    dimensions: Sequence[Dimension],
    parts: Sequence[Parts],
    crossings: Sequence[tuple[str, ...]],
    terms: Terms,
) -> tuple[Cube, ...]:
    """One cube for each crossing that may be shown: in the parts in which each dimension is published by itself.

    Who did not say stands in each as a category of their own, so that nobody is the difference between two tables;
    fewer than the threshold of them are counted with the largest part. A dimension with a single category is left out.
    """
    place = {each.slug: number for number, each in enumerate(dimensions)}
    split = {slug: _split(codes[:, n], dimensions[n], parts[n], terms) for slug, n in place.items() if parts[n]}
    found = []
    for slugs in in_tree(crossings):
        chosen = [slug for slug in slugs if slug in split and len(split[slug][1]) > 1]
        if len(chosen) < 2:
            continue
        names = [split[slug][1] for slug in chosen]
        sizes = [len(each) for each in names]
        counts = crossing_counts(np.stack([split[slug][0] for slug in chosen], axis=1), sizes)
        cells = {
            tuple(n[i] for n, i in zip(names, at, strict=True)): int(number) for at, number in np.ndenumerate(counts)
        }
        found.append(publish_cube(cells, chosen, names, terms, known=1))
    return tuple(found)


def _split(
    column: NDArray[np.integer], dimension: Dimension, parts: Parts, terms: Terms
) -> tuple[NDArray[np.int64], list[str]]:
    """Each person's part of one dimension, and the names of its parts ("+" joins categories)."""
    new = _recoded(column, parts, len(dimension.categories))
    names = ["+".join(dimension.categories[place] for place in places) for places in parts]
    silent = int((new < 0).sum())
    if terms.is_small(silent) and silent:
        largest = int(np.bincount(new[new >= 0], minlength=len(parts)).argmax())
        new[new < 0] = largest
        names[largest] += f"+{SILENT}"
    elif silent:
        new[new < 0] = len(names)
        names.append(SILENT)
    return new, names


def cross(slugs: tuple[str, ...], people: int, cubes: Sequence[Cube], least: int) -> Crossed:
    """Two or three dimensions at once, read from the cube that holds them; or why there are no such tables."""
    if people < least:
        return Crossed(slugs, why=f"Fewer than {least} people.")
    cube = next((each for each in cubes if set(slugs) <= set(each.dimensions)), None)
    if cube is None:
        return Crossed(slugs, why="All of one group; or beside the other tables it would let small numbers be told.")
    names = [[one for one in cube.categories[cube.dimensions.index(slug)] if one != SILENT] for slug in slugs]
    cells = tuple(
        tuple(cube.count(**dict(zip(slugs, (*row, column), strict=True))) for column in names[-1])
        for row in _products(names[:-1])
    )
    if all(cell is None for line in cells for cell in line):
        return Crossed(slugs, why="Too many of its cells are of fewer people than may be shown.")
    return Crossed(slugs, tuple(" · ".join(line) for line in _products(names[:-1])), tuple(names[-1]), cells)


def _products(names: Sequence[Sequence[str]]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for each in names:
        found = [[*line, name] for line in found for name in each]
    return found


def represent(
    codes: NDArray[np.integer],
    dimensions: Sequence[Dimension],
    *,
    terms: Terms,
    least: int = 10,
    crossings: Sequence[tuple[str, ...]] | None = None,
    trim: tuple[float, float] | None = None,
) -> Represented:
    """Everything that may be said about who took part: `codes` is people × dimensions, −1 for “did not say”.

    `crossings` names which dimensions to cross (two or three each; by default every pair), the most wanted first: those
    that would close a ring with earlier ones are refused (`in_tree`). All tables together are one release.
    """
    sizes = [len(each.categories) for each in dimensions]
    one_way = [crossing_counts(codes[:, [n]], [size]).tolist() for n, size in enumerate(sizes)]
    parts = [together(counts, terms) for counts in one_way]
    compared = tuple(
        compare(dimension, counts, len(codes), terms) for dimension, counts in zip(dimensions, one_way, strict=True)
    )
    wanted = [*combinations((each.slug for each in dimensions), 2)] if crossings is None else list(crossings)
    cubes = cubes_of(codes, dimensions, parts, wanted, terms) if len(codes) >= least else ()
    crossed = tuple(cross(slugs, len(codes), cubes, least) for slugs in wanted)
    raked, why = _weighted(codes, dimensions, parts, terms, trim)
    return Represented(compared, crossed, cubes, raked, why)


def _weighted(
    codes: NDArray[np.integer], dimensions: Sequence[Dimension], parts: Sequence[Parts], terms: Terms,
    trim: tuple[float, float] | None,
) -> tuple[Raked | None, str]:  # fmt: skip
    """Weights to the dimensions that have a population, small groups together; or why there are none."""
    known = [n for n, each in enumerate(dimensions) if each.population is not None and len(parts[n]) > 1]
    if not known:
        return None, "No question has published figures to weigh by and enough people in at least two groups."
    coded = np.stack([_recoded(codes[:, n], parts[n], len(dimensions[n].categories)) for n in known], axis=1)
    whole = (coded >= 0).all(axis=1)
    if int(whole.sum()) < terms.smallest:
        return None, f"Fewer than {terms.smallest} people answered every question that there are published figures for."
    if _tells_beside(codes, coded, terms):
        return None, "Beside the other tables, how many answered every question would tell a small number."
    targets = [[_population(dimensions[n], places) or 0.0 for places in parts[n]] for n in known]
    try:
        return rake(coded[whole], targets, trim=trim), ""
    except ValueError:
        return None, "In one group nobody answered every question, so nobody there can be weighed."


def _tells_beside(codes: NDArray[np.integer], coded: NDArray[np.int64], terms: Terms) -> bool:
    """Whether few people lie between those who are weighed and a total that is published beside them.

    Those totals are: everybody, whoever answered one question, and whoever answered two (as a crossing shows).
    """
    whole, said = (coded >= 0).all(axis=1), coded >= 0
    columns = range(coded.shape[1])
    totals = [len(codes), *(int(said[:, n].sum()) for n in columns)]
    totals += [int((said[:, one] & said[:, other]).sum()) for one, other in combinations(columns, 2)]
    silent = [int((~said[:, one] & ~said[:, other]).sum()) for one, other in combinations(columns, 2)]
    apart = [total - int(whole.sum()) for total in totals]
    return any(0 < few < terms.smallest for few in (*apart, *silent))


def _recoded(column: NDArray[np.integer], parts: Parts, size: int) -> NDArray[np.int64]:
    """Codes of categories as codes of the parts that are shown; −1 stays −1 (the last place)."""
    new = np.full(size + 1, NOT_SAID, dtype=np.int64)
    for number, places in enumerate(parts):
        new[places] = number
    return new[column]
