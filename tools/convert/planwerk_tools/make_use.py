"""US make and use tables (sets us-bea-2012 and us-bea-summary) to a job: industries are recipes, commodities products.

The base year reproduces itself: every industry at activity 1 and every import at its recorded value covers all needs.
The least labour that covers them is the least wage bill. What is assumed stands in ASSUMPTIONS, which goes into
the job.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planwerk_tools.commands import Command, add_floor, add_folder
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import Economy, Provenance, TableFault, empty_table

VERSION = "github.com/USEPA/useeior commit 1565a70b7da2e50ff7ab5fc344fc0ba95f307a8a"
LICENCE = "public domain (US federal work); collection: MIT"
UNIT = "million USD"
WAGES = "wages"

ASSUMPTIONS = [
    "A unit of a product is a million US dollars of the commodity at producers' prices of {year}.",
    "A recipe is an industry as recorded: activity 1 is its year {year}, with all its by-products in fixed proportion.",
    "A negative use is an output of the industry (it hands over more of the commodity than it takes).",
    (
        "Labour is counted in wages: one hour of the kind 'wages' stands for a million US dollars of compensation of"
        " employees ({wages}). Taxes ({taxes}) and operating surplus ({surplus}) are payments, not inputs, and are left"
        " out."
    ),
    "Labour offered is the recorded wage bill, at burden 1.",
    "Each category of final demand is one cohort of size 1; a positive entry is a need, weighted with its value.",
    (
        "A negative import ({imports}) is a supply: a recipe import:CODE without inputs or labour, up to the recorded"
        " value. A positive one (domestic transport and insurance inside import values) is a need."
    ),
    "Any other negative entry of final demand (inventories drawn down, used goods sold) is opening stock.",
    (
        "Where rounding of the tables leaves a commodity short in the recorded year, the difference is added to its "
        "opening stock, so that the recorded year is a plan."
    ),
    (
        "Without floors, the last step of a need is worth its own value in wages (hours_per_coverage 1); with a floor"
        " of 1 the exchange rate is 0.001 and decides nothing."
    ),
]


@dataclass
class MakeUseTables:
    """One year's tables as the Bureau of Economic Analysis publishes them, in million USD."""

    name: str
    year: str
    level: str  # of detail, in words
    codes: dict[str, str]  # of imports, wages, taxes and surplus, which differ between the levels
    commodities: pd.DataFrame  # code, name
    industries: pd.DataFrame  # code, name, wages
    use: pd.DataFrame  # commodity, industry, musd
    make: pd.DataFrame  # industry, commodity, musd
    demand: pd.DataFrame  # commodity, category, musd
    categories: pd.DataFrame  # code, name


def read_detail(inputs: Inputs) -> MakeUseTables:
    """us-bea-2012: 405 commodities."""
    codes = {"imports": "F05000", "wages": "V00100", "taxes": "V00200", "surplus": "V00300"}
    industries = inputs.csv("industries.csv", dtype={"code": str})
    return MakeUseTables(
        name="us-bea-2012",
        year="2012",
        level="detail level",
        codes=codes,
        commodities=inputs.csv("commodities.csv", dtype={"code": str}),
        industries=industries.assign(wages=industries[codes["wages"]]),
        use=inputs.csv("use.csv.gz", dtype=TEXT),
        make=inputs.csv("make.csv.gz", dtype=TEXT),
        demand=inputs.csv("final_demand.csv.gz", dtype=TEXT),
        categories=inputs.csv("final_demand_categories.csv", dtype=str),
    )


def read_summary(inputs: Inputs, year: int) -> MakeUseTables:
    """us-bea-summary: 73 commodities, one of several years."""

    def of_year(name: str) -> pd.DataFrame:
        frame = inputs.csv(name, dtype=TEXT)
        chosen = frame[frame["year"] == year].drop(columns="year").reset_index(drop=True)
        if not len(chosen):
            raise TableFault(f"{name}: no year {year}; there is {', '.join(map(str, frame['year'].unique()))}")
        return chosen

    codes = {"imports": "F050", "wages": "V001", "taxes": "V002", "surplus": "V003"}
    added = of_year("value_added.csv.gz")
    paid = added[added["category"] == codes["wages"]].set_index("industry")["musd"]
    industries = inputs.csv("industries.csv", dtype=str)
    return MakeUseTables(
        name=f"us-bea-summary-{year}",
        year=str(year),
        level="summary level",
        codes=codes,
        commodities=inputs.csv("commodities.csv", dtype=str),
        industries=industries.assign(wages=industries["code"].map(paid).fillna(0)),
        use=of_year("use.csv.gz"),
        make=of_year("make.csv.gz"),
        demand=of_year("final_demand.csv.gz"),
        categories=inputs.csv("final_demand_categories.csv", dtype=str),
    )


