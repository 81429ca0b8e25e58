"""The city's policy files (policy/*.toml): read again whenever one has changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings

T = TypeVar("T")


def from_policy(name: str, read: Callable[[bytes], T]) -> T:
    """What `read` makes of a policy file as it stands now. `read`: a function of a module, always the same one.

    Raises what `read` raises, each time, until the file is mended; FileNotFoundError where there is none.
    """
    path = Path(settings.POLICY) / name
    stat = path.stat()
    found: T = _read(path, stat.st_mtime_ns, stat.st_size, read)
    return found


@lru_cache(maxsize=64)
def _read(path: Path, changed: int, size: int, read: Callable[[bytes], Any]) -> Any:
    return read(path.read_bytes())
