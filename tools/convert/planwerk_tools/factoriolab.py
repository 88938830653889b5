"""FactorioLab recipe sets (recipes-factoriolab) to a job: every item that can be made, once, in the least machine time.

What is assumed stands in ASSUMPTIONS, which goes into the job.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog

from planwerk_tools.commands import Command, add_floor, add_folder
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import Economy, Provenance
from planwerk_tools.units import conversion_factor

SOURCE = "FactorioLab, src/data/{name}/data.json (github.com/jareds/factoriolab)"
VERSION = "commit 35bd7752d3a9f159f46bcb01ea382c93d9104e44; {versions}"
LICENCE = "MIT; names and figures stem from the games and mods named"
MACHINE_TIME = "machine-time"
HOURS_PER_SECOND = conversion_factor("s", "h")

ASSUMPTIONS = [
    "Activity 1 is one run of a recipe on a machine of speed 1; products are counted in pieces or the game's fluid units.",
    "Recipes flagged 'technology' are research, not production, and are left out. Recipes flagged 'locked' are kept.",
    "Labour is the time of machines: a recipe of t seconds takes t / 3600 hours of the kind 'machine-time'. Machine "
    "speeds, power, pollution, modules, fuel and the building of machines are left out.",
    "Machine time offered is twice the least time that covers all needs, rounded up to one digit.",
    "An item that no recipe lists as an output is free and unlimited (balance FREE).",
    "Each item of which the recipes can yield a net positive amount is needed once, with a floor of 1; the others have "
    "a balance but no need.",
    "Without floors, hours_per_coverage is the mean machine time of an item; with a floor of 1 a thousandth of it, which "
    "decides nothing.",
    "Amounts of zero are dropped, and recipes that have no other; an item that is only ever an output of amount zero "
    "still has a balance.",
]


@dataclass
class Balances:
    """Net output of the items that a recipe makes, per run: items x recipes."""

    items: list[str]
    matrix: sparse.csr_matrix


def convert(folder: Path, name: str, floor: float = 1.0) -> tuple[Economy, list[str]]:
    """The job's tables of set `name` and a report. `floor`: coverage that every need must reach."""
    inputs = Inputs(folder)
    data = inputs.json(f"{name}.json.gz")
    items = pd.DataFrame({"id": [i["id"] for i in data["items"]], "name": [i["name"] for i in data["items"]]})
    goods_recipes = [r for r in data["recipes"] if "technology" not in r.get("flags", [])]
    used = [r for r in goods_recipes if _takes_or_gives(r)]
    goods, zeros = _goods_flows(goods_recipes)
    recipes = pd.DataFrame({"id": [r["id"] for r in used], "name": [r["name"] for r in used]})
    seconds = np.array([float(r["time"]) for r in used])

    made = {item for r in goods_recipes for item in r.get("out", {})}
    balances = _balances([i for i in items["id"] if i in made], recipes["id"], goods)
    wanted = producible(balances)
    least_hours = least_time(balances, seconds, wanted) * HOURS_PER_SECOND
    needed = items[items["id"].isin(np.array(balances.items)[wanted])]

    touched = set(goods["id"]) | made
    listed = items[items["id"].isin(touched)]
    report = [
        f"read: {len(items)} items, {len(data['recipes'])} recipes",
        f"linked: {len(used)} recipes, {len(listed)} items, {len(goods)} coefficients, {len(made)} items with a recipe, "
        f"{len(listed) - len(made)} free items, {len(needed)} producible items",
        f"dropped: {len(data['recipes']) - len(goods_recipes)} technology recipes, "
        f"{len(goods_recipes) - len(used)} recipes without any amount but zero, {zeros} zero amounts, "
        f"{len(items) - len(listed)} items that no recipe touches",
        f"not producible: {', '.join(i for i, yes in zip(balances.items, wanted) if not yes) or 'none'}",
    ]
    versions = ", ".join(f"{part} {number}" for part, number in data["version"].items())
    economy = Economy(
        name=f"factoriolab-{name}",
        description="Every item that can be made, once, in the least machine time.",
        period="one run",
        provenance=Provenance(
            SOURCE.format(name=name), VERSION.format(versions=versions), LICENCE, ASSUMPTIONS + report + inputs.notes()
        ),
        products=listed.assign(unit="1", balance=np.where(listed["id"].isin(made), "surplus_allowed", "free")),
        recipes=recipes.assign(lower_activity=0.0, upper_activity=math.inf),
        flows=pd.concat([goods, _labour_flows(recipes["id"], seconds)], ignore_index=True),
        needs=_needs(needed, floor),
        cohorts=pd.DataFrame({"id": ["factory"], "name": ["Whoever runs the factory"], "size": [1.0]}),
        labour_kinds=pd.DataFrame({"id": [MACHINE_TIME], "name": ["Time of machines of speed 1"]}),
        labour_offers=pd.DataFrame(
            {
                "id": ["machines"],
                "kind": [MACHINE_TIME],
                "hours": [rounded_up_to_one_digit(2 * least_hours)],
                "burden": [1.0],
            }
        ),
        hours_per_coverage=_exchange_rate(least_hours, len(needed), floor),
    )
    return economy, report