TEXT = dict.fromkeys(["commodity", "industry", "category"], str)


def convert(inputs: Inputs, tables: MakeUseTables, floor: float = 1.0) -> tuple[Economy, list[str]]:
    """The job's tables and a report: what was read, linked, dropped. `floor`: coverage that every need must reach."""
    commodities, use, make, demand = tables.commodities, tables.use, tables.make, tables.demand
    industries = tables.industries[tables.industries["code"].isin(make["industry"])]
    use = use[use["industry"].isin(industries["code"])]
    imported = demand[(demand["category"] == tables.codes["imports"]) & (demand["musd"] < 0)]
    needs = _needs(demand[demand["musd"] > 0], tables, floor)
    drawn = demand[(demand["category"] != tables.codes["imports"]) & (demand["musd"] < 0)]
    rounding = _rounding(commodities["code"], make, use, demand)

    report = [
        (
            f"read: {len(commodities)} commodities, {len(industries)} industries, {len(use)} uses, {len(make)} makes, "
            f"{len(demand)} entries of final demand"
        ),
        (
            f"linked: {len(needs)} needs of {demand['category'].nunique()} categories, {len(imported)} imports, "
            f"{len(drawn)} withdrawals from stock"
        ),
        (
            f"turned round: {(use['musd'] < 0).sum()} negative uses became outputs "
            f"({use.loc[use['musd'] < 0, 'musd'].abs().sum():g} {UNIT})"
        ),
        (
            f"rounding: {len(rounding)} commodities were short, by {rounding.sum():g} {UNIT} in all, "
            f"at most {rounding.max() if len(rounding) else 0:g}"
        ),
        f"dropped: {((use['musd'] == 0).sum() + (make['musd'] == 0).sum())} zero entries; taxes and operating surplus",
    ]
    assumptions = [each.format(year=tables.year, **tables.codes) for each in ASSUMPTIONS]
    source = (
        f"US Bureau of Economic Analysis, make and use tables {tables.year}, {tables.level}, before redefinitions, "
        "producers' prices"
    )
    economy = Economy(
        name=tables.name,
        description=f"The US economy of {tables.year} as its make and use tables record it; final demand as needs.",
        period=tables.year,
        provenance=Provenance(source, VERSION, LICENCE, assumptions + report + inputs.notes()),
        products=commodities[["code", "name"]].rename(columns={"code": "id"}).assign(unit=UNIT),
        recipes=_recipes(industries, imported, commodities),
        flows=_flows(make, use, industries, imported),
        needs=needs,
        cohorts=_cohorts(tables.categories[tables.categories["code"].isin(needs["cohort"])]),
        labour_kinds=pd.DataFrame({"id": [WAGES], "name": ["Compensation of employees; an hour is a million USD"]}),
        labour_offers=pd.DataFrame(
            {"id": ["recorded"], "kind": [WAGES], "hours": [float(industries["wages"].sum())], "burden": [1.0]}
        ),
        stocks=_stocks(drawn, rounding),
        # Without floors the last step of a need is worth its own value in wages. With a floor of 1 nothing is traded,
        # and the coverage term, then a constant, is kept small beside the wages.
        hours_per_coverage=1e-3 if floor == 1.0 else 1.0,
    )
    return economy, report


