"""Process inventories (life cycle inventories) to the tables of a job: processes are recipes, rival suppliers of one
product its alternative recipes, emissions and resources products without a balance.

Readers of formats fill an Inventory; what is assumed stands in ASSUMPTIONS, which goes into the job.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planwerk_tools import recipe_sets, units
from planwerk_tools.commands import add_floor
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import Economy, Provenance

CARBON = "carbon"
CARBON_FLOWS = ["carbon dioxide", "carbon dioxide, fossil"]  # in lower case
GOOD, ELEMENTARY = "good", "elementary"
NEGLIGIBLE = 1e-12
SHOWN = 12  # flows that a line of the report names

ASSUMPTIONS = [
    (
        "Activity 1 of a recipe is the process as recorded, with its reference amount. All its products are outputs:"
        " nothing is allocated between co-products."
    ),
    (
        "An amount below zero turns round: a negative input (waste handed over, credit) is an output, a negative output"
        " an input."
    ),
    "Emissions and resources are products without a balance (FREE), for limits to count and the plan to report.",
    (
        "A product is counted in the unit of whoever makes it first; other units of the same quantity are converted. An"
        " amount in a unit that cannot be converted counts as a product of its own, FLOW [UNIT], which is not linked."
    ),
    (
        "Goods that no process here makes come from outside, free and unlimited, as products outside:FLOW; the plan"
        " reports how much of each is taken. Waste that no process here is there to treat leaves as such a product too,"
        " or is left over where some process has a use for it. Waste that processes here are there to treat must be"
        " treated (balance EXACT)."
    ),
    (
        "Labour is fossil carbon dioxide: an hour of the kind 'carbon' stands for a kg of it that a process gives off,"
        " so that of rival suppliers the one with the least carbon is taken. Offered is twice the least that covers all"
        " needs, rounded up."
    ),
    (
        "Each product that processes are there for, and of which they can yield a net positive amount, is needed once,"
        " in its unit."
    ),
]


@dataclass
class Inventory:
    """Processes and their exchanges, as recorded. An exchange is `made` when it comes out of the process; `reference`
    when the process is there for it; negative reference amounts are waste that is treated. `waste`: comes out to be got
    rid of."""

    name: str
    source: str
    version: str
    licence: str
    notes: list[str]
    processes: pd.DataFrame  # id, name
    exchanges: (
        pd.DataFrame
    )  # process, flow, name, place (air, ...), nature (good, elementary), made, reference, waste, amount, unit


def add_options(parser) -> None:
    add_floor(parser, 0.0)


def economy_of(inventory: Inventory, floor: float, inputs: Inputs) -> tuple[Economy, list[str]]:
    """The job's tables and a report."""
    residue = _residue(inventory.exchanges)
    exchanges = inventory.exchanges[(inventory.exchanges["amount"] != 0) & ~residue].reset_index(drop=True)
    exchanges, own_unit, split = _in_own_units(exchanges)
    out = exchanges["made"].to_numpy() == (exchanges["amount"].to_numpy() > 0)
    exchanges = exchanges.assign(out=out, amount=exchanges["amount"].abs())

    good = exchanges["nature"] == GOOD
    made = set(exchanges.loc[good & exchanges["made"] & exchanges["out"], "flow"])
    treated = set(exchanges.loc[good & exchanges["reference"] & ~exchanges["out"], "flow"])
    taken = set(exchanges.loc[good & ~exchanges["made"] & ~exchanges["out"], "flow"])
    named = exchanges.drop_duplicates("flow").set_index("flow")
    waste = set(exchanges.loc[good & exchanges["out"] & ~exchanges["reference"] & exchanges["waste"], "flow"])
    references = set(exchanges.loc[good & exchanges["reference"] & exchanges["out"], "flow"])
    coproducts = made - references - waste
    inside = references | coproducts | treated | (waste & taken)
    goods = set(exchanges.loc[good, "flow"])
    outside = goods - inside
    renamed = exchanges["flow"].where(~exchanges["flow"].isin(outside), "outside:" + exchanges["flow"])
    products = pd.DataFrame({"id": renamed.unique()})
    key = products["id"].str.removeprefix("outside:")
    place = key.map(named["place"])
    products["name"] = key.map(named["name"]) + np.where(place != "", " (" + place + ")", "")
    products["unit"] = key.map(own_unit)
    exact = treated - references
    products["balance"] = np.where(key.isin(exact), "exact", np.where(key.isin(inside), "surplus_allowed", "free"))

    flows = (
        pd.DataFrame(
            {
                "recipe": exchanges["process"],
                "kind": np.where(exchanges["out"], "output", "input"),
                "id": renamed,
                "amount": exchanges["amount"],
            }
        )
        .groupby(["recipe", "kind", "id"], as_index=False, sort=False)["amount"]
        .sum()
    )
    recipes = inventory.processes[inventory.processes["id"].isin(flows["recipe"])].reset_index(drop=True)
    carbon, negative = _carbon(exchanges, own_unit, recipes)
    balanced = products.loc[products["balance"] != "free", "id"].tolist()
    balances = recipe_sets.balances(balanced, recipes["id"], flows, exact)
    wanted = recipe_sets.producible(balances) & np.isin(balanced, list(references))
    least = recipe_sets.least_cost(balances, carbon, wanted)
    needed = products[products["id"].isin(np.array(balanced)[wanted])]
    rivals = exchanges[good & exchanges["reference"] & exchanges["out"]].groupby("flow")["process"].nunique()
    missing = [flow for flow, yes in zip(balanced, wanted) if not yes and flow in references]
    report = [
        f"read: {len(inventory.processes)} processes, {len(inventory.exchanges)} exchanges",
        (
            f"linked: {len(recipes)} recipes, {len(references)} products that are made for their own sake,"
            f" {(rivals > 1).sum()} of them by rival suppliers, {len(coproducts)} co-products, {len(exact)} wastes"
            f" treated here, {len(needed)} needs"
        ),
        (
            f"not linked: {len(outside & taken)} goods from outside"
            f" ({(good & exchanges['flow'].isin(outside) & ~exchanges['out']).sum()} inputs):"
            f" {_some(outside & taken, named)}"
        ),
        f"not treated: {len(outside - taken)} wastes leave as they are: {_some(outside - taken, named)}",
        f"not converted: {len(split)} flows in a unit that is none of their quantity:"
        f" {', '.join(split[:SHOWN]) or 'none'}"
        + (", ..." if len(split) > SHOWN else ""),
        (
            f"turned round: {(inventory.exchanges['amount'] < 0).sum()} negative amounts; carbon of {negative}"
            " processes that take more than they give is no labour"
        ),
        (
            f"dropped: {(inventory.exchanges['amount'] == 0).sum()} zero amounts, {residue.sum()} goods of less than"
            f" {NEGLIGIBLE:g} of a process's reference amount, {len(inventory.processes) - len(recipes)} processes"
            " without exchanges"
        ),
        f"not producible: {_some(set(missing), named)}",
    ]
    economy = Economy(
        name=inventory.name,
        description="Every product of the inventory that can be made, once, with the least fossil carbon dioxide.",
        period="one run",
        provenance=Provenance(
            inventory.source,
            inventory.version,
            inventory.licence,
            inventory.notes + ASSUMPTIONS + report + inputs.notes(),
        ),
        products=products,
        recipes=recipes,
        flows=pd.concat([flows, _labour(recipes, carbon)], ignore_index=True),
        needs=recipe_sets.one_of_each(needed, floor, "everybody", "every product that can be made, once"),
        cohorts=pd.DataFrame({"id": ["everybody"], "name": ["Everybody"]}),
        labour_kinds=pd.DataFrame({"id": [CARBON], "name": ["Fossil carbon dioxide; an hour is a kg"]}),
        labour_offers=pd.DataFrame(
            {
                "id": [CARBON],
                "kind": [CARBON],
                "hours": [recipe_sets.rounded_up_to_one_digit(2 * least) if least > 0 else 1.0],
            }
        ),
        hours_per_coverage=recipe_sets.exchange_rate(least, len(needed), floor) if least > 0 else 1.0,
    )
    return economy, report


