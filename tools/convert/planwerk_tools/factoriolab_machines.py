"""Machines of FactorioLab recipe sets: time alone, or a capacity each, or goods that wear out; with machines come power,
fuel and pollution. What is assumed goes into the job."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from planwerk_tools.tables import TableFault
from planwerk_tools.units import conversion_factor

POWER, POLLUTION = "electric-power", "pollution-of-machines"
MINUTES_PER_HOUR = conversion_factor("h", "min")
MEGAJOULES_PER_KILOWATT_HOUR = conversion_factor("kWh", "MJ")

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
class RecipeSet:
    """A set's recipes as tables."""

    items: pd.DataFrame  # id, name
    recipes: pd.DataFrame  # id, name, hours of machine time per run
    flows: pd.DataFrame  # recipe, kind, id, amount
    free: dict[str, str]  # products that the machines add: id to unit; without a balance
    balanced: dict[str, str]  # likewise, with a balance
    capacities: pd.DataFrame


def with_machines(whole: RecipeSet, items: list[dict], recipes: list[dict], choice: MachineChoice) -> RecipeSet:
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
    return RecipeSet(
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
