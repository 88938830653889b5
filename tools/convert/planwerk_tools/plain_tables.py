"""Plain tables to a job: what a planning group without programmers keeps, as CSV files or one spreadsheet.

plain_layout lists sheets and columns; `planwerk-convert template` writes an example of each.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd

from planwerk_tools import units
from planwerk_tools.commands import Command
from planwerk_tools.plain_layout import AIMS, KINDS, NEEDED, SETTINGS, TABLES
from planwerk_tools.sheets import (
    Faults,
    Sheet,
    check_columns,
    numbers,
    of_frame,
    read_folder,
    read_workbook,
    unknown_message,
)
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import BALANCES, Economy, Provenance, positions

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
    return _convert(sheets, inputs, path, faults)


def of_frames(frames: dict[str, pd.DataFrame], name: str = "frames") -> tuple[Economy, list[str]]:
    """Likewise of pandas frames by the names of the tables; a row's line is its place in the frame, from 0."""
    faults = Faults()
    for strange in sorted(set(frames) - set(TABLES)):
        faults.add(f"{name}: {strange}", None, unknown_message(strange, list(TABLES), "table"))
    sheets = {table: of_frame(table, f"frame {table}", frames[table]) for table in TABLES if table in frames}
    return _convert(sheets, Inputs(Path()), Path(name), faults)


def _convert(sheets: dict[str, Sheet], inputs: Inputs, path: Path, faults: Faults) -> tuple[Economy, list[str]]:
    missing = [name for name in NEEDED if name not in sheets]
    for name in missing:
        faults.add(str(path.name), None, f"the table {name} is missing")
    if missing:
        faults.raise_any()
    return _Converter(sheets, inputs, path).economy(faults)