def _residue(exchanges: pd.DataFrame) -> pd.Series:
    """Which amounts of goods are nothing but residues of arithmetic."""
    reference = exchanges[exchanges["reference"]].groupby("process")["amount"].max().abs()
    scale = exchanges["process"].map(reference).fillna(1.0)
    return (exchanges["nature"] == GOOD) & (exchanges["amount"] != 0) & (exchanges["amount"].abs() < NEGLIGIBLE * scale)


def _in_own_units(exchanges: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series, list[str]]:
    """Amounts in the unit of their flow: that of its first maker, else of its first exchange. Returns also these units
    by flow, and the flows that were split off because their unit cannot be converted."""
    exchanges = exchanges.assign(
        unit=exchanges["unit"].map({u: units.recognised(u) for u in exchanges["unit"].unique()})
    )
    first = exchanges.sort_values("reference", ascending=False, kind="stable").drop_duplicates("flow")
    own = first.set_index("flow")["unit"]
    target = exchanges["flow"].map(own)
    flow, amount = exchanges["flow"].to_numpy(dtype=object).copy(), exchanges["amount"].to_numpy(dtype=float).copy()
    split = []
    different = exchanges[exchanges["unit"] != target]
    for (unit, wanted), rows in different.groupby(["unit", target[different.index]], sort=True).groups.items():
        try:
            amount[rows] *= units.conversion_factor(unit, wanted)
        except (KeyError, ValueError):
            flow[rows] = [f"{each} [{unit}]" for each in flow[rows]]
            split += [f"{name} ({unit}, not {wanted})" for name in sorted(set(exchanges["name"][rows]))]
            own = pd.concat([own, pd.Series(unit, index=pd.unique(pd.Series(flow[rows])))])
    return exchanges.assign(flow=pd.Series(flow, dtype="str"), amount=amount), own[~own.index.duplicated()], split


