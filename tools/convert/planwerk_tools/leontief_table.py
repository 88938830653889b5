"""An input-output table of one recipe per product (Leontief), and what follows from it alone."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csc_matrix, identity
from scipy.sparse.linalg import spsolve

from planwerk_tools.tables import TableFault

NEGLIGIBLE = 1e-12  # coefficients below are residues of arithmetic, in units per unit of output


@dataclass
class LeontiefTable:
    """One economy in one unit. Rows and columns of all tables are positions of sectors."""

    unit: str
    sectors: pd.DataFrame  # id, name, output; group, where sectors have one
    inputs: pd.DataFrame  # row, col, amount per unit of output of col
    demand: pd.DataFrame  # row, cohort, category, amount
    cohorts: pd.DataFrame  # id, name, and size where people are counted
    labour: pd.DataFrame  # col, kind, hours per unit of output
    labour_kinds: pd.DataFrame  # id, name, cohort (who offers; may be empty)
    imports: pd.DataFrame = field(  # row, amount: supply from outside that is not in `demand`
        default_factory=lambda: pd.DataFrame({"row": np.array([], dtype=int), "amount": np.array([], dtype=float)})
    )
    satellites: pd.DataFrame = (
        field(  # id, name, unit, taken (from nature: an input; else an output), what stands for it
            default_factory=lambda: pd.DataFrame(columns=["id", "name", "unit", "taken"])
        )
    )
    satellite_amounts: pd.DataFrame = field(  # satellite, col, amount per unit of output
        default_factory=lambda: pd.DataFrame(columns=["satellite", "col", "amount"])
    )


def mean_need(table: LeontiefTable) -> float:
    return float(table.demand.loc[table.demand["amount"] > 0, "amount"].mean())


def output_for(inputs: pd.DataFrame, net_demand: np.ndarray) -> np.ndarray:
    """(I - A)^-1 y where positive, else 0; `inputs` as in LeontiefTable."""
    size = len(net_demand)
    A = csc_matrix((inputs["amount"], (inputs["row"], inputs["col"])), shape=(size, size))
    output = spsolve((identity(size) - A).tocsc(), net_demand)
    return np.where(output > 1e-9 * output.max(), output, 0.0)


def shortfall(table: LeontiefTable) -> np.ndarray:
    """By sector: what uses and final demand of the base year ask for beyond output, imports and stocks; at least 0."""
    output = table.sectors["output"].to_numpy(dtype=float)
    used = np.bincount(
        table.inputs["row"],
        weights=table.inputs["amount"] * output[table.inputs["col"]],
        minlength=len(output),
    )
    asked = np.bincount(table.demand["row"], weights=table.demand["amount"], minlength=len(output))
    imported = np.bincount(table.imports["row"], weights=table.imports["amount"], minlength=len(output))
    missing = used + asked - output - imported
    return np.where(missing > 1e-9 * np.maximum(output, used + abs(asked)), missing, 0.0)


def base_labour(table: LeontiefTable) -> np.ndarray:
    """Hours of each kind in the base year."""
    output = table.sectors["output"].to_numpy(dtype=float)
    hours = (table.labour["hours"].clip(lower=0) * output[table.labour["col"]]).groupby(table.labour["kind"]).sum()
    return table.labour_kinds["id"].map(hours).fillna(0.0).to_numpy()


def base_satellites(table: LeontiefTable) -> pd.Series:
    """Amount of each satellite in the base year, by id."""
    output = table.sectors["output"].to_numpy(dtype=float)
    entries = table.satellite_amounts
    return (entries["amount"] * output[entries["col"].to_numpy(dtype=int)]).groupby(entries["satellite"]).sum()


def counted(cohorts: pd.DataFrame, people: pd.Series) -> pd.DataFrame:
    missing = cohorts.loc[~cohorts["id"].isin(people.index), "id"]
    if len(missing):
        raise TableFault(f"population: no people for {', '.join(missing)}")
    return cohorts.assign(size=cohorts["id"].map(people))


def read_population(path: Path) -> pd.Series:
    """People by cohort from a CSV file with the columns cohort and people."""
    frame = pd.read_csv(path, keep_default_na=False)
    if list(frame.columns) != ["cohort", "people"]:
        raise TableFault(f"{path}: columns {list(frame.columns)}, expected cohort, people")
    people = frame.set_index("cohort")["people"].astype(float)
    if not (people > 0).all() or people.index.duplicated().any() or not math.isfinite(people.sum()):
        raise TableFault(f"{path}: people must be positive, each cohort named once")
    return people
