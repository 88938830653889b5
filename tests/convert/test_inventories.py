"""Process inventories: hand-made ones in every format, and the real sets."""

from __future__ import annotations

import json
import zipfile

import openpyxl
import pandas as pd
import pytest

from planwerk_tools import brightway, inventories, inventory_sets, openlca
from planwerk_tools.inventories import Inventory
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import TableFault

COLUMNS = ["process", "flow", "name", "place", "nature", "made", "reference", "waste", "amount", "unit"]


def good(process, flow, amount, unit, made=False, reference=False, waste=False):
    return (process, flow, flow.title(), "", "good", made, reference, waste, amount, unit)


def emission(process, amount, unit="kg", name="Carbon dioxide, fossil"):
    return (process, "emission:co2", name, "air", "elementary", True, False, False, amount, unit)


def inventory(*exchanges) -> Inventory:
    frame = pd.DataFrame(exchanges, columns=COLUMNS).astype({"amount": float})
    processes = pd.DataFrame({"id": frame["process"].unique(), "name": frame["process"].unique()})
    return Inventory("plants", "", "", "", [], processes, frame)


def converted(tmp_path, *exchanges):
    return inventories.economy_of(inventory(*exchanges), 0.0, Inputs(tmp_path))


STEAM = [
    good("coal plant", "power", 2, "kWh", made=True, reference=True),
    good("coal plant", "coal", 1, "kg"),
    good("coal plant", "ash", 0.1, "kg", made=True, waste=True),
    emission("coal plant", 3),
    good("wind park", "power", 3.6, "MJ", made=True, reference=True),
    good("wind park", "turbine", 1e-6, "unit"),
    emission("wind park", 10, "g"),
    good("smelter", "steel", 1000, "kg", made=True, reference=True),
    good("smelter", "power", 1, "MWh"),
    good("smelter", "sludge", -5, "kg"),  # handed over: comes out
    good("smelter", "gas", 7, "m3"),
    good("boiler", "gas", 2, "kg"),  # cannot be converted
    good("boiler", "heat", 1, "MJ", made=True, reference=True),
    good("works", "sludge", -1, "kg", made=True, reference=True),  # is there to treat it
    good("works", "power", 0.5, "kWh"),
]


def test_rivals_units_and_what_is_not_linked(tmp_path):
    economy, report = converted(tmp_path, *STEAM)
    products = economy.products.set_index("id")
    flows = economy.flows.set_index(["recipe", "kind", "id"])["amount"].to_dict()
    assert flows["coal plant", "output", "power"] == 2
    assert flows["wind park", "output", "power"] == pytest.approx(1)  # 3.6 MJ in kWh
    assert flows["smelter", "input", "power"] == pytest.approx(1000)
    assert flows["smelter", "output", "sludge"] == 5 and flows["works", "input", "sludge"] == 1
    assert flows["wind park", "labour", "carbon"] == pytest.approx(0.01)
    assert products.loc["sludge", "balance"] == "exact" and products.loc["power", "balance"] == "surplus_allowed"
    assert products.loc["outside:coal", ["unit", "balance"]].tolist() == ["kg", "free"]
    assert products.loc["outside:gas", "unit"] == "m3" and products.loc["outside:gas [kg]", "unit"] == "kg"
    assert products.loc["outside:turbine", "unit"] == "1" and products.loc["outside:ash", "balance"] == "free"
    assert products.loc["emission:co2", ["name", "balance"]].tolist() == ["Carbon dioxide, fossil (air)", "free"]
    assert set(economy.needs["product"]) == {"power", "steel", "heat"}
    told = "\n".join(report)
    assert "1 of them by rival suppliers" in told and "4 goods from outside" in told
    assert "Coal, Gas, Turbine" in told and "Gas (kg, not m3)" in told and "1 wastes leave as they are: Ash" in told


def test_offer_covers_twice_the_least_carbon(tmp_path):
    economy, _ = converted(tmp_path, *STEAM)
    # A kWh, a MJ of heat, and a kg of steel with 1 kWh and 5 g of sludge: 2.0025 kWh by wind at 10 g.
    assert economy.labour_offers["hours"].tolist() == [0.05]


def test_sets_of_the_data(data, tmp_path):
    inputs = Inputs(data / "lca-uslci-2021")
    economy, report = inventories.economy_of(inventory_sets.uslci(inputs), 0.0, inputs)
    assert len(economy.recipes) == 639
    assert any("411 products" in line and "25 of them by rival suppliers" in line for line in report)
    kilowatt_hours = economy.products.set_index("id")["unit"]
    raw = pd.read_csv(data / "lca-uslci-2021/exchanges.csv.gz", dtype={"process": str, "flow": str})
    # Flow 9871 is recorded in kWh, MJ, kJ and MWh: all of it is in one unit here, and none is lost.
    factors = {"MJ": 1.0, "kJ": 1e-3, "kWh": 3.6, "MWh": 3600.0}
    inputs_of = raw[(raw["flow"] == "9871") & (raw["role"] == "technosphere_input")]
    megajoules = (inputs_of["amount"] * inputs_of["unit"].map(factors)).sum()
    id = next(id for id in kilowatt_hours.index if id.removeprefix("outside:") == "9871")
    taken = economy.flows[(economy.flows["id"] == id) & (economy.flows["kind"] == "input")]["amount"].sum()
    assert taken * factors[kilowatt_hours[id]] == pytest.approx(megajoules)


