"""FactorioLab recipe sets (recipes-factoriolab) to a job: every item that can be made, once, in the least machine time.

Machines are time alone, or a capacity each, or goods that wear out; with machines come power, fuel and pollution.
What is assumed stands in the lists below, which go into the job.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from planwerk_tools import recipe_sets
from planwerk_tools.commands import Command, add_floor, add_folder, factor
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import Economy, Provenance, TableFault
from planwerk_tools.units import conversion_factor

SOURCE = "FactorioLab, src/data/{name}/data.json (github.com/jareds/factoriolab)"
VERSION = "commit 35bd7752d3a9f159f46bcb01ea382c93d9104e44; {versions}"
LICENCE = "MIT; names and figures stem from the games and mods named"
MACHINE_TIME, POWER, POLLUTION = "machine-time", "electric-power", "pollution-of-machines"
HOURS_PER_SECOND = conversion_factor("s", "h")
MINUTES_PER_HOUR = conversion_factor("h", "min")
MEGAJOULES_PER_KILOWATT_HOUR = conversion_factor("kWh", "MJ")

ASSUMPTIONS = [
    "Activity 1 is one run of a recipe; products are counted in pieces or the game's fluid units.",
    "Recipes flagged 'technology' are research, not production, and are left out. Recipes flagged 'locked' are kept.",
    "Machine time offered is twice the least time that covers all needs, rounded up to one digit.",
    "An item that no recipe lists as an output is free and unlimited (balance FREE).",
    (
        "Each item of which the recipes can yield a net positive amount is needed once, with a floor of {floor:g}; the"
        " others have a balance but no need."
    ),
    (
        "Without floors, hours_per_coverage is the mean machine time of an item; with a floor of 1 a thousandth of it,"
        " which decides nothing."
    ),
    (
        "Amounts of zero are dropped, and recipes that have no other; an item that is only ever an output of amount"
        " zero still has a balance."
    ),
]
TIME_ALONE = (
    "Labour is the time of machines of speed 1: a recipe of t seconds takes t / 3600 hours of the kind 'machine-time'. "
    "Machine speeds, power, pollution, modules, fuel and the building of machines are left out."
)
MACHINES = [
    (
        "A recipe that several machines can run is a recipe RECIPE@MACHINE for each; it takes time / speed. Labour is"
        " that time, in hours of the kind 'machine-time'. Modules and beacons are left out."
    ),
    (
        "Electric machines take power (usage and drain) as the free product 'electric-power': the sets have no recipes"
        " for it. Burning machines take fuel:CATEGORIES, in MJ, which burning any item of these categories yields. What"
        " else a machine consumes per minute is an input."
    ),
    "Machines give off the free product 'pollution-of-machines' while they run.",
]
CAPACITY = "Of each kind of machine there are {hours:g} hours."
GOODS = "A machine lasts {life:g} hours: each run uses up its share of one."


@dataclass
class MachineChoice:
    """How machines are seen: 'time', 'capacity' or 'goods'."""

    kind: str = "time"
    hours: float = 1e6  # capacity: of each kind of machine
    life: float = 1e4  # goods: hours of a machine

    def notes(self) -> list[str]:
        if self.kind == "time":
            return [TIME_ALONE]
        last = CAPACITY.format(hours=self.hours) if self.kind == "capacity" else GOODS.format(life=self.life)
        return [*MACHINES, last]


@dataclass
class Set:
    """A set's recipes as tables."""

    items: pd.DataFrame  # id, name
    recipes: pd.DataFrame  # id, name, hours of machine time per run
    flows: pd.DataFrame  # recipe, kind, id, amount
    free: dict[str, str]  # products that the machines add: id to unit; without a balance
    balanced: dict[str, str]  # likewise, with a balance
    capacities: pd.DataFrame


