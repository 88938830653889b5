"""Multi-regional tables in the folder format of pymrio (EXIOBASE, OECD, EORA ... as pymrio saves them)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from planwerk_tools import leontief, units
from planwerk_tools.commands import Command, add_folder
from planwerk_tools.leontief import Origin
from planwerk_tools.leontief_choices import Choices, add_options, choices_of
from planwerk_tools.leontief_table import LeontiefTable
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import Economy, TableFault

ASSUMPTIONS = [
    "A region is a cohort; its final demand by category is asked for at every sector that it was recorded for.",
    (
        "Each row of each extension is a product without a balance, given off unless it was named as taken from nature"
        " or as labour. What final consumers give off themselves (F_Y) is left out."
    ),
]


def convert(
    folder: Path, choices: Choices, labour: Sequence[str] = (), taken: Sequence[str] = ()
) -> tuple[Economy, list[str]]:
    """`labour`, `taken`: ids EXTENSION:ROW of satellites that are work, or come from nature."""
    try:
        import pymrio
    except ImportError:
        raise TableFault("pymrio is not installed: pip install 'planwerk-tools[mrio]'") from None
    inputs = Inputs(folder)
    system = pymrio.load_all(folder)
    inputs.note_all("**/*.txt")
    if system.Z is None and (system.A is None or system.x is None):
        raise TableFault(f"{folder}: neither Z nor A and x")
    if system.Z is None:
        system.Z = pymrio.calc_Z(system.A, system.x)
    if system.x is None:
        system.x = pymrio.calc_x(system.Z, system.Y)
    origin = Origin(
        Path(folder).resolve().name,
        "A multi-regional input-output table; final demand as needs.",
        "",
        "pymrio folder",
        str(getattr(system.meta, "version", "") or ""),
        "",
        ASSUMPTIONS + [f"Labour: {', '.join(labour) or 'none'}. Taken from nature: {', '.join(taken) or 'none'}."],
    )
    return leontief.economy_of(_table(system, set(labour), set(taken)), choices, origin, inputs)


def _table(system, labour: set[str], taken: set[str]) -> LeontiefTable:
    index = system.Z.index
    regions = index.get_level_values(0)
    output = system.x.iloc[:, 0].to_numpy(dtype=float)
    flows = _triplets(system.Z)
    flows = flows[output[flows["col"]] > 0]
    demand = _triplets(system.Y)
    users, categories = (system.Y.columns.get_level_values(level).to_numpy() for level in (0, 1))
    satellites, amounts = _extensions(system, output)
    unknown = (labour | taken) - set(satellites["id"])
    if unknown:
        raise TableFault(f"no extension row {sorted(unknown)[0]}; there is {', '.join(satellites['id'])}")
    work = amounts[amounts["satellite"].isin(labour)]
    place = regions.to_numpy()[work["col"]]
    names = pd.Series(regions.unique())
    free = satellites[~satellites["id"].isin(labour)]
    unit = units.recognised(str(system.unit.iloc[0, 0])) if system.unit is not None else "million EUR"
    return LeontiefTable(
        unit=unit,
        sectors=pd.DataFrame(
            {
                "id": regions + ":" + index.get_level_values(1),
                "name": index.get_level_values(1) + ", " + regions,
                "group": regions,
                "output": np.maximum(output, 0.0),
            }
        ),
        inputs=pd.DataFrame(
            {"row": flows["row"], "col": flows["col"], "amount": flows["amount"] / output[flows["col"]]}
        ).reset_index(drop=True),
        demand=pd.DataFrame(
            {
                "row": demand["row"],
                "cohort": users[demand["col"]],
                "category": categories[demand["col"]],
                "amount": demand["amount"],
            }
        ),
        cohorts=pd.DataFrame({"id": names, "name": names}),
        labour=pd.DataFrame(
            {"col": work["col"], "kind": work["satellite"] + ":" + place, "hours": work["amount"]}
        ).reset_index(drop=True),
        labour_kinds=pd.DataFrame(
            {"id": work["satellite"] + ":" + place, "name": work["satellite"] + " in " + place, "cohort": place}
        ).drop_duplicates("id"),
        satellites=free.assign(taken=free["id"].isin(taken)),
        satellite_amounts=amounts[~amounts["satellite"].isin(labour)].reset_index(drop=True),
    )


def _extensions(system, output: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Satellites (id EXTENSION:ROW, name, unit), and their amounts per unit of output."""
    listed, amounts = [], []
    for name in sorted(system.get_extensions()):
        extension = getattr(system, name)
        if extension.F is None:
            continue
        rows = [":".join(map(str, row)) if isinstance(row, tuple) else str(row) for row in extension.F.index]
        unit = extension.unit.iloc[:, 0] if extension.unit is not None else pd.Series("1", index=extension.F.index)
        listed.append(
            pd.DataFrame(
                {
                    "id": [f"{name}:{row}" for row in rows],
                    "name": rows,
                    "unit": [units.recognised(str(each)) for each in unit.reindex(extension.F.index)],
                }
            )
        )
        entries = _triplets(extension.F)
        entries = entries[output[entries["col"]] > 0]
        ids = listed[-1]["id"].to_numpy()
        amounts.append(
            pd.DataFrame(
                {
                    "satellite": ids[entries["row"]],
                    "col": entries["col"],
                    "amount": entries["amount"] / output[entries["col"]],
                }
            )
        )
    if not listed:
        return pd.DataFrame(columns=["id", "name", "unit"]), pd.DataFrame(columns=["satellite", "col", "amount"])
    return pd.concat(listed, ignore_index=True), pd.concat(amounts, ignore_index=True)


def _triplets(frame: pd.DataFrame) -> pd.DataFrame:
    values = frame.to_numpy(dtype=float)
    row, col = np.nonzero(np.nan_to_num(values))
    return pd.DataFrame({"row": row, "col": col, "amount": values[row, col]})


def _options(parser) -> None:
    add_folder(parser)
    add_options(parser)
    parser.add_argument(
        "--labour", action="append", default=[], metavar="EXTENSION:ROW", help="a satellite that is work"
    )
    parser.add_argument(
        "--taken", action="append", default=[], metavar="EXTENSION:ROW", help="a satellite that comes from nature"
    )


COMMANDS = [
    Command(
        "pymrio",
        "a folder that pymrio saved (EXIOBASE, OECD, EORA, ...)",
        _options,
        lambda options: convert(options.folder, choices_of(options), options.labour, options.taken),
    )
]
