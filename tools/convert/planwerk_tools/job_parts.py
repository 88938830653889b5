"""Tables of an economy as a stream of parts (.pbs; proto/planwerk/v1/parts.proto says how one is put together).

Columnar from end to end: a million goods never become a million objects.
"""

from __future__ import annotations

import hashlib
from typing import BinaryIO

import numpy as np
import pandas as pd

from planwerk.v1 import job_pb2, parts_pb2
from planwerk_tools.delimited import PART_LIMIT, delimiter
from planwerk_tools.job_messages import BALANCES, put_objective, put_provenance, settings_of
from planwerk_tools.part_columns import INTEGER, NUMBER, Lists, Rows, recurring, rows_in_blocks, text_column, unless
from planwerk_tools.tables import FLOW_TABLES, Economy, JobSettings, positions

MAGIC = "planwerk job parts"
VERSION = 1
KINDS = [field.name for field in job_pb2.JobPart.DESCRIPTOR.fields if field.name not in ("header", "trailer")]


def write(economy: Economy, file: BinaryIO) -> None:
    """Writes the whole stream. The tables must have passed tables.check."""
    writer = _PartWriter(file)
    writer.write(header=_header(economy))
    counts = {}
    for kind in KINDS:  # in the order of their field numbers
        blocks, counts[kind] = BLOCKS[kind](economy) if kind in BLOCKS else ((), 0)
        for block in blocks:
            writer.write(**{kind: block})
    writer.write_trailer(counts)


class _PartWriter:
    def __init__(self, file: BinaryIO):
        self._file = file
        self._hash = hashlib.sha256()

    def write(self, **part) -> None:
        payload = job_pb2.JobPart(**part).SerializeToString(deterministic=True)
        if len(payload) > PART_LIMIT:
            raise ValueError(f"a single {next(iter(part))} entry takes {len(payload)} bytes; {PART_LIMIT} are allowed")
        for piece in (delimiter(len(payload)), payload):
            self._hash.update(piece)
            self._file.write(piece)

    def write_trailer(self, counts: dict[str, int]) -> None:
        self.write(
            trailer=parts_pb2.PartTrailer(kinds=counts.keys(), counts=counts.values(), sha256=self._hash.digest())
        )


def _header(economy: Economy) -> job_pb2.JobHeader:
    header = job_pb2.JobHeader(
        magic=MAGIC, version=VERSION, name=economy.name, description=economy.description, period=economy.period
    )
    put_provenance(economy, header.provenance)
    put_objective(economy, header.objective)
    if economy.settings != JobSettings():
        header.settings.CopyFrom(settings_of(economy))
    return header


def _labels(rows: Rows, part: slice) -> dict:
    return {"ids": text_column(rows["id"][part]), "names": text_column(rows["name"][part])}


def _products(economy: Economy):
    rows = Rows(economy.products)
    balances = economy.products["balance"].map(BALANCES).to_numpy(dtype=np.int64)
    blocks = (
        job_pb2.ProductBlock(
            **_labels(rows, part),
            units=recurring(rows["unit"][part]),
            balances=unless(balances[part], 0),
            groups=recurring(rows["group"][part]),
        )
        for part in rows.blocks()
    )
    return blocks, len(economy.products)


def _labour_kinds(economy: Economy):
    rows = Rows(economy.labour_kinds)
    return (job_pb2.LabourKindBlock(**_labels(rows, part)) for part in rows.blocks()), len(economy.labour_kinds)


def _capacities(economy: Economy):
    rows = Rows(economy.capacities)
    blocks = (
        job_pb2.CapacityBlock(
            **_labels(rows, part), units=recurring(rows["unit"][part]), amounts=unless(rows["amount"][part], 0)
        )
        for part in rows.blocks()
    )
    return blocks, len(economy.capacities)


def _recipes(economy: Economy):
    count = len(economy.recipes)
    lists = {field: _flow_lists(economy, kind) for kind, field in FLOW_FIELDS.items()}
    entries = sum(each.counts for each in lists.values())
    rows = Rows(economy.recipes, entries * (NUMBER + INTEGER) + 4 * INTEGER)

    def flows(each: Lists, part: slice) -> job_pb2.FlowColumns:
        return job_pb2.FlowColumns(
            counts=each.counts_of(part), subjects=each.of(part, "subjects"), amounts=each.of(part, "amounts")
        )

    blocks = (
        job_pb2.RecipeBlock(
            **_labels(rows, part),
            **{field: flows(each, part) for field, each in lists.items()},
            lower_activities=unless(rows["lower_activity"][part], 0),
            upper_activities=unless(rows["upper_activity"][part], np.inf),
            strains=unless(rows["strain"][part], 0),
        )
        for part in rows.blocks()
    )
    return blocks, count


FLOW_FIELDS = {"input": "inputs", "output": "outputs", "labour": "labour", "capacity": "capacities"}


def _flow_lists(economy: Economy, kind: str) -> Lists:
    flows = economy.flows[economy.flows["kind"] == kind]
    return Lists(
        positions(flows["recipe"], economy.recipes["id"]),
        len(economy.recipes),
        subjects=positions(flows["id"], getattr(economy, FLOW_TABLES[kind])["id"]),
        amounts=flows["amount"].to_numpy(),
    )


