"""FactorioLab sets: a hand-made one, and those with a reference optimum."""

from __future__ import annotations

import csv
import gzip
import json
import re

import pytest

from job_programme import programme_of
from planwerk_tools import factoriolab, recipe_sets
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
    assert {value: recipe_sets.rounded_up_to_one_digit(value) for value in values} == values


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


WORKSHOP = {
    "version": {"workshop": "1.0"},
    "items": [
        {"id": "wood", "name": "Wood", "fuel": {"category": "chemical", "value": 2, "result": "ash"}},
        {"id": "ash", "name": "Ash"},
        {"id": "plate", "name": "Plate"},
        {"id": "saw", "name": "Saw", "machine": {"speed": 0.5, "usage": 90, "drain": 10, "type": "electric"}},
        {
            "id": "oven",
            "name": "Oven",
            "machine": {
                "speed": 2,
                "usage": 180,
                "type": "burner",
                "fuelCategories": ["chemical"],
                "pollution": 3,
                "consumption": {"wood": 1},
            },
        },
    ],
    "recipes": [
        {"id": "chop", "name": "Chop", "time": 36, "in": {}, "out": {"wood": 1}, "producers": ["saw"]},
        {
            "id": "bake",
            "name": "Bake",
            "time": 72,
            "in": {"wood": 2},
            "out": {"plate": 1},
            "producers": ["oven", "saw"],
        },
        {"id": "build", "name": "Build", "time": 36, "in": {"plate": 3}, "out": {"oven": 1}, "producers": ["saw"]},
    ],
}


@pytest.fixture
def workshop(tmp_path):
    with gzip.open(tmp_path / "workshop.json.gz", "wt") as file:
        json.dump(WORKSHOP, file)
    return tmp_path


def test_machines_take_energy_and_wear_out(workshop):
    choice = factoriolab.MachineChoice("goods", life=100)
    economy, _ = factoriolab.convert(workshop, "workshop", 0.0, choice)
    flows = economy.flows.set_index(["recipe", "kind", "id"])["amount"].to_dict()
    # 72 s at speed 2 are 0.01 h: 180 kW are 6.48 MJ, 3 per minute are 1.8, a wood per minute 0.6 beside the two baked.
    assert flows["bake@oven", "labour", "machine-time"] == pytest.approx(0.01)
    assert flows["bake@oven", "input", "fuel:chemical"] == pytest.approx(6.48)
    assert flows["bake@oven", "output", "pollution-of-machines"] == pytest.approx(1.8)
    assert flows["bake@oven", "input", "wood"] == pytest.approx(2.6)
    assert flows["bake@oven", "input", "oven"] == pytest.approx(1e-4)
    # 72 s at speed 0.5 are 0.04 h of 100 kW
    assert flows["bake@saw", "input", "electric-power"] == pytest.approx(4)
    assert flows["burn:chemical:wood", "output", "fuel:chemical"] == 2
    assert flows["burn:chemical:wood", "output", "ash"] == 1
    balance = economy.products.set_index("id")["balance"]
    assert balance[["electric-power", "saw", "fuel:chemical", "oven"]].tolist() == [
        "free",
        "free",
        "surplus_allowed",
        "surplus_allowed",
    ]
    assert set(economy.needs["product"]) == {"wood", "plate", "oven"}


def test_machines_as_capacities(workshop):
    economy, _ = factoriolab.convert(workshop, "workshop", 0.0, factoriolab.MachineChoice("capacity", hours=7))
    assert economy.capacities[["id", "amount"]].values.tolist() == [["oven", 7], ["saw", 7]]
    used = economy.flows[economy.flows["kind"] == "capacity"].set_index(["recipe", "id"])["amount"]
    assert used["bake@saw", "saw"] == pytest.approx(0.04)
    assert "oven" not in set(economy.flows.loc[economy.flows["kind"] == "input", "id"])


def test_real_machines_are_planned_with(data):
    economy, _ = factoriolab.convert(data / "recipes-factoriolab", "2.0", 0.0, factoriolab.MachineChoice("goods"))
    job = to_job(economy)
    assert len(job.economy.recipes) == 564 and len(job.economy.needs) == 200