class _Converter:
    """Tables as read, checked and linked column by column."""

    def __init__(self, sheets: dict[str, Sheet], inputs: Inputs, path: Path):
        self._sheets, self._inputs, self._path = sheets, inputs, path
        self._frames: dict[str, pd.DataFrame] = {}
        self._absent = {
            name: Sheet(name, name, pd.DataFrame({c.name: [] for c in columns}, dtype="str"), np.array([], dtype=int))
            for name, columns in TABLES.items()
            if name not in sheets
        }

    def economy(self, faults: Faults) -> tuple[Economy, list[str]]:
        for name in TABLES:
            self._frames[name] = self._typed(name, faults)
        faults.raise_any()  # what follows relies on columns and numbers
        settings = self._settings(faults)
        products = self._unique("products", faults)
        self._check_balances(products, faults)
        cohorts, capacities = self._unique("cohorts", faults), self._unique("capacities", faults)
        needs, alternatives, cohorts, assumed = self._needs(products, cohorts, faults)
        kinds, offers = self._labour(cohorts, faults)
        recipes, flows = self._recipes(products, kinds, capacities, faults)
        limits, terms = self._limits(products, recipes, faults)
        stocks = self._stocks(products, faults)
        tiers, tier_terms = self._tiers(products, recipes, faults)
        rate = self._rate(settings, assumed, faults)
        faults.raise_any()
        report = [
            "read: " + ", ".join(f"{len(sheet.frame)} rows of {sheet.source}" for sheet in self._sheets.values()),
            (
                f"linked: {len(products)} products, {len(recipes)} recipes, {len(flows)} amounts, {len(needs)} needs of"
                f" {len(cohorts)} cohorts, {len(offers)} steps of labour, {len(capacities)} capacities, {len(limits)}"
                f" limits, {len(stocks)} stocks"
            ),
            "dropped: nothing; a fault anywhere stops the conversion",
        ]
        provenance = Provenance(
            settings.get("source", ""),
            settings.get("version", ""),
            settings.get("licence", ""),
            settings.get("note", []) + assumed + report + self._inputs.notes(),
        )
        economy = Economy(
            name=settings.get("name", self._path.stem),
            description=settings.get("description", ""),
            period=settings.get("period", ""),
            provenance=provenance,
            products=products,
            recipes=recipes,
            flows=flows,
            needs=needs,
            alternatives=alternatives,
            cohorts=cohorts,
            labour_kinds=kinds,
            labour_offers=offers,
            capacities=capacities,
            limits=limits,
            limit_terms=terms,
            stocks=stocks,
            tiers=tiers,
            tier_terms=tier_terms,
            hours_per_coverage=rate,
        )
        return economy, report

    def _typed(self, name: str, faults: Faults) -> pd.DataFrame:
        """The table with all its columns, numbers as numbers; an empty one where there is none."""
        columns = TABLES[name]
        sheet = self._sheet(name)
        there = set(sheet.frame.columns)
        check_columns(sheet, [column.name for column in columns], [c.name for c in columns if c.required], faults)
        typed = {}
        for column in columns:
            text = sheet.frame[column.name]
            if column.required and column.name in there:
                sheet.tell(
                    faults, np.flatnonzero((text.str.strip() == "").to_numpy()), column.name, "must not be empty"
                )
            if column.default is None:
                typed[column.name] = text.str.strip()
                continue
            values = numbers(sheet, column.name, column.default, faults)
            if column.above is not None:
                sheet.tell(
                    faults, np.flatnonzero(values <= column.above), column.name, f"must be above {column.above:g}"
                )
            if column.least is not None:
                sheet.tell(
                    faults, np.flatnonzero(values < column.least), column.name, f"must be at least {column.least:g}"
                )
            typed[column.name] = values
        return pd.DataFrame(typed)

    def _sheet(self, name: str) -> Sheet:
        return self._sheets.get(name) or self._absent[name]

    def _unique(self, name: str, faults: Faults) -> pd.DataFrame:
        frame = self._frames[name]
        self._sheet(name).tell(
            faults, np.flatnonzero(frame["id"].duplicated()), "id", "stands in the table already; ids are unique"
        )
        return frame.rename(columns={"people": "size"})

    def _check_balances(self, products: pd.DataFrame, faults: Faults) -> None:
        words = products["balance"].str.lower().str.replace(" ", "_")
        products["balance"] = words.where(words != "", "surplus_allowed")
        wrong = ~products["balance"].isin(BALANCES)
        self._sheet("products").tell(faults, np.flatnonzero(wrong), "balance", f"is none of {', '.join(BALANCES)}")

    def _known(self, name: str, column: str, known: pd.Series, what: str, faults: Faults, rows=None) -> np.ndarray:
        """Positions in `known` of the column's ids (of `rows`, a mask); unknown ones are told, with the nearest."""
        values = self._frames[name][column]
        found = positions(values, known)
        wrong = found < 0 if rows is None else (found < 0) & rows
        sheet, listed = self._sheet(name), None
        for row in np.flatnonzero(wrong)[:100]:
            listed = list(known) if listed is None else listed
            faults.add(sheet.place(row, column), values.iloc[row], unknown_message(values.iloc[row], listed, what))
        return found

    def _factors(self, name: str, own: pd.Series, faults: Faults, column: str = "unit") -> np.ndarray:
        """What turns each row's amount into one in the unit of its owner; `own` is empty where the owner is unknown."""
        written = self._frames[name][column]
        pairs = pd.DataFrame({"written": written.to_numpy(), "own": own.to_numpy()})
        different = (pairs["written"] != "") & (pairs["own"] != "") & (pairs["written"] != pairs["own"])
        factors = np.ones(len(pairs))
        for (unit, target), rows in pairs[different].groupby(["written", "own"], sort=False).groups.items():
            try:
                factors[rows] = units.conversion_factor(unit, target)
            except KeyError:
                near = unknown_message(unit, list(units.table().index), "unit")
                self._sheet(name).tell(faults, rows.to_numpy(), column, f"{near} (to be converted into {target})")
            except ValueError as fault:
                self._sheet(name).tell(faults, rows.to_numpy(), column, str(fault))
        return factors

    def _recipes(self, products, kinds, capacities, faults: Faults) -> tuple[pd.DataFrame, pd.DataFrame]:
        frame, sheet = self._frames["recipes"], self._sheet("recipes")
        kind = frame["kind"].str.lower()
        sheet.tell(faults, np.flatnonzero(~kind.isin(KINDS)), "kind", f"is none of {', '.join(KINDS)}")
        own = pd.Series("", index=frame.index, dtype="str")
        goods = kind.isin(["input", "output"]).to_numpy()
        for rows, owners, unit, what in (
            (goods, products, products["unit"], "product"),
            ((kind == "labour").to_numpy(), kinds, pd.Series("h", index=kinds.index), "kind of labour"),
            ((kind == "capacity").to_numpy(), capacities, capacities["unit"], "capacity"),
        ):
            found = self._known("recipes", "id", owners["id"], what, faults, rows)
            there = rows & (found >= 0)
            own[there] = unit.to_numpy()[found[there]]
        flows = pd.DataFrame(
            {
                "recipe": frame["recipe"],
                "kind": kind,
                "id": frame["id"],
                "amount": frame["amount"] * self._factors("recipes", own, faults),
            }
        )
        recipes = pd.DataFrame({"id": frame["recipe"].drop_duplicates()})
        for column in ("name", "lower_activity", "upper_activity", "strain"):
            recipes[column] = self._said_once("recipes", "recipe", column, recipes["id"], faults).to_numpy()
        return recipes, flows

    def _said_once(self, name: str, key: str, column: str, ids: pd.Series, faults: Faults) -> pd.Series:
        """What the rows of each id say in `column`: at most one thing; others are faults."""
        frame, sheet = self._frames[name], self._sheet(name)
        default = next(each.default for each in TABLES[name] if each.name == column)
        said = frame[sheet.frame[column].str.strip() != ""]
        first = said.drop_duplicates(key).set_index(key)[column]
        rows = positions(said[key], pd.Series(first.index))
        contradicting = said.index[(said[column].to_numpy() != first.to_numpy()[rows]) if len(said) else []]
        sheet.tell(faults, contradicting.to_numpy(), column, "differs from what an earlier row says")
        return ids.map(first).fillna("" if default is None else default)

    def _needs(self, products, cohorts, faults: Faults):
        frame, sheet, assumed = self._frames["needs"], self._sheet("needs"), []
        if "cohorts" not in self._sheets:
            cohorts = pd.DataFrame({"id": frame["cohort"].drop_duplicates(), "name": "", "size": 1.0})
            assumed.append(ASSUMPTIONS["cohorts"])
        self._known("needs", "cohort", cohorts["id"], "cohort", faults)
        found = self._known("needs", "product", products["id"], "product", faults)
        sheet.tell(faults, np.flatnonzero(frame["floor"] > 1), "floor", "must be between 0 and 1")
        ids = frame["id"].where(frame["id"] != "", frame["cohort"] + ":" + frame["product"])
        first = ~ids.duplicated()
        own = pd.Series(np.where(found >= 0, products["unit"].to_numpy()[found] if len(products) else "", ""))
        leading = own[first.to_numpy()].set_axis(ids[first])
        amounts = frame["amount_per_head"] * self._factors("needs", ids.map(leading), faults)
        whole = frame.assign(id=ids, amount_per_head=amounts).drop(columns="unit")
        others = whole.loc[~first, ["id", "product", "rate", "regret"]].rename(columns={"id": "need"})
        return whole[first], others, cohorts, assumed

    def _labour(self, cohorts, faults: Faults) -> tuple[pd.DataFrame, pd.DataFrame]:
        frame = self._frames["labour"]
        self._known("labour", "cohort", cohorts["id"], "cohort", faults, (frame["cohort"] != "").to_numpy())
        hours = frame["hours"] * self._factors("labour", pd.Series("h", index=frame.index), faults)
        kinds = pd.DataFrame({"id": frame["kind"].drop_duplicates()})
        kinds["name"] = self._said_once("labour", "kind", "kind_name", kinds["id"], faults).to_numpy()
        for column in ("kind", "cohort"):
            self._said_once("labour", "id", column, frame["id"].drop_duplicates(), faults)
        offers = frame.assign(hours=hours).drop(columns=["unit", "kind_name"])
        return kinds, offers

    def _limits(self, products, recipes, faults: Faults) -> tuple[pd.DataFrame, pd.DataFrame]:
        frame = self._frames["limits"]
        self._check_terms("limits", frame["limit"] != "", products, recipes, faults)
        limits = pd.DataFrame({"id": frame["limit"].drop_duplicates()})
        for column in ("name", "unit", "lower", "upper", "origin"):
            limits[column] = self._said_once("limits", "limit", column, limits["id"], faults).to_numpy()
        return limits, frame[["limit", "product", "recipe", "coefficient"]]

    def _tiers(self, products, recipes, faults: Faults) -> tuple[pd.DataFrame, pd.DataFrame]:
        frame, sheet = self._frames["tiers"], self._sheet("tiers")
        frame["aim"] = frame["aim"].str.lower().str.replace(" ", "_")
        wrong = ~frame["aim"].isin(AIMS) & ((frame["aim"] != "") | ~frame["tier"].duplicated())
        sheet.tell(faults, np.flatnonzero(wrong), "aim", f"is none of {', '.join(AIMS)}")
        terms = (frame["product"] != "") | (frame["recipe"] != "")
        self._check_terms("tiers", terms | frame["aim"].isin(["use", "surplus"]), products, recipes, faults)
        tiers = pd.DataFrame({"id": frame["tier"].drop_duplicates()})
        for column in ("aim", "tolerance", "depth", "origin"):
            tiers[column] = self._said_once("tiers", "tier", column, tiers["id"], faults).to_numpy()
        return tiers, frame.loc[terms, ["tier", "product", "recipe", "coefficient"]]

    def _check_terms(self, name: str, rows: pd.Series, products, recipes, faults: Faults) -> None:
        """That each of `rows` (a mask) names a product or a recipe that there is."""
        frame = self._frames[name]
        self._known(name, "product", products["id"], "product", faults, (frame["product"] != "").to_numpy())
        self._known(name, "recipe", recipes["id"], "recipe", faults, (frame["recipe"] != "").to_numpy())
        wrong = rows & ((frame["product"] == "") == (frame["recipe"] == ""))
        message = "name either a product or a recipe, in the column of its own"
        self._sheet(name).tell(faults, np.flatnonzero(wrong), "product", message)

    def _stocks(self, products, faults: Faults) -> pd.DataFrame:
        frame = self._frames["stocks"]
        found = self._known("stocks", "product", products["id"], "product", faults)
        twice = np.flatnonzero(frame["product"].duplicated())
        self._sheet("stocks").tell(faults, twice, "product", "has a stock already")
        own = pd.Series(np.where(found >= 0, products["unit"].to_numpy()[found] if len(products) else "", ""))
        factors = self._factors("stocks", own, faults)
        return frame.assign(opening=frame["opening"] * factors, closing=frame["closing"] * factors).drop(columns="unit")

    def _settings(self, faults: Faults) -> dict:
        """By key; `note` may recur and is a list."""
        frame, sheet, settings = self._frames["settings"], self._sheet("settings"), {}
        for row in frame.itertuples():
            if row.key not in SETTINGS:
                faults.add(sheet.place(row.Index, "key"), row.key, unknown_message(row.key, SETTINGS, "setting"))
            elif row.key == "note":
                settings.setdefault("note", []).append(row.value)
            elif row.key in settings:
                faults.add(sheet.place(row.Index, "key"), row.key, "is set already")
            else:
                settings[row.key] = row.value
        return settings

    def _rate(self, settings: dict, assumed: list[str], faults: Faults) -> float:
        if "hours_per_coverage" not in settings:
            assumed.append(ASSUMPTIONS["rate"])
            return 1.0
        text = settings["hours_per_coverage"]
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not (value > 0 and math.isfinite(value)):
            faults.add(f"{self._sheet('settings').source}, hours_per_coverage", text, "must be a number above 0")
        return value


COMMANDS = [
    Command(
        "tables",
        "plain tables: a folder of CSV files, or one xlsx file (see 'template')",
        lambda parser: parser.add_argument(
            "path", type=Path, help="folder with products.csv, recipes.csv, ...; or FILE.xlsx"
        ),
        lambda options: convert(options.path),
    )
]
