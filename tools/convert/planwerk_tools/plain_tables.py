"""Plain tables to a job: what a planning group without programmers keeps, as CSV files or one spreadsheet.

plain_layout lists sheets and columns; `planwerk-convert template` writes an example of each.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from planwerk_tools import units
from planwerk_tools.commands import Command
from planwerk_tools.plain_checks import PlainTables
from planwerk_tools.plain_layout import AIMS, KINDS, TABLES
from planwerk_tools.progress import counted
from planwerk_tools.sheet_files import read_folder, read_workbook
from planwerk_tools.sheets import Faults, nearest, of_frame, unknown_message
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import BALANCES, Economy, JobSettings, Provenance

ASSUMPTIONS = {
    "rate": (
        "hours_per_coverage is not set: an hour of labour for a person's full coverage at step value 1 and weight 1."
    ),
    "cohorts": "There is no table of cohorts: each cohort of the needs has one person.",
}


def convert(path: Path) -> tuple[Economy, list[str]]:
    """The job's tables of a folder of CSV files or an xlsx file. TableFault: all faults, a line each."""
    path, faults = Path(path), Faults()
    inputs = Inputs(path if path.is_dir() else path.parent)
    names = list(TABLES)
    sheets = read_folder(inputs, names, faults) if path.is_dir() else read_workbook(path, inputs, names, faults)
    tables = PlainTables(sheets, path.name, faults)
    economy, linked = _economy(tables, path.stem)
    report = [
        "read: " + ", ".join(f"{counted(rows, 'row')} of {source}" for source, rows in tables.sources()),
        linked,
        "dropped: nothing; a fault anywhere stops the conversion",
    ]
    economy.provenance.notes += _strange_units(tables) + report + inputs.notes()
    return economy, report


def of_frames(frames: dict[str, pd.DataFrame], name: str = "frames") -> Economy:
    """Likewise of pandas frames by the names of the tables; a row is told by its place in the frame, from 0."""
    faults = Faults()
    for strange in sorted(set(frames) - set(TABLES)):
        faults.add(f"{name}: {strange}", None, unknown_message(strange, list(TABLES), "table"))
    sheets = {table: of_frame(table, frames[table], faults) for table in TABLES if table in frames}
    return _economy(PlainTables(sheets, name, faults), "")[0]


def _economy(tables: PlainTables, name: str) -> tuple[Economy, str]:
    """The job's tables, checked and linked, and how many of which there are. TableFault: all faults, a line each."""
    settings = tables.settings()
    assumed: list[str] = []
    products, capacities = _products(tables), _capacities(tables)
    cohorts = _cohorts(tables, assumed)
    needs, alternatives = _needs(tables, products, cohorts)
    kinds, offers = _labour(tables, cohorts)
    recipes, flows = _recipes(tables, products, kinds, capacities)
    limits, limit_terms = _limits(tables, products, recipes)
    tiers, tier_terms = _tiers(tables, products, recipes)
    stocks = _stocks(tables, products)
    steps = _steps(tables, needs)
    rate = _rate(settings, tiers, assumed)
    tables.faults.raise_any()
    economy = Economy(
        name=settings.get("name", name),
        description=settings.get("description", ""),
        period=settings.get("period", ""),
        provenance=Provenance(
            settings.get("source", ""),
            settings.get("version", ""),
            settings.get("licence", ""),
            settings["note"] + assumed,
        ),
        products=products,
        recipes=recipes,
        flows=flows,
        needs=needs,
        alternatives=alternatives,
        steps=steps,
        cohorts=cohorts,
        labour_kinds=kinds,
        labour_offers=offers,
        capacities=capacities,
        limits=limits,
        limit_terms=limit_terms,
        stocks=stocks,
        tiers=tiers,
        tier_terms=tier_terms,
        hours_per_coverage=rate,
        objective_origin=settings.get("objective_origin", ""),
        settings=JobSettings(**{key: settings.get(key) for key in ("tolerance", "time_limit_s", "method")}),
    )
    linked = (
        f"linked: {counted(len(products), 'product')}, {counted(len(recipes), 'recipe')},"
        f" {counted(len(flows), 'amount')}, {counted(len(needs), 'need')} of {counted(len(cohorts), 'cohort')},"
        f" {counted(len(offers), 'step')} of labour, {counted(len(capacities), 'capacity')},"
        f" {counted(len(limits), 'limit')}, {counted(len(stocks), 'stock')}"
    )
    return economy, linked


def _products(tables: PlainTables) -> pd.DataFrame:
    products = tables["products"]
    tables.check_unique("products", "id")
    words = products["balance"].str.lower().str.replace(" ", "_")
    balance = words.where(words != "", "surplus_allowed")
    tables.sheet("products").tell(~balance.isin(BALANCES), "balance", f"is none of {', '.join(BALANCES)}")
    return products.assign(balance=balance)


