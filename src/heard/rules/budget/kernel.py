"""The compiled run of equal shares, where it was built; see kernel.c and docs/decisions/0005.

It was built when Heard was installed on a machine with a C compiler. `load` gives None where it was not: then the same
steps are taken in numpy, many times more slowly and with the same result.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

_Doubles = np.ctypeslib.ndpointer(np.float64, flags="C")
_Ints = np.ctypeslib.ndpointer(np.int32, flags="C")


class _Set(ctypes.Structure):
    _fields_ = [
        ("projects", ctypes.c_int), ("classes", ctypes.c_int), ("start", ctypes.c_void_p), ("who", ctypes.c_void_p),
        ("points", ctypes.c_void_p), ("voters", ctypes.c_void_p), ("cost", ctypes.c_void_p),
        ("factor", ctypes.c_void_p), ("weight", ctypes.c_void_p), ("rank", ctypes.c_void_p), ("near", ctypes.c_double),
    ]  # fmt: skip


@cache
def load() -> Any:
    """The library, or None. `HEARD_PLAIN=1` in the environment leaves it aside."""
    spec = None if os.environ.get("HEARD_PLAIN") == "1" else find_spec("heard.rules.budget._kernel")
    if spec is None or spec.origin is None:
        return None
    try:
        run = ctypes.CDLL(spec.origin).heard_run
    except (OSError, AttributeError):
        return None
    run.restype = ctypes.c_int
    run.argtypes = [ctypes.POINTER(_Set), ctypes.c_double, *[_Doubles] * 3, *[_Ints] * 3]
    return run


class Kernel:
    """One election laid out for the library. `ranks` orders projects that nobody is too poor for."""

    def __init__(
        self, run: Any, blocs: Mapping[int, Any], classes: int, costs: Any, factors: Any, ranks: Any, near: float
    ) -> None:
        self.library, self.places = run, list(blocs)
        sizes = [len(blocs[place].who) for place in self.places]
        voters = np.zeros(classes)
        for bloc in blocs.values():
            voters[bloc.who] = bloc.voters
        points = [np.ones(len(b.who)) if b.points is None else b.points for b in blocs.values()]
        self.arrays: dict[str, Any] = {
            "start": np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
            "who": np.concatenate([bloc.who for bloc in blocs.values()]).astype(np.int32),
            "points": np.ascontiguousarray(np.concatenate(points), dtype=np.float64),
            "voters": voters,
            "cost": np.array([float(costs[place]) for place in self.places]),
            "factor": np.array([float(factors[place]) for place in self.places]),
            "weight": np.array([blocs[place].weight for place in self.places]),
            "rank": np.array([ranks[place] for place in self.places], dtype=np.int32),
        }
        number = len(self.places)
        pointers = {name: array.ctypes.data for name, array in self.arrays.items()}
        self.set = _Set(projects=number, classes=classes, near=near, **pointers)
        self.work: tuple[Any, ...] = (
            np.empty(classes), np.empty(number), np.empty(number),
            *(np.empty(number, dtype=np.int32) for _each in range(3)),
        )  # fmt: skip

    def run(self, endowment: float) -> list[int] | None:
        """What is bought in which order, or None where something was too close for floating point."""
        number = self.library(ctypes.byref(self.set), endowment, *self.work)
        return None if number < 0 else [self.places[one] for one in self.work[5][:number]]
