"""HiGHS, asked the same way every time: one thread, a fixed seed, no clock, silent.

Arrays only: building a model by operators costs more than solving these small ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

INFINITE = float(highspy.kHighsInf)
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Columns:
    """A sparse matrix by columns: column j holds `values[starts[j]:starts[j+1]]` in rows `rows[…]`."""

    starts: NDArray[np.int32]
    rows: NDArray[np.int32]
    values: Numbers

    @classmethod
    def of(cls, dense: NDArray[Any]) -> Columns:
        by_column = np.asarray(dense, dtype=float).T
        where = np.nonzero(by_column)
        starts = np.concatenate([[0], np.cumsum(np.bincount(where[0], minlength=len(by_column)))])
        return cls(starts.astype(np.int32), where[1].astype(np.int32), by_column[where])


def program(
    gain: Sequence[float] | Numbers,
    low: Numbers,
    high: Numbers,
    matrix: Columns,
    row_low: Numbers,
    row_high: Numbers,
    *,
    whole: int = 0,
    seed: int = 0,
) -> highspy.Highs:
    """A program that makes Σ gain·x as large as it can be. The first `whole` columns must be whole numbers."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(gain), len(row_low)
    model.col_cost_, model.col_lower_, model.col_upper_ = np.asarray(gain, dtype=float), low, high
    model.row_lower_, model.row_upper_ = row_low, row_high
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.starts, matrix.rows, matrix.values
    model.sense_ = highspy.ObjSense.kMaximize
    if whole:
        kinds = [highspy.HighsVarType.kInteger] * whole + [highspy.HighsVarType.kContinuous] * (len(gain) - whole)
        model.integrality_ = kinds
    solver = quiet(seed)
    solver.passModel(model)
    return solver


def quiet(seed: int = 0) -> highspy.Highs:
    """A solver that says nothing and does the same each time."""
    solver = highspy.Highs()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("parallel", "off"),
        ("random_seed", seed),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 1e-9),
        ("mip_feasibility_tolerance", 1e-9),
    ):
        solver.setOptionValue(option, value)
    return solver


def solved(solver: highspy.Highs) -> bool:
    """Solve; whether there is an optimum. False means that no answer keeps all rows."""
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return True
    if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
        return False
    raise ArithmeticError(f"The solver stopped: {solver.modelStatusToString(status)}.")


def add_panel(solver: highspy.Highs, panel: np.ndarray) -> None:
    """One more column: a panel's seats in the rows of the types, and one in the last row."""
    where = np.flatnonzero(panel)
    rows = np.append(where, len(panel)).astype(np.int32)
    solver.addCol(0.0, 0.0, INFINITE, len(rows), rows, np.append(panel[where], 1).astype(float))


def values(solver: highspy.Highs) -> Numbers:
    """The value of each column."""
    return np.asarray(solver.getSolution().col_value)


def objective(solver: highspy.Highs) -> float:
    """What the columns add up to."""
    return float(solver.getInfo().objective_function_value)
