"""Process inventories as Brightway writes and reads them in spreadsheets (write_lci_excel, ExcelImporter).

A sheet is a list of blocks: `Activity` and a name, rows of a key and a value, the row `Exchanges`, a row of column
names, a row per exchange, and an empty row.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator

import openpyxl
import pandas as pd

from planwerk_tools import inventories, progress
from planwerk_tools.commands import Command
from planwerk_tools.inventories import ELEMENTARY, GOOD, Inventory
from planwerk_tools.sheets import Faults
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import TableFault

NOTES = [
    (
        "Activities that make the same reference product at the same location are rival suppliers of it; an exchange"
        " that names no activity here is a good from outside."
    ),
    "Uncertainties, formulas and comments are left out: amounts are the figures recorded.",
]
KINDS = ("production", "technosphere", "biosphere", "substitution")


def read(path: Path, inputs: Inputs) -> Inventory:
    """TableFault: all faults, by sheet and line."""
    inputs.note(path)
    book, faults = openpyxl.load_workbook(path, read_only=True, data_only=True), Faults()
    activities, exchanges = [], []
    for sheet in book.worksheets:
        for block in _blocks(sheet, f"{path.name}, sheet {sheet.title}", faults):
            activities.append(block["activity"])
            exchanges += [entry | {"process": block["activity"]["id"]} for entry in block["exchanges"]]
    if not activities:
        faults.add(path.name, None, "no sheet with blocks that begin with 'Activity'")
    faults.raise_any()
    listed = pd.DataFrame(activities)
    entries = pd.DataFrame(exchanges)
    product = listed["product"] + " {" + listed["location"] + "}"
    known = dict(zip(zip(listed["name"], listed["product"], listed["location"]), product))
    own = entries["process"].map(dict(zip(listed["id"], product)))
    key = list(zip(entries["name"], entries["product"], entries["location"]))
    linked = pd.Series([known.get(each, "") for each in key], index=entries.index)
    background = entries["product"].where(entries["product"] != "", entries["name"]) + " {" + entries["location"] + "}"
    production, biosphere = entries["type"] == "production", entries["type"] == "biosphere"
    flow = linked.where(linked != "", background).where(~production, own)
    flow = flow.where(~biosphere, entries["name"] + " (" + entries["categories"] + ")")
    resource = entries["categories"].str.startswith("natural resource")
    return Inventory(
        name=path.stem,
        source=f"Brightway spreadsheet, {path.name}",
        version="",
        licence="",
        notes=NOTES,
        processes=pd.DataFrame({"id": listed["id"], "name": listed["name"] + " {" + listed["location"] + "}"}),
        exchanges=pd.DataFrame(
            {
                "process": entries["process"],
                "flow": flow,
                "name": flow.where(~biosphere, entries["name"]),
                "place": entries["categories"].str.replace("::", "/").where(biosphere, ""),
                "nature": biosphere.map({True: ELEMENTARY, False: GOOD}),
                # A substitution is what the activity makes unnecessary elsewhere: an output.
                "made": production | (biosphere & ~resource) | (entries["type"] == "substitution"),
                "reference": production,
                "waste": production & (entries["amount"] < 0),
                "amount": entries["amount"],
                "unit": entries["unit"],
            }
        ),
    )


def _blocks(sheet, source: str, faults: Faults) -> Iterator[dict]:
    """Activities with their exchanges."""
    block: dict[str, Any] | None = None
    header: list[str] = []
    reading = "head"
    rows = progress.over(sheet.iter_rows(values_only=True), f"reading {source}", sheet.max_row, " rows")
    for line, row in enumerate(rows, start=1):
        cells = ["" if cell is None else str(cell).strip() for cell in row]
        first = cells[0].lower() if cells else ""
        if first == "activity":
            if block:
                yield _finished(block, source, faults)
            block = {"activity": {"name": cells[1]}, "exchanges": [], "line": line}
            header, reading = [], "head"
        elif block is None or not any(cells):
            header, reading = [], "head" if reading == "head" else "done"
        elif first == "exchanges":
            reading = "columns"
        elif reading == "columns":
            header, reading = [cell.lower() for cell in cells], "rows"
            for column in ("name", "amount", "unit", "type"):
                if column not in header:
                    faults.add(f"{source}, line {line}", None, f"the column {column} is missing")
        elif reading == "rows":
            entry = _exchange(dict(zip(header, cells)), f"{source}, line {line}", faults)
            block["exchanges"] += [entry] if entry else []
        elif reading == "head" and len(cells) > 1:
            block["activity"][first] = cells[1]
    if block:
        yield _finished(block, source, faults)


def _finished(block: dict, source: str, faults: Faults) -> dict:
    activity = block["activity"]
    activity["location"] = activity.get("location", "") or "GLO"
    activity["product"] = activity.get("reference product") or activity["name"]
    activity["id"] = activity.get("code") or f"{activity['name']} | {activity['product']} | {activity['location']}"
    if not any(entry["type"] == "production" for entry in block["exchanges"]):
        faults.add(f"{source}, line {block['line']}", activity["name"], "the activity has no production exchange")
    return {
        "activity": {key: activity[key] for key in ("id", "name", "product", "location")},
        "exchanges": block["exchanges"],
    }


def _exchange(cells: dict[str, str], place: str, faults: Faults) -> dict | None:
    kind = cells.get("type", "")
    if kind not in KINDS:
        faults.add(f"{place}, column type", kind, f"is none of {', '.join(KINDS)}")
        return None
    try:
        amount = float(cells.get("amount", ""))
    except ValueError:
        faults.add(f"{place}, column amount", cells.get("amount", ""), "is not a number")
        return None
    return {
        "name": cells.get("name", ""),
        "product": cells.get("reference product", "") or cells.get("name", ""),
        "location": cells.get("location", "") or "GLO",
        "categories": cells.get("categories", ""),
        "type": kind,
        "amount": amount,
        "unit": cells.get("unit", "") or "1",
    }


def _options(parser) -> None:
    parser.add_argument("path", type=Path, help="spreadsheet of Brightway, FILE.xlsx")
    inventories.add_options(parser)


def _run(options):
    path = options.path
    if path.suffix != ".xlsx":
        raise TableFault(f"{path}: a Brightway spreadsheet is named .xlsx")
    inputs = Inputs(path.parent)
    return inventories.economy_of(read(path, inputs), options.floor, inputs)


COMMANDS = [Command("brightway", "process inventories in a spreadsheet of Brightway", _options, _run)]
