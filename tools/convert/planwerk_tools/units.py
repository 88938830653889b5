"""The project's unit table (data/units.csv), which the C++ reader uses too."""

from __future__ import annotations

from functools import cache
from importlib import resources

import pandas as pd


@cache
def table() -> pd.DataFrame:
    """Columns dimension, factor (to the dimension's base unit); by unit name."""
    with resources.files("planwerk_tools").joinpath("units.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file, keep_default_na=False, dtype={"name": str}).set_index("name")[["dimension", "factor"]]


def conversion_factor(source: str, target: str) -> float:
    """What turns an amount in `source` into one in `target`. KeyError: unknown unit; ValueError: other dimension."""
    first, second = table().loc[source], table().loc[target]
    if first["dimension"] != second["dimension"]:
        raise ValueError(f"{source} counts {first['dimension']}, {target} {second['dimension']}")
    return first["factor"] / second["factor"]