def convert(
    folder: Path, name: str, floor: float = 1.0, machines: MachineChoice = MachineChoice()
) -> tuple[Economy, list[str]]:
    """The job's tables of set `name` and a report. `floor`: coverage that every need must reach."""
    inputs = Inputs(folder)
    data = inputs.json(f"{name}.json.gz")
    goods_recipes = [r for r in data["recipes"] if "technology" not in r.get("flags", [])]
    used = [r for r in goods_recipes if _takes_or_gives(r)]
    goods, zeros = _goods_flows(goods_recipes)
    items = pd.DataFrame({"id": [i["id"] for i in data["items"]], "name": [i["name"] for i in data["items"]]})
    recipes = pd.DataFrame(
        {
            "id": [r["id"] for r in used],
            "name": [r["name"] for r in used],
            "hours": [float(r["time"]) * HOURS_PER_SECOND for r in used],
        }
    )
    whole = Set(items, recipes, goods, {}, {}, pd.DataFrame(columns=["id", "name", "unit", "amount"]))
    if machines.kind != "time":
        whole = _with_machines(whole, data["items"], used, machines)

    made = {item for r in goods_recipes for item in r.get("out", {})}
    listed = items[items["id"].isin(set(whole.flows["id"]) | made)]
    balanced = [item for item in items["id"] if item in made] + list(whole.balanced)
    balances = recipe_sets.balances(balanced, whole.recipes["id"], whole.flows)
    wanted = recipe_sets.producible(balances) & ~np.isin(balanced, list(whole.balanced))
    least_hours = recipe_sets.least_cost(balances, whole.recipes["hours"].to_numpy(), wanted)
    needed = items[items["id"].isin(np.array(balances.items)[wanted])]

    report = [
        f"read: {len(items)} items, {len(data['recipes'])} recipes",
        (
            f"linked: {len(used)} recipes, {len(listed)} items, {len(goods)} coefficients, {len(made)} items with a"
            f" recipe, {len(listed) - len(made)} free items, {len(needed)} producible items"
        ),
        (
            f"dropped: {len(data['recipes']) - len(goods_recipes)} technology recipes, "
            f"{len(goods_recipes) - len(used)} recipes without any amount but zero, {zeros} zero amounts, "
            f"{len(items) - len(listed)} items that no recipe touches"
        ),
        f"not producible: {', '.join(i for i, yes in zip(balances.items, wanted) if not yes and i in made) or 'none'}",
    ]
    versions = ", ".join(f"{part} {number}" for part, number in data["version"].items())
    assumptions = [each.format(floor=floor) for each in ASSUMPTIONS] + machines.notes()
    economy = Economy(
        name=f"factoriolab-{name}",
        description="Every item that can be made, once, in the least machine time.",
        period="one run",
        provenance=Provenance(
            SOURCE.format(name=name), VERSION.format(versions=versions), LICENCE, assumptions + report + inputs.notes()
        ),
        products=_products(listed, made, whole),
        recipes=whole.recipes[["id", "name"]],
        flows=pd.concat([whole.flows, _labour_flows(whole.recipes)], ignore_index=True),
        capacities=whole.capacities,
        needs=recipe_sets.one_of_each(needed, floor, "factory", "every item that can be made, once"),
        cohorts=pd.DataFrame({"id": ["factory"], "name": ["Whoever runs the factory"]}),
        labour_kinds=pd.DataFrame({"id": [MACHINE_TIME], "name": ["Time of machines"]}),
        labour_offers=pd.DataFrame(
            {
                "id": ["machines"],
                "kind": [MACHINE_TIME],
                "hours": [recipe_sets.rounded_up_to_one_digit(2 * least_hours)],
            }
        ),
        hours_per_coverage=recipe_sets.exchange_rate(least_hours, len(needed), floor),
    )
    return economy, report


def _products(listed: pd.DataFrame, made: set[str], whole: Set) -> pd.DataFrame:
    added = [(id, id, unit, "free") for id, unit in whole.free.items()]
    added += [(id, id, unit, "surplus_allowed") for id, unit in whole.balanced.items()]
    return pd.concat(
        [
            listed.assign(unit="1", balance=np.where(listed["id"].isin(made), "surplus_allowed", "free")),
            pd.DataFrame(added, columns=["id", "name", "unit", "balance"]),
        ]
    )


def _takes_or_gives(recipe: dict) -> bool:
    return any(float(amount) > 0 for side in ("in", "out") for amount in recipe.get(side, {}).values())


def _goods_flows(recipes: list[dict]) -> tuple[pd.DataFrame, int]:
    """Inputs and outputs of recipes, and the number of zero amounts left out. Some amounts are text with a number."""
    rows = [
        (recipe["id"], kind, item, float(amount))
        for recipe in recipes
        for kind, side in (("input", "in"), ("output", "out"))
        for item, amount in recipe.get(side, {}).items()
    ]
    flows = pd.DataFrame(rows, columns=["recipe", "kind", "id", "amount"])
    zero = flows["amount"] == 0
    return flows[~zero].reset_index(drop=True), int(zero.sum())


def _labour_flows(recipes: pd.DataFrame) -> pd.DataFrame:
    flows = recipes.rename(columns={"id": "recipe", "hours": "amount"}).assign(kind="labour", id=MACHINE_TIME)
    return flows.loc[flows["amount"] > 0, ["recipe", "kind", "id", "amount"]]


# ---- machines ----


