"""The unit table against pint, which knows physical units from other sources."""

from __future__ import annotations

import pint
import pytest

from planwerk_tools import units

# What the table's names are to pint, where they are not the same text.
SPELLED = {
    "t": "metric_ton",
    "kt": "1e3 * metric_ton",
    "Mt": "1e6 * metric_ton",
    "Gt": "1e9 * metric_ton",
    "thousand t": "1e3 * metric_ton",
    "million t": "1e6 * metric_ton",
    "short ton": "short_ton",
    "long ton": "long_ton",
    "h": "hour",
    "a": "julian_year",
    "toe": "10 * gigacalorie_international",
    "tce": "7 * gigacalorie_international",
    "MMBTU": "1e6 * BTU",
    "m3": "m^3",
    "m2": "m^2",
    "cm2": "cm^2",
    "km2": "km^2",
    "ft2": "ft^2",
    "gal": "US_liquid_gallon",
    "bbl": "oil_barrel",
    "hp": "horsepower",
    "km3": "km^3",
    "board ft": "144 * inch^3",
    "acre": "43560 * ft^2",  # pint's own is that of the US survey
    "dm3": "dm^3",
    "cm3": "cm^3",
    "ft3": "ft^3",
}
REGISTRY = pint.UnitRegistry()
REGISTRY.define("gigacalorie_international = 4.1868 * gigajoule")
PHYSICAL = ["mass", "energy", "power", "volume", "area", "length", "time"]


def physical_units():
    table = units.table()
    return [name for name in table.index if table.at[name, "dimension"] in PHYSICAL]


@pytest.mark.parametrize("name", physical_units())
def test_table_agrees_with_pint(name):
    if any(word in name for word in ("thousand", "million")) and name not in SPELLED:
        pytest.skip("a multiple in words")
    dimension, factor = units.quantity(name)
    base = REGISTRY.parse_expression(units.PINT_BASES[dimension])
    assert REGISTRY.parse_expression(SPELLED.get(name, name)).to(
        base.units
    ).magnitude / base.magnitude == pytest.approx(factor, rel=1e-6)


@pytest.mark.parametrize(
    "written, name",
    [
        ("kilowatt hour", "kWh"),
        ("kilogram", "kg"),
        ("ton", "t"),  # not the short ton that pint takes it for
        ("square meter", "m2"),
        ("cubic meter", "m3"),
        ("unit", "1"),
        ("m2*yr", "m2 a"),
        ("kg CO2 eq", "kg CO2e"),
        ("megajoule", "MJ"),
    ],
)
def test_names_of_others_are_recognised(written, name):
    assert units.recognised(written) == name
    assert units.conversion_factor(written, name) == 1


def test_units_that_nobody_knows_keep_their_name():
    assert units.recognised("CTUe") == "CTUe" and units.quantity("CTUe") is None
    with pytest.raises(KeyError):
        units.conversion_factor("CTUe", "kg")


def test_units_that_the_table_lacks_are_converted_by_pint():
    assert units.conversion_factor("imperial_gallon", "l") == pytest.approx(4.54609)