def test_premise(data):
    inputs = Inputs(data / "lca-premise")
    economy, report = inventories.economy_of(inventory_sets.premise(inputs), 0.0, inputs)
    assert len(economy.recipes) == 2368  # one activity has neither production nor other exchanges
    assert economy.products["id"].str.startswith("outside:").sum() > 1000
    assert any("228 of them by rival suppliers" in line for line in report)
    apart, _ = inventories.economy_of(inventory_sets.premise(Inputs(data / "lca-premise"), "supplier"), 0.0, inputs)
    assert len(apart.needs) > 2 * len(economy.needs)


def lca_process(id, name, *exchanges):
    return {"@type": "Process", "@id": id, "name": name, "location": {"name": "DE"}, "exchanges": list(exchanges)}


def lca_exchange(flow, amount, unit, is_input, kind="PRODUCT_FLOW", **more):
    entry = {"flow": {"@id": flow, "name": flow.title(), "flowType": kind, "category": "air"}, "amount": amount}
    return entry | {"unit": {"name": unit}, "isInput": is_input} | more


PROCESSES = [
    lca_process(
        "a",
        "Bakery",
        lca_exchange("bread", 1, "kg", False, isQuantitativeReference=True),
        lca_exchange("flour", 700, "g", True),
        lca_exchange("waste", 0.1, "kg", False, "WASTE_FLOW"),
        lca_exchange("heat", 2, "MJ", True, isAvoidedProduct=True),
        lca_exchange("carbon dioxide", 0.2, "kg", False, "ELEMENTARY_FLOW"),
        lca_exchange("water", 3, "l", True, "ELEMENTARY_FLOW"),
    ),
    lca_process("b", "Mill", lca_exchange("flour", 1, "kg", False, isQuantitativeReference=True)),
    lca_process("c", "Incinerator", lca_exchange("waste", 1, "kg", True, "WASTE_FLOW", isQuantitativeReference=True)),
]


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_openlca(tmp_path, same_bytes, form):
    path = tmp_path / ("lca" if form == "folder" else "lca.zip")
    if form == "folder":
        (path / "processes").mkdir(parents=True)
        for process in PROCESSES:
            (path / "processes" / f"{process['@id']}.json").write_text(json.dumps(process))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            for process in PROCESSES:
                archive.writestr(f"processes/{process['@id']}.json", json.dumps(process))
    same_bytes("openlca", path)
    inputs = Inputs(path if form == "folder" else tmp_path)
    economy, _ = inventories.economy_of(openlca.read(path, inputs), 0.0, inputs)
    flows = economy.flows.set_index(["recipe", "kind", "id"])["amount"].to_dict()
    assert flows["a", "input", "flour"] == pytest.approx(0.7)  # the mill counts in kg
    assert flows["a", "output", "waste"] == 0.1 and flows["c", "input", "waste"] == 1
    assert flows["a", "output", "heat"] == 2  # what is avoided comes out
    assert flows["a", "input", "resource:water"] == 3 and flows["a", "output", "emission:carbon dioxide"] == 0.2
    balance = economy.products.set_index("id")["balance"]
    assert balance["waste"] == "exact" and balance["resource:water"] == "free" and balance["flour"] == "surplus_allowed"
    assert economy.recipes["name"].tolist() == ["Bakery, DE", "Mill, DE", "Incinerator, DE"]


SHEET = [
    ["Database", "bakeries"],
    [],
    ["Activity", "baking"],
    ["reference product", "bread"],
    ["location", "DE"],
    ["Exchanges"],
    ["name", "amount", "unit", "location", "type", "categories", "reference product"],
    ["baking", 1, "kilogram", "DE", "production", None, "bread"],
    ["milling", 700, "gram", "DE", "technosphere", None, "flour"],
    ["market for salt", 0.02, "kilogram", "GLO", "technosphere", None, "salt"],
    ["Carbon dioxide, fossil", 0.2, "kilogram", None, "biosphere", "air", None],
    [],
    ["Activity", "milling"],
    ["reference product", "flour"],
    ["location", "DE"],
    ["Exchanges"],
    ["name", "amount", "unit", "location", "type", "categories", "reference product"],
    ["milling", 1, "kilogram", "DE", "production", None, "flour"],
]


def brightway_file(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_brightway(tmp_path, same_bytes):
    same_bytes("brightway", brightway_file(tmp_path / "lci.xlsx", SHEET))
    inputs = Inputs(tmp_path)
    read = brightway.read(brightway_file(tmp_path / "lci.xlsx", SHEET), inputs)
    economy, _ = inventories.economy_of(read, 0.0, inputs)
    baking = "baking | bread | DE"
    flows = economy.flows.set_index(["recipe", "kind", "id"])["amount"].to_dict()
    assert flows[baking, "input", "flour {DE}"] == pytest.approx(0.7)
    assert flows[baking, "input", "outside:salt {GLO}"] == 0.02
    assert flows[baking, "labour", "carbon"] == 0.2
    assert set(economy.needs["product"]) == {"bread {DE}", "flour {DE}"}


def test_faults_of_a_brightway_file(tmp_path):
    rows = [list(row) for row in SHEET]
    rows[8][1], rows[9][4] = "0,7", "technosfere"
    with pytest.raises(TableFault) as told:
        brightway.read(brightway_file(tmp_path / "lci.xlsx", rows), Inputs(tmp_path))
    assert 'lci.xlsx, sheet Sheet, line 9, column amount: "0,7": is not a number' in str(told.value)
    assert 'line 10, column type: "technosfere": is none of' in str(told.value)
