"""Tables of an economy as one Job message: for jobs of up to some ten thousand goods. job_parts.py takes the others."""

from __future__ import annotations

import math
from dataclasses import asdict

from planwerk.v1 import economy_pb2, job_pb2
from planwerk_tools import progress
from planwerk_tools.tables import Economy, JobSettings

BALANCES = {
    "surplus_allowed": economy_pb2.Product.SURPLUS_ALLOWED,
    "exact": economy_pb2.Product.EXACT,
    "free": economy_pb2.Product.FREE,
}


def to_job(economy: Economy) -> job_pb2.Job:
    job = job_pb2.Job()
    message = job.economy
    message.name, message.description, message.period = economy.name, economy.description, economy.period
    put_provenance(economy, message.provenance)
    for row in economy.products.itertuples():
        balance = BALANCES[row.balance]
        message.products.add(id=row.id, name=row.name, unit=row.unit, balance=balance, group=row.group)
    _add_recipes(message, economy)
    for row in economy.cohorts.itertuples():
        message.cohorts.add(id=row.id, name=row.name, size=row.size)
    _add_needs(message, economy)
    for row in economy.labour_kinds.itertuples():
        message.labour_kinds.add(id=row.id, name=row.name)
    for id, steps in economy.labour_offers.groupby("id", sort=False):
        offer = message.labour_offers.add(id=id, kind=steps["kind"].iloc[0], cohort=steps["cohort"].iloc[0])
        for step in steps.itertuples():
            offer.steps.add(hours=step.hours, burden=step.burden)
    for row in economy.capacities.itertuples():
        message.capacities.add(id=row.id, name=row.name, unit=row.unit, amount=row.amount)
    _add_limits(message, economy)
    for row in economy.stocks.itertuples():
        message.stocks.add(product=row.product, opening=row.opening, closing=row.closing)
    put_objective(economy, message.objective)
    if economy.settings != JobSettings():
        job.settings.CopyFrom(settings_of(economy))
    return job


def settings_of(economy: Economy) -> job_pb2.JobSettings:
    return job_pb2.JobSettings(**asdict(economy.settings))


def put_provenance(economy: Economy, message: economy_pb2.Provenance) -> None:
    source = economy.provenance
    message.source, message.version, message.licence = source.source, source.version, source.licence
    message.notes.extend(source.notes)


def put_objective(economy: Economy, message: economy_pb2.Objective) -> None:
    if economy.hours_per_coverage is not None:
        message.hours_per_coverage = economy.hours_per_coverage
    message.origin = economy.objective_origin
    for row in economy.steps[economy.steps["need"] == ""].itertuples():
        message.ladder.add(width=row.width, value=row.value)
    tiers = {}
    for row in economy.tiers.itertuples():
        tiers[row.id] = tier = message.tiers.add(id=row.id, aim=row.aim.upper(), origin=row.origin)
        if not math.isnan(row.tolerance):
            tier.tolerance = row.tolerance
        if not math.isnan(row.depth):
            tier.depth = int(row.depth)
    _add_terms(tiers, "tier", economy.tier_terms)


def _add_terms(owners: dict, key: str, terms) -> None:
    for row in terms.itertuples():
        subject = {"product": row.product} if row.product else {"recipe": row.recipe}
        owners[getattr(row, key)].terms.add(coefficient=row.coefficient, **subject)


def _add_recipes(message: economy_pb2.Economy, economy: Economy) -> None:
    recipes = {}
    for row in economy.recipes.itertuples():
        recipe = message.recipes.add(id=row.id, name=row.name, lower_activity=row.lower_activity, strain=row.strain)
        if math.isfinite(row.upper_activity):
            recipe.upper_activity = row.upper_activity
        recipes[row.id] = recipe
    for row in progress.over(economy.flows.itertuples(), "linking amounts", len(economy.flows)):
        recipe = recipes[row.recipe]
        if row.kind == "labour":
            recipe.labour.add(kind=row.id, amount=row.amount)
        elif row.kind == "capacity":
            recipe.capacities.add(capacity=row.id, amount=row.amount)
        else:
            (recipe.inputs if row.kind == "input" else recipe.outputs).add(product=row.id, amount=row.amount)


def _add_needs(message: economy_pb2.Economy, economy: Economy) -> None:
    needs = {}
    for row in economy.needs.itertuples():
        needs[row.id] = message.needs.add(
            id=row.id,
            name=row.name,
            cohort=row.cohort,
            amount_per_head=row.amount_per_head,
            alternatives=[_alternative(row)],
            weight=row.weight,
            weight_origin=row.weight_origin,
            floor=row.floor,
            reason=row.reason,
        )
    for row in economy.alternatives.itertuples():
        needs[row.need].alternatives.append(_alternative(row))
    for row in economy.steps[economy.steps["need"] != ""].itertuples():
        needs[row.need].steps.add(width=row.width, value=row.value)


def _alternative(row) -> economy_pb2.Alternative:
    rate = {} if row.rate == 1 else {"rate": row.rate}
    return economy_pb2.Alternative(product=row.product, regret=row.regret, **rate)


def _add_limits(message: economy_pb2.Economy, economy: Economy) -> None:
    limits = {}
    for row in economy.limits.itertuples():
        limits[row.id] = limit = message.limits.add(id=row.id, name=row.name, unit=row.unit, origin=row.origin)
        if math.isfinite(row.lower):
            limit.lower = row.lower
        if math.isfinite(row.upper):
            limit.upper = row.upper
    _add_terms(limits, "limit", economy.limit_terms)