def producible(balances: Balances) -> np.ndarray:
    """Which items the recipes can yield a net positive amount of.

    The attainable net outputs are a cone, so one programme finds all: max sum y, A x >= y, 0 <= y <= 1, x >= 0, where
    every producible item reaches y = 1.
    """
    items, recipes = balances.matrix.shape
    constraint = sparse.hstack([-balances.matrix, sparse.identity(items)]).tocsr()
    cost = np.concatenate([np.zeros(recipes), -np.ones(items)])
    bounds = [(0, None)] * recipes + [(0, 1)] * items
    solution = linprog(cost, A_ub=constraint, b_ub=np.zeros(items), bounds=bounds, method="highs-ds")
    reached = _solved(solution).x[recipes:]
    undecided = (reached > 1e-6) & (reached < 1 - 1e-6)
    if undecided.any():
        raise ArithmeticError(f"{undecided.sum()} items are neither producible nor not: numerical trouble")
    return reached > 0.5


def least_time(balances: Balances, seconds: np.ndarray, wanted: np.ndarray) -> float:
    """min seconds' x,  A x >= 1 for the wanted items, >= 0 for the others, x >= 0; in seconds."""
    solution = linprog(seconds, A_ub=-balances.matrix, b_ub=-wanted.astype(float), bounds=(0, None), method="highs")
    return _solved(solution).fun


def rounded_up_to_one_digit(value: float) -> float:
    """2341 -> 3000, 0.041 -> 0.05; so that the last digits of a solver do not reach the job."""
    unit = 10.0 ** math.floor(math.log10(value)) if value > 0 else 1.0
    return float(f"{math.ceil(value / unit) * unit:.1g}")


def _exchange_rate(least_hours: float, needs: int, floor: float) -> float:
    """Hours that full coverage at step value 1 is worth: the mean time of an item. With a floor of 1 nothing is traded,
    and the coverage term, then a constant, is kept small beside the machine time."""
    mean = least_hours / max(1, needs)
    return rounded_up_to_one_digit(mean if floor < 1 else mean / 1000)


def _solved(solution):
    if solution.status != 0:
        raise ArithmeticError(f"linear programme of the converter: {solution.message}")
    return solution


def _takes_or_gives(recipe: dict) -> bool:
    return any(float(amount) > 0 for side in ("in", "out") for amount in recipe.get(side, {}).values())


def _goods_flows(recipes: list[dict]) -> tuple[pd.DataFrame, int]:
    """Inputs and outputs of recipes, and the number of zero amounts left out. Some amounts are strings with a number."""
    rows = [
        (recipe["id"], kind, item, float(amount))
        for recipe in recipes
        for kind, side in (("input", "in"), ("output", "out"))
        for item, amount in recipe.get(side, {}).items()
    ]
    flows = pd.DataFrame(rows, columns=["recipe", "kind", "id", "amount"])
    zero = flows["amount"] == 0
    return flows[~zero].reset_index(drop=True), int(zero.sum())


def _labour_flows(recipes: pd.Series, seconds: np.ndarray) -> pd.DataFrame:
    flows = pd.DataFrame(
        {"recipe": recipes, "kind": "labour", "id": MACHINE_TIME, "amount": seconds * HOURS_PER_SECOND}
    )
    return flows[flows["amount"] > 0]


def _balances(made: list[str], recipes: pd.Series, goods: pd.DataFrame) -> Balances:
    row = pd.Series(np.arange(len(made)), index=made)
    column = pd.Series(np.arange(len(recipes)), index=recipes)
    balanced = goods[goods["id"].isin(made)]
    sign = np.where(balanced["kind"] == "output", 1.0, -1.0)
    entries = (sign * balanced["amount"], (row[balanced["id"]], column[balanced["recipe"]]))
    return Balances(made, sparse.csr_matrix(entries, shape=(len(made), len(recipes))))


def _needs(items: pd.DataFrame, floor: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": "one:" + items["id"],
            "name": items["name"],
            "cohort": "factory",
            "product": items["id"],
            "amount_per_head": 1.0,
            "weight": 1.0,
            "weight_origin": "all items alike",
            "floor": floor,
            "reason": "every item that can be made, once",
        }
    ).reset_index(drop=True)


def _options(parser) -> None:
    parser.add_argument("name", help="pysalf, bobang, kr2sxp, spa, 2.0, coi, sfy, tta")
    add_folder(parser)
    add_floor(parser, 1.0)


COMMANDS = [
    Command(
        "factoriolab",
        "a FactorioLab recipe set",
        _options,
        lambda options: convert(options.folder, options.name, options.floor),
    )
]
