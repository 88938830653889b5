"""USEEIO models: published totals of the recorded final demand, and a plan with less carbon."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from base_year import BaseYear
from planwerk_tools import useeio
from planwerk_tools.job_messages import to_job
from planwerk_tools.leontief_choices import Choices
from planwerk_tools.tables import TableFault


def reference(folder) -> dict[tuple[str, str], float]:
    with open(folder / "reference.csv", newline="") as file:
        return {(line["demand"], line["indicator"]): float(line["total"]) for line in csv.DictReader(file)}


def test_published_demand_takes_the_reference_totals(data):
    folder = data / "us-useeio-2012"
    economy, report = useeio.convert(folder, Choices(), hours_per_job=2000)
    year, totals = BaseYear(to_job(economy)), reference(folder)
    taken = {"ENRG", "NNRG", "RNRG", "WATR", "LAND", "MNRL"}
    for (demand, indicator), total in totals.items():
        if demand != "2012_US_Production_Complete" or indicator in ("TOTAL_OUTPUT_USD", "JOBS"):
            continue
        assert year.total(indicator) == pytest.approx(-total if indicator in taken else total, rel=1e-9), indicator
    assert year.labour() / 2000 == pytest.approx(totals["2012_US_Production_Complete", "JOBS"], rel=1e-9)
    assert year.labour() / 2000 == pytest.approx(126534064, abs=1)
    assert year.total("GHG") == pytest.approx(4.9195e12, rel=1e-5)
    units = economy.products.set_index("id")["unit"]
    assert (units["GHG"], units["LAND"], units["1111A0"]) == ("kg CO2e", "m2 a", "million USD")
    assert any("60 negative coefficients" in line for line in report)


def test_capacities_are_the_recorded_outputs(data):
    folder = data / "us-useeio-2012"
    economy, _ = useeio.convert(folder, Choices(capacity_factor=1.0))
    recorded = pd.read_csv(folder / "sectors.csv", dtype={"code": str}).set_index("code")["commodity_output_usd"] / 1e6
    plant = economy.capacities.set_index("id")["amount"]
    gaps = (plant - recorded[plant.index]).abs() / plant.clip(lower=1)
    assert (gaps > 5e-3).sum() <= 3  # scrap, used goods and the like; the rest is rounding of the tables


def test_two_regions_work_for_themselves(data):
    folder = data / "us-maine-2020"
    economy, _ = useeio.convert(folder, Choices(), hours_per_job=1)
    totals = reference(folder)
    year = BaseYear(to_job(economy))
    jobs = sum(totals[f"2020_{region}_Production_Complete", "JOBS"] for region in ("US-ME", "RoUS"))
    assert year.labour() == pytest.approx(jobs, rel=1e-9)
    assert list(economy.cohorts["id"]) == ["US-ME", "RoUS"]
    assert set(economy.labour_offers["cohort"]) == {"US-ME", "RoUS"}
    carbon = sum(totals[f"2020_{region}_Production_Complete", "GHG"] for region in ("US-ME", "RoUS"))
    assert year.total("GHG") == pytest.approx(carbon, rel=1e-9)


def test_unknown_scope_lists_what_there_is(data):
    with pytest.raises(TableFault, match="2012_US_Consumption_Domestic"):
        useeio.convert(data / "us-useeio-2012", Choices(), scope="Production")


def test_carbon_limit_of_the_base_year(data):
    folder = data / "us-maine-2020"
    economy, _ = useeio.convert(folder, Choices(limits={"GHG": 0.8, "LAND": 1.0, "imports": 0.5}))
    totals = reference(folder)
    carbon = sum(totals[f"2020_{region}_Production_Complete", "GHG"] for region in ("US-ME", "RoUS"))
    limits = economy.limits.set_index("id")
    assert limits.at["GHG", "upper"] == pytest.approx(0.8 * carbon, rel=1e-9)
    assert limits.at["GHG", "unit"] == "kg CO2e"
    terms = economy.limit_terms
    assert terms.loc[terms["limit"] == "GHG", "coefficient"].tolist() == [1]
    assert terms.loc[terms["limit"] == "LAND", "coefficient"].tolist() == [-1]
    imports = economy.recipes[economy.recipes["id"].str.startswith("import:")]
    assert sorted(terms.loc[terms["limit"] == "imports", "recipe"]) == sorted(imports["id"])
    assert limits.at["imports", "upper"] == pytest.approx(0.5 * imports["upper_activity"].sum())
