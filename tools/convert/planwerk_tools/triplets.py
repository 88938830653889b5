"""Any input-output table as CSV files in a folder, each with or without .gz:

sectors.csv     id, name, and optionally output (base year; else computed from final demand) and region
A.csv or Z.csv  row, col, amount: per unit of output of col, or of the base year in all
demand.csv      row, cohort, category, amount; negative: drawn from stocks
imports.csv     row, amount (may be left out)
satellites.csv  id, name, unit, role: given, taken or labour (may be left out)
S.csv or F.csv  satellite, col, amount: per unit of output, or of the base year in all

Rows and columns are named by the sector's id, or by its position counted from 0.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from planwerk_tools import leontief, units
from planwerk_tools.commands import Command, add_folder
from planwerk_tools.leontief import Origin
from planwerk_tools.leontief_choices import Choices, add_options, choices_of
from planwerk_tools.leontief_table import LeontiefTable, output_for
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import Economy, TableFault, positions

COLUMNS = {
    "sectors": ["id", "name"],
    "A": ["row", "col", "amount"],
    "Z": ["row", "col", "amount"],
    "demand": ["row", "cohort", "category", "amount"],
    "imports": ["row", "amount"],
    "satellites": ["id", "name", "unit", "role"],
    "S": ["satellite", "col", "amount"],
    "F": ["satellite", "col", "amount"],
}
TEXT = dict.fromkeys(["id", "name", "cohort", "category", "unit", "role", "region", "satellite"], str)
ROLES = ["given", "taken", "labour"]


def convert(
    folder: Path, choices: Choices, unit: str, name: str = "", period: str = "", licence: str = ""
) -> tuple[Economy, list[str]]:
    """The job's tables and a report. `unit`: of all products."""
    inputs = Inputs(folder)
    name = name or Path(folder).resolve().name
    table = _read(inputs, unit)
    origin = Origin(
        name, "An input-output table; final demand as needs.", period, f"CSV files of {name}", "", licence, []
    )
    return leontief.economy_of(table, choices, origin, inputs)


def _read(inputs: Inputs, unit: str) -> LeontiefTable:
    sectors = _required(inputs, "sectors")
    ids = sectors["id"]
    demand = _required(inputs, "demand")
    demand["row"] = _places(demand["row"], ids, "demand.csv: row")
    imports = _optional(inputs, "imports")
    imports["row"] = _places(imports["row"], ids, "imports.csv: row")
    coefficients, flows = _optional(inputs, "A"), _optional(inputs, "Z")
    if len(coefficients) and len(flows):
        raise TableFault("A.csv and Z.csv: one of them is enough")
    matrix = coefficients if len(coefficients) else flows
    for side in ("row", "col"):
        matrix[side] = _places(matrix[side], ids, f"{'A' if len(coefficients) else 'Z'}.csv: {side}")
    if "output" not in sectors.columns:
        if len(flows):
            raise TableFault("sectors.csv: output is missing; amounts in all (Z.csv) need it")
        net = np.bincount(demand["row"], weights=demand["amount"], minlength=len(ids))
        net -= np.bincount(imports["row"], weights=imports["amount"], minlength=len(ids))
        sectors["output"] = output_for(matrix, net)
    output = sectors["output"].to_numpy(dtype=float)
    matrix = _per_unit(matrix, output, in_all=len(flows) > 0)
    cohorts = demand["cohort"].drop_duplicates()
    satellites, amounts = _satellites(inputs, ids, output)
    region = sectors["region"] if "region" in sectors.columns else pd.Series("", index=sectors.index)
    labour, kinds = _labour(satellites, amounts, region, cohorts)
    given = satellites[satellites["role"] != "labour"]
    return LeontiefTable(
        unit=unit,
        sectors=sectors[["id", "name", "output"]],
        inputs=matrix,
        demand=demand[["row", "cohort", "category", "amount"]],
        imports=imports,
        cohorts=pd.DataFrame({"id": cohorts, "name": cohorts}),
        labour=labour,
        labour_kinds=kinds,
        satellites=given.assign(taken=given["role"] == "taken")[["id", "name", "unit", "taken"]],
        satellite_amounts=amounts[amounts["satellite"].isin(given["id"])].reset_index(drop=True),
    )


