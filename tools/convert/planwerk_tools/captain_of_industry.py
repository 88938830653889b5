"""Captain of Industry 0.8.2 (recipes-captain-of-industry) to a job: a month of buildings, workers, power and upkeep.

What is assumed stands in ASSUMPTIONS, which goes into the job.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from planwerk_tools import recipe_sets
from planwerk_tools.commands import Command, add_floor, add_folder, factor
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import Economy, Provenance

SOURCE = "Captain of Industry 0.8.2 (github.com/David-Melo/captain-of-data, data/*.json)"
VERSION = "commit 11d41ed216003cf758534ac7d1f608b197fdc950"
LICENCE = "none stated; figures of the game"
MONTH = 60.0  # seconds of game time
WORKERS = "workers"
POWER, COMPUTING, UNITY = "Electricity", "Computing", "Unity"
RATES = {
    POWER,
    "Mechanical power",
    COMPUTING,
}  # what a recipe names of these is held while it runs, not used up per run
UNITS = {POWER: "kW", "Mechanical power": "kW"}
POLLUTION = {"Air pollution", "Water pollution"}
DISPOSAL = "Waste management"  # category of buildings that take what nobody wants

ASSUMPTIONS = [
    (
        "The period is a month (60 s of game time). Activity 1 of a recipe BUILDING/RECIPE is one building that runs it"
        " all month."
    ),
    (
        "Electricity, mechanical power and computing are rates held over the month (kW, teraflops); a building's own"
        " use of electricity is multiplied by the recipe's power_multiplier."
    ),
    "Labour is counted in worker-months: an hour of the kind 'workers' stands for a worker employed for the month.",
    "Upkeep (maintenance_cost), computing and unity of a building are inputs while it runs.",
    (
        "Buildings that generate electricity or computing without a recipe have one of that name; others without"
        " recipes (storage, housing, docks, depots) are left out."
    ),
    "A product that no recipe makes (ores, wood, what is dug up or imported) is free and unlimited.",
    (
        "Air and water pollution are products without a balance, for limits to count. What only buildings of the"
        " category 'Waste management' take, and comes along with other products, must be used or treated (balance"
        " EXACT): {exact}."
    ),
    (
        "Each product of which the recipes can yield a net positive amount, but for power, waste and the like, is"
        " needed once a month; workers offered are twice the least that takes, rounded up to one digit."
    ),
]
NO_BUILDING = "What it costs to build is left out."
BUILDING = "A building lasts {life:g} months: each month of running uses up its share of what it costs to build."
LIMITED = "There are at most {count:g} buildings of each kind."
TRADE = (
    "Contracts are recipes contract:ID without workers; their unity per 100 bought is an input, their monthly unity"
    " not."
)


@dataclass
class Choices:
    floor: float = 0.0
    building_life: float | None = None  # months
    buildings_each: float | None = None  # at most, of each kind
    contracts: bool = False

    def notes(self) -> list[str]:
        notes = [NO_BUILDING if self.building_life is None else BUILDING.format(life=self.building_life)]
        notes += [] if self.buildings_each is None else [LIMITED.format(count=self.buildings_each)]
        return notes + ([TRADE] if self.contracts else [])


def convert(folder: Path, choices: Choices) -> tuple[Economy, list[str]]:
    inputs = Inputs(folder)
    buildings = inputs.json("machines_and_buildings.json.gz")["machines_and_buildings"]
    listed = inputs.json("products.json.gz")["products"]
    recipes, flows = _recipes(buildings, choices)
    if choices.contracts:
        traded, trades = _contracts(inputs.json("contracts.json.gz")["contracts"])
        recipes, flows = pd.concat([recipes, traded]), pd.concat([flows, trades])
    flows = flows[flows["amount"] > 0].groupby(["recipe", "kind", "id"], as_index=False, sort=False)["amount"].sum()

    goods = flows[flows["kind"].isin(["input", "output"])]
    made = set(goods.loc[goods["kind"] == "output", "id"])
    touched = [product for product in listed if product["name"] in set(goods["id"])]
    exact = sorted(_waste(buildings) & made)
    names = pd.Series([product["name"] for product in touched])
    virtual = {product["name"] for product in touched if product["type"] == "VirtualProductProto"}
    balance = np.where(names.isin(exact), "exact", "surplus_allowed")
    balance = np.where(names.isin(made) & ~names.isin(POLLUTION), balance, "free")
    balanced = [name for name, rule in zip(names, balance) if rule != "free"]
    balances = recipe_sets.balances(balanced, recipes["id"], goods, set(exact))
    wanted = recipe_sets.producible(balances) & ~np.isin(balanced, exact) & ~np.isin(balanced, list(virtual))
    least = recipe_sets.least_cost(balances, _workers(recipes, flows), wanted)
    needed = pd.DataFrame({"id": np.array(balanced)[wanted]})

    ran = {recipe.split("/")[0] for recipe in recipes["id"]}
    left_out = sorted(building["name"] for building in buildings if building["id"] not in ran)
    missing = sorted(set(balanced) - set(needed["id"]) - set(exact) - virtual)
    report = [
        (
            f"read: {len(buildings)} buildings, {sum(len(b['recipes']) for b in buildings)} recipes, {len(listed)}"
            " products"
        ),
        (
            f"linked: {len(recipes)} recipes, {len(flows)} amounts, {len(names)} products, {(balance == 'free').sum()}"
            f" of them free, {len(needed)} needs"
        ),
        (
            f"dropped: {len(listed) - len(names)} products that no recipe touches; buildings without recipes: "
            f"{', '.join(left_out)}"
        ),
        f"not producible: {', '.join(missing) or 'none'}",
    ]
    assumptions = [each.format(exact=", ".join(exact)) for each in ASSUMPTIONS] + choices.notes()
    economy = Economy(
        name="captain-of-industry",
        description="Every product of the game that can be made, once a month, with the fewest workers.",
        period="one month",
        provenance=Provenance(SOURCE, VERSION, LICENCE, assumptions + report + inputs.notes()),
        products=pd.DataFrame({"id": names, "name": names, "unit": names.map(UNITS).fillna("1"), "balance": balance}),
        recipes=recipes,
        flows=flows,
        needs=recipe_sets.one_of_each(
            needed.assign(name=needed["id"]),
            choices.floor,
            "settlement",
            "every product that can be made, once a month",
        ),
        cohorts=pd.DataFrame({"id": ["settlement"], "name": ["The settlement"]}),
        labour_kinds=pd.DataFrame({"id": [WORKERS], "name": ["Workers; an hour is a worker's month"]}),
        labour_offers=pd.DataFrame(
            {"id": ["settlers"], "kind": [WORKERS], "hours": [recipe_sets.rounded_up_to_one_digit(2 * least)]}
        ),
        capacities=_capacities(buildings, ran, choices),
        hours_per_coverage=recipe_sets.exchange_rate(least, len(needed), choices.floor),
    )
    return economy, report


def _recipes(buildings: list[dict], choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    recipes, flows = [], []
    for building in buildings:
        runs = building["recipes"] or _generation(building)
        for recipe in runs:
            id = f"{building['id']}/{recipe['id']}"
            recipes.append((id, f"{building['name']}: {recipe['name']}"))
            for kind, side in (("input", "inputs"), ("output", "outputs")):
                for entry in recipe[side]:
                    times = 1.0 if entry["name"] in RATES else MONTH / recipe["duration"]
                    flows.append((id, kind, entry["name"], entry["quantity"] * times))
            flows += [(id, *flow) for flow in _upkeep(building, recipe["power_multiplier"], choices)]
    return (
        pd.DataFrame(recipes, columns=["id", "name"]),
        pd.DataFrame(flows, columns=["recipe", "kind", "id", "amount"]).astype({"amount": float}),
    )


def _generation(building: dict) -> list[dict]:
    made = {POWER: building["electricity_generated"], COMPUTING: building["computing_generated"]}
    outputs = [{"name": name, "quantity": quantity} for name, quantity in made.items() if quantity > 0]
    if not outputs:
        return []
    return [
        {"id": "run", "name": "generation", "duration": MONTH, "inputs": [], "outputs": outputs, "power_multiplier": 1}
    ]


def _upkeep(building: dict, power_multiplier: float, choices: Choices) -> list[tuple[str, str, float]]:
    """Kind, id and amount of what a building takes in a month of running, beside its recipe."""
    taken = [
        ("labour", WORKERS, building["workers"]),
        ("input", POWER, building["electricity_consumed"] * power_multiplier),
        ("input", COMPUTING, building["computing_consumed"]),
        ("input", UNITY, building["unity_cost"]),
        ("input", building["maintenance_cost_units"], building["maintenance_cost_quantity"]),
    ]
    if choices.building_life is not None:
        taken += [
            ("input", cost["product"], cost["quantity"] / choices.building_life) for cost in building["build_costs"]
        ]
    if choices.buildings_each is not None:
        taken.append(("capacity", building["id"], 1.0))
    return [entry for entry in taken if entry[2] > 0]


def _capacities(buildings: list[dict], ran: set[str], choices: Choices) -> pd.DataFrame:
    if choices.buildings_each is None:
        return pd.DataFrame(columns=["id", "name", "unit", "amount"])
    limited = [building for building in buildings if building["id"] in ran]
    return pd.DataFrame(
        {
            "id": [building["id"] for building in limited],
            "name": [building["name"] for building in limited],
            "unit": "1",
            "amount": choices.buildings_each,
        }
    )


def _contracts(contracts: list[dict]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Activity 1 is one exchange."""
    recipes, flows = [], []
    for contract in contracts:
        id = "contract:" + contract["id"]
        bought, amount = contract["product_to_buy_name"], contract["product_to_buy_quantity"]
        recipes.append((id, f"Contract: {bought} for {contract['product_to_pay_with_name']}"))
        flows.append((id, "output", bought, float(amount)))
        flows.append(
            (id, "input", contract["product_to_pay_with_name"], float(contract["product_to_pay_with_quantity"]))
        )
        flows.append((id, "input", UNITY, contract["unity_per_100_bought"] * amount / 100))
    return (
        pd.DataFrame(recipes, columns=["id", "name"]),
        pd.DataFrame(flows, columns=["recipe", "kind", "id", "amount"]),
    )


