"""The lottery that draws a citizens' panel: quotas kept exactly, the lowest chance as high as can be, and a proof.

Reading files (`read_targets`, `read_pool`) and values need nothing else; `draw` and `problems` bring in numpy and
HiGHS when they are called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from heard.rules.faults import Fault, Malformed
from heard.rules.lottery.files import read_pool, read_targets
from heard.rules.lottery.pool import Person, Pool, Target

if TYPE_CHECKING:
    from heard.rules.outcome import Outcome

METHODS = ("leximin", "maximin", "nash", "stratified")

__all__ = ["METHODS", "Fault", "Malformed", "Person", "Pool", "Target", "draw", "problems", "read_pool", "read_targets"]


def draw(
    pool: Pool,
    *,
    size: int,
    seed: int,
    method: str = "leximin",
    staying: tuple[str, ...] = (),
    left: tuple[str, ...] = (),
    rounds: int | None = None,
    late: Callable[[], bool] | None = None,
) -> Outcome:
    """Draw a panel of `size` (those `staying` included, those who `left` never again). Raises `drawing.Impossible`.

    `rounds` of search above the lowest chance (default: `limit.rounds_for` the pool's types). `late` says when time is
    up; what it cuts short is not the same everywhere.
    """
    from heard.rules.lottery.drawing import Terms
    from heard.rules.lottery.drawing import draw as drawn

    return drawn(pool, Terms(size, method, staying, left), seed, rounds=rounds, late=late)


def problems(document: Mapping[str, Any], pool: Pool) -> list[str]:
    """What does not hold in a published draw, in words; nothing if it is what it says."""
    from heard.rules.lottery.checking import problems as found

    return list(found(document, pool))