def _satellites(inputs: Inputs, ids: pd.Series, output: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    satellites = _optional(inputs, "satellites")
    unknown = satellites.loc[~satellites["role"].isin(ROLES), "role"]
    if len(unknown):
        raise TableFault(f"satellites.csv, line {unknown.index[0] + 2}: role {unknown.iloc[0]!r} is none of {ROLES}")
    rates, totals = _optional(inputs, "S"), _optional(inputs, "F")
    parts = []
    for frame, in_all, name in ((rates, False, "S"), (totals, True, "F")):
        frame["col"] = _places(frame["col"], ids, f"{name}.csv: col")
        strange = frame.loc[~frame["satellite"].isin(satellites["id"]), "satellite"]
        if len(strange):
            raise TableFault(f"{name}.csv, line {strange.index[0] + 2}: satellite {strange.iloc[0]!r} is not listed")
        parts.append(_per_unit(frame, output, in_all))
    return satellites, pd.concat(parts, ignore_index=True)


def _labour(satellites, amounts, region, cohorts) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Labour by kind, one per region where regions are named; a satellite that is not counted in time is told so."""
    work = satellites[satellites["role"] == "labour"]
    hours = {row.id: _hours(row.unit) for row in work.itertuples()}
    entries = amounts[amounts["satellite"].isin(work["id"])]
    place = region.to_numpy()[entries["col"]]
    kind = np.where(place == "", entries["satellite"], entries["satellite"] + ":" + place)
    labour = pd.DataFrame(
        {"col": entries["col"], "kind": kind, "hours": entries["amount"] * entries["satellite"].map(hours)}
    ).reset_index(drop=True)
    names = work.set_index("id")["name"]
    stands = {row.id: "" if _is_time(row.unit) else f"; an hour stands for 1 {row.unit}" for row in work.itertuples()}
    kinds = pd.DataFrame(
        {
            "id": kind,
            "name": entries["satellite"].map(names) + entries["satellite"].map(stands),
            "cohort": np.where(np.isin(place, cohorts), place, ""),
        }
    ).drop_duplicates("id")
    return labour, kinds


def _is_time(unit: str) -> bool:
    return unit in units.table().index and units.table().loc[unit, "dimension"] == "time"


def _hours(unit: str) -> float:
    return units.conversion_factor(unit, "h") if _is_time(unit) else 1.0


def _per_unit(frame: pd.DataFrame, output: np.ndarray, in_all: bool) -> pd.DataFrame:
    """Amounts per unit of output of `col`; those of sectors without output are left out."""
    kept = frame[output[frame["col"].to_numpy(dtype=int)] > 0].reset_index(drop=True)
    if in_all:
        kept["amount"] = kept["amount"] / output[kept["col"].to_numpy(dtype=int)]
    return kept


def _places(values: pd.Series, ids: pd.Series, what: str) -> np.ndarray:
    """Positions of sectors given as ids or positions. TableFault: neither."""
    found = positions(values.astype("str"), ids)
    if len(found) and (found < 0).all() and pd.api.types.is_integer_dtype(values):
        found = np.where(values.between(0, len(ids) - 1), values, -1)
    if (found < 0).any():
        at = int(np.flatnonzero(found < 0)[0])
        raise TableFault(f"{what}, line {at + 2}: {values.iloc[at]!r} is no sector")
    return found.astype(int)


def _required(inputs: Inputs, name: str) -> pd.DataFrame:
    frame = _listed(inputs, name)
    if frame is None:
        raise TableFault(f"{inputs.folder}: neither {name}.csv nor {name}.csv.gz")
    return frame


def _optional(inputs: Inputs, name: str) -> pd.DataFrame:
    frame = _listed(inputs, name)
    return pd.DataFrame({column: [] for column in COLUMNS[name]}) if frame is None else frame


def _listed(inputs: Inputs, name: str) -> pd.DataFrame | None:
    for file in (f"{name}.csv", f"{name}.csv.gz"):
        if (inputs.folder / file).exists():
            frame = inputs.csv(file, dtype=TEXT)
            absent = [column for column in COLUMNS[name] if column not in frame.columns]
            if absent:
                raise TableFault(f"{file}: the column {absent[0]} is missing")
            return frame
    return None


def _options(parser) -> None:
    add_folder(parser)
    add_options(parser)
    parser.add_argument("--unit", required=True, help="of all products, e.g. 'million EUR'")
    parser.add_argument("--name", default="", help="of the job; default: the folder's")
    parser.add_argument("--period", default="", help="e.g. 2019")
    parser.add_argument("--licence", default="", help="of the data")


COMMANDS = [
    Command(
        "io-csv",
        "any input-output table as CSV triplets: sectors, A or Z, demand, satellites",
        _options,
        lambda options: convert(
            options.folder,
            choices_of(options),
            options.unit,
            options.name,
            options.period,
            options.licence,
        ),
    )
]