def _waste(buildings: list[dict]) -> set[str]:
    """What buildings for waste take that nobody else has a use for, and nobody makes for its own sake."""
    taken, others = set(), set()
    for building in buildings:
        for recipe in building["recipes"]:
            inputs, outputs = ({entry["name"] for entry in recipe[side]} for side in ("inputs", "outputs"))
            if building["category"] == DISPOSAL:
                taken |= inputs
            else:
                others |= inputs | (outputs if len(outputs) == 1 else set())
    return taken - others - RATES


def _workers(recipes: pd.DataFrame, flows: pd.DataFrame) -> np.ndarray:
    labour = flows[flows["kind"] == "labour"].set_index("recipe")["amount"]
    return recipes["id"].map(labour).fillna(0.0).to_numpy()


def _options(parser) -> None:
    add_folder(parser)
    add_floor(parser, 0.0)
    parser.add_argument(
        "--building-life", type=factor, metavar="MONTHS", help="buildings wear out; default: cost nothing"
    )
    parser.add_argument("--buildings-each", type=factor, metavar="N", help="at most N buildings of each kind")
    parser.add_argument("--contracts", action="store_true", help="trade by the game's contracts")


COMMANDS = [
    Command(
        "captain-of-industry",
        "buildings and recipes of Captain of Industry",
        _options,
        lambda options: convert(
            options.folder,
            Choices(options.floor, options.building_life, options.buildings_each, options.contracts),
        ),
    )
]
