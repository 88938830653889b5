"""USEEIO models (us-useeio-2012, us-maine-2020): recipes per dollar, with jobs, energy, land, water and emissions."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from planwerk_tools import leontief, units
from planwerk_tools.commands import Command, add_folder, factor
from planwerk_tools.leontief import Origin
from planwerk_tools.leontief_choices import Choices, add_options, choices_of
from planwerk_tools.leontief_table import LeontiefTable, output_for
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import Economy, TableFault

SOURCE = "USEEIO, environmentally extended input-output models of the US Environmental Protection Agency"
VERSION = "{name}; github.com/ModelEarth/io commit d0f5352c57e8d57a7d6bd3eb3695ce0805d79c51"
LICENCE = "CC0 1.0 (US federal work)"
UNIT, DOLLARS = "million USD", 1e6
JOBS = "JOBS"
HOURS_PER_JOB = 1800.0
TAKEN = {"ENRG", "NNRG", "RNRG", "WATR", "LAND", "MNRL"}  # from nature; everything else is given off

ASSUMPTIONS = [
    "A unit of a product is a million US dollars of the commodity at producers' prices.",
    "Base-year output is (I - A)^-1 times the chosen final demand, where that is positive.",
    "Final demand that is negative (mostly net imports) is an import up to that amount.",
    (
        "JOBS are labour, counted in hours: see the hours per job. The other indicators are products without a balance:"
        " energy, water, land and minerals are taken from nature, the others are given off or reported."
    ),
]


def convert(
    folder: Path, choices: Choices, scope: str = "Production_Complete", hours_per_job: float = HOURS_PER_JOB
) -> tuple[Economy, list[str]]:
    """`scope`: which final demand, as in the names of the set's demand vectors."""
    inputs = Inputs(folder)
    table = _read(inputs, scope, hours_per_job)
    name = Path(folder).resolve().name
    year = re.search(r"\d{4}", name)
    origin = Origin(
        name,
        f"The United States as modelled by USEEIO; final demand: {scope.replace('_', ', ').lower()}.",
        year[0] if year else "",
        SOURCE,
        VERSION.format(name=name),
        LICENCE,
        ASSUMPTIONS + [f"A job is {hours_per_job:g} hours in the year: the data count jobs alone."],
    )
    return leontief.economy_of(table, choices, origin, inputs)


def _branch(description: pd.Series) -> pd.Series:
    """`11: Agriculture, Forestry, Fishing and Hunting/1111: ...`: the first part, without its number."""
    return description.fillna("").str.split("/").str[0].str.replace(r"^[\d-]+: ", "", regex=True)


def _read(inputs: Inputs, scope: str, hours_per_job: float) -> LeontiefTable:
    sectors = inputs.csv("sectors.csv", dtype={"code": str, "location": str, "name": str})
    several = sectors["location"].nunique() > 1
    codes = (sectors["location"] + ":" if several else "") + sectors["code"]
    matrix = inputs.csv("A_domestic.csv.gz" if scope.endswith("Domestic") else "A.csv.gz")
    matrix = matrix.rename(columns={"usd_per_usd": "amount"})
    demand = _demand(inputs, scope)
    net = np.bincount(demand["row"], weights=demand["amount"], minlength=len(sectors))
    output = output_for(matrix, net)
    matrix = matrix[output[matrix["col"]] > 0]
    direct = inputs.csv("D.csv.gz", dtype={"indicator": str})
    direct = direct[output[direct["col"]] > 0]
    indicators = inputs.csv("indicators.csv", dtype=str)
    jobs = direct[direct["indicator"] == JOBS]
    others = direct[direct["indicator"] != JOBS]
    regions = demand["cohort"].drop_duplicates().reset_index(drop=True)
    place = sectors["location"] if several else pd.Series("US", index=sectors.index)
    kinds = "work:" + place.drop_duplicates()
    imported = demand[demand["amount"] < 0]
    listed = indicators[indicators["code"] != JOBS]
    return LeontiefTable(
        unit=UNIT,
        sectors=pd.DataFrame(
            {
                "id": codes,
                "name": sectors["name"] + (", " + sectors["location"] if several else ""),
                "output": output,
                "group": _branch(sectors["description"]),
            }
        ),
        inputs=matrix.reset_index(drop=True),
        demand=demand[demand["amount"] >= 0].reset_index(drop=True),
        imports=imported.groupby("row", as_index=False)["amount"].sum().assign(amount=lambda rows: -rows["amount"]),
        cohorts=pd.DataFrame({"id": regions, "name": regions}),
        labour=pd.DataFrame(
            {
                "col": jobs["col"].to_numpy(),
                "kind": ("work:" + place).to_numpy()[jobs["col"]],
                "hours": jobs["per_usd"].to_numpy() * DOLLARS * hours_per_job,
            }
        ),
        labour_kinds=pd.DataFrame(
            {
                "id": kinds,
                "name": "Work in " + place.drop_duplicates(),
                "cohort": place.drop_duplicates().where(place.drop_duplicates().isin(regions), ""),
            }
        ),
        satellites=pd.DataFrame(
            {
                "id": listed["code"],
                "name": listed["name"],
                "unit": listed["unit"].map(units.recognised),
                "taken": listed["code"].isin(TAKEN),
            }
        ),
        satellite_amounts=pd.DataFrame(
            {"satellite": others["indicator"], "col": others["col"], "amount": others["per_usd"] * DOLLARS}
        ).reset_index(drop=True),
    )


def _demand(inputs: Inputs, scope: str) -> pd.DataFrame:
    """row, cohort, category, amount of the vectors `YEAR_COHORT_SCOPE`, one per region."""
    frame = inputs.csv("demands.csv.gz", dtype={"demand": str})
    parts = frame["demand"].str.extract(rf"^\d+_(.+)_{re.escape(scope)}$")[0]
    chosen = frame[parts.notna()]
    if not len(chosen):
        raise TableFault(f"--scope {scope}: there is {', '.join(frame['demand'].unique())}")
    return pd.DataFrame(
        {
            "row": chosen["row"],
            "cohort": parts[parts.notna()],
            "category": scope.split("_")[0].lower(),
            "amount": chosen["usd"] / DOLLARS,
        }
    ).reset_index(drop=True)


def _options(parser) -> None:
    add_folder(parser)
    add_options(parser)
    parser.add_argument(
        "--scope",
        default="Production_Complete",
        help=(
            "final demand: Production_Complete (default), Production_Domestic, Consumption_Complete,"
            " Consumption_Domestic"
        ),
    )
    parser.add_argument("--hours-per-job", type=factor, default=HOURS_PER_JOB, help=f"default {HOURS_PER_JOB:g}")


COMMANDS = [
    Command(
        "useeio",
        "USEEIO models: us-useeio-2012, us-maine-2020 (limits: GHG, ENRG, WATR, LAND, ..., imports)",
        _options,
        lambda options: convert(options.folder, choices_of(options), options.scope, options.hours_per_job),
    )
]
