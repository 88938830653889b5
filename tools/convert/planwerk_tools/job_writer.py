"""Tables of an economy to a planwerk job, in the form that the file's name asks for. Same tables, same bytes."""

from __future__ import annotations

import math
import os
from pathlib import Path

from google.protobuf import json_format, text_format

from planwerk.v1 import economy_pb2, job_pb2
from planwerk_tools import tables

BALANCES = {
    "surplus_allowed": economy_pb2.Product.SURPLUS_ALLOWED,
    "exact": economy_pb2.Product.EXACT,
    "free": economy_pb2.Product.FREE,
}

FORMS = {
    ".pb": lambda job: job.SerializeToString(deterministic=True),
    ".json": lambda job: (json_format.MessageToJson(job, indent=1, ensure_ascii=False) + "\n").encode(),
    ".textproto": lambda job: text_format.MessageToString(job, as_utf8=True).encode(),
}


def write(economy: tables.Economy, path: Path) -> None:
    """Checks the tables and writes to a temporary name beside `path`, which then takes its place."""
    path = Path(path)
    if path.suffix not in FORMS:
        raise ValueError(f"{path}: a job file is named {', '.join(FORMS)}")
    tables.check(economy)
    content = FORMS[path.suffix](to_job(economy))
    temporary = path.with_name(path.name + ".part")
    temporary.write_bytes(content)
    os.replace(temporary, path)


def to_job(economy: tables.Economy) -> job_pb2.Job:
    job = job_pb2.Job()
    message = job.economy
    message.name, message.description, message.period = economy.name, economy.description, economy.period
    source = economy.provenance
    message.provenance.source, message.provenance.version = source.source, source.version
    message.provenance.licence = source.licence
    message.provenance.notes.extend(source.notes)

    for row in economy.products.itertuples():
        message.products.add(id=row.id, name=row.name, unit=row.unit, balance=BALANCES[row.balance])
    _add_recipes(message, economy)
    for row in economy.cohorts.itertuples():
        message.cohorts.add(id=row.id, name=row.name, size=row.size)
    for row in economy.needs.itertuples():
        message.needs.add(
            id=row.id,
            name=row.name,
            cohort=row.cohort,
            amount_per_head=row.amount_per_head,
            alternatives=[economy_pb2.Alternative(product=row.product)],
            weight=row.weight,
            weight_origin=row.weight_origin,
            floor=row.floor,
            reason=row.reason,
        )
    for row in economy.labour_kinds.itertuples():
        message.labour_kinds.add(id=row.id, name=row.name)
    for row in economy.labour_offers.itertuples():
        step = economy_pb2.LabourStep(hours=row.hours, burden=row.burden)
        message.labour_offers.add(id=row.id, kind=row.kind, steps=[step])
    for row in economy.stocks.itertuples():
        message.stocks.add(product=row.product, opening=row.opening, closing=row.closing)
    message.objective.hours_per_coverage = economy.hours_per_coverage
    return job


def _add_recipes(message: economy_pb2.Economy, economy: tables.Economy) -> None:
    recipes = {}
    for row in economy.recipes.itertuples():
        recipe = message.recipes.add(id=row.id, name=row.name, lower_activity=row.lower_activity)
        if math.isfinite(row.upper_activity):
            recipe.upper_activity = row.upper_activity
        recipes[row.id] = recipe
    for row in economy.flows.itertuples():
        recipe = recipes[row.recipe]
        if row.kind == "labour":
            recipe.labour.add(kind=row.id, amount=row.amount)
        else:
            (recipe.inputs if row.kind == "input" else recipe.outputs).add(product=row.id, amount=row.amount)
