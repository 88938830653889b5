"""The project's unit table (data/units.csv), which the C++ reader uses too, and the names that other people write.

pint knows the names and sizes of physical units; the table says which units planwerk has. Names that pint reads
differently from those who wrote them (ton, unit) are in ALIASES.
"""

from __future__ import annotations

import tokenize
from functools import cache
from importlib import resources

import pandas as pd
import pint

# What a unit of the dimension is to pint; money and people, which pint does not know, are in ALIASES alone.
PINT_BASES = {
    "mass": "kg",
    "energy": "MJ",
    "power": "kW",
    "volume": "m^3",
    "area": "m^2",
    "land occupation": "m^2 * year",
    "volume occupation": "m^3 * year",
    "length": "m",
    "time": "hour",
    "data": "gigabyte",
    "radioactivity": "kBq",
    "substance": "mol",
    "freight": "metric_ton * km",
}
ALIASES = {
    "unit": "1",
    "units": "1",
    "Item(s)": "1",
    "p": "1",
    "ton": "t",
    "ton kilometer": "t km",
    "ton-kilometer": "t km",
    "t*km": "t km",
    "tkm": "t km",
    "kg*km": "kg km",
    "person kilometer": "person km",
    "p*km": "person km",
    "vehicle kilometer": "vehicle km",
    "km*v": "vehicle km",
    "square meter-year": "m2 a",
    "m2*a": "m2 a",
    "m2*yr": "m2 a",
    "cubic meter-year": "m3 a",
    "m3*a": "m3 a",
    "hour": "h",
    "hr": "h",
    "year": "a",
    "kilo Becquerel": "kBq",
    "standard cubic meter": "Nm3",
    "normal cubic meter": "Nm3",
    "kg CO2 eq": "kg CO2e",
    "$": "USD",
    "jobs": "job",
    "Mill USD": "million USD",
    "Mio USD": "million USD",
    "M.USD": "million USD",
    "Mill EUR": "million EUR",
    "M.EUR": "million EUR",
    "Mio EUR": "million EUR",
    "1000 p": "thousand people",
    "M.hr": "million h",
}


@cache
def table() -> pd.DataFrame:
    """Columns dimension, factor (to the dimension's base unit); by unit name."""
    with resources.files("planwerk_tools").joinpath("units.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file, keep_default_na=False, dtype={"name": str}).set_index("name")[["dimension", "factor"]]


def conversion_factor(source: str, target: str) -> float:
    """What turns an amount in `source` into one in `target`. KeyError: unknown unit; ValueError: other dimension."""
    first, second = quantity(source), quantity(target)
    if first is None or second is None:
        raise KeyError(f"unit {source if first is None else target}")
    if first[0] != second[0]:
        raise ValueError(f"{source} counts {first[0]}, {target} {second[0]}")
    return first[1] / second[1]


def recognised(name: str) -> str:
    """The table's name of a unit that it has under another one; any other unit keeps its own name."""
    if name in table().index:
        return name
    found = quantity(name)
    return name if found is None else _same(*found) or name


@cache
def quantity(name: str) -> tuple[str, float] | None:
    """Dimension of a unit by any name, and its factor to the dimension's base unit; None where nobody knows it."""
    name = ALIASES.get(name, name)
    if name in table().index:
        return table().at[name, "dimension"], float(table().at[name, "factor"])
    try:
        unit = _registry().parse_expression(name)
        fitting = [dimension for dimension, base in PINT_BASES.items() if unit.is_compatible_with(base)]
        factor = float(unit.to(PINT_BASES[fitting[0]]).magnitude)
    # pint's parser fails in all of these ways at texts that are not units, and gives bare numbers back as such.
    except (
        pint.PintError,
        tokenize.TokenError,
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ):
        return None
    same = _same(fitting[0], factor)  # whose factor is not rounded
    return fitting[0], float(table().at[same, "factor"]) if same else factor


def _same(dimension: str, factor: float) -> str | None:
    rows = table()
    same = rows[(rows["dimension"] == dimension) & ((rows["factor"] / factor - 1).abs() < 1e-12)]
    return same.index[0] if len(same) else None


@cache
def _registry() -> pint.UnitRegistry:
    return pint.UnitRegistry(case_sensitive=True)
