"""Tables that people keep, as text that knows its place, and what is wrong with them.

Faults are gathered with file, sheet, row, column and value, so that all of them are told at once. A cell has one fault:
what follows from it is not told again.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from openpyxl.utils import get_column_letter

from planwerk_tools.progress import counted
from planwerk_tools.tables import TableFault, text_array

SHOWN = 100  # faults that a message lists
# What spreadsheet programmes write where a formula fails.
ERRORS = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!", "#WERT!", "#BEZUG!"]
NUMBER_WITH_COMMA = r"^[-+]?\d*,\d+$"
NUMBER_WITH_MARKS = r"^[-+]?\d{1,3}(?:[., '’\u00a0\u202f]\d{3})+(?:[.,]\d+)?$"
PER_CENT = r"^[-+]?\d+(?:[.,]\d+)?\s*%$"


@dataclass
class Faults:
    """What is wrong, a line each: `recipes.csv, line 7, column amount: "1,5": ...`."""

    lines: list[str] = field(default_factory=list)
    _cells: set[str] = field(default_factory=set)

    def add(self, place: str, value: str | None, message: str) -> None:
        self.lines.append(f"{place}: " + ("" if value is None else f'"{value}": ') + message)

    def add_cell(self, place: str, value: str, message: str) -> None:
        """Likewise, unless the cell has a fault already."""
        if place not in self._cells:
            self._cells.add(place)
            self.add(place, value, message)

    def raise_any(self) -> None:
        if self.lines:
            more = len(self.lines) - SHOWN
            shown = self.lines[:SHOWN] + ([f"... and {more} more"] if more > 0 else [])
            raise TableFault("\n".join([counted(len(self.lines), "fault"), *shown]))


@dataclass
class Sheet:
    """A table as text. `lines` says where each row stands in its file."""

    name: str  # "recipes"
    source: str  # "recipes.csv" or "village.xlsx, sheet recipes"
    frame: pd.DataFrame
    lines: np.ndarray
    faults: Faults
    word: str = "line"  # what counts `lines`: lines of a text, rows of a sheet or frame
    semicolons: bool = False  # a file whose cells semicolons part may have decimal commas
    letters: dict[str, str] = field(default_factory=dict)  # in a workbook: column: its letters, such as "AB"
    missing: set[str] = field(default_factory=set)  # required columns that are not there: their cells have no faults

    def place(self, row: int, column: str) -> str:
        letters = f" ({self.letters[column]}{self.lines[row]})" if column in self.letters else ""
        return f"{self.source}, {self.word} {self.lines[row]}, column {column}{letters}"

    def tell(self, wrong, column: str, message: str | Sequence[str]) -> None:
        """A fault for each row of the mask `wrong`, with its value; one message for all, or one for each. Nothing of
        a column whose absence has been told."""
        if column in self.missing:
            return
        rows = np.flatnonzero(np.asarray(wrong, dtype=bool))
        for place, row in enumerate(rows[: SHOWN + 1]):
            each = message if isinstance(message, str) else message[place]
            self.faults.add_cell(self.place(row, column), str(self.frame[column].iloc[row]), each)
        self.faults.lines += [""] * max(0, len(rows) - SHOWN - 1)  # counted, never shown

    def rename(self, column: str, meant: str) -> None:
        self.frame = self.frame.rename(columns={column: meant})
        if column in self.letters:
            self.letters[meant] = self.letters.pop(column)

    def filled(self, column: str) -> np.ndarray:
        """A mask of the rows that say anything in `column`."""
        return (self.frame[column] != "").to_numpy(dtype=bool)

    def has_commas(self, columns: list[str]) -> bool:
        """Whether the file writes decimals with commas, as only one with semicolons may."""
        return self.semicolons and any(
            self.frame[column].str.match(NUMBER_WITH_COMMA).any() for column in columns if column in self.frame
        )


def of_frame(name: str, frame: pd.DataFrame, faults: Faults) -> Sheet:
    """A frame's cells as text, numbers with all their digits."""
    text = pd.DataFrame({str(column): [cell_text(cell) for cell in frame[column]] for column in frame}, dtype="str")
    return without_empty_rows(Sheet(name, f"frame {name}", text, np.arange(len(frame)), faults, word="row"))


