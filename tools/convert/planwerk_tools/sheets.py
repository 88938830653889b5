"""Tables that people keep, as text with its place: CSV files in a folder, or the sheets of one xlsx file.

Faults are gathered with file, line, column and value, so that all of them are told at once.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from planwerk_tools.sources import Inputs
from planwerk_tools.tables import TableFault, text_array

SHOWN = 100  # faults that a message lists
BLOCK_BYTES = 8 << 20


@dataclass
class Faults:
    """What is wrong, a line each: `recipes.csv, line 7, column amount: "1,5": ...`."""

    lines: list[str] = field(default_factory=list)

    def add(self, place: str, value: str | None, message: str) -> None:
        self.lines.append(f"{place}: " + ("" if value is None else f'"{value}": ') + message)

    def raise_any(self) -> None:
        if self.lines:
            more = len(self.lines) - SHOWN
            shown = self.lines[:SHOWN] + ([f"... and {more} more"] if more > 0 else [])
            count = f"{len(self.lines)} fault" + ("s" if len(self.lines) > 1 else "")
            raise TableFault("\n".join([count, *shown]))


@dataclass
class Sheet:
    """A table as text. `lines` says where each row stands in its file."""

    name: str  # "recipes"
    source: str  # "recipes.csv" or "village.xlsx, sheet recipes"
    frame: pd.DataFrame
    lines: np.ndarray
    comma: bool = False  # decimal commas are what the file uses

    def place(self, row: int, column: str) -> str:
        return f"{self.source}, line {self.lines[row]}, column {column}"

    def tell(self, faults: Faults, rows: np.ndarray, column: str, message: str) -> None:
        """A fault for each of `rows` (positions), with its value."""
        for row in rows[: SHOWN + 1]:
            faults.add(self.place(row, column), str(self.frame[column].iloc[row]), message)
        faults.lines += [""] * max(0, len(rows) - SHOWN - 1)  # counted, never shown


def read_folder(inputs: Inputs, names: list[str], faults: Faults) -> dict[str, Sheet]:
    """The tables `NAME.csv` or `NAME.csv.gz` of a folder, by name; those that are not there are left out."""
    sheets = {}
    for name in names:
        for path in (inputs.folder / f"{name}.csv", inputs.folder / f"{name}.csv.gz"):
            if path.exists():
                inputs.note(path)
                sheets[name] = _read_csv(path, name, faults)
                break
    strange = sorted(path.name for path in inputs.folder.glob("*.csv") if path.stem not in names)
    for file in strange:
        faults.add(file, None, f"is no table of a job{_nearest(Path(file).stem, names, '.csv')}")
    return sheets


def _read_csv(path: Path, name: str, faults: Faults) -> Sheet:
    with pa.input_stream(path, compression="detect") as stream:
        head = stream.read(1 << 16)
    first = head.split(b"\n", 1)[0]
    delimiter = ";" if first.count(b";") > first.count(b",") else ","
    columns = [each.strip().strip('"') for each in first.decode("utf-8-sig", "replace").strip().split(delimiter)]
    odd = []

    def skip(row) -> str:
        odd.append((row.number, row.actual_columns, row.expected_columns, row.text))
        return "skip"

    try:
        with pa.input_stream(path, compression="detect") as stream:
            table = pa.csv.read_csv(
                stream,
                read_options=pa.csv.ReadOptions(
                    use_threads=False, column_names=columns, skip_rows=1, block_size=BLOCK_BYTES
                ),
                parse_options=pa.csv.ParseOptions(
                    delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip
                ),
                convert_options=pa.csv.ConvertOptions(
                    column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False
                ),
            )
    except pa.ArrowInvalid as fault:
        if "Empty CSV file" not in str(fault):
            raise TableFault(f"{path.name}: {_csv_fault(fault, path)}") from None
        table = pa.table({column: pa.array([], pa.string()) for column in columns})
    for number, actual, expected, text in odd:
        faults.add(f"{path.name}, line {number}", text[:80], f"has {actual} cells, the first line {expected}")
    lines = np.arange(2, 2 + table.num_rows + len(odd))
    lines = lines[~np.isin(lines, [number for number, *_ in odd])]
    return _without_empty_rows(Sheet(name, path.name, table.to_pandas(), lines, comma=delimiter == ";"))


def _csv_fault(fault: Exception, path: Path) -> str:
    """In our words where the file is not UTF-8, which spreadsheets of old write."""
    content = path.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        return f"line {line}: is not UTF-8 text; save it as 'CSV UTF-8'"
    return str(fault)


def read_workbook(path: Path, inputs: Inputs, names: list[str], faults: Faults) -> dict[str, Sheet]:
    """The sheets of an xlsx file, by name; sheets of other names are notes, unless they look like a mistyped one."""
    inputs.note(path)
    values = openpyxl.load_workbook(path, read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(path, read_only=True)
    sheets = {}
    for worksheet in values.worksheets:
        name = worksheet.title.strip().lower()
        source = f"{path.name}, sheet {worksheet.title}"
        if name in names:
            sheets[name] = _read_worksheet(worksheet, formulas[worksheet.title], name, source, faults)
        elif _nearest(name, names):
            faults.add(source, None, f"is no table of a job{_nearest(name, names)}")
    return sheets


def _read_worksheet(worksheet, formulas, name: str, source: str, faults: Faults) -> Sheet:
    rows = worksheet.iter_rows(values_only=True)
    columns = [_cell_text(cell) for cell in next(rows, ())]
    while columns and not columns[-1]:
        columns.pop()
    kept, lines = [], []
    for line, (row, written) in enumerate(zip(rows, formulas.iter_rows(min_row=2, values_only=True)), start=2):
        cells = [_cell_text(cell) for cell in row[: len(columns)]]
        cells += [""] * (len(columns) - len(cells))
        for place, formula in enumerate(written[: len(columns)]):
            if isinstance(formula, str) and formula.startswith("="):
                _check_formula(faults, f"{source}, line {line}, column {columns[place]}", formula, row[place])
        kept.append(cells)
        lines.append(line)
    frame = pd.DataFrame(kept, columns=columns, dtype="str")
    return _without_empty_rows(Sheet(name, source, frame, np.array(lines, dtype=int)))


def _check_formula(faults: Faults, place: str, formula: str, value) -> None:
    if value is None:
        faults.add(
            place, formula, "a formula without a result: open the file in the spreadsheet programme and save it again"
        )
    elif isinstance(value, str) and value.startswith("#"):
        faults.add(place, value, f"the formula {formula} fails")


def of_frame(name: str, source: str, frame: pd.DataFrame) -> Sheet:
    """A frame's cells as text, numbers with all their digits."""
    text = pd.DataFrame({str(column): [_cell_text(cell) for cell in frame[column]] for column in frame}, dtype="str")
    return _without_empty_rows(Sheet(name, source, text, np.arange(len(frame))))


