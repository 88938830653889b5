"""Process inventories in openLCA's JSON-LD (schema 2.0 and 1.x): a zip file or folder with processes/*.json."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Iterator

import pandas as pd

from planwerk_tools import inventories, progress
from planwerk_tools.commands import Command
from planwerk_tools.inventories import ELEMENTARY, GOOD, Inventory
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import TableFault

NOTES = [
    (
        "Processes that make the same flow are rival suppliers of it; the default providers that the data name are not"
        " kept."
    ),
    "An avoided product is an output. Formulas and uncertainties are left out: amounts are the figures recorded.",
]
COLUMNS = ["process", "flow", "name", "place", "nature", "made", "reference", "waste", "amount", "unit"]


def read(path: Path, inputs: Inputs) -> Inventory:
    processes, exchanges = [], []
    for name, process in _processes(path, inputs):
        id = process.get("@id") or Path(name).stem
        location = (process.get("location") or {}).get("name") or (process.get("location") or {}).get("code") or ""
        processes.append((id, ", ".join(part for part in (process.get("name", id), location) if part)))
        for entry in process.get("exchanges", []):
            exchanges.append((id, *_exchange(entry, f"{name}, process {process.get('name', id)}")))
    if not processes:
        raise TableFault(f"{path}: no processes/*.json")
    return Inventory(
        name=path.stem,
        source=f"openLCA JSON-LD, {path.name}",
        version="",
        licence="",
        notes=NOTES,
        processes=pd.DataFrame(processes, columns=["id", "name"]),
        exchanges=pd.DataFrame(exchanges, columns=COLUMNS).astype({"amount": float, "made": bool, "reference": bool}),
    )


def _processes(path: Path, inputs: Inputs) -> Iterator[tuple[str, dict]]:
    """Name and content of each process, by name; one at a time."""
    if path.is_dir():
        inputs.note_all("processes/*.json")
        files = sorted((path / "processes").glob("*.json"))
        for file in progress.over(files, "reading processes", len(files)):
            yield file.name, json.loads(file.read_text(encoding="utf-8"))
        return
    inputs.note(path)
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("processes/") and name.endswith(".json"))
        for name in progress.over(names, "reading processes", len(names)):
            yield name, json.loads(archive.read(name))


def _exchange(entry: dict, where: str) -> tuple:
    flow = entry.get("flow") or {}
    kind = flow.get("flowType", "")
    if "@id" not in flow or "amount" not in entry:
        raise TableFault(f"{where}: an exchange without flow or amount")
    given_in = bool(entry.get("isInput", entry.get("input", False))) != bool(
        entry.get("isAvoidedProduct", entry.get("avoidedProduct", False))
    )
    elementary = kind == "ELEMENTARY_FLOW"
    reference = bool(entry.get("isQuantitativeReference", entry.get("quantitativeReference", False)))
    waste = kind == "WASTE_FLOW"
    # The treatment of waste takes it in: its reference is an input, here an output below zero.
    turned = reference and given_in
    side = "resource:" if given_in else "emission:"
    return (
        (side if elementary else "") + flow["@id"],
        flow.get("name", flow["@id"]),
        flow.get("category", "") if elementary else "",
        ELEMENTARY if elementary else GOOD,
        turned or not given_in,
        reference,
        waste and not reference,
        -float(entry["amount"]) if turned else float(entry["amount"]),
        (entry.get("unit") or {}).get("name", "1"),
    )


def _options(parser) -> None:
    parser.add_argument("path", type=Path, help="zip file or folder with processes/*.json")
    inventories.add_options(parser)


def _run(options):
    path = options.path
    inputs = Inputs(path if path.is_dir() else path.parent)
    return inventories.economy_of(read(path, inputs), options.floor, inputs)


COMMANDS = [Command("openlca", "process inventories in openLCA's JSON-LD", _options, _run)]