def _capacities(tables: PlainTables) -> pd.DataFrame:
    tables.check_unique("capacities", "id")
    return tables["capacities"]


def _cohorts(tables: PlainTables, assumed: list[str]) -> pd.DataFrame:
    if "cohorts" in tables.given:
        tables.check_unique("cohorts", "id")
        return tables["cohorts"].rename(columns={"people": "size"})
    assumed.append(ASSUMPTIONS["cohorts"])
    return pd.DataFrame({"id": tables["needs"]["cohort"].drop_duplicates(), "name": "", "size": 1.0})


def _recipes(tables: PlainTables, products, kinds, capacities) -> tuple[pd.DataFrame, pd.DataFrame]:
    frame, sheet = tables["recipes"], tables.sheet("recipes")
    kind = frame["kind"].str.lower()
    says = sheet.filled("kind") | sheet.filled("id") | sheet.filled("amount")
    for column in ("kind", "id", "amount"):
        sheet.tell(says & ~sheet.filled(column), column, "must not be empty")
    sheet.tell(says & ~kind.isin(KINDS), "kind", f"is none of {', '.join(KINDS)}")
    goods = kind.isin(["input", "output"])
    making = frame["recipe"].isin(frame.loc[goods | (says & ~kind.isin(KINDS)), "recipe"])
    sheet.tell(~making & ~frame["recipe"].duplicated(), "recipe", "a recipe with neither inputs nor outputs")
    names = pd.Index(["h", *products["unit"], *capacities["unit"]]).unique()
    own = np.full(len(frame), -1, dtype=np.int32)  # positions in `names`: a long table of few units
    for rows, table, owners, unit, what in (
        (goods, "products", products, products["unit"], "product"),
        (kind == "labour", "labour", kinds, pd.Series("h", index=kinds.index), "kind of labour"),
        (kind == "capacity", "capacities", capacities, capacities["unit"], "capacity"),
    ):
        found = tables.known("recipes", "id", table, owners["id"], what, rows)
        there = rows.to_numpy(dtype=bool) & (found >= 0)
        own[there] = names.get_indexer(unit)[found[there]]
    amounts = frame["amount"] * tables.factors("recipes", pd.Series(pd.Categorical.from_codes(own, names)))
    flows = pd.DataFrame({"recipe": frame["recipe"], "kind": kind, "id": frame["id"], "amount": amounts})
    if not says.all():
        flows = flows[says]
    ids = frame["recipe"].drop_duplicates()
    said = tables.said_once("recipes", "recipe", ["name", "lower_activity", "upper_activity", "strain"], ids)
    return _with_ids(ids, said), flows


def _needs(tables: PlainTables, products, cohorts) -> tuple[pd.DataFrame, pd.DataFrame]:
    frame, sheet = tables["needs"], tables.sheet("needs")
    tables.known("needs", "cohort", "cohorts", cohorts["id"], "cohort")
    found = tables.known("needs", "product", "products", products["id"], "product")
    sheet.tell(frame["floor"] > 1, "floor", "must be between 0 and 1")
    named = frame["id"].where(frame["id"] != "", frame["cohort"] + ":" + frame["product"])
    frame["id"] = named
    first = ~named.duplicated()
    own = _units_of(products, found)
    leading = own[first.to_numpy()].set_axis(named[first])
    amounts = frame["amount_per_head"] * tables.factors("needs", named.map(leading))
    once = ["name", "cohort", "amount_per_head", "unit", "weight", "weight_origin", "floor", "reason"]
    tables.said_once("needs", "id", once, named[first])
    whole = frame.assign(amount_per_head=amounts).drop(columns="unit")
    others = whole.loc[~first, ["id", "product", "rate", "regret"]].rename(columns={"id": "need"})
    return whole[first], others


def _steps(tables: PlainTables, needs: pd.DataFrame) -> pd.DataFrame:
    tables.known("steps", "need", "needs", needs["id"], "need")
    return tables["steps"]


