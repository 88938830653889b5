"""World Input-Output Tables, release 2013 (wiod-2000, -2008, -2011): countries are cohorts, sectors are recipes."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from planwerk_tools import leontief
from planwerk_tools.commands import Command, add_folder
from planwerk_tools.leontief import Origin
from planwerk_tools.leontief_choices import Choices, add_options, choices_of
from planwerk_tools.leontief_table import LeontiefTable
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import Economy, TableFault

SOURCE = "World Input-Output Tables, release 2013 (Timmer, Dietzenbacher, Los, Stehrer, de Vries 2015)"
VERSION = "{name}; github.com/bquast/wiod commit 59a28ac22fbd7751ea84c0f33722b5246b0af46d"
LICENCE = "free use with citation; collection: GPL-3"
UNIT = "million USD"
PRIMARY = "primary-inputs"
REGION_NAMES = {"RoW": "Rest of the world"}

ASSUMPTIONS = [
    (
        "A unit of a product is a million US dollars of a country's industry at current basic prices; trade is as"
        " recorded: a product of one country does not stand in for another's."
    ),
    (
        "Labour is counted in primary inputs: one hour of the kind 'primary-inputs:COUNTRY' stands for a million US"
        " dollars of a sector's output less its intermediate inputs (wages, operating surplus, taxes, transport"
        " margins). The tables have no hours."
    ),
    (
        "Each country is a cohort that offers its own primary inputs and asks for what its households, non-profit"
        " institutions, government, investors and inventories took. A rise of inventories is a need, a fall opening"
        " stock."
    ),
]


def convert(folder: Path, choices: Choices) -> tuple[Economy, list[str]]:
    """The job's tables and a report."""
    inputs = Inputs(folder)
    table = _read(inputs)
    if PRIMARY in choices.limits:
        _add_primary_inputs_as_satellite(table)
    year = re.search(r"\d{4}", Path(folder).resolve().name)
    name = f"wiod-{year[0]}" if year else "wiod"
    origin = Origin(
        name,
        "The world economy as recorded: 40 countries and the rest of the world, 35 industries each.",
        year[0] if year else "",
        SOURCE,
        VERSION.format(name=name),
        LICENCE,
        ASSUMPTIONS,
    )
    return leontief.economy_of(table, choices, origin, inputs)


def _read(inputs: Inputs) -> LeontiefTable:
    sectors = inputs.csv("sectors.csv", dtype={"country": str, "industry": str, "name": str})
    if (sectors["idx"] != np.arange(len(sectors))).any():
        raise TableFault("sectors.csv: idx does not count from 0")
    flows = inputs.csv("Z.csv.gz")
    demand = inputs.csv("final_demand.csv.gz", dtype={"country": str, "category": str})
    output = sectors["output_musd"].to_numpy(dtype=float)
    flows = flows[(flows["musd"] != 0)]
    primary = sectors["primary_inputs_musd"].to_numpy(dtype=float)
    working = np.flatnonzero(output > 0)
    countries = sectors["country"].drop_duplicates()
    return LeontiefTable(
        unit=UNIT,
        sectors=pd.DataFrame(
            {
                "id": sectors["country"] + ":" + sectors["industry"],
                "name": sectors["name"] + ", " + sectors["country"],
                "group": sectors["country"],
                "output": output,
            }
        ),
        inputs=pd.DataFrame(
            {"row": flows["row"], "col": flows["col"], "amount": flows["musd"] / output[flows["col"]]}
        ).reset_index(drop=True),
        demand=demand.rename(columns={"country": "cohort", "musd": "amount"})[["row", "cohort", "category", "amount"]],
        cohorts=pd.DataFrame({"id": countries, "name": countries.replace(REGION_NAMES)}),
        labour=pd.DataFrame(
            {
                "col": working,
                "kind": PRIMARY + ":" + sectors["country"].to_numpy()[working],
                "hours": primary[working] / output[working],
            }
        ),
        labour_kinds=pd.DataFrame(
            {"id": PRIMARY + ":" + countries, "name": "Primary inputs of " + countries, "cohort": countries}
        ),
    )


def _add_primary_inputs_as_satellite(table: LeontiefTable) -> None:
    table.satellites = pd.DataFrame(
        {"id": [PRIMARY], "name": ["Primary inputs of the world"], "unit": [UNIT], "taken": [True]}
    )
    table.satellite_amounts = pd.DataFrame(
        {"satellite": PRIMARY, "col": table.labour["col"], "amount": table.labour["hours"]}
    )


def _options(parser) -> None:
    add_folder(parser)
    add_options(parser)


COMMANDS = [
    Command(
        "wiod",
        "World Input-Output Tables (limit: primary-inputs)",
        _options,
        lambda options: convert(options.folder, choices_of(options)),
    )
]
