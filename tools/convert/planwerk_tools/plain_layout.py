"""Sheets and columns of the plain tables."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    name: str
    required: bool = False  # the column must be there
    filled: bool = False  # no cell may be empty
    default: float | None = None  # of a number; None: text
    least: float | None = None  # of a number
    above: float | None = None  # of a number, itself excluded


def _key(name: str) -> Column:
    """Text without which a row says nothing."""
    return Column(name, required=True, filled=True)


def _text(name: str, required: bool = False) -> Column:
    return Column(name, required)


def _amount(name: str, filled: bool = True) -> Column:
    return Column(name, required=True, filled=filled, default=math.nan, above=0.0)


def _factor(name: str) -> Column:
    return Column(name, default=1.0, above=0.0)


def _least(name: str, least: float = 0.0, default: float = 0.0) -> Column:
    return Column(name, default=default, least=least)


TABLES: dict[str, list[Column]] = {
    "settings": [_key("key"), _key("value")],
    "products": [_key("id"), _text("name"), _key("unit"), _text("balance"), _text("group")],
    # One row per amount; name and bounds of a recipe may stand in any of its rows. A row without kind, id and amount
    # says those alone.
    "recipes": [
        _key("recipe"),
        _text("name"),
        _least("lower_activity"),
        _least("upper_activity", default=math.inf),
        _least("strain"),
        _text("kind", True),
        _text("id", True),
        _amount("amount", filled=False),
        _text("unit"),
    ],
    "cohorts": [_key("id"), _text("name"), _amount("people")],
    # Rows of the same id are the alternatives of one need.
    "needs": [
        _text("id"),
        _text("name"),
        _key("cohort"),
        _key("product"),
        _amount("amount_per_head"),
        _text("unit"),
        _factor("rate"),
        _least("regret"),
        _factor("weight"),
        _text("weight_origin"),
        _least("floor"),
        _text("reason"),
    ],
    # Rows of the same need are its steps from coverage 0 on; those without a need are the steps of all others.
    "steps": [_text("need"), _amount("width"), Column("value", True, True, default=math.nan, least=0.0)],
    # Rows of the same id are the steps of one offer, easier hours first. A row without id and hours names a kind of
    # work that nobody offers.
    "labour": [
        _text("id", True),
        _key("kind"),
        _text("kind_name"),
        _text("cohort"),
        _amount("hours", filled=False),
        _least("burden", default=1.0),
        _text("unit"),
    ],
    "capacities": [
        _key("id"),
        _text("name"),
        _key("unit"),
        Column("amount", True, True, default=math.nan, least=0.0),
    ],
    # Rows of the same limit are its terms; name, unit, bounds and origin may stand in any of them. A row without
    # product, recipe and coefficient says those alone.
    "limits": [
        _key("limit"),
        _text("name"),
        _text("unit"),
        Column("lower", default=-math.inf),
        Column("upper", default=math.inf),
        _text("origin"),
        _text("product"),
        _text("recipe"),
        Column("coefficient", default=1.0),
        _text("term_unit"),
    ],
    "stocks": [_key("product"), _least("opening"), _least("closing"), _text("unit")],
    # Aims in order of priority; `use` and `surplus` have a row per term, and the aim may stand in the first alone.
    "tiers": [
        _key("tier"),
        _text("aim"),
        _least("tolerance", default=math.nan),
        _least("depth", least=1.0, default=math.nan),
        _text("origin"),
        _text("product"),
        _text("recipe"),
        Column("coefficient", default=1.0),
        _text("term_unit"),
    ],
}
NEEDED = ["products", "recipes", "needs"]
# The column by whose entries other tables name what stands in the table.
NAMED_BY = {"products": "id", "recipes": "recipe", "cohorts": "id", "capacities": "id", "labour": "kind", "needs": "id"}
AIMS = ["floors", "worst_off", "coverage", "regret", "burden", "use", "surplus", "weighted"]
KINDS = {"input": "product", "output": "product", "labour": "labour kind", "capacity": "capacity"}
METHODS = ["auto", "pdhg", "ipm"]
# Settings: key: whether it is a number (above 0). `note` may recur.
SETTINGS = {
    "name": False,
    "description": False,
    "period": False,
    "hours_per_coverage": True,
    "objective_origin": False,
    "tolerance": True,
    "time_limit_s": True,
    "method": False,
    "source": False,
    "version": False,
    "licence": False,
    "note": False,
}
