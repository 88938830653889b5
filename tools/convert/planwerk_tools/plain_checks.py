"""The plain tables as typed columns, and the checks that several of them share."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from planwerk_tools import units
from planwerk_tools.plain_layout import METHODS, NAMED_BY, NEEDED, SETTINGS, TABLES, Column
from planwerk_tools.sheets import ERRORS, Faults, Sheet, check_columns, numbers, unknown_message
from planwerk_tools.tables import positions


class PlainTables:
    """Tables as read, column by column. Faults are gathered, and what follows from one of them is not told again."""

    def __init__(self, sheets: Mapping[str, Sheet | None], name: str, faults: Faults):
        self.faults = faults
        for table in NEEDED:
            if table not in sheets:
                faults.add(name, None, f"the table {table} is missing")
        unread = {table for table in TABLES if sheets.get(table, None) is None and (table in sheets or table in NEEDED)}
        self.given = {table for table, sheet in sheets.items() if sheet is not None}
        self._sheets = {table: sheets.get(table) or _absent(table, faults) for table in TABLES}
        self._frames = {table: self._typed(table) for table in TABLES}
        # Tables whose things have no names, so that nobody can say whether there is what other tables name.
        self._nameless = unread | {table for table, key in NAMED_BY.items() if key in self._sheets[table].missing}

    def __getitem__(self, table: str) -> pd.DataFrame:
        """The table with all its columns, numbers as numbers; an empty one where there is none."""
        return self._frames[table]

    def sheet(self, table: str) -> Sheet:
        return self._sheets[table]

    def sources(self) -> list[tuple[str, int]]:
        """Where each table that was given stands, and its number of rows."""
        return [(self._sheets[table].source, len(self._frames[table])) for table in TABLES if table in self.given]

    def judges(self, table: str) -> bool:
        """Whether the table says which things there are."""
        return table not in self._nameless

    def _typed(self, table: str) -> pd.DataFrame:
        columns, sheet = TABLES[table], self._sheets[table]
        check_columns(sheet, [column.name for column in columns], [c.name for c in columns if c.required])
        amounts = [column.name for column in columns if column.default is not None]
        comma = sheet.has_commas(amounts)
        typed = {}
        for column in columns:
            text = sheet.frame[column.name]
            sheet.tell(text.isin(ERRORS), column.name, "an error of the spreadsheet")
            if column.filled:
                sheet.tell(text == "", column.name, "must not be empty")
            typed[column.name] = text if column.default is None else _numbers(sheet, column, comma)
        return pd.DataFrame(typed)

    def check_unique(self, table: str, column: str, message: str = "ids are unique") -> None:
        values, sheet = self[table][column], self.sheet(table)
        twice = (values.duplicated() & (values != "")).to_numpy(dtype=bool)
        first = positions(values[twice], values)
        said = [f"stands in {sheet.word} {sheet.lines[row]} already; {message}" for row in first]
        sheet.tell(twice, column, said)

    def known(self, table: str, column: str, owners: str, known: pd.Series, what: str, rows=None) -> np.ndarray:
        """Positions in `known`, the names of table `owners`, of the column's (of `rows`, a mask; unset: all). Unknown
        ones are told, with the nearest."""
        values, sheet = self[table][column], self.sheet(table)
        found = positions(values, known)
        if not self.judges(owners):
            return found
        wrong = (found < 0) & (values != "").to_numpy(dtype=bool)
        wrong = wrong if rows is None else wrong & np.asarray(rows, dtype=bool)
        if wrong.any():
            listed, strange = list(known), values[wrong]
            told = {value: unknown_message(value, listed, what) for value in strange.unique()[:100]}
            sheet.tell(wrong, column, [told.get(value, f"no such {what}") for value in strange])
        return found

    def factors(self, table: str, own: pd.Series, column: str = "unit") -> np.ndarray:
        """What turns each row's amount into one in the unit of its owner; `own` is empty where the owner is unknown."""
        written = self[table][column]
        factors = np.ones(len(written))
        places = np.flatnonzero(self.sheet(table).filled(column))
        pairs = pd.DataFrame(
            {"written": written.iloc[places].to_numpy(), "own": own.iloc[places].astype(object).fillna("").to_numpy()},
            index=places,
        )
        different = (pairs["own"] != "") & (pairs["written"] != pairs["own"])
        for (unit, target), rows in pairs[different].groupby(["written", "own"], sort=False).groups.items():
            try:
                factors[rows] = units.conversion_factor(unit, target)
            except (KeyError, ValueError) as fault:
                wrong = np.zeros(len(written), dtype=bool)
                wrong[rows] = True
                self.sheet(table).tell(wrong, column, _unit_fault(unit, target, fault))
        return factors

    def said_once(self, table: str, key: str, columns: list[str], ids: pd.Series) -> dict[str, pd.Series]:
        """By column: what the rows of each of `ids` say, at most one thing; others are faults."""
        frame, sheet, said_of = self[table], self.sheet(table), {}
        defaults = {column.name: column.default for column in TABLES[table]}
        for column in columns:
            says = sheet.filled(column) & frame[column].notna().to_numpy() & (frame[key] != "").to_numpy(dtype=bool)
            said = frame.loc[says, [key, column]]
            first = said.drop_duplicates(key).set_index(key)[column]
            differs = np.zeros(len(frame), dtype=bool)
            differs[says] = said[column].to_numpy() != first.reindex(said[key]).to_numpy()
            sheet.tell(differs, column, f"differs from what an earlier {sheet.word} of {key} says")
            default = defaults[column]
            said_of[column] = first.reindex(pd.Index(ids)).fillna("" if default is None else default)
        return said_of

    def settings(self) -> dict[str, Any]:
        """By key, numbers as numbers; `note` may recur and is a list."""
        frame, sheet = self["settings"], self.sheet("settings")
        settings: dict[str, Any] = {"note": []}
        for row, (key, value) in enumerate(zip(frame["key"], frame["value"])):
            here = np.arange(len(frame)) == row
            if key not in SETTINGS:
                sheet.tell(here, "key", unknown_message(key, list(SETTINGS), "setting"))
            elif key == "note":
                settings["note"].append(value)
            elif key in settings:
                sheet.tell(here, "key", "is set already")
            elif SETTINGS[key]:
                settings[key] = _positive(value, sheet.semicolons)
                if settings[key] is None:
                    sheet.tell(here, "value", f"{key} must be a number above 0")
            else:
                settings[key] = value
            if key == "method" and value not in METHODS:
                sheet.tell(here, "value", f"is none of {', '.join(METHODS)}")
        return settings


def _absent(table: str, faults: Faults) -> Sheet:
    frame = pd.DataFrame({column.name: [] for column in TABLES[table]}, dtype="str")
    return Sheet(table, table, frame, np.array([], dtype=int), faults)


def _numbers(sheet: Sheet, column: Column, comma: bool) -> pd.Series:
    assert column.default is not None  # that is what makes it one of numbers
    values = numbers(sheet, column.name, column.default, comma)
    if column.above is not None:
        sheet.tell(values <= column.above, column.name, f"must be above {column.above:g}")
    if column.least is not None:
        sheet.tell(values < column.least, column.name, f"must be at least {column.least:g}")
    return values


def _unit_fault(unit: str, target: str, fault: Exception) -> str:
    if isinstance(fault, ValueError):
        return str(fault)
    if units.quantity(unit) is None:
        return unknown_message(unit, list(units.table().index), "unit") + f" (to be converted into {target})"
    return f"cannot be converted into {target}, which is no unit of the table of units"


def _positive(text: str, comma: bool) -> float | None:
    try:
        value = float(text.replace(",", ".") if comma else text)
    except ValueError:
        return None
    return value if 0 < value < math.inf else None
