"""Jobs and plans as data frames, and data frames as files."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path

import pandas as pd
from google.protobuf.descriptor import FieldDescriptor
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from planwerk.v1 import economy_pb2, job_pb2, plan_pb2
from planwerk_tools.plain_layout import TABLES
from planwerk_tools.tables import BALANCES, TableFault

XLSX_ROWS = 1_048_576


def of_job(job: job_pb2.Job) -> dict[str, pd.DataFrame]:
    """The job in the layout of plain tables, empty ones left out."""
    economy = job.economy
    rows = {
        "settings": _settings(job),
        "products": [(p.id, p.name, p.unit, BALANCES[p.balance], p.group) for p in economy.products],
        "recipes": [row for recipe in economy.recipes for row in _recipe_rows(recipe)],
        "cohorts": [(c.id, c.name, c.size) for c in economy.cohorts],
        "needs": [row for need in economy.needs for row in _need_rows(need)],
        "steps": _step_rows(economy),
        "labour": _labour_rows(economy),
        "capacities": [(c.id, c.name, c.unit, c.amount) for c in economy.capacities],
        "limits": [row for limit in economy.limits for row in _limit_rows(limit)],
        "stocks": [(s.product, s.opening, s.closing, s.unit) for s in economy.stocks],
        "tiers": [row for tier in economy.objective.tiers for row in _tier_rows(tier)],
    }
    return {
        name: pd.DataFrame(entries, columns=[column.name for column in TABLES[name]])
        for name, entries in rows.items()
        if entries
    }


def of_plan(plan: plan_pb2.Plan) -> dict[str, pd.DataFrame]:
    """Every list of the plan as a table of its name; lists within lists as NAME_LIST with the id of what they belong
    to; single figures (status, certificate, record) as `summary`."""
    frames = {"summary": pd.DataFrame(_figures(plan), columns=["key", "value"])}
    for field in plan.DESCRIPTOR.fields:
        entries = getattr(plan, field.name)
        if not _is_list(field) or not len(entries):
            continue
        if field.message_type is None:
            frames[field.name] = pd.DataFrame({field.name: list(entries)})
        else:
            _add_list(frames, field.name, list(entries), field.message_type)
    return frames


def write(frames: dict[str, pd.DataFrame], path: Path, form: str | None = None) -> list[Path]:
    """As `form` (csv, parquet, xlsx, json) or, without one, as the name says; a name without an ending is a folder of
    CSV files. Folders that are missing are made. Returns the files written."""
    path = Path(path)
    form = form or {".xlsx": "xlsx", ".json": "json"}.get(path.suffix, "csv")
    if form in ("xlsx", "json"):
        path.parent.mkdir(parents=True, exist_ok=True)
        {"xlsx": _write_workbook, "json": _write_json}[form](frames, path)
        return [path]
    path.mkdir(parents=True, exist_ok=True)
    files = []
    for name, frame in frames.items():
        files.append(path / f"{name}.{form}")
        if form == "csv":
            frame.to_csv(files[-1], index=False, lineterminator="\n")
        else:
            frame.to_parquet(files[-1], index=False)
    return files


# ---- jobs ----


def _settings(job: job_pb2.Job) -> list[tuple[str, str]]:
    economy, source, objective = job.economy, job.economy.provenance, job.economy.objective
    given = {
        "name": economy.name,
        "description": economy.description,
        "period": economy.period,
        "hours_per_coverage": _number(objective, "hours_per_coverage"),
        "objective_origin": objective.origin,
        "tolerance": _number(job.settings, "tolerance"),
        "time_limit_s": _number(job.settings, "time_limit_s"),
        "method": job.settings.method,
        "source": source.source,
        "version": source.version,
        "licence": source.licence,
    }
    return [(key, value) for key, value in given.items() if value] + [("note", note) for note in source.notes]


def _number(message, field: str) -> str:
    return repr(getattr(message, field)) if message.HasField(field) else ""


def _recipe_rows(recipe: economy_pb2.Recipe) -> list[tuple]:
    upper = recipe.upper_activity if recipe.HasField("upper_activity") else math.nan
    amounts = [("input", flow.product, flow) for flow in recipe.inputs]
    amounts += [("output", flow.product, flow) for flow in recipe.outputs]
    amounts += [("labour", flow.kind, flow) for flow in recipe.labour]
    amounts += [("capacity", flow.capacity, flow) for flow in recipe.capacities]
    head = (recipe.id, recipe.name, recipe.lower_activity, upper, recipe.strain)
    rows = [(*head, kind, id, flow.amount, flow.unit) for kind, id, flow in amounts]
    return rows or [(*head, "", "", math.nan, "")]


def _need_rows(need: economy_pb2.Need) -> list[tuple]:
    weight = need.weight if need.HasField("weight") else 1.0
    return [
        (
            need.id,
            need.name,
            need.cohort,
            way.product,
            need.amount_per_head,
            need.unit,
            way.rate if way.HasField("rate") else 1.0,
            way.regret,
            weight,
            need.weight_origin,
            need.floor,
            need.reason,
        )
        for way in need.alternatives
    ]


def _step_rows(economy: economy_pb2.Economy) -> list[tuple]:
    steps = [("", step) for step in economy.objective.ladder]
    steps += [(need.id, step) for need in economy.needs for step in need.steps]
    return [(need, step.width, step.value) for need, step in steps]


def _labour_rows(economy: economy_pb2.Economy) -> list[tuple]:
    """Steps of offers; before them a row for each kind, where the offers do not show all in their order."""
    names = {kind.id: kind.name for kind in economy.labour_kinds}
    offered = dict.fromkeys(offer.kind for offer in economy.labour_offers)
    kinds = [] if list(offered) == list(names) else economy.labour_kinds
    return [("", kind.id, kind.name, "", math.nan, math.nan, "") for kind in kinds] + [
        (
            offer.id,
            offer.kind,
            names.get(offer.kind, ""),
            offer.cohort,
            step.hours,
            step.burden if step.HasField("burden") else 1.0,
            "",
        )
        for offer in economy.labour_offers
        for step in offer.steps
    ]


def _limit_rows(limit: economy_pb2.Limit) -> list[tuple]:
    lower = limit.lower if limit.HasField("lower") else math.nan
    upper = limit.upper if limit.HasField("upper") else math.nan
    return [(limit.id, limit.name, limit.unit, lower, upper, limit.origin, *term) for term in _term_cells(limit.terms)]


def _term_cells(terms) -> list[tuple]:
    """Product, recipe, coefficient and unit of each; without terms one row of nothing."""
    cells = [
        (term.product, term.recipe, term.coefficient if term.HasField("coefficient") else 1.0, term.unit)
        for term in terms
    ]
    return cells or [("", "", math.nan, "")]


def _tier_rows(tier: economy_pb2.Tier) -> list[tuple]:
    aim = economy_pb2.Tier.Aim.Name(tier.aim).lower()
    tolerance = tier.tolerance if tier.HasField("tolerance") else math.nan
    depth = tier.depth if tier.HasField("depth") else math.nan
    head = (tier.id, aim, tolerance, depth, tier.origin)
    return [(*head, *term) for term in _term_cells(tier.terms)]


# ---- plans ----


def _is_list(field: FieldDescriptor) -> bool:
    return field.is_repeated if hasattr(field, "is_repeated") else field.label == FieldDescriptor.LABEL_REPEATED


def _figures(message, prefix: str = "") -> list[tuple[str, str]]:
    """Scalar fields of a message and of those in it, as text."""
    rows = []
    for field in message.DESCRIPTOR.fields:
        if _is_list(field):
            continue
        value = getattr(message, field.name)
        if field.message_type is not None:
            rows += _figures(value, f"{prefix}{field.name}.")
        elif field.enum_type is not None:
            rows.append((prefix + field.name, field.enum_type.values_by_number[value].name))
        else:
            rows.append((prefix + field.name, repr(value) if isinstance(value, float) else str(value)))
    return rows


def _add_list(frames: dict[str, pd.DataFrame], name: str, entries: list, kind, owners: dict[str, list] | None = None):
    scalars = [field for field in kind.fields if not _is_list(field) and field.message_type is None]
    columns = dict(owners or {})
    for field in scalars:
        values = [getattr(entry, field.name) for entry in entries]
        if field.enum_type is not None:
            values = [field.enum_type.values_by_number[value].name for value in values]
        columns[field.name] = values
    frames[name] = pd.DataFrame(columns)
    key = kind.fields[0].name
    for field in kind.fields:
        if not _is_list(field):
            continue
        owned = [(getattr(entry, key), each) for entry in entries for each in getattr(entry, field.name)]
        if not owned:
            continue
        owner = {key: [id for id, _ in owned]}
        if field.message_type is None:
            frames[f"{name}_{field.name}"] = pd.DataFrame(owner | {field.name: [value for _, value in owned]})
        else:
            if field.message_type.fields[0].name == key:
                owner = {f"of_{key}": owner[key]}
            _add_list(frames, f"{name}_{field.name}", [each for _, each in owned], field.message_type, owner)


# ---- files ----


def _write_workbook(frames: dict[str, pd.DataFrame], path: Path) -> None:
    book = Workbook(write_only=True)
    for name, frame in frames.items():
        if len(frame) >= XLSX_ROWS:
            raise TableFault(f"{name}: {len(frame)} rows; a sheet holds {XLSX_ROWS - 1}. Write a folder of CSV files")
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        for place, column in enumerate(frame.columns, start=1):
            longest = max([len(column), *frame[column].astype(str).str.len().head(200)])
            sheet.column_dimensions[get_column_letter(place)].width = min(60, longest + 2)
        sheet.append([_bold(sheet, column) for column in frame.columns])
        for row in frame.itertuples(index=False):
            sheet.append([_cell(value) for value in row])
    book.properties.creator = "planwerk"
    temporary = path.with_name(path.name + ".part")
    book.save(temporary)
    os.replace(temporary, path)


def _bold(sheet, text: str):
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _cell(value):
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else repr(value)
    return None if value == "" else value


def _write_json(frames: dict[str, pd.DataFrame], path: Path) -> None:
    """An object of tables, each a list of rows; what is empty or infinite is left out of a row."""
    tables = {
        name: [
            {key: value for key, value in row.items() if not (isinstance(value, float) and not math.isfinite(value))}
            for row in frame.to_dict("records")
        ]
        for name, frame in frames.items()
    }
    path.write_text(json.dumps(tables, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
