"""An economy as tables: what a converter fills and the job writers turn into a planwerk job.

Column for column the messages of proto/planwerk/v1. Every table names things by id; amounts are in the unit of the
thing they count (products: their own unit, labour: hours). A column that a converter leaves out has its default.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

REQUIRED = None

# Table: column: default. The kind of a column is that of its default; required ones are text unless NUMBERS has them.
COLUMNS: dict[str, dict[str, str | float | None]] = {
    "products": {"id": REQUIRED, "name": "", "unit": REQUIRED, "balance": "surplus_allowed", "group": ""},
    "recipes": {"id": REQUIRED, "name": "", "lower_activity": 0.0, "upper_activity": math.inf, "strain": 0.0},
    # Per unit of activity. kind: input, output (ids of products), labour (of labour kinds), capacity (of capacities).
    "flows": {"recipe": REQUIRED, "kind": REQUIRED, "id": REQUIRED, "amount": REQUIRED},
    "cohorts": {"id": REQUIRED, "name": "", "size": 1.0},
    "needs": {
        "id": REQUIRED,
        "name": "",
        "cohort": REQUIRED,
        "product": REQUIRED,  # the first alternative, which gives the need its unit
        "rate": 1.0,
        "regret": 0.0,
        "amount_per_head": REQUIRED,
        "weight": 1.0,
        "weight_origin": "",
        "floor": 0.0,
        "reason": "",
    },
    "alternatives": {"need": REQUIRED, "product": REQUIRED, "rate": 1.0, "regret": 0.0},  # further ones, in order
    # Steps of coverage of a need, in order; without a need: of all that have none of their own.
    "steps": {"need": "", "width": REQUIRED, "value": REQUIRED},
    "labour_kinds": {"id": REQUIRED, "name": ""},
    # Rows of the same id are the steps of one offer, in order.
    "labour_offers": {"id": REQUIRED, "kind": REQUIRED, "cohort": "", "hours": REQUIRED, "burden": 1.0},
    "capacities": {"id": REQUIRED, "name": "", "unit": REQUIRED, "amount": REQUIRED},
    "limits": {"id": REQUIRED, "name": "", "unit": "", "lower": -math.inf, "upper": math.inf, "origin": ""},
    # Either a product or a recipe; the other is empty.
    "limit_terms": {"limit": REQUIRED, "product": "", "recipe": "", "coefficient": 1.0},
    "stocks": {"product": REQUIRED, "opening": 0.0, "closing": 0.0},
    # Aims in order of priority; aim: a name of Tier.Aim in lower case; NaN: unset.
    "tiers": {"id": REQUIRED, "aim": REQUIRED, "tolerance": math.nan, "depth": math.nan, "origin": ""},
    "tier_terms": {"tier": REQUIRED, "product": "", "recipe": "", "coefficient": 1.0},
}
NUMBERS = {"amount", "amount_per_head", "hours", "width", "value"}
BALANCES = ("surplus_allowed", "exact", "free")
FLOW_TABLES = {"input": "products", "output": "products", "labour": "labour_kinds", "capacity": "capacities"}


def empty_table(name: str) -> pd.DataFrame:
    return complete(name, pd.DataFrame({column: [] for column in COLUMNS[name]}))


def complete(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with all columns of the table, in order and of their kind. TableFault: a column is missing or unknown."""
    columns = COLUMNS[name]
    unknown = [column for column in frame.columns if column not in columns]
    missing = [column for column, default in columns.items() if default is REQUIRED and column not in frame.columns]
    if unknown or missing:
        raise TableFault(f"{name}: columns {unknown} are unknown, {missing} are missing")
    filled = {
        column: (
            (frame[column] if column in frame.columns else pd.Series(default, index=frame.index)).astype(
                "float64" if isinstance(default, float) or column in NUMBERS else "str"
            )
        )
        for column, default in columns.items()
    }
    return pd.DataFrame(filled).reset_index(drop=True)


@dataclass
class Provenance:
    """Who made the job out of what; goes into the job."""

    source: str
    version: str
    licence: str
    notes: list[str] = field(default_factory=list)  # one assumption, input file or treatment each


@dataclass
class JobSettings:
    """What a job asks of the solver; None: the command line's choice. Units: proto/planwerk/v1/job.proto."""

    tolerance: float | None = None
    time_limit_s: float | None = None
    method: str | None = None


def _table(name: str):
    return field(default_factory=lambda: empty_table(name))


