"""Make and use tables: a hand-made economy of two industries, and the United States of 2012."""

from __future__ import annotations

import csv
import gzip

import numpy as np
import pytest

from job_programme import programme_of
from planwerk_tools import make_use
from planwerk_tools.job_messages import to_job
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import TableFault

# Wheat and flour, 2012. The mill also sells its own wheat stubble (a negative use of wheat), flour is imported,
# inventories of wheat were drawn down, and rounding leaves flour short by 1.
TABLES = {
    "commodities.csv": [["code", "name", "output_musd"], ["W", "Wheat", 100], ["F", "Flour", 80]],
    "industries.csv": [
        ["code", "name", "output_musd", "V00100", "V00200", "V00300"],
        ["farm", "Farms", 100, 30, 0, 60],
        ["mill", "Mills", 80, 20, 0, 10],
    ],
    "make.csv.gz": [["industry", "commodity", "musd"], ["farm", "W", 100], ["mill", "F", 80]],
    "use.csv.gz": [
        ["commodity", "industry", "musd"],
        ["W", "farm", 10],
        ["W", "mill", -5],
        ["F", "farm", 4],
    ],
    "final_demand.csv.gz": [
        ["commodity", "category", "musd"],
        ["W", "F01000", 97],
        ["W", "F03000", -2],
        ["F", "F01000", 90],
        ["F", "F05000", -13],
    ],
    "final_demand_categories.csv": [
        ["code", "name"],
        ["F01000", "Consumption"],
        ["F03000", "Inventories"],
        ["F05000", "Imports"],
    ],
}


@pytest.fixture
def village(tmp_path):
    for name, rows in TABLES.items():
        opened = gzip.open if name.endswith(".gz") else open
        with opened(tmp_path / name, "wt", newline="") as file:
            csv.writer(file).writerows(rows)
    return tmp_path


def convert(folder, floor=1.0):
    inputs = Inputs(folder)
    return make_use.convert(inputs, make_use.read_detail(inputs), floor)


def recipes_by_id(job):
    return {recipe.id: recipe for recipe in job.economy.recipes}


def test_negative_use_becomes_an_output(village):
    economy, _ = convert(village)
    mill = recipes_by_id(to_job(economy))["mill"]
    assert [(flow.product, flow.amount) for flow in mill.outputs] == [("F", 80), ("W", 5)]
    assert not mill.inputs


def test_negative_demand_becomes_import_or_stock(village):
    economy, _ = convert(village)
    job = to_job(economy)
    imported = recipes_by_id(job)["import:F"]
    assert imported.upper_activity == 13 and not imported.inputs and not imported.labour
    assert [(flow.product, flow.amount) for flow in imported.outputs] == [("F", 1)]
    # Flour: 80 made - 4 used + 13 imported, 90 asked for: 1 short. Wheat: 100 - 10 + 5 + 2 drawn = 97 asked for.
    assert {stock.product: stock.opening for stock in job.economy.stocks} == {"W": 2, "F": 1}


def test_recorded_year_is_a_plan_of_the_hand_made_economy(village):
    economy, _ = convert(village)
    programme = programme_of(to_job(economy))
    recorded = np.where(np.isinf(programme.upper), 1.0, programme.upper)
    assert programme.shortages(recorded).max() == 0
    assert programme.labour @ recorded == programme.offered == 50


def test_floor_is_passed_on(village):
    economy, _ = convert(village, floor=0.25)
    assert {need.floor for need in to_job(economy).economy.needs} == {0.25}


@pytest.fixture(scope="module")
def us(data):
    economy, report = convert(data / "us-bea-2012")
    return to_job(economy), report


def test_us_counts_and_units(us):
    job, report = us
    economy = job.economy
    assert len(economy.products) == 405
    assert len(economy.recipes) == 405 + 288
    assert sum(len(r.outputs) for r in economy.recipes) == 5224 + 14 + 288
    assert sum(len(r.inputs) for r in economy.recipes) == 50073 - 14
    assert {product.unit for product in economy.products} == {"million USD"}
    # F05000 has 288 negative entries, other categories 37; all other of the 1,720 entries are needs.
    assert len(economy.needs) == 1720 - 288 - 37
    assert any("14 negative uses" in line for line in report)
    assert sum("sha256" in note for note in economy.provenance.notes) == 6


def test_us_base_year_reproduces_itself(us):
    programme = programme_of(us[0])
    recorded = np.where(np.isinf(programme.upper), 1.0, programme.upper)
    throughput = np.maximum(programme.asked, abs(programme.net) @ recorded)
    assert (programme.shortages(recorded) / np.maximum(throughput, 1)).max() < 1e-12
    assert programme.labour @ recorded == 8575356
    assert programme.offered == 8575356


def test_us_rounding_is_within_the_tables(us, data):
    """What was added to let the recorded year balance is below the largest gap that the set's README names: 25."""
    job, _ = us
    economy = job.economy
    drawn = {}
    with gzip.open(data / "us-bea-2012/final_demand.csv.gz", "rt") as file:
        for entry in csv.DictReader(file):
            if float(entry["musd"]) < 0 and entry["category"] != "F05000":
                drawn[entry["commodity"]] = drawn.get(entry["commodity"], 0) - float(entry["musd"])
    added = [stock.opening - drawn.get(stock.product, 0) for stock in economy.stocks]
    assert min(added) == 0 and 0 < max(added) <= 25


def test_us_least_wages(us, data):
    with open(data / "us-bea-2012/reference.csv", newline="") as file:
        reference = {line["quantity"]: float(line["value"]) for line in csv.DictReader(file)}
    least = reference["least_compensation_for_min(final_demand,actual_net_output)_musd"]
    assert programme_of(us[0]).least_labour() == pytest.approx(least, rel=1e-9)


@pytest.mark.parametrize("year", range(2015, 2021))
def test_summary_years_reproduce_themselves(data, year):
    inputs = Inputs(data / "us-bea-summary")
    economy, _ = make_use.convert(inputs, make_use.read_summary(inputs, year))
    programme = programme_of(to_job(economy))
    recorded = np.where(np.isinf(programme.upper), 1.0, programme.upper)
    assert programme.shortages(recorded).max() < 1e-6
    assert programme.labour @ recorded == pytest.approx(programme.offered)
    assert len(economy.recipes) - (economy.recipes["id"].str.startswith("import:")).sum() == 71
    drawn = -economy.needs["amount_per_head"].sum()  # rounding, beside what was drawn from stocks, is small
    assert economy.stocks["opening"].sum() < 0.02 * -drawn


def test_years_that_the_tables_lack(data):
    with pytest.raises(TableFault, match="2015, 2016"):
        make_use.read_summary(Inputs(data / "us-bea-summary"), 1999)