def _cell_text(cell) -> str:
    if cell is None or cell is pd.NA or cell != cell:  # NaN
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()


def _without_empty_rows(sheet: Sheet) -> Sheet:
    filled = np.zeros(len(sheet.frame), dtype=bool)
    for column in sheet.frame.columns:
        filled |= (sheet.frame[column] != "").to_numpy(dtype=bool)
    sheet.frame = sheet.frame[filled].reset_index(drop=True)
    sheet.lines = sheet.lines[filled]
    return sheet


def check_columns(sheet: Sheet, known: list[str], required: list[str], faults: Faults) -> None:
    """Tells of missing and unknown columns; adds empty ones, drops unknown ones."""
    names = list(sheet.frame.columns)
    for column in names:
        if column not in known:
            faults.add(f"{sheet.source}, line 1", column, f"unknown column{_nearest(column, known)}")
    for column in required:
        if column not in names:
            faults.add(f"{sheet.source}, line 1", None, f"the column {column} is missing")
    twice = [column for column in set(names) if names.count(column) > 1]
    for column in twice:
        faults.add(f"{sheet.source}, line 1", column, "stands there twice")
    frame = sheet.frame.loc[:, ~sheet.frame.columns.duplicated()]
    sheet.frame = pd.DataFrame(
        {
            column: frame[column] if column in names else pd.Series("", index=frame.index, dtype="str")
            for column in known
        }
    )


def numbers(sheet: Sheet, column: str, default: float, faults: Faults) -> pd.Series:
    """The column as numbers; empty cells have the default. Text that is no number is told, decimal commas by name."""
    text = sheet.frame[column].str.strip()
    written = text
    if sheet.comma:
        both = np.flatnonzero(text.str.contains(".", regex=False) & text.str.match(r"^[-+]?[\d.]+$"))
        if text.str.contains(",", regex=False).any():
            sheet.tell(faults, both, column, "a decimal point among decimal commas")
        written = text.str.replace(",", ".", regex=False)
    values = _parsed(written)
    wrong = values.isna() & (text != "")
    commas = wrong & text.str.match(r"^[-+]?\d+,\d+$")
    sheet.tell(faults, np.flatnonzero(commas), column, "a decimal comma; write a point")
    errors = wrong & text.str.startswith("#")
    sheet.tell(faults, np.flatnonzero(errors), column, "an error of the spreadsheet")
    sheet.tell(faults, np.flatnonzero(wrong & ~commas & ~errors), column, "is not a number")
    endless = np.isinf(values)
    if not np.isinf(default):
        sheet.tell(faults, np.flatnonzero(endless), column, "must be finite")
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
    return f"no such {what}{_nearest(value, known)}"


def _nearest(name: str, known: list[str], suffix: str = "") -> str:
    """`; did you mean ...?` where something is near. Only the beginning of long lists is looked through."""
    close = difflib.get_close_matches(name, known[:5000], n=1, cutoff=0.7)
    return f"; did you mean {close[0]}{suffix}?" if close else ""
