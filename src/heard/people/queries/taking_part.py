"""Who took part, several questions at once, as it may be published: the second and last reader of monitoring answers.

Answers are laid beside one another only inside this function; what leaves it are suppressed tables and sums over at
least as many people as a table may show. One person counts once, however often they took part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heard.people.models import MonitoringAnswer, MonitoringKey
from heard.people.queries.monitoring import AT_A_TIME, blind_of, disclosure_policy
from heard.rules.disclosure import Terms
from heard.rules.raking import Raked
from heard.rules.representation import NOT_SAID, Compared, Crossed, Dimension, represent


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

    `base` and `effective_base` are rounded as tables are. One answer would count `lightest` to `heaviest` times.
    """

    base: int
    rounds: int
    gap: float
    converged: bool
    efficiency_percent: int
    design_effect: float
    effective_base: int
    lightest: float
    heaviest: float


@dataclass(frozen=True, slots=True)
class TookPart:
    """Tables of who took part, crossings where n allows, and weights, or why there are none."""

    compared: tuple[Compared, ...]
    crossed: tuple[Crossed, ...]
    weighed: Weighed | None
    why_not_weighed: str


def who_took_part(
    *,
    activity_ref: str,
    people: Sequence[Sequence[str]],
    asked: Sequence[Asked],
    crossings: Sequence[tuple[str, ...]],
    least: int,
) -> TookPart:
    """Every question at once over one whole activity. `people`: for each, the trace ids of what they gave.

    Counts are hidden below the sensitive threshold and rounded, whatever the question: the tables are released again
    and again while an activity runs. One query for each few thousand contributions.
    """
    terms = disclosure_policy().sensitive
    codes = _codes(activity_ref, people, asked)
    told = represent(codes, [each.dimension for each in asked], terms=terms, least=least, crossings=crossings)
    weighed = _weighed(told.raked, terms) if told.raked else None
    return TookPart(told.compared, told.crossed, weighed, told.why_not_raked)


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
    return Weighed(
        base=terms.shown(raked.base),
        rounds=raked.rounds,
        gap=round(raked.gap, 12),
        converged=raked.converged,
        efficiency_percent=round(100 * raked.efficiency),
        design_effect=round(raked.design_effect, 2),
        effective_base=terms.shown(round(raked.effective_base)),
        lightest=round(float(raked.weights.min()), 1),
        heaviest=round(float(raked.weights.max()), 1),
    )
