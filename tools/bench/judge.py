"""How good a point is for a linear programme: the norm-wise figures of `planwerk verify`, computed a second time.

Residuals as PDLP and Mittelmann's benchmarks define them (docs/mathematics.md), in double, from the MPS file alone.
Every solver's answer is judged by this, planwerk's own included.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lp_files import LinearProgram, Solution


@dataclass
class Verdict:
    primal_residual: float  # ||violation of rows and bounds||_2 / (1 + ||finite sides||_2)
    dual_residual: float  # ||reduced costs and duals that no bound pays for||_2 / (1 + ||c||_2)
    relative_gap: float  # |primal - dual objective| / (1 + |primal| + |dual|)
    objective: float  # as written

    @property
    def kkt(self) -> float:
        return max(self.primal_residual, self.dual_residual, self.relative_gap)


def judge(lp: LinearProgram, solution: Solution, units: tuple[np.ndarray, np.ndarray] | None = None) -> Verdict | None:
    """None without a point. `units`: factors of rows and columns in which violations are measured, e.g. prices."""
    if solution.primal is None or solution.dual is None:
        return None
    rows, columns = units or (np.ones(len(lp.row_names)), np.ones(len(lp.column_names)))
    sign = -1.0 if lp.maximise else 1.0
    costs, y, x = sign * lp.objective, sign * solution.dual, solution.primal

    activities = lp.matrix @ x
    over_rows = _outside(activities, lp.row_lower, lp.row_upper)
    over_bounds = _outside(x, lp.column_lower, lp.column_upper)
    sides = np.maximum(_finite(lp.row_lower), _finite(lp.row_upper))
    reduced = costs - lp.matrix.T @ y
    unpaid_rows, row_worth = _multipliers(y, lp.row_lower, lp.row_upper)
    unpaid_columns, column_worth = _multipliers(reduced, lp.column_lower, lp.column_upper)

    primal, dual = float(costs @ x), float(row_worth + column_worth)
    offset = sign * lp.offset
    return Verdict(
        primal_residual=_norm(over_rows * rows, over_bounds / columns) / (1 + _norm(sides * rows)),
        dual_residual=_norm(unpaid_columns * columns, unpaid_rows / rows) / (1 + _norm(costs * columns)),
        relative_gap=abs(primal - dual) / (1 + abs(primal + offset) + abs(dual + offset)),
        objective=sign * (primal + offset),
    )


def _outside(values: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    return np.maximum(np.maximum(lower - values, values - upper), 0)


def _finite(sides: np.ndarray) -> np.ndarray:
    return np.where(np.isinf(sides), 0, np.abs(sides))


def _multipliers(values: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> tuple[np.ndarray, float]:
    """Multipliers whose side is infinite (nothing pays for them), and what the others earn."""
    sides = np.where(values > 0, lower, upper)
    unpaid = np.isinf(sides) & (values != 0)
    return np.where(unpaid, values, 0), float(np.where(unpaid, 0, values) @ np.where(np.isinf(sides), 0, sides))


def _norm(*parts: np.ndarray) -> float:
    return float(np.sqrt(sum(np.square(part).sum() for part in parts)))