def _recipes(industries: pd.DataFrame, imported: pd.DataFrame, commodities: pd.DataFrame) -> pd.DataFrame:
    names = commodities.set_index("code")["name"]
    made = pd.DataFrame({"id": industries["code"], "name": industries["name"], "upper_activity": np.inf})
    bought = pd.DataFrame(
        {
            "id": "import:" + imported["commodity"],
            "name": "Import: " + imported["commodity"].map(names),
            "upper_activity": -imported["musd"].astype(float),
        }
    )
    recipes = pd.concat([made, bought], ignore_index=True).assign(lower_activity=0.0)
    return recipes[["id", "name", "lower_activity", "upper_activity"]]


def _flows(make: pd.DataFrame, use: pd.DataFrame, industries: pd.DataFrame, imported: pd.DataFrame) -> pd.DataFrame:
    def rows(recipe, kind, product, amount):
        return pd.DataFrame({"recipe": recipe, "kind": kind, "id": product, "amount": amount.astype(float)})

    given = use[use["musd"] < 0]
    taken = use[use["musd"] > 0]
    made = make[make["musd"] != 0]
    paid = industries[industries["wages"] != 0]
    outputs = pd.concat(
        [
            rows(made["industry"], "output", made["commodity"], made["musd"]),
            rows(given["industry"], "output", given["commodity"], -given["musd"]),
        ]
    )
    return pd.concat(
        [
            # An industry may make a commodity and have a negative use of it: one output of both.
            outputs.groupby(["recipe", "kind", "id"], as_index=False, sort=False)["amount"].sum(),
            rows(taken["industry"], "input", taken["commodity"], taken["musd"]),
            rows(paid["code"], "labour", WAGES, paid["wages"]),
            rows(
                "import:" + imported["commodity"], "output", imported["commodity"], pd.Series(1.0, index=imported.index)
            ),
        ],
        ignore_index=True,
    )


def _needs(asked: pd.DataFrame, tables: MakeUseTables, floor: float) -> pd.DataFrame:
    names = tables.commodities.set_index("code")["name"]
    users = tables.categories.set_index("code")["name"]
    value = asked["musd"].astype(float)
    return pd.DataFrame(
        {
            "id": asked["category"] + ":" + asked["commodity"],
            "name": asked["commodity"].map(names),
            "cohort": asked["category"],
            "product": asked["commodity"],
            "amount_per_head": value,
            "weight": value,
            "weight_origin": "recorded value in million US dollars",
            "floor": floor,
            "reason": asked["category"].map(users) + f" {tables.year}, as recorded",
        }
    ).reset_index(drop=True)


def _cohorts(categories: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"id": categories["code"], "name": categories["name"], "size": 1.0}).reset_index(drop=True)


def _rounding(codes: pd.Series, make: pd.DataFrame, use: pd.DataFrame, demand: pd.DataFrame) -> pd.Series:
    """By commodity: how far the recorded year falls short of its own final demand; only those that do."""
    made = make.groupby("commodity")["musd"].sum().reindex(codes, fill_value=0)
    used = use.groupby("commodity")["musd"].sum().reindex(codes, fill_value=0)
    asked = demand.groupby("commodity")["musd"].sum().reindex(codes, fill_value=0)
    short = asked - (made - used)
    return short[short > 0]


def _stocks(drawn: pd.DataFrame, rounding: pd.Series) -> pd.DataFrame:
    opening = (-drawn.groupby("commodity")["musd"].sum()).add(rounding, fill_value=0).sort_index()
    if opening.empty:
        return empty_table("stocks")
    return pd.DataFrame({"product": opening.index, "opening": opening.to_numpy(dtype=float), "closing": 0.0})


def _options(parser) -> None:
    add_folder(parser)
    add_floor(parser, 1.0)


def _summary_options(parser) -> None:
    _options(parser)
    parser.add_argument("--year", type=int, default=2019, help="2015 to 2020 (default 2019)")


def _convert_detail(options):
    inputs = Inputs(options.folder)
    return convert(inputs, read_detail(inputs), options.floor)


def _convert_summary(options):
    inputs = Inputs(options.folder)
    return convert(inputs, read_summary(inputs, options.year), options.floor)


COMMANDS = [
    Command("us-bea-2012", "US make and use tables of 2012, 405 commodities", _options, _convert_detail),
    Command(
        "us-bea-summary", "US make and use tables of 2015 to 2020, 73 commodities", _summary_options, _convert_summary
    ),
]
