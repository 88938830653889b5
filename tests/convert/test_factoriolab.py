"""FactorioLab sets: a hand-made one, and those with a reference optimum."""

from __future__ import annotations

import csv
import gzip
import json
import re

import pytest

from job_programme import programme_of
from planwerk_tools import factoriolab
from planwerk_tools.job_messages import to_job

HOURS = 1 / 3600

# Ore is mined, water is free. Seed breeds seed (a catalyst: 1 in, 3 out). Ghost is only ever made in amount 0 and
# charm only from ghost, so neither can be had.
VILLAGE = {
    "version": {"village": "1.0"},
    "items": [
        {"id": i, "name": i.title()} for i in ("ore", "plate", "water", "seed", "ghost", "charm", "unused", "lab")
    ],
    "recipes": [
        {"id": "mine", "name": "Mine", "time": 2, "in": {}, "out": {"ore": 1}, "flags": ["mining"]},
        {"id": "smelt", "name": "Smelt", "time": "3", "in": {"ore": "2", "water": 5}, "out": {"plate": 1, "ghost": 0}},
        {"id": "sow", "name": "Sow", "time": 10, "in": {"seed": 1, "water": 1}, "out": {"seed": 3}},
        {"id": "charm", "name": "Charm", "time": 1, "in": {"ghost": 1}, "out": {"charm": 1}},
        {"id": "void", "name": "Void", "time": 1, "in": {"ghost": 0}, "out": {}},
        {"id": "study", "name": "Study", "time": 1, "in": {"plate": 1}, "out": {"lab": 1}, "flags": ["technology"]},
    ],
}


@pytest.fixture
def village(tmp_path):
    with gzip.open(tmp_path / "village.json.gz", "wt") as file:
        json.dump(VILLAGE, file)
    return tmp_path


def test_hand_made_set(village):
    economy, _ = factoriolab.convert(village, "village")
    job = to_job(economy)
    balances = {product.id: product.balance for product in job.economy.products}
    assert balances == {"ore": 0, "plate": 0, "water": 2, "seed": 0, "ghost": 0, "charm": 0}
    assert [need.alternatives[0].product for need in job.economy.needs] == ["ore", "plate", "seed"]
    assert [recipe.id for recipe in job.economy.recipes] == ["mine", "smelt", "sow", "charm"]
    smelt = job.economy.recipes[1]
    assert [(flow.product, flow.amount) for flow in smelt.inputs] == [("ore", 2), ("water", 5)]
    assert [(flow.product, flow.amount) for flow in smelt.outputs] == [("plate", 1)]
    assert smelt.labour[0].amount == pytest.approx(3 * HOURS)
    # 3 ore (6 s), 1 plate (3 s), half a sowing nets 1 seed (5 s).
    assert programme_of(job).least_labour() == pytest.approx(14 * HOURS)
    assert programme_of(job).offered == pytest.approx(0.008)  # 28 s = 0.0077 h


def test_rounding_up_to_one_digit():
    values = {2341.0: 3000, 0.041: 0.05, 1.0: 1, 9.5: 10, 0.0: 0}
    assert {value: factoriolab.rounded_up_to_one_digit(value) for value in values} == values


@pytest.mark.parametrize("name", ["tta", "sfy", "coi", "2.0", "spa", "kr2sxp", "bobang", "pysalf"])
def test_reference_optimum(data, name):
    folder = data / "recipes-factoriolab"
    with open(folder / "reference.csv", newline="") as file:
        reference = {line["set"]: line for line in csv.DictReader(file)}[name]
    economy, report = factoriolab.convert(folder, name)
    job = to_job(economy)
    empty = int(re.search(r"(\d+) recipes without any amount", "\n".join(report))[1])
    assert len(job.economy.recipes) + empty == int(reference["recipes_used"])
    assert sum(product.balance == 0 for product in job.economy.products) == int(reference["items_with_a_recipe"])
    assert len(job.economy.needs) == int(reference["producible_items"])
    least = programme_of(job).least_labour()
    assert least / HOURS == pytest.approx(float(reference["min_total_time"]), rel=1e-9)
    assert least < programme_of(job).offered