def _cohorts(economy: Economy):
    rows = Rows(economy.cohorts)
    blocks = (job_pb2.CohortBlock(**_labels(rows, part), sizes=rows["size"][part].tolist()) for part in rows.blocks())
    return blocks, len(economy.cohorts)


def _needs(economy: Economy):
    needs, more = economy.needs, economy.alternatives
    products = pd.concat([needs["product"], more["product"]], ignore_index=True)
    alternatives = Lists(
        np.concatenate([np.arange(len(needs)), positions(more["need"], needs["id"])]),
        len(needs),
        products=positions(products, economy.products["id"]),
        rates=np.concatenate([needs["rate"], more["rate"]]),
        regrets=np.concatenate([needs["regret"], more["regret"]]),
    )
    own = economy.steps[economy.steps["need"] != ""]
    steps = Lists(
        positions(own["need"], needs["id"]), len(needs), widths=own["width"].to_numpy(), values=own["value"].to_numpy()
    )
    cohorts = positions(needs["cohort"], economy.cohorts["id"])
    rows = Rows(needs, alternatives.counts * (NUMBER + INTEGER) + steps.counts * 2 * NUMBER)
    blocks = (
        job_pb2.NeedBlock(
            **_labels(rows, part),
            cohorts=cohorts[part].tolist(),
            amounts_per_head=rows["amount_per_head"][part].tolist(),
            alternative_counts=alternatives.counts_of(part),
            products=alternatives.of(part, "products"),
            rates=alternatives.of(part, "rates"),
            regrets=alternatives.of(part, "regrets") if alternatives.any("regrets") else [],
            step_counts=steps.counts_of(part),
            step_widths=steps.of(part, "widths"),
            step_values=steps.of(part, "values"),
            weights=unless(rows["weight"][part], 1),
            weight_origins=recurring(rows["weight_origin"][part]),
            floors=unless(rows["floor"][part], 0),
            reasons=recurring(rows["reason"][part]),
        )
        for part in rows.blocks()
    )
    return blocks, len(needs)


def _labour_offers(economy: Economy):
    steps = economy.labour_offers
    offers = steps.drop_duplicates("id")
    lists = Lists(
        positions(steps["id"], offers["id"]),
        len(offers),
        hours=steps["hours"].to_numpy(),
        burdens=steps["burden"].to_numpy(),
    )
    kinds = positions(offers["kind"], economy.labour_kinds["id"])
    cohorts = positions(offers["cohort"], economy.cohorts["id"]) + 1
    rows = Rows(offers, lists.counts * 2 * NUMBER)
    blocks = (
        job_pb2.LabourOfferBlock(
            ids=text_column(rows["id"][part]),
            kinds=kinds[part].tolist(),
            cohorts_plus_1=unless(cohorts[part], 0),
            step_counts=lists.counts_of(part),
            step_hours=lists.of(part, "hours"),
            step_burdens=lists.of(part, "burdens"),
        )
        for part in rows.blocks()
    )
    return blocks, len(offers)


def _limits(economy: Economy):
    rows = Rows(economy.limits)
    blocks = (
        job_pb2.LimitBlock(
            **_labels(rows, part),
            units=recurring(rows["unit"][part]),
            lowers=unless(rows["lower"][part], -np.inf),
            uppers=unless(rows["upper"][part], np.inf),
            origins=recurring(rows["origin"][part]),
        )
        for part in rows.blocks()
    )
    return blocks, len(economy.limits)


def _limit_terms(economy: Economy):
    terms = economy.limit_terms
    limits = positions(terms["limit"], economy.limits["id"])
    order = np.argsort(limits, kind="stable")
    products = positions(terms["product"], economy.products["id"])[order] + 1
    recipes = positions(terms["recipe"], economy.recipes["id"])[order] + 1
    limits, coefficients = limits[order], terms["coefficient"].to_numpy()[order]
    blocks = (
        job_pb2.LimitTermBlock(
            limits=limits[part].tolist(),
            products_plus_1=unless(products[part], 0),
            recipes_plus_1=unless(recipes[part], 0),
            coefficients=coefficients[part].tolist(),
        )
        for part in rows_in_blocks(np.full(len(terms), 3 * INTEGER + NUMBER))
    )
    return blocks, len(terms)


def _stocks(economy: Economy):
    stocks = economy.stocks
    products = positions(stocks["product"], economy.products["id"])
    rows = Rows(stocks)
    blocks = (
        job_pb2.StockBlock(
            products=products[part].tolist(),
            openings=unless(rows["opening"][part], 0),
            closings=unless(rows["closing"][part], 0),
        )
        for part in rows.blocks()
    )
    return blocks, len(stocks)


BLOCKS = {
    "products": _products,
    "labour_kinds": _labour_kinds,
    "capacities": _capacities,
    "recipes": _recipes,
    "cohorts": _cohorts,
    "needs": _needs,
    "labour_offers": _labour_offers,
    "limits": _limits,
    "limit_terms": _limit_terms,
    "stocks": _stocks,
}
