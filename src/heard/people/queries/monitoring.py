"""Monitoring answers, only ever as suppressed tables: the one door to them.

Answers are laid beside one another only inside this module; what leaves it are suppressed tables and sums over at least
as many people as a table may show. One person counts once, however often they took part.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heard.ground.policy import from_policy
from heard.people.models import MonitoringAnswer, MonitoringKey
from heard.rules.disclosure import DisclosurePolicy, Terms, read_disclosure
from heard.rules.disclosure_cube import Cube
from heard.rules.raking import Raked
from heard.rules.representation import NOT_SAID, Compared, Crossed, Dimension, represent

AT_A_TIME = 5000
EFFICIENCY_TO = 5


def disclosure_policy() -> DisclosurePolicy:
    """The thresholds of policy/disclosure.toml, read again whenever it changes."""
    return from_policy("disclosure.toml", read_disclosure)


def blind_of(key: str, contribution_ref: str) -> str:
    """HMAC-SHA256(activity's key, contribution's trace id), hex: the only mark on a monitoring answer."""
    return hmac.new(key.encode(), contribution_ref.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about people: into which category (a place in `dimension.categories`) each of its answers falls.

    An answer that falls into none (“prefer not to say”) counts as not said.
    """

    question: str
    dimension: Dimension
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What weighting to the population would cost: shown beside the raw counts, never instead of them.

    It is part of the same release as the tables, so it is coarse: `base` to twice the threshold, `efficiency_percent`
    to five, and the rest is worked out from these two. At least as many people as the threshold would count as little
    as `lightest`, and as many as much as `heaviest`: no end of the scale is one person.
    """

    base: int
    converged: bool
    efficiency_percent: int
    design_effect: float
    effective_base: int
    lightest: float
    heaviest: float


@dataclass(frozen=True, slots=True)
class TookPart:
    """Tables of who took part, crossings where n allows, and weights, or why there are none.

    `cubes` hold every count that filters over several questions can ask for; the crossings are read from them.
    """

    compared: tuple[Compared, ...]
    crossed: tuple[Crossed, ...]
    cubes: tuple[Cube, ...]
    weighed: Weighed | None
    why_not_weighed: str


def tabulate(
    *,
    activity_ref: str,
    people: Sequence[Sequence[str]],
    asked: Sequence[Asked],
    crossings: Sequence[tuple[str, ...]],
    least: int,
) -> TookPart:
    """Every question at once over one whole activity. `people`: for each, the trace ids of what they gave.

    The one reader of monitoring answers. Everything in it is one release: its tables may stand beside one another, and
    no choice of contributions may be asked for, as two overlapping choices could be subtracted. Counts are hidden below
    the sensitive threshold and rounded, whatever the question: the tables are released again and again while an
    activity runs. One query for each few thousand contributions.
    """
    terms = disclosure_policy().sensitive
    codes = _codes(activity_ref, people, asked)
    told = represent(codes, [each.dimension for each in asked], terms=terms, least=least, crossings=crossings)
    weighed = _weighed(told.raked, terms) if told.raked else None
    return TookPart(told.compared, told.crossed, told.cubes, weighed, told.why_not_raked)


def _codes(activity_ref: str, people: Sequence[Sequence[str]], asked: Sequence[Asked]) -> NDArray[np.int8]:
    codes = np.full((len(people), len(asked)), NOT_SAID, dtype=np.int8)
    kept = MonitoringKey.objects.filter(activity_ref=activity_ref).first()
    column = {each.question: number for number, each in enumerate(asked)}
    for some in _in_batches(str(kept.key), people) if kept else ():
        rows = MonitoringAnswer.objects.filter(blind__in=list(some), question__in=list(column))
        for blind, question, answer in rows.values_list("blind", "question", "answer").iterator():
            place = asked[column[question]].places.get(answer, NOT_SAID)
            cell = (some[blind], column[question])
            if codes[cell] == NOT_SAID:
                codes[cell] = place
    return codes


def _in_batches(key: str, people: Sequence[Sequence[str]]) -> Iterator[dict[str, int]]:
    batch: dict[str, int] = {}
    for number, refs in enumerate(people):
        batch.update({blind_of(key, ref): number for ref in refs})
        if len(batch) >= AT_A_TIME:
            yield batch
            batch = {}
    if batch:
        yield batch


def _weighed(raked: Raked, terms: Terms) -> Weighed:
    base = _coarse(raked.base, 2 * terms.smallest)
    percent = max(EFFICIENCY_TO, _coarse(round(100 * raked.efficiency), EFFICIENCY_TO))
    order = np.argsort(raked.weights)
    return Weighed(
        base=base,
        converged=raked.converged,
        efficiency_percent=percent,
        design_effect=round(100 / percent, 1),
        effective_base=terms.shown(round(base * percent / 100)),
        lightest=_reached(raked, order, terms),
        heaviest=_reached(raked, order[::-1], terms),
    )


def _coarse(number: int, to: int) -> int:
    return (2 * number + to) // (2 * to) * to


def _reached(raked: Raked, order: NDArray[np.int64], terms: Terms) -> float:
    """The weight at which, going in this order, as many people as the threshold have been met."""
    met = np.cumsum(raked.sizes[order])
    return round(float(raked.weights[order][int(np.searchsorted(met, terms.smallest))]), 1)
