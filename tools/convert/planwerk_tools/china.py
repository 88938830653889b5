"""National tables of China (china-2017, china-2020): product by product, imports as a column of their own."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from planwerk_tools import leontief
from planwerk_tools.commands import Command, add_folder, factor
from planwerk_tools.leontief import Origin
from planwerk_tools.leontief_choices import Choices, add_options, choices_of
from planwerk_tools.leontief_table import LeontiefTable
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import Economy, TableFault

SOURCE = "National Bureau of Statistics of China, input-output tables; employment: Wang, Jia, Wang (2021)"
VERSION = "{name}; github.com/Carol-seven/ionet commit 51145dcab476e75783af41a688488db1a4abeb56"
LICENCE = "official statistics; collection: GPL (>= 3)"
UNIT = "10000 CNY"
WAGES, IMPORTED = "wages", "IM"
PEOPLE_UNIT = 1e4  # employment is counted in 10,000 persons
HOURS_PER_JOB = 2000.0
COHORTS = {"FU101": "countryside", "FU102": "towns", "EX": "abroad"}
PUBLIC = "all"

ASSUMPTIONS = [
    "A unit of a product is 10,000 yuan at producers' prices; imported and domestic goods of a product are the same.",
    (
        "Rural and urban households are cohorts of their own; government, investment and inventories are needs of all,"
        " exports of those abroad."
    ),
    "The column of imports, listed positive, is a supply: a recipe per product up to the recorded amount.",
]
WAGES_ASSUMPTION = (
    "Labour is counted in wages: an hour of the kind 'wages' stands for 10,000 yuan of compensation of employees."
)
JOBS_ASSUMPTION = (
    "Labour is counted in hours: employed persons of {year} times {hours:g} hours each. Persons of a group of sectors"
    " in the employment statistics, {linked} groups, are spread over the table's sectors of its name, else over all"
    " sectors that no other group names, by compensation of employees."
)


def convert(
    folder: Path, choices: Choices, employment: Path | None = None, hours_per_job: float = HOURS_PER_JOB
) -> tuple[Economy, list[str]]:
    """`employment`: CSV of persons by sector and year (china-2017 has one); without it, labour is counted in wages."""
    inputs = Inputs(folder)
    name = Path(folder).resolve().name
    year = re.search(r"\d{4}", name)
    table = _read(inputs)
    notes = [WAGES_ASSUMPTION]
    if employment is not None:
        notes = [_count_persons(table, inputs, Path(employment), year[0] if year else "", hours_per_job)]
    origin = Origin(
        name,
        "China's economy as its input-output table records it; final demand as needs.",
        year[0] if year else "",
        SOURCE,
        VERSION.format(name=name),
        LICENCE,
        ASSUMPTIONS + notes,
    )
    return leontief.economy_of(table, choices, origin, inputs)


def _read(inputs: Inputs) -> LeontiefTable:
    sectors = inputs.csv("sectors.csv", dtype={"code": str, "name": str})
    flows = inputs.csv("Z.csv.gz")
    demand = inputs.csv("final_demand.csv.gz", dtype={"category": str})
    categories = inputs.csv("final_demand_categories.csv", dtype=str).set_index("code")["name"]
    output = sectors["output"].to_numpy(dtype=float)
    imported = demand["category"] == IMPORTED
    asked = demand[~imported]
    cohort = asked["category"].map(COHORTS).fillna(PUBLIC)
    names = {"countryside": "Rural households", "towns": "Urban households", "abroad": "Abroad", PUBLIC: "Everybody"}
    wages = sectors["compensation_of_employees"].to_numpy(dtype=float)
    return LeontiefTable(
        unit=UNIT,
        sectors=pd.DataFrame({"id": sectors["code"], "name": sectors["name"], "output": output}),
        inputs=pd.DataFrame(
            {"row": flows["row"], "col": flows["col"], "amount": flows["cny10k"] / output[flows["col"]]}
        ),
        demand=pd.DataFrame(
            {
                "row": asked["row"],
                "cohort": cohort,
                "category": asked["category"].map(categories),
                "amount": asked["cny10k"],
            }
        ).reset_index(drop=True),
        imports=demand.loc[imported, ["row", "cny10k"]].rename(columns={"cny10k": "amount"}).reset_index(drop=True),
        cohorts=pd.DataFrame({"id": list(names), "name": list(names.values())}),
        labour=pd.DataFrame({"col": np.arange(len(sectors)), "kind": WAGES, "hours": wages / output}),
        labour_kinds=pd.DataFrame({"id": [WAGES], "name": ["Compensation of employees"], "cohort": [""]}),
    )


def _count_persons(table: LeontiefTable, inputs: Inputs, path: Path, year: str, hours_per_job: float) -> str:
    """Puts hours in the place of wages; returns what was assumed."""
    persons = inputs.csv_elsewhere(path, dtype={"code": str, "name": str})
    if year not in persons.columns:
        raise TableFault(f"{path}: no column {year}")
    leaves = persons[_is_leaf(persons["code"])]
    wages = table.labour["hours"].to_numpy() * table.sectors["output"].to_numpy()
    hours = np.zeros(len(wages))
    sector_names = table.sectors["name"].str.strip()
    groups = [(row[year], np.flatnonzero(sector_names == row["name"].strip())) for _, row in leaves.iterrows()]
    named = np.unique(np.concatenate([sectors for _, sectors in groups]))
    others = np.setdiff1d(np.arange(len(wages)), named)
    for count, sectors in groups:
        sectors = sectors if len(sectors) else others
        hours[sectors] += count * PEOPLE_UNIT * hours_per_job * wages[sectors] / wages[sectors].sum()
    table.labour = table.labour.assign(kind="work", hours=hours / table.sectors["output"].to_numpy())
    table.labour_kinds = pd.DataFrame({"id": ["work"], "name": ["Work of employed persons"], "cohort": [""]})
    return JOBS_ASSUMPTION.format(year=year, hours=hours_per_job, linked=len(groups))


def _is_leaf(codes: pd.Series) -> pd.Series:
    """Sectors, and groups that have none below them; the total is neither."""
    parents = set(codes[codes.str.len() > 1].str[0])
    return (codes != "TOT") & ~((codes.str.len() == 1) & codes.isin(parents))


def _options(parser) -> None:
    add_folder(parser)
    add_options(parser)
    parser.add_argument("--employment", type=Path, metavar="CSV", help="employed persons by sector and year")
    parser.add_argument("--hours-per-job", type=factor, default=HOURS_PER_JOB, help=f"default {HOURS_PER_JOB:g}")


COMMANDS = [
    Command(
        "china",
        "China's input-output tables: china-2017, china-2020 (limit: imports)",
        _options,
        lambda options: convert(options.folder, choices_of(options), options.employment, options.hours_per_job),
    )
]
