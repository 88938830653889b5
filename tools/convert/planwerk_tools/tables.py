"""An economy as tables: what a converter fills and job_writer turns into a planwerk job.

Column for column the messages of proto/planwerk/v1. Every table names things by id; amounts are in the unit of the
thing they count (products: their own unit, labour: hours).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

COLUMNS = {
    "products": {"id": str, "name": str, "unit": str, "balance": str},  # balance: surplus_allowed, exact, free
    "recipes": {"id": str, "name": str, "lower_activity": float, "upper_activity": float},
    "flows": {"recipe": str, "kind": str, "id": str, "amount": float},  # kind: input, output, labour
    "cohorts": {"id": str, "name": str, "size": float},
    "needs": {
        "id": str,
        "name": str,
        "cohort": str,
        "product": str,
        "amount_per_head": float,
        "weight": float,
        "weight_origin": str,
        "floor": float,
        "reason": str,
    },
    "labour_kinds": {"id": str, "name": str},
    "labour_offers": {"id": str, "kind": str, "hours": float, "burden": float},
    "stocks": {"product": str, "opening": float, "closing": float},
}


def empty_table(name: str) -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in COLUMNS[name].items()})


@dataclass
class Provenance:
    """Who made the job out of what; goes into the job."""

    source: str
    version: str
    licence: str
    notes: list[str] = field(default_factory=list)  # one assumption, input file or treatment each


@dataclass
class Economy:
    name: str
    description: str
    period: str
    provenance: Provenance
    products: pd.DataFrame
    recipes: pd.DataFrame
    flows: pd.DataFrame
    needs: pd.DataFrame
    cohorts: pd.DataFrame
    labour_kinds: pd.DataFrame = field(default_factory=lambda: empty_table("labour_kinds"))
    labour_offers: pd.DataFrame = field(default_factory=lambda: empty_table("labour_offers"))
    stocks: pd.DataFrame = field(default_factory=lambda: empty_table("stocks"))
    hours_per_coverage: float = 1.0


class TableFault(ValueError):
    """The tables do not describe an economy; the message names table and ids."""


def check(economy: Economy) -> None:
    """Raises TableFault where columns, ids or amounts are wrong. The planwerk binary checks the rest."""
    for table, columns in COLUMNS.items():
        frame = getattr(economy, table)
        if list(frame.columns) != list(columns):
            raise TableFault(f"{table}: columns {list(frame.columns)}, expected {list(columns)}")
        if "id" in columns and table != "flows" and frame["id"].duplicated().any():
            raise TableFault(f"{table}: duplicate ids {_some(frame.loc[frame['id'].duplicated(), 'id'])}")
    goods = economy.flows["kind"].isin(["input", "output"])
    _known(economy.flows.loc[goods, "id"], economy.products["id"], "flows: product")
    _known(economy.flows.loc[economy.flows["kind"] == "labour", "id"], economy.labour_kinds["id"], "flows: labour kind")
    _known(economy.flows["recipe"], economy.recipes["id"], "flows: recipe")
    _known(economy.needs["product"], economy.products["id"], "needs: product")
    _known(economy.needs["cohort"], economy.cohorts["id"], "needs: cohort")
    _known(economy.stocks["product"], economy.products["id"], "stocks: product")
    amounts = economy.flows["amount"].to_numpy()
    if not (np.isfinite(amounts) & (amounts > 0)).all():
        raise TableFault("flows: amounts must be positive and finite")


def _known(ids: pd.Series, known: pd.Series, what: str) -> None:
    unknown = ids[~ids.isin(known)]
    if len(unknown):
        raise TableFault(f"{what}: unknown ids {_some(unknown)}")


def _some(ids: pd.Series, count: int = 5) -> str:
    return ", ".join(ids.astype(str).unique()[:count])