def _with_machines(whole: Set, items: list[dict], recipes: list[dict], choice: MachineChoice) -> Set:
    """Each recipe once per machine that can run it, with what the machine takes and gives while it runs."""
    machines = _machine_table(items)
    pairs = pd.DataFrame(
        [(recipe["id"], machine) for recipe in recipes for machine in recipe.get("producers", [])],
        columns=["recipe", "machine"],
    ).drop_duplicates()
    unknown = pairs.loc[~pairs["machine"].isin(machines.index), "machine"]
    idle = set(whole.recipes["id"]) - set(pairs["recipe"])
    if len(unknown) or idle:
        raise TableFault(f"recipes without a machine: {sorted(idle)[:5]}; unknown machines: {list(unknown[:5])}")
    run = pairs.merge(whole.recipes, left_on="recipe", right_on="id").merge(
        machines, left_on="machine", right_index=True
    )
    run["id"] = run["recipe"] + "@" + run["machine"]
    run["hours"] = run["hours"] / run["speed"]
    run = run.reset_index(drop=True)
    goods = run[["recipe", "id"]].merge(whole.flows.rename(columns={"id": "item"}), on="recipe")
    flows = [_flows(goods["id"], goods["kind"], goods["item"], goods["amount"])]
    flows.append(_flows(run["id"], "input", POWER, run["hours"] * run["power"]))
    flows.append(_flows(run["id"], "output", POLLUTION, run["hours"] * MINUTES_PER_HOUR * run["pollution"]))
    burning = run[run["fuels"] != ""]
    heat = burning["hours"] * burning["heat"] * MEGAJOULES_PER_KILOWATT_HOUR
    flows.append(_flows(burning["id"], "input", "fuel:" + burning["fuels"], heat))
    for item in sorted({item for each in machines["consumption"] for item in each}):
        rate = run["consumption"].map(lambda each: float(each.get(item, 0))).astype(float)
        flows.append(_flows(run["id"], "input", item, run["hours"] * MINUTES_PER_HOUR * rate))
    burns, burn_flows = _burning(items, sorted(set(burning["fuels"])))
    flows.append(burn_flows)
    capacities = whole.capacities
    if choice.kind == "capacity":
        used = sorted(set(run["machine"]))
        capacities = pd.DataFrame({"id": used, "name": used, "unit": "h", "amount": choice.hours})
        flows.append(_flows(run["id"], "capacity", run["machine"], run["hours"]))
    else:
        flows.append(_flows(run["id"], "input", run["machine"], run["hours"] / choice.life))
    table = pd.concat(flows, ignore_index=True)
    table = table[table["amount"] > 0].groupby(["recipe", "kind", "id"], as_index=False, sort=False)["amount"].sum()
    fuels = {f"fuel:{each}": "MJ" for each in sorted(set(burning["fuels"]))}
    return Set(
        whole.items,
        pd.concat([run[["id", "name", "hours"]], burns], ignore_index=True),
        table,
        {POWER: "kWh", POLLUTION: "1"},
        fuels,
        capacities,
    )


def _machine_table(items: list[dict]) -> pd.DataFrame:
    """speed, power (kW), pollution (per minute), fuels (categories that it burns), heat (kW), consumption (per min)."""
    rows = {}
    for item in items:
        if "machine" not in item:
            continue
        machine = item["machine"]
        burns = machine.get("type") == "burner"
        usage, drain = float(machine.get("usage", 0)), float(machine.get("drain", 0))
        rows[item["id"]] = {
            "speed": float(machine.get("speed", 1)),
            "power": 0.0 if burns else usage + drain,
            "pollution": float(machine.get("pollution", 0)),
            "fuels": "+".join(sorted(machine.get("fuelCategories", []))) if burns and usage else "",
            "heat": usage if burns else 0.0,
            "consumption": machine.get("consumption", {}),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def _burning(items: list[dict], fuels: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Recipes burn:FUELS:ITEM: an item yields its heat, and what is left of it."""
    recipes, flows = [], []
    for kind in fuels:
        for item in items:
            fuel = item.get("fuel")
            if not fuel or fuel["category"] not in kind.split("+"):
                continue
            id = f"burn:{kind}:{item['id']}"
            recipes.append((id, f"Burn {item['name']}", 0.0))
            flows.append((id, "input", item["id"], 1.0))
            flows.append((id, "output", f"fuel:{kind}", float(fuel["value"])))
            if fuel.get("result"):
                flows.append((id, "output", fuel["result"], 1.0))
    return (
        pd.DataFrame(recipes, columns=["id", "name", "hours"]).astype({"hours": float}),
        pd.DataFrame(flows, columns=["recipe", "kind", "id", "amount"]).astype({"amount": float}),
    )


def _flows(recipe, kind, id, amount) -> pd.DataFrame:
    return pd.DataFrame({"recipe": recipe, "kind": kind, "id": id, "amount": amount}).astype({"amount": float})


def _options(parser) -> None:
    parser.add_argument("name", help="pysalf, bobang, kr2sxp, spa, 2.0, coi, sfy, tta")
    add_folder(parser)
    add_floor(parser, 1.0)
    parser.add_argument(
        "--machines",
        choices=["time", "capacity", "goods"],
        default="time",
        help="machines are machine time alone (default), a capacity each, or goods that wear out",
    )
    parser.add_argument(
        "--machine-hours", type=factor, default=1e6, help="capacity: of each kind of machine (default 1e6)"
    )
    parser.add_argument("--machine-life", type=factor, default=1e4, help="goods: hours a machine lasts (default 1e4)")


def _run(options):
    machines = MachineChoice(options.machines, options.machine_hours, options.machine_life)
    return convert(options.folder, options.name, options.floor, machines)


COMMANDS = [Command("factoriolab", "a FactorioLab recipe set", _options, _run)]
