"""Linear programmes from MPS files, measuring units, and solution files, as numpy arrays.

MPS is read by HiGHS, not by planwerk's own reader, so that the judge in judge.py shares nothing with what it judges.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import highspy
import numpy as np
from scipy import sparse


@dataclass
class LinearProgram:
    """min (or max) c'x + offset  s.t.  row_lower <= A x <= row_upper,  column_lower <= x <= column_upper."""

    matrix: sparse.csr_matrix
    objective: np.ndarray
    offset: float
    maximise: bool
    row_lower: np.ndarray
    row_upper: np.ndarray
    column_lower: np.ndarray
    column_upper: np.ndarray
    row_names: list[str]
    column_names: list[str]


@dataclass
class Solution:
    """`primal` over columns, `dual` over rows, of the programme as written; None where a solver left none."""

    status: str
    objective: float | None
    primal: np.ndarray | None
    dual: np.ndarray | None


def from_highs(highs: highspy.Highs) -> LinearProgram:
    lp = highs.getLp()
    shape = (lp.num_row_, lp.num_col_)
    entries = (np.array(lp.a_matrix_.value_), np.array(lp.a_matrix_.index_), np.array(lp.a_matrix_.start_))
    by_column = lp.a_matrix_.format_ == highspy.MatrixFormat.kColwise
    matrix = sparse.csc_matrix(entries, shape=shape) if by_column else sparse.csr_matrix(entries, shape=shape)
    return LinearProgram(
        matrix=matrix.tocsr(),
        objective=np.array(lp.col_cost_),
        offset=lp.offset_,
        maximise=lp.sense_ == highspy.ObjSense.kMaximize,
        row_lower=np.array(lp.row_lower_),
        row_upper=np.array(lp.row_upper_),
        column_lower=np.array(lp.col_lower_),
        column_upper=np.array(lp.col_upper_),
        row_names=list(lp.row_names_),
        column_names=list(lp.col_names_),
    )


def read_mps(path: Path) -> LinearProgram:
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    if highs.readModel(str(path)) == highspy.HighsStatus.kError:
        raise ValueError(f"{path}: not an MPS file that HiGHS reads")
    return from_highs(highs)


def read_units(path: Path, lp: LinearProgram) -> tuple[np.ndarray, np.ndarray]:
    """Measuring units: lines `row NAME FACTOR` and `column NAME FACTOR`; what is not named has factor 1."""
    factors = {"row": {}, "column": {}}
    with open(path, encoding="utf-8") as file:
        for line in file:
            kind, name, factor = line.split()
            factors[kind][name] = float(factor)
    rows = np.array([factors["row"].get(name, 1.0) for name in lp.row_names])
    columns = np.array([factors["column"].get(name, 1.0) for name in lp.column_names])
    return rows, columns


def write_solution(path: Path, lp: LinearProgram, solution: Solution) -> None:
    """The text form of `planwerk solve -o`, which `planwerk verify F.mps SOLUTION` reads."""
    reduced_costs = lp.objective - lp.matrix.T @ solution.dual
    activities = lp.matrix @ solution.primal
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"status {solution.status} objective {solution.objective!r}\n")
        for name, value, cost in zip(lp.column_names, solution.primal.tolist(), reduced_costs.tolist()):
            file.write(f"column {name} {value!r} {cost!r}\n")
        for name, value, dual in zip(lp.row_names, activities.tolist(), solution.dual.tolist()):
            file.write(f"row {name} {value!r} {dual!r}\n")


def read_solution(path: Path, lp: LinearProgram) -> Solution:
    """Rays, activities and reduced costs are left to `planwerk verify`. Names may hold blanks (fixed MPS)."""
    status, objective = "unknown", None
    values = {"column": {}, "row": {}}
    with open(path, encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if not words:
                continue
            if words[0] == "status":
                status = words[1]
                objective = float(words[3]) if len(words) > 3 else None
            elif words[0] == "column":
                values["column"][" ".join(words[1:-2])] = float(words[-2])
            elif words[0] == "row":
                values["row"][" ".join(words[1:-2])] = float(words[-1])
    return Solution(
        status, objective, _in_order(values["column"], lp.column_names), _in_order(values["row"], lp.row_names)
    )


def _in_order(values: dict[str, float], names: list[str]) -> np.ndarray | None:
    if any(name not in values for name in names):
        return None
    return np.array([values[name] for name in names])
