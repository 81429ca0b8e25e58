"""The city's planning policy (policy/planning.toml), read again whenever the file changes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from heard.rules.planning import PlanningPolicy, read_planning


def planning_policy() -> PlanningPolicy:
    """Duties to consult, core training, times before elections."""
    path = Path(settings.POLICY) / "planning.toml"
    stat = path.stat()
    return _read(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int) -> PlanningPolicy:
    return read_planning(path.read_bytes())


def least_days(duty: str, own: int | None) -> int | None:
    """The least number of days that a plan may have: what the law sets, or more if the plan asks for more; or None."""
    found = planning_policy().duty(duty)
    return max(own or 0, found.minimum_days if found else 0) or None
