"""FactorioLab recipe sets (recipes-factoriolab) to a job: every item that can be made, once, in the least machine time.

What is assumed stands in ASSUMPTIONS and in factoriolab_machines, and goes into the job.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from planwerk_tools import recipe_sets
from planwerk_tools.commands import Command, add_floor, add_folder, factor
from planwerk_tools.factoriolab_machines import MachineChoice, RecipeSet, with_machines
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import Economy, Provenance
from planwerk_tools.units import conversion_factor

SOURCE = "FactorioLab, src/data/{name}/data.json (github.com/jareds/factoriolab)"
VERSION = "commit 35bd7752d3a9f159f46bcb01ea382c93d9104e44; {versions}"
LICENCE = "MIT; names and figures stem from the games and mods named"
MACHINE_TIME = "machine-time"
HOURS_PER_SECOND = conversion_factor("s", "h")

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
    whole = RecipeSet(items, recipes, goods, {}, {}, pd.DataFrame(columns=["id", "name", "unit", "amount"]))
    if machines.kind != "time":
        whole = with_machines(whole, data["items"], used, machines)

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


def _products(listed: pd.DataFrame, made: set[str], whole: RecipeSet) -> pd.DataFrame:
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
