"""The commands template and export: from planwerk to the tables that people keep."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from planwerk.v1 import plan_pb2
from planwerk_tools import frames, messages, progress
from planwerk_tools.commands import Action
from planwerk_tools.plain_layout import TABLES

# A village that bakes its bread: every table but tiers, and most of what their columns can say.
EXAMPLE = {
    "settings": [
        ("name", "A village with a bakery"),
        ("period", "one year"),
        ("hours_per_coverage", "1"),
        ("source", "template of planwerk-convert"),
        ("note", "Yields are those of an average year."),
    ],
    "products": [
        ("grain", "Grain", "t", "", "food"),
        ("flour", "Flour", "t", "", "food"),
        ("bread", "Bread", "t", "", "food"),
        ("noodles", "Noodles", "t", "", "food"),
        ("nitrate", "Nitrate in the ground water", "kg", "free", "emissions"),
        ("wood", "Firewood", "m3", "", "fuel"),
    ],
    "recipes": [
        ("grow_grain", "Grow grain (per ha)", "", "", "", "input", "grain", 180, "kg"),
        ("grow_grain", "", "", "", "", "output", "grain", 4, ""),
        ("grow_grain", "", "", "", "", "output", "nitrate", 30, ""),
        ("grow_grain", "", "", "", "", "labour", "work", 25, ""),
        ("grow_grain", "", "", "", "", "capacity", "fields", 1, ""),
        ("mill", "Mill (per t of grain)", "", "", "", "input", "grain", 1, ""),
        ("mill", "", "", "", "", "output", "flour", 780, "kg"),
        ("mill", "", "", "", "", "labour", "work", 3, ""),
        ("bake", "Bake (per t of bread)", "", "", 0.2, "input", "flour", 0.72, ""),
        ("bake", "", "", "", "", "input", "wood", 0.4, ""),
        ("bake", "", "", "", "", "output", "bread", 1, ""),
        ("bake", "", "", "", "", "labour", "work", 14, ""),
        ("cut_wood", "Cut wood (per m3)", "", 20, "", "output", "wood", 1, ""),
        ("cut_wood", "", "", "", "", "labour", "work", 90, "min"),
        ("make_noodles", "Make noodles (per t)", "", "", "", "input", "flour", 0.9, ""),
        ("make_noodles", "", "", "", "", "output", "noodles", 1, ""),
        ("make_noodles", "", "", "", "", "labour", "work", 20, ""),
    ],
    "cohorts": [("village", "The village", 200)],
    "needs": [
        ("bread", "Bread", "village", "bread", 70, "kg", "", "", "", "", "", "daily bread"),
        ("bread", "", "village", "noodles", 70, "kg", 1.2, 0.5, "", "", "", ""),
        ("warmth", "Firewood", "village", "wood", 0.05, "", "", "", 2, "village assembly", 0.5, "cold nights"),
    ],
    # The ladder that stands where nothing else is said.
    "steps": [("", 0.5, 64), ("", 0.3, 16), ("", 0.15, 4), ("", 0.05, 1)],
    "labour": [
        ("villagers", "work", "Work", "village", 300, 1, ""),
        ("villagers", "work", "", "village", 200, 2, ""),
    ],
    "capacities": [("fields", "Fields", "ha", 6)],
    "limits": [("nitrate", "Nitrate in the ground water", "kg", "", 80, "water board", "nitrate", "", 1, "")],
    "stocks": [("grain", 500, 300, "kg")],
}


def template(path: Path) -> list[Path]:
    """An example of every table, as a folder of CSV files or an xlsx file."""
    tables = {
        name: pd.DataFrame(rows, columns=[column.name for column in TABLES[name]], dtype=object)
        for name, rows in EXAMPLE.items()
    }
    return frames.write(tables, path)


def _run_template(options) -> int:
    for file in template(options.path):
        progress.tell(f"wrote {file}")
    progress.tell("replace its rows by yours, and leave the first row of each table as it is")
    progress.tell(f"next: planwerk-convert tables {options.path} -o job.pb")
    return 0


def _run_export(options) -> int:
    message = messages.read(options.path)
    tables = frames.of_plan(message) if isinstance(message, plan_pb2.Plan) else frames.of_job(message)
    rows = [f"{progress.counted(len(frame), 'row')} of {name}" for name, frame in tables.items()]
    progress.tell("read: " + ", ".join(rows))
    for file in frames.write(tables, options.output, options.form):
        progress.tell(f"wrote {file}")
    return 0


def _template_options(parser) -> None:
    parser.add_argument("path", type=Path, help="folder for CSV files, or FILE.xlsx")


def _export_options(parser) -> None:
    parser.add_argument("path", type=Path, help="job or plan: .pb, .json or .textproto")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder, FILE.xlsx or FILE.json")
    parser.add_argument("--form", choices=["csv", "parquet", "xlsx", "json"], help="default: by the output's name; csv")


ACTIONS = [
    Action("template", "an example of the plain tables, to be filled in", _template_options, _run_template),
    Action("export", "a job or plan as CSV, xlsx, Parquet or JSON tables", _export_options, _run_export),
]