def _labour(tables: PlainTables, cohorts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    frame, sheet = tables["labour"], tables.sheet("labour")
    tables.known("labour", "cohort", "cohorts", cohorts["id"], "cohort")
    hours = frame["hours"] * tables.factors("labour", pd.Series("h", index=frame.index))
    offered = sheet.filled("id") | sheet.filled("hours")
    for column in ("id", "hours"):
        sheet.tell(offered & ~sheet.filled(column), column, "must not be empty")
    kinds = frame["kind"].drop_duplicates()
    names = tables.said_once("labour", "kind", ["kind_name"], kinds)["kind_name"]
    tables.said_once("labour", "id", ["kind", "cohort"], frame["id"].drop_duplicates())
    offers = frame.assign(hours=hours)[offered].drop(columns=["unit", "kind_name"])
    return _with_ids(kinds, {"name": names}), offers


def _limits(tables: PlainTables, products, recipes) -> tuple[pd.DataFrame, pd.DataFrame]:
    ids = tables["limits"]["limit"].drop_duplicates()
    terms = _terms(tables, "limits", products, recipes)
    said = tables.said_once("limits", "limit", ["name", "unit", "lower", "upper", "origin"], ids)
    return _with_ids(ids, said), terms


def _tiers(tables: PlainTables, products, recipes) -> tuple[pd.DataFrame, pd.DataFrame]:
    frame, sheet = tables["tiers"], tables.sheet("tiers")
    frame["aim"] = frame["aim"].str.lower().str.replace(" ", "_")
    wrong = ~frame["aim"].isin(AIMS) & ((frame["aim"] != "") | ~frame["tier"].duplicated())
    sheet.tell(wrong, "aim", f"is none of {', '.join(AIMS)}")
    terms = _terms(tables, "tiers", products, recipes, must=frame["aim"].isin(["use", "surplus"]).to_numpy())
    ids = frame["tier"].drop_duplicates()
    return _with_ids(ids, tables.said_once("tiers", "tier", ["aim", "tolerance", "depth", "origin"], ids)), terms


def _terms(tables: PlainTables, table: str, products, recipes, must: np.ndarray | bool = False) -> pd.DataFrame:
    """Terms of limits or tiers: rows that say anything of one, and those of the mask `must`, name either a product or a
    recipe that there is."""
    frame, sheet = tables[table], tables.sheet(table)
    found = tables.known(table, "product", "products", products["id"], "product")
    tables.known(table, "recipe", "recipes", recipes["id"], "recipe")
    of_product, of_recipe = sheet.filled("product"), sheet.filled("recipe")
    terms = of_product | of_recipe | sheet.filled("coefficient") | must
    message = "name either a product or a recipe, in the column of its own"
    sheet.tell(terms & (of_product == of_recipe), "product", message)
    sheet.tell(of_recipe & sheet.filled("term_unit"), "term_unit", "activities are counted by their recipe alone")
    coefficients = frame["coefficient"] / tables.factors(table, _units_of(products, found), "term_unit")
    owner = {"limits": "limit", "tiers": "tier"}[table]
    return frame.assign(coefficient=coefficients).loc[terms, [owner, "product", "recipe", "coefficient"]]


def _stocks(tables: PlainTables, products: pd.DataFrame) -> pd.DataFrame:
    frame = tables["stocks"]
    found = tables.known("stocks", "product", "products", products["id"], "product")
    tables.check_unique("stocks", "product", "a product has one stock")
    factors = tables.factors("stocks", _units_of(products, found))
    return frame.assign(opening=frame["opening"] * factors, closing=frame["closing"] * factors).drop(columns="unit")


def _units_of(products: pd.DataFrame, found: np.ndarray) -> pd.Series:
    """The unit of the product at each position; empty at -1."""
    if not len(products):
        return pd.Series("", index=range(len(found)), dtype="str")
    return pd.Series(np.where(found >= 0, products["unit"].to_numpy()[found], ""), dtype="str")


def _with_ids(ids: pd.Series, columns: dict[str, pd.Series]) -> pd.DataFrame:
    return pd.DataFrame({"id": ids.to_numpy()} | {name: values.to_numpy() for name, values in columns.items()})


def _rate(settings: dict, tiers: pd.DataFrame, assumed: list[str]) -> float | None:
    """Unset where tiers decide alone."""
    if "hours_per_coverage" in settings:
        return settings["hours_per_coverage"]
    if len(tiers) and not (tiers["aim"] == "weighted").any():
        return None
    assumed.append(ASSUMPTIONS["rate"])
    return 1.0


def _strange_units(tables: PlainTables) -> list[str]:
    """Units that nothing can be converted into: allowed, but perhaps mistyped."""
    known = list(units.table().index)
    return [
        f'{tables.sheet(table).place(row, "unit")}: "{unit}" is not in the table of units{nearest(unit, known)}'
        for table in ("products", "capacities")
        for row, unit in tables[table]["unit"].drop_duplicates().items()
        if units.quantity(unit) is None and nearest(unit, known)
    ]


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="folder with products.csv, recipes.csv, ...; or FILE.xlsx")


COMMANDS = [
    Command(
        "tables",
        "plain tables: a folder of CSV files, or one xlsx file (see 'template')",
        _options,
        lambda options: convert(options.path),
    )
]
