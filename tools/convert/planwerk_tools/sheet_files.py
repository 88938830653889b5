"""Sheets from files: CSV files in a folder, or the sheets of one xlsx file."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.csv
from openpyxl.utils.exceptions import InvalidFileException

from planwerk_tools import progress
from planwerk_tools.sheets import ERRORS, Faults, Sheet, cell_text, letters_of, nearest, without_empty_rows
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import TableFault

BLOCK_BYTES = 8 << 20


def read_folder(inputs: Inputs, names: list[str], faults: Faults) -> dict[str, Sheet | None]:
    """The tables `NAME.csv` or `NAME.csv.gz` of a folder, by name; None: cannot be read, which is told; those that are
    not there are left out."""
    sheets: dict[str, Sheet | None] = {}
    for name in names:
        for path in (inputs.folder / f"{name}.csv", inputs.folder / f"{name}.csv.gz"):
            if path.exists():
                inputs.note(path)
                sheets[name] = _read_csv(path, name, faults)
                break
    strange = sorted(path.name for path in inputs.folder.glob("*.csv") if path.stem not in names)
    for file in strange:
        faults.add(file, None, f"is no table of a job{nearest(Path(file).stem, names, '.csv')}")
    return sheets


def _read_csv(path: Path, name: str, faults: Faults) -> Sheet | None:
    with pa.input_stream(path, compression=_packing(path)) as stream:
        first = stream.read(1 << 16).split(b"\n", 1)[0]
    delimiter = ";" if first.count(b";") > first.count(b",") else ","
    columns = [each.strip().strip('"') for each in first.decode("utf-8-sig", "replace").strip().split(delimiter)]
    odd = []

    def skip(row) -> str:
        odd.append((row.number, row.actual_columns, row.expected_columns, row.text))
        return "skip"

    try:
        table = _parse_csv(path, columns, delimiter, skip)
    except pa.ArrowInvalid as fault:
        if "Empty CSV file" not in str(fault):
            faults.add(path.name, None, _csv_fault(fault, path))
            return None
        table = pa.table([pa.array([], pa.string())] * len(columns), names=columns)
    for number, actual, expected, text in odd:
        faults.add(f"{path.name}, line {number}", text[:80], f"has {actual} cells, the first line {expected}")
    lines = np.arange(2, 2 + table.num_rows + len(odd))
    lines = lines[~np.isin(lines, [number for number, *_ in odd])]
    sheet = Sheet(name, path.name, table.to_pandas(), lines, faults, semicolons=delimiter == ";")
    return without_empty_rows(sheet)


def _parse_csv(path: Path, columns: list[str], delimiter: str, handle_odd_row) -> pa.Table:
    """All columns as text; names of `columns` instead of the first line's."""
    with progress.reading(path) as file, pa.input_stream(file, compression=_packing(path)) as stream:
        numbered = [str(place) for place in range(len(columns))]  # two columns may have one name
        table = pa.csv.read_csv(
            stream,
            read_options=pa.csv.ReadOptions(
                use_threads=False, column_names=numbered, skip_rows=1, block_size=BLOCK_BYTES
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=handle_odd_row
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(numbered, pa.string()), strings_can_be_null=False
            ),
        )
    return table.rename_columns(columns)


def _packing(path: Path) -> str | None:
    return "gzip" if path.suffix == ".gz" else None


def _csv_fault(fault: Exception, path: Path) -> str:
    """In our words where the file is not UTF-8, which spreadsheets of old write."""
    with pa.input_stream(path, compression=_packing(path)) as stream:
        content = stream.read()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        return f"line {line} is not UTF-8 text; save the file as 'CSV UTF-8'"
    return str(fault)


def read_workbook(path: Path, inputs: Inputs, names: list[str], faults: Faults) -> dict[str, Sheet | None]:
    """The sheets of an xlsx file, by name; sheets of other names are notes, unless they look like a mistyped one.
    TableFault: no xlsx file."""
    inputs.note(path)
    try:
        values = openpyxl.load_workbook(path, read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(path, read_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError) as fault:
        raise TableFault(f"{path}: neither a folder of CSV files nor an xlsx file; save it as .xlsx") from fault
    sheets: dict[str, Sheet | None] = {}
    for worksheet in values.worksheets:
        name = worksheet.title.strip().lower()
        source = f"{path.name}, sheet {worksheet.title}"
        if name in names:
            sheets[name] = _read_worksheet(worksheet, formulas[worksheet.title], name, source, faults)
        elif nearest(name, names):
            faults.add(source, None, f"is no table of a job{nearest(name, names)}")
    return sheets


def _read_worksheet(worksheet, formulas, name: str, source: str, faults: Faults) -> Sheet:
    rows = worksheet.iter_rows(values_only=True)
    columns = [cell_text(cell) for cell in next(rows, ())]
    while columns and not columns[-1]:
        columns.pop()
    sheet = Sheet(name, source, pd.DataFrame(), np.array([], dtype=int), faults, "row", letters=letters_of(columns))
    kept, lines = [], []
    both = zip(rows, formulas.iter_rows(min_row=2, values_only=True))
    counted = progress.over(both, f"reading {source}", worksheet.max_row, " rows")
    for line, (row, written) in enumerate(counted, start=2):
        cells = [cell_text(cell) for cell in row[: len(columns)]]
        kept.append(cells + [""] * (len(columns) - len(cells)))
        lines.append(line)
        odd = _odd_cells(row[: len(columns)], written)
        if odd:
            sheet.lines = np.array(lines)
            for place, (value, message) in odd.items():
                faults.add_cell(sheet.place(len(lines) - 1, columns[place]), value, message)
    sheet.frame, sheet.lines = pd.DataFrame(kept, columns=columns, dtype="str"), np.array(lines, dtype=int)
    return without_empty_rows(sheet)


def _odd_cells(values: tuple, written: tuple) -> dict[int, tuple[str, str]]:
    """By place: what stands in cells that hold no value of their own, and what is wrong with that."""
    odd = {}
    for place, (value, formula) in enumerate(zip(values, written)):
        computed = isinstance(formula, str) and formula.startswith("=")
        if computed and value is None:
            odd[place] = formula, "a formula without a result: open the file in the spreadsheet programme and save it"
        elif computed and value in ERRORS:
            odd[place] = value, f"the formula {formula} fails"
        elif isinstance(value, (datetime.date, datetime.time)):
            odd[place] = str(value), "is a date: the spreadsheet took the entry for one; format the cell as text"
    return odd