def _carbon(exchanges: pd.DataFrame, own_unit: pd.Series, recipes: pd.DataFrame) -> tuple[np.ndarray, int]:
    """kg of fossil carbon dioxide by recipe, at least 0, and how many were below."""
    is_carbon = exchanges["name"].str.lower().isin(CARBON_FLOWS)
    given = exchanges[(exchanges["nature"] == ELEMENTARY) & is_carbon & exchanges["made"]]
    factors = {unit: units.conversion_factor(unit, "kg") for unit in own_unit[given["flow"]].unique() if _is_mass(unit)}
    kilograms = given["amount"] * given["flow"].map(own_unit).map(factors).astype(float).fillna(0.0)
    net = (kilograms * np.where(given["out"], 1.0, -1.0)).groupby(given["process"]).sum()
    carbon = recipes["id"].map(net).fillna(0.0).to_numpy(dtype=float)
    return np.maximum(carbon, 0.0), int((carbon < 0).sum())


def _is_mass(unit: str) -> bool:
    found = units.quantity(unit)
    return found is not None and found[0] == "mass"


def _labour(recipes: pd.DataFrame, carbon: np.ndarray) -> pd.DataFrame:
    labour = pd.DataFrame({"recipe": recipes["id"], "kind": "labour", "id": CARBON, "amount": carbon})
    return labour[labour["amount"] > 0]


def _some(flows: set[str], named: pd.DataFrame) -> str:
    names = sorted({str(named["name"][flow]) for flow in flows})
    return (", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")) or "none"
