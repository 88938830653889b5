"""Small national tables laid out as one long sheet: croatia-2010, and the German and Dutch tables of eurostat-small."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from planwerk_tools import leontief
from planwerk_tools.commands import Command, add_folder, factor
from planwerk_tools.leontief import Origin
from planwerk_tools.leontief_choices import Choices, add_options, choices_of
from planwerk_tools.leontief_table import LeontiefTable
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import Economy

HOURS_PER_JOB = 1800.0
EXPORTS = ("abroad", "exports")
COLLECTION = "github.com/rOpenGov/iotables commit 84e420fca6d6d1447db820f738ff8db7d13faf20"


@dataclass
class Sheet:
    """A table whose lines hold a sector's deliveries, or one figure of each sector (output, imports, wages)."""

    origin: Origin
    unit: str
    cells: pd.DataFrame  # by row name; columns are users
    sectors: list[str]  # rows; the columns of the same sectors are `users`
    users: list[str]
    names: pd.Series  # of sectors
    demand: dict[str, tuple[str, str]]  # column: cohort and category
    home: str  # name of the country
    output: str  # row
    work: pd.Series  # hours by sector in the base year
    imports: str = ""  # row of imports that compete with what is made at home; empty: there is none
    wages: bool = False  # `work` counts wages
    emissions: pd.DataFrame = field(default_factory=pd.DataFrame)  # substances x sectors, in kt


def convert(sheet: Sheet, choices: Choices, inputs: Inputs) -> tuple[Economy, list[str]]:
    output = sheet.cells.loc[sheet.output, sheet.users].to_numpy(dtype=float)
    row, col, amount = _nonzeros(sheet.cells.loc[sheet.sectors, sheet.users])
    asked_row, asked_col, asked = _nonzeros(sheet.cells.loc[sheet.sectors, list(sheet.demand)])
    cohort, category = (np.array(each) for each in zip(*sheet.demand.values()))
    cohorts = pd.DataFrame({"id": pd.unique(cohort)})
    substance, place, given = _nonzeros(sheet.emissions)
    kind = "wages" if sheet.wages else "work"
    table = LeontiefTable(
        unit=sheet.unit,
        sectors=pd.DataFrame({"id": sheet.sectors, "name": sheet.names.to_numpy(), "output": output}),
        inputs=pd.DataFrame({"row": row, "col": col, "amount": amount / output[col]}),
        demand=pd.DataFrame(
            {"row": asked_row, "cohort": cohort[asked_col], "category": category[asked_col], "amount": asked}
        ),
        cohorts=cohorts.assign(name=cohorts["id"].replace({"home": sheet.home, "abroad": "Abroad"})),
        labour=pd.DataFrame(
            {"col": np.arange(len(output)), "kind": kind, "hours": sheet.work.to_numpy(dtype=float) / output}
        ),
        labour_kinds=pd.DataFrame(
            {"id": [kind], "name": ["Compensation of employees" if sheet.wages else "Work"], "cohort": ["home"]}
        ),
        satellites=pd.DataFrame(
            {"id": sheet.emissions.index, "name": sheet.emissions.index, "unit": "kt", "taken": False}
        ),
        satellite_amounts=pd.DataFrame(
            {
                "satellite": sheet.emissions.index.to_numpy()[substance],
                "col": place,
                "amount": given / output[place],
            }
        ),
    )
    if sheet.imports:
        bought = sheet.cells.loc[sheet.imports, sheet.users].to_numpy(dtype=float)
        there = np.flatnonzero(bought > 0)
        table.imports = pd.DataFrame({"row": there, "amount": bought[there]})
    return leontief.economy_of(table, choices, sheet.origin, inputs)


def croatia(inputs: Inputs, hours_per_job: float) -> Sheet:
    cells = _cells(inputs.csv("total.csv.gz", dtype={"row": str, "col": str}), "khrk")
    names = inputs.csv("row_names.csv", dtype=str).set_index("row")["name"]
    persons = inputs.csv("employment_2013.csv", dtype={"row": str}).set_index("row")["persons"]
    sectors = [name for name in names.index if name.startswith("CPA_") and name != "CPA_TOTAL"]
    work = persons.reindex(sectors) * hours_per_job
    listed, total = persons.reindex(sectors).sum(), persons["CPA_TOTAL"]
    return Sheet(
        origin=Origin(
            "croatia-2010",
            "Croatia's economy of 2010, 65 products; final use as needs.",
            "2010",
            "Croatian Bureau of Statistics, symmetric input-output tables 2010 (1700), employment 2013",
            COLLECTION,
            "MIT (collection)",
            [
                (
                    "A unit of a product is 1,000 kuna at basic prices; imported and domestic goods of a product are"
                    " the same."
                ),
                "Imports (P7) are a supply up to the recorded amount; taxes less subsidies on products are left out.",
                (
                    f"Work is that of the persons employed in 2013, {hours_per_job:g} hours each. The figures of the 65"
                    f" products add up to {listed:g}, not to the {total:g} that the file gives as their total: taken as"
                    " they stand."
                ),
            ],
        ),
        unit="thousand HRK",
        cells=cells,
        sectors=sectors,
        users=[name.removeprefix("CPA_") for name in sectors],
        names=names[sectors],
        demand={
            "P3_S14": ("home", "households"),
            "P3_S15": ("home", "non-profit institutions"),
            "P3_S13": ("home", "government"),
            "P51": ("home", "fixed capital"),
            "P52_P53": ("home", "inventories and valuables"),
            "P6": EXPORTS,
        },
        home="Croatia",
        output="P1",
        imports="P7",
        work=work,
    )


