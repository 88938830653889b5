"""Captain of Industry: a hand-made island, and the game's own."""

from __future__ import annotations

import gzip
import json

import pytest

from planwerk_tools import captain_of_industry as coi
from planwerk_tools.job_messages import to_job


def building(id, category="Production", recipes=(), **more):
    zero = ["workers", "maintenance_cost_quantity", "electricity_consumed", "electricity_generated", "unity_cost"]
    zero += ["computing_consumed", "computing_generated"]
    whole = dict.fromkeys(zero, 0) | {"maintenance_cost_units": "", "build_costs": [], "name": id.title()}
    return whole | {"id": id, "category": category, "recipes": list(recipes)} | more


def recipe(id, duration, inputs, outputs, power=1):
    def side(entries):
        return [{"name": name, "quantity": quantity} for name, quantity in entries.items()]

    return {
        "id": id,
        "name": id,
        "duration": duration,
        "inputs": side(inputs),
        "outputs": side(outputs),
        "power_multiplier": power,
    }


ISLAND = [
    building(
        "generator", recipes=[recipe("burn", 20, {"Diesel": 1}, {"Electricity": 800, "Air pollution": 1})], workers=2
    ),
    building(
        "smelter",
        recipes=[recipe("smelt", 30, {"Ore": 4}, {"Iron": 2, "Sludge": 1}, power=3)],
        workers=5,
        electricity_consumed=100,
        maintenance_cost_units="Maintenance I",
        maintenance_cost_quantity=6,
        build_costs=[{"product": "Iron", "quantity": 120}],
    ),
    building("depot", recipes=[recipe("repair", 60, {"Iron": 1}, {"Maintenance I": 10})], workers=1),
    building("dump", "Waste management", [recipe("dump", 10, {"Sludge": 2}, {})]),
    building("panel", electricity_generated=150),
    building("storage"),
]
PRODUCTS = ["Diesel", "Electricity", "Air pollution", "Ore", "Iron", "Sludge", "Maintenance I", "Gold"]


@pytest.fixture
def island(tmp_path):
    files = {
        "machines_and_buildings": {"machines_and_buildings": ISLAND},
        "products": {
            "products": [
                {"name": name, "type": "VirtualProductProto" if name in ("Electricity", "Maintenance I") else "Loose"}
                for name in PRODUCTS
            ]
        },
    }
    for name, content in files.items():
        with gzip.open(tmp_path / f"{name}.json.gz", "wt") as file:
            json.dump(content, file)
    return tmp_path


def test_hand_made_island(island):
    economy, report = coi.convert(island, coi.Choices(building_life=240, buildings_each=3))
    flows = economy.flows.set_index(["recipe", "kind", "id"])["amount"].to_dict()
    # A generator holds 800 kW all month and burns 3 diesel for it.
    assert flows["generator/burn", "output", "Electricity"] == 800
    assert flows["generator/burn", "input", "Diesel"] == 3
    assert flows["smelter/smelt", "input", "Ore"] == 8 and flows["smelter/smelt", "output", "Iron"] == 4
    assert flows["smelter/smelt", "input", "Electricity"] == 300
    assert flows["smelter/smelt", "labour", "workers"] == 5
    assert flows["smelter/smelt", "input", "Maintenance I"] == 6
    assert flows["smelter/smelt", "input", "Iron"] == 0.5  # its share of 120 in 240 months
    assert flows["panel/run", "output", "Electricity"] == 150
    assert economy.products.set_index("id")["balance"].to_dict() == {
        "Diesel": "free",
        "Electricity": "surplus_allowed",
        "Air pollution": "free",
        "Ore": "free",
        "Iron": "surplus_allowed",
        "Sludge": "exact",
        "Maintenance I": "surplus_allowed",
    }
    assert economy.needs["product"].tolist() == ["Iron"]
    assert economy.capacities["amount"].tolist() == [3] * 5
    assert any("Storage" in line and "dropped: 1 products" in line for line in report)


def test_the_game(data):
    economy, _ = coi.convert(data / "recipes-captain-of-industry", coi.Choices(contracts=True))
    job = to_job(economy).economy
    assert len(job.recipes) == 646 + 3 + 56  # three buildings generate without a recipe
    assert sum(len(r.inputs) + len(r.outputs) for r in job.recipes) > 2109
    balance = economy.products.set_index("id")["balance"]
    assert (
        balance["Waste water"] == "exact" and balance["Air pollution"] == "free" and balance["Filter media"] != "exact"
    )
