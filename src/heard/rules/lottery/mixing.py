"""How often each panel must come up so that everyone gets exactly the chance that was found best.

A thousand panels at one in a thousand each miss the chances by less than a thousandth. Small corrections to the
shares of these panels close the rest: the least changes (measured against each share) that add up right, shortened
wherever a share would fall to nothing, until nothing is missing.
"""

from __future__ import annotations

import numpy as np

from heard.rules.lottery.solver import Numbers
from heard.rules.lottery.types import Whole

ROUNDS = 60
EXACT = 1e-8
KEPT = 0.9
RIDGE = 1e-15


def mix(panels: Whole, share: Numbers, seats: Numbers) -> Numbers | None:
    """Shares of typed panels (panels × types), none below nothing, that give `seats` on average; None if not found.

    `share` is where to start: shares that nearly do. What is missing in the end is under `EXACT` seats for any type.
    """
    system = np.vstack([panels.T, np.ones(len(panels))]).astype(float)
    wanted = np.append(seats, 1.0)
    for _ in range(ROUNDS):
        missing = wanted - system @ share
        if np.abs(missing).max() < EXACT:
            return share
        step = _correction(system, share, missing)
        if step is None:
            return None
        falling = step < 0
        reach = min(1.0, KEPT * float((share[falling] / -step[falling]).min(initial=np.inf)))
        if reach < 1e-6:
            return None
        share = share + (1.0 if reach >= KEPT and (share + step >= 0).all() else reach) * step
    return None


def _correction(system: Numbers, share: Numbers, missing: Numbers) -> Numbers | None:
    weighed = system * share**2
    square = weighed @ system.T
    square[np.diag_indices_from(square)] += RIDGE * np.trace(square)
    try:
        return np.asarray(weighed.T @ np.linalg.solve(square, missing))
    except np.linalg.LinAlgError:
        return None