def germany(inputs: Inputs, hours_per_job: float) -> Sheet:
    cells = _cells(inputs.csv("germany_1995.csv", dtype={"row": str, "col": str}), "value")
    air = inputs.csv("germany_1995_emissions.csv", dtype={"pollutant": str, "col": str})
    sectors = [
        "agriculture_group",
        "industry_group",
        "construction",
        "trade_group",
        "business_services_group",
        "other_services_group",
    ]
    return _of_manual(
        ("Germany", 1995),
        "Germany's economy of 1995 in six sectors; final use as needs.",
        "German table 1995 and emissions to air",
        [
            f"Work is that of all persons employed, {hours_per_job:g} hours each.",
            "What households give off themselves is left out.",
        ],
        cells=cells,
        sectors=sectors,
        demand={
            "final_consumption_households": ("home", "households"),
            "final_consumption_government": ("home", "government"),
            "gross_capital_formation": ("home", "fixed capital"),
            "inventory_change": ("home", "inventories"),
            "exports": EXPORTS,
        },
        output="output",
        work=cells.loc["employment_domestic_total", sectors] * 1000 * hours_per_job,
        emissions=_cells(air.rename(columns={"pollutant": "row"}), "kt").reindex(columns=sectors).drop(index="Total"),
    )


def netherlands(inputs: Inputs, hours_per_job: float) -> Sheet:
    cells = inputs.csv("netherlands_2000.csv", dtype={"prod_na": str}).set_index("prod_na")
    cells = cells.apply(pd.to_numeric).fillna(0.0)
    sectors = [name for name in cells.columns if name.endswith("_group")]
    return _of_manual(
        ("Netherlands", 2000),
        "The economy of the Netherlands in 2000 in six sectors; final use as needs.",
        "Dutch table 2000",
        ["The table has no persons: labour is counted in wages, an hour standing for a million euro."],
        cells=cells,
        sectors=sectors,
        demand={
            "final_consumption_private": ("home", "households"),
            "final_consumption_government": ("home", "government"),
            "gross_fixed_capital_formation": ("home", "fixed capital"),
            "exports": EXPORTS,
        },
        output="output_bp",
        work=cells.loc["compensation_employees", sectors],
        wages=True,
    )


def _of_manual(
    country_and_year: tuple[str, int], description: str, table: str, assumptions: list[str], *, sectors: list[str], **rest
) -> Sheet:
    """A table of Eurostat's manual: six sectors that make a product each, in million euro, without imports."""
    country, year = country_and_year
    return Sheet(
        origin=Origin(
            f"{country.lower()}-{year}",
            description,
            str(year),
            f"Eurostat Manual of Supply, Use and Input-Output Tables (2008), {table}",
            COLLECTION,
            "MIT (collection)",
            [
                "A unit of a product is a million euro at basic prices, of domestic production; imported inputs are"
                " left out.",
                *assumptions,
            ],
        ),
        unit="million EUR",
        sectors=sectors,
        users=sectors,
        names=_words(sectors),
        home=country,
        **rest,
    )


def _cells(frame: pd.DataFrame, value: str) -> pd.DataFrame:
    return frame.pivot_table(index="row", columns="col", values=value, aggfunc="sum").fillna(0.0)


def _nonzeros(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    values = frame.to_numpy(dtype=float)
    row, col = np.nonzero(values)
    return row, col, values[row, col]


def _words(ids: list[str]) -> pd.Series:
    words = pd.Series(ids).str.removesuffix("_group").str.replace("_", " ")
    return words.str.capitalize()


def _options(parser) -> None:
    add_folder(parser)
    add_options(parser)
    parser.add_argument("--hours-per-job", type=factor, default=HOURS_PER_JOB, help=f"default {HOURS_PER_JOB:g}")


def _command(name: str, help: str, read) -> Command:
    def run(options):
        inputs = Inputs(options.folder)
        return convert(read(inputs, options.hours_per_job), choices_of(options), inputs)

    return Command(name, help, _options, run)


COMMANDS = [
    _command("croatia", "Croatia's tables of 2010, 65 products, with employment (limit: imports)", croatia),
    _command("germany", "the German table of 1995, 6 sectors, with emissions (limits: CO2, CH4, ...)", germany),
    _command("netherlands", "the Dutch table of 2000, 6 sectors", netherlands),
]