@dataclass
class Economy:
    name: str
    description: str
    period: str
    provenance: Provenance
    products: pd.DataFrame
    recipes: pd.DataFrame
    flows: pd.DataFrame
    needs: pd.DataFrame = _table("needs")
    cohorts: pd.DataFrame = _table("cohorts")
    alternatives: pd.DataFrame = _table("alternatives")
    steps: pd.DataFrame = _table("steps")
    labour_kinds: pd.DataFrame = _table("labour_kinds")
    labour_offers: pd.DataFrame = _table("labour_offers")
    capacities: pd.DataFrame = _table("capacities")
    limits: pd.DataFrame = _table("limits")
    limit_terms: pd.DataFrame = _table("limit_terms")
    stocks: pd.DataFrame = _table("stocks")
    tiers: pd.DataFrame = _table("tiers")
    tier_terms: pd.DataFrame = _table("tier_terms")
    hours_per_coverage: float | None = 1.0  # None: tiers decide alone
    objective_origin: str = ""
    settings: JobSettings = field(default_factory=JobSettings)

    def __post_init__(self):
        for each in fields(self):
            if each.name in COLUMNS:
                setattr(self, each.name, complete(each.name, getattr(self, each.name)))


class TableFault(ValueError):
    """The tables do not describe an economy; the message names table and ids."""


def check(economy: Economy) -> None:
    """Raises TableFault where columns, ids or amounts are wrong. The planwerk binary checks the rest."""
    for table, columns in COLUMNS.items():
        frame = getattr(economy, table)
        if list(frame.columns) != list(columns):
            raise TableFault(f"{table}: columns {list(frame.columns)}, expected {list(columns)}")
        if "id" in columns and table not in ("flows", "labour_offers") and frame["id"].duplicated().any():
            raise TableFault(f"{table}: duplicate ids {_some(frame.loc[frame['id'].duplicated(), 'id'])}")
    _check_references(economy)
    if not economy.products["balance"].isin(BALANCES).all():
        raise TableFault(f"products: unknown balance {_some(economy.products['balance'], 9)}")
    amounts = economy.flows["amount"].to_numpy()
    if not (np.isfinite(amounts) & (amounts > 0)).all():
        raise TableFault("flows: amounts must be positive and finite")


def _check_references(economy: Economy) -> None:
    for kind, table in FLOW_TABLES.items():
        ids = economy.flows.loc[economy.flows["kind"] == kind, "id"]
        _known(ids, getattr(economy, table)["id"], f"flows: {table.rstrip('s').replace('_', ' ')}")
    _known(economy.flows["kind"], pd.Series(list(FLOW_TABLES)), "flows: kind")
    _known(economy.flows["recipe"], economy.recipes["id"], "flows: recipe")
    for table in ("needs", "alternatives", "stocks"):
        _known(getattr(economy, table)["product"], economy.products["id"], f"{table}: product")
    _known(economy.needs["cohort"], economy.cohorts["id"], "needs: cohort")
    _known(economy.alternatives["need"], economy.needs["id"], "alternatives: need")
    steps = economy.steps
    _known(steps.loc[steps["need"] != "", "need"], economy.needs["id"], "steps: need")
    offers = economy.labour_offers
    _known(offers["kind"], economy.labour_kinds["id"], "labour_offers: kind")
    _known(offers.loc[offers["cohort"] != "", "cohort"], economy.cohorts["id"], "labour_offers: cohort")
    for table, owner in (("limit_terms", "limit"), ("tier_terms", "tier")):
        terms = getattr(economy, table)
        _known(terms[owner], getattr(economy, owner + "s")["id"], f"{table}: {owner}")
        _known(terms.loc[terms["product"] != "", "product"], economy.products["id"], f"{table}: product")
        _known(terms.loc[terms["recipe"] != "", "recipe"], economy.recipes["id"], f"{table}: recipe")
        if ((terms["product"] == "") == (terms["recipe"] == "")).any():
            raise TableFault(f"{table}: each must name either a product or a recipe")


def positions(ids: pd.Series, known: pd.Series) -> np.ndarray:
    """Where each of `ids` stands in `known`; -1 where it does not."""
    found = pc.index_in(text_array(ids), value_set=text_array(known))
    return pc.fill_null(found, -1).to_numpy(zero_copy_only=False)


def text_array(values: pd.Series) -> pa.Array:
    array = pa.array(values, type=pa.large_string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _known(ids: pd.Series, known: pd.Series, what: str) -> None:
    unknown = ids[positions(ids, known) < 0]
    if len(unknown):
        raise TableFault(f"{what}: unknown ids {_some(unknown)}")


def _some(ids: pd.Series, count: int = 5) -> str:
    return ", ".join(ids.astype(str).unique()[:count])