def letters_of(columns: list[str]) -> dict[str, str]:
    return {column: get_column_letter(place) for place, column in enumerate(columns, start=1)}


def cell_text(cell) -> str:
    if cell is None or cell is pd.NA or cell != cell:  # NaN
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()


def without_empty_rows(sheet: Sheet) -> Sheet:
    filled = np.zeros(len(sheet.frame), dtype=bool)
    for place in range(sheet.frame.shape[1]):
        filled |= (sheet.frame.iloc[:, place] != "").to_numpy(dtype=bool)
    if not filled.all():
        sheet.frame = sheet.frame[filled].reset_index(drop=True)
        sheet.lines = sheet.lines[filled]
    return sheet


def check_columns(sheet: Sheet, known: list[str], required: list[str]) -> None:
    """Tells of missing, unknown and repeated columns; adds empty ones, drops unknown ones. A mistyped one is told once
    and read as the one that was meant, so that its cells are checked, too."""
    faults, head = sheet.faults, f"{sheet.source}, {sheet.word} 1"
    for column in list(sheet.frame.columns):
        if column in known:
            continue
        if not column:
            faults.add(head, None, "a column has no heading")
            continue
        faults.add(head, column, f"unknown column{nearest(column, known)}")
        meant = closest(column, [each for each in known if each not in sheet.frame.columns])
        if meant:
            sheet.rename(column, meant)
    names = list(sheet.frame.columns)
    sheet.missing = {column for column in required if column not in names}
    for column in required:
        if column in sheet.missing:
            faults.add(head, None, f"the column {column} is missing")
    for column in sorted({column for column in names if names.count(column) > 1}):
        faults.add(head, column, "stands there twice")
    frame = sheet.frame.loc[:, ~sheet.frame.columns.duplicated()]
    columns = {
        column: _stripped(frame[column]) if column in names else pd.Series("", index=frame.index, dtype="str")
        for column in known
    }
    sheet.frame = pd.DataFrame(columns)


def _stripped(text: pd.Series) -> pd.Series:
    """Without blanks around; the same series where there are none, as long tables are kept once."""
    stripped = text.str.strip()
    return text if stripped.equals(text) else stripped


def numbers(sheet: Sheet, column: str, default: float, comma: bool) -> pd.Series:
    """The column as numbers; empty cells have the default, faulty ones NaN. `comma`: how the file writes decimals."""
    text = sheet.frame[column]
    values = _parsed(text.str.replace(",", ".", regex=False) if comma else text)
    wrong = values.isna() & (text != "")
    if comma:
        points = text.str.match(r"^[-+]?[\d.]+$") & text.str.contains(".", regex=False)
        sheet.tell(points, column, "a decimal point among decimal commas")
    if wrong.any():
        commas = wrong & text.str.match(NUMBER_WITH_COMMA)
        sheet.tell(commas, column, "a comma; write decimals with a point, and nothing between thousands")
        sheet.tell(wrong & text.str.match(NUMBER_WITH_MARKS), column, "write nothing between thousands")
        sheet.tell(wrong & text.str.match(PER_CENT), column, "write a share as a decimal fraction: 0.5 for 50 %")
        sheet.tell(wrong, column, "is not a number")
    if not np.isinf(default):
        sheet.tell(np.isinf(values), column, "must be finite")
    return values.where(text != "", default).astype(float)


def _parsed(text: pd.Series) -> pd.Series:
    """Numbers; NaN where there is none."""
    array = text_array(text)
    try:
        values = pc.cast(pc.if_else(pc.equal(array, ""), None, array), pa.float64())
        return pd.Series(pc.fill_null(values, np.nan).to_numpy(), index=text.index)
    except pa.ArrowInvalid:  # some are no numbers: find out which
        return pd.to_numeric(text.where(text != "", "nan"), errors="coerce")


def unknown_message(value: str, known: list[str], what: str) -> str:
    return f"no such {what}{nearest(value, known)}"


def nearest(name: str, known: list[str], suffix: str = "") -> str:
    """`; did you mean ...?` where something is near. Only the beginning of long lists is looked through."""
    close = closest(name, known)
    return f"; did you mean {close}{suffix}?" if close else ""


def closest(name: str, known: list[str]) -> str | None:
    close = difflib.get_close_matches(name, known[:5000], n=1, cutoff=0.7)
    return close[0] if close else None
