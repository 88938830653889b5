"""Sheets and columns of the plain tables."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    name: str
    required: bool = False
    default: float | None = None  # of a number; None: text
    least: float | None = None  # of a number
    above: float | None = None  # of a number, itself excluded


def _text(name: str, required: bool = False) -> Column:
    return Column(name, required)


def _amount(name: str, required: bool = True) -> Column:
    return Column(name, required, default=math.nan if required else 1.0, above=0.0)


TABLES: dict[str, list[Column]] = {
    "settings": [_text("key", True), _text("value", True)],
    "products": [_text("id", True), _text("name"), _text("unit", True), _text("balance"), _text("group")],
    # One row per amount; name and bounds of a recipe may stand in any of its rows.
    "recipes": [
        _text("recipe", True),
        _text("name"),
        Column("lower_activity", default=0.0, least=0.0),
        Column("upper_activity", default=math.inf, least=0.0),
        Column("strain", default=0.0, least=0.0),
        _text("kind", True),
        _text("id", True),
        _amount("amount"),
        _text("unit"),
    ],
    "cohorts": [_text("id", True), _text("name"), Column("people", True, default=math.nan, above=0.0)],
    # Rows of the same id are the alternatives of one need.
    "needs": [
        _text("id"),
        _text("name"),
        _text("cohort", True),
        _text("product", True),
        _amount("amount_per_head"),
        _text("unit"),
        _amount("rate", False),
        Column("regret", default=0.0, least=0.0),
        _amount("weight", False),
        _text("weight_origin"),
        Column("floor", default=0.0, least=0.0),
        _text("reason"),
    ],
    # Rows of the same id are the steps of one offer, easier hours first.
    "labour": [
        _text("id", True),
        _text("kind", True),
        _text("kind_name"),
        _text("cohort"),
        _amount("hours"),
        Column("burden", default=1.0, least=0.0),
        _text("unit"),
    ],
    "capacities": [_text("id", True), _text("name"), _text("unit", True), Column("amount", True, math.nan, least=0.0)],
    # Rows of the same limit are its terms; name, unit, bounds and origin may stand in any of them.
    "limits": [
        _text("limit", True),
        _text("name"),
        _text("unit"),
        Column("lower", default=-math.inf),
        Column("upper", default=math.inf),
        _text("origin"),
        _text("product"),
        _text("recipe"),
        Column("coefficient", default=1.0),
    ],
    "stocks": [
        _text("product", True),
        Column("opening", default=0.0, least=0.0),
        Column("closing", default=0.0, least=0.0),
        _text("unit"),
    ],
    # Aims in order of priority; `use` and `surplus` have a row per term, and the aim may stand in the first alone.
    "tiers": [
        _text("tier", True),
        _text("aim"),
        Column("tolerance", default=math.nan, least=0.0),
        Column("depth", default=math.nan, least=1.0),
        _text("origin"),
        _text("product"),
        _text("recipe"),
        Column("coefficient", default=1.0),
    ],
}
AIMS = ["floors", "worst_off", "coverage", "regret", "burden", "use", "surplus", "weighted"]
NEEDED = ["products", "recipes", "needs"]
SETTINGS = ["name", "description", "period", "hours_per_coverage", "source", "version", "licence", "note"]
KINDS = {"input": "product", "output": "product", "labour": "labour kind", "capacity": "capacity"}
