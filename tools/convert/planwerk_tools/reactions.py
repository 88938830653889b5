"""Reaction networks to a job: ModelSEED (reactions-modelseed), and metabolisms in steady state (metabolism-*).

A reaction that runs both ways is two recipes, REACTION and REACTION:reverse.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from planwerk_tools import recipe_sets
from planwerk_tools.commands import Command, add_floor, add_folder, factor
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import Economy, Provenance, TableFault

FLUX, GROWTH = "flux", "growth"
REVERSE = ":reverse"

# Water, oxygen, carbon dioxide, ammonia, phosphate, sulfate, protons, glucose, minerals.
MEDIUM = (
    "cpd00001 cpd00007 cpd00011 cpd00013 cpd00009 cpd00048 cpd00067 cpd00027 cpd00205 cpd00971 cpd00254 cpd00063"
    " cpd00099 cpd10515 cpd10516 cpd00030 cpd00034 cpd00058 cpd00149 cpd11574 cpd00244"
).split()

MODELSEED_ASSUMPTIONS = [
    "Reactions that are obsolete or whose status is not OK (mass or charge imbalance) are left out.",
    "Compartments are {compartments}.",
    (
        "A unit of a compound is a mole; activity 1 of a recipe is the reaction as written, run once. A reaction of"
        " direction '=' is a recipe each way, of '<' the reverse one alone."
    ),
    "These compounds are the medium, free and unlimited: {medium}.",
    (
        "Labour is flux: every run of a reaction, either way, takes an hour of the kind 'flux'. Offered is twice the"
        " least that covers all needs, rounded up to one digit."
    ),
    (
        "Each other compound of which the reactions can yield a net positive amount is needed once, with a floor of"
        " {floor:g}."
    ),
]
METABOLISM_ASSUMPTIONS = [
    (
        "Steady state: every metabolite is used up as it is made (balance EXACT). Compartments stand apart, as in the"
        " model."
    ),
    (
        "Bounds of reactions are bounds of activities; a negative lower bound is the reverse recipe's upper one."
        " Reactions through the border of the model make or take a metabolite out of nothing."
    ),
    (
        "The flow to be maximised makes the product 'growth', of which one cohort needs {ask:g}: what is covered is the"
        " maximum as long as it stays below."
    ),
    "There is no labour; hours_per_coverage decides nothing.",
]


def convert_modelseed(folder: Path, floor: float = 1.0, merge: bool = True) -> tuple[Economy, list[str]]:
    """`merge`: add up the compartments, so that transport disappears."""
    inputs = Inputs(folder)
    compounds = inputs.csv("compounds.csv.gz", dtype={"id": str, "name": str})
    reactions = inputs.csv("reactions.csv.gz", dtype={"id": str, "name": str, "status": str})
    entries = inputs.csv("stoichiometry.csv.gz", dtype={"reaction": str, "compound": str})
    sound = reactions[(reactions["is_obsolete"].astype(int) == 0) & (reactions["status"] == "OK")]
    kept = entries[entries["reaction"].isin(sound["id"])]
    if not merge:
        kept = kept.assign(compound=kept["compound"] + "_c" + kept["compartment"].astype(str))
    summed = kept.groupby(["reaction", "compound"], as_index=False, sort=False)["coefficient"].sum()
    summed = summed[summed["coefficient"].abs() > 1e-9]
    used = sound[sound["id"].isin(summed["reaction"])].reset_index(drop=True)

    both = used["direction"] == "="
    bounds = pd.DataFrame(
        {
            "forward": np.where(used["direction"] == "<", 0.0, np.inf),
            "reverse": np.where(both | (used["direction"] == "<"), np.inf, 0.0),
        }
    )
    recipes, flows = _recipes(used, bounds, summed)
    medium = [name + suffix for name in MEDIUM for suffix in ([""] if merge else ["_c0", "_c1", "_c2"])]
    products = pd.DataFrame({"id": summed["compound"].drop_duplicates()})
    names = compounds.set_index("id")["name"]
    products["name"] = products["id"].str.split("_").str[0].map(names).fillna("")
    products["balance"] = np.where(products["id"].isin(medium), "free", "surplus_allowed")
    balanced = products.loc[products["balance"] != "free", "id"].tolist()
    balances = recipe_sets.balances(balanced, recipes["id"], flows)
    wanted = recipe_sets.producible(balances)
    least = recipe_sets.least_cost(balances, np.ones(len(recipes)), wanted)
    needed = products[products["id"].isin(np.array(balanced)[wanted])]
    report = [
        f"read: {len(reactions)} reactions, {len(compounds)} compounds, {len(entries)} coefficients",
        (
            f"linked: {len(used)} reactions ({both.sum()} both ways: {len(recipes)} recipes), {len(products)}"
            f" compounds, {len(summed)} coefficients, {len(needed)} producible compounds"
        ),
        (
            f"dropped: {len(reactions) - len(sound)} reactions obsolete or not OK, {len(sound) - len(used)} in which"
            " nothing is left when compartments are added up"
        ),
    ]
    assumptions = [
        each.format(
            compartments="added up, so that transport changes nothing and is left out" if merge else "kept apart",
            medium=" ".join(MEDIUM),
            floor=floor,
        )
        for each in MODELSEED_ASSUMPTIONS
    ]
    economy = Economy(
        name="reactions-modelseed",
        description="Every compound that the reactions can make of the medium, once, with the least total flux.",
        period="one run",
        provenance=Provenance(
            "ModelSEED biochemistry database (github.com/ModelSEED/ModelSEEDDatabase)",
            "commit 194ac8afe48f8a606c0dd07ba3c7af10c02ba2fd",
            "CC BY 4.0; parts from KEGG, MetaCyc, BiGG and Rhea",
            assumptions + report + inputs.notes(),
        ),
        products=products.assign(unit="mol"),
        recipes=recipes,
        flows=pd.concat(
            [flows, pd.DataFrame({"recipe": recipes["id"], "kind": "labour", "id": FLUX, "amount": 1.0})],
            ignore_index=True,
        ),
        needs=recipe_sets.one_of_each(needed, floor, "laboratory", "every compound that can be made, once"),
        cohorts=pd.DataFrame({"id": ["laboratory"], "name": ["Whoever needs the compounds"]}),
        labour_kinds=pd.DataFrame({"id": [FLUX], "name": ["Flux through reactions"]}),
        labour_offers=pd.DataFrame(
            {"id": ["flux"], "kind": [FLUX], "hours": [recipe_sets.rounded_up_to_one_digit(2 * least)]}
        ),
        hours_per_coverage=recipe_sets.exchange_rate(least, len(needed), floor),
    )
    return economy, report


def convert_metabolism(folder: Path, ask: float = 10.0) -> tuple[Economy, list[str]]:
    """`ask`: how much growth is needed; above what can be had, so that the plan maximises it."""
    inputs = Inputs(folder)
    reactions = inputs.csv("reactions.csv.gz", dtype={"id": str, "name": str})
    metabolites = inputs.csv("metabolites.csv.gz", dtype={"id": str, "name": str, "compartment": str})
    entries = inputs.csv("S.csv.gz")
    entries = entries[entries["coefficient"] != 0]
    lower, upper = reactions["lower_bound"].astype(float), reactions["upper_bound"].astype(float)
    if (lower > upper).any():
        raise TableFault(
            f"reactions.csv: bounds contradict each other: {', '.join(reactions['id'][lower > upper][:5])}"
        )
    objective = reactions[reactions["objective"] != 0]
    summed = pd.DataFrame(
        {
            "reaction": np.concatenate([reactions["id"].to_numpy()[entries["col"]], objective["id"]]),
            "compound": np.concatenate([metabolites["id"].to_numpy()[entries["row"]], [GROWTH] * len(objective)]),
            "coefficient": np.concatenate([entries["coefficient"], objective["objective"]]),
        }
    )
    bounds = pd.DataFrame(
        {
            "forward": upper.clip(lower=0),
            "reverse": (-lower).clip(lower=0),
            "least_forward": lower.clip(lower=0),
            "least_reverse": (-upper).clip(lower=0),
        }
    )
    empty = ~reactions["id"].isin(summed["reaction"])
    recipes, flows = _recipes(reactions[~empty].reset_index(drop=True), bounds[~empty].reset_index(drop=True), summed)
    closed = ((lower == 0) & (upper == 0)).sum()
    report = [
        f"read: {len(reactions)} reactions, {len(metabolites)} metabolites, {len(entries)} coefficients",
        f"linked: {len(recipes)} recipes, {len(flows)} amounts; maximised: {', '.join(objective['id'])}",
        f"dropped: {empty.sum()} reactions without metabolites, {closed} that are closed (both bounds 0)",
    ]
    name = Path(folder).resolve().name
    source, version, licence = ORIGINS.get(name, ("S.csv.gz, reactions.csv.gz, metabolites.csv.gz", "", ""))
    economy = Economy(
        name=name,
        description="A metabolism in steady state that grows as fast as it can.",
        period="one hour",
        provenance=Provenance(
            source,
            version,
            licence,
            [each.format(ask=ask) for each in METABOLISM_ASSUMPTIONS] + report + inputs.notes(),
        ),
        products=pd.concat(
            [
                pd.DataFrame(
                    {
                        "id": metabolites["id"],
                        "name": metabolites["name"] + " [" + metabolites["compartment"] + "]",
                        "unit": "mmol",
                        "balance": "exact",
                    }
                ),
                pd.DataFrame({"id": [GROWTH], "name": ["Growth"], "unit": ["1"], "balance": ["surplus_allowed"]}),
            ]
        ),
        recipes=recipes,
        flows=flows,
        needs=pd.DataFrame(
            {"id": [GROWTH], "name": ["Growth"], "cohort": ["cells"], "product": [GROWTH], "amount_per_head": [ask]}
        ),
        cohorts=pd.DataFrame({"id": ["cells"], "name": ["The cells"]}),
        hours_per_coverage=1000.0,
    )
    return economy, report


COBRAPY = "github.com/opencobra/cobrapy commit d6632a4efec5e49e9715249b5374e130029827fa"
BIGG = "models from BiGG, free for education, research and non-profit use"
ORIGINS = {
    "metabolism-ecoli-core": ("E. coli core model (BiGG)", COBRAPY, BIGG),
    "metabolism-ecoli-ijo1366": ("E. coli iJO1366 (BiGG)", COBRAPY, BIGG),
    "metabolism-yeast": (
        "yeast-GEM 9.0.2",
        "github.com/SysBioChalmers/yeast-GEM commit a2a672e367ae22eaf9a44228d6ad69eb4ce5f6b6",
        "CC BY 4.0",
    ),
}


def _recipes(reactions: pd.DataFrame, bounds: pd.DataFrame, entries: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Recipes and flows (recipe, kind, id, amount). `entries`: reaction, compound, coefficient (negative: used);
    `bounds`: forward and reverse upper bounds of each reaction, 0 for a way that is closed, and least ones."""
    recipes, flows = [], []
    for way, suffix, sign in (("forward", "", 1.0), ("reverse", REVERSE, -1.0)):
        open_ = (bounds[way] > 0).to_numpy()
        least = bounds[f"least_{way}"] if f"least_{way}" in bounds.columns else pd.Series(0.0, index=bounds.index)
        chosen = reactions[open_]
        recipes.append(
            pd.DataFrame(
                {
                    "id": chosen["id"] + suffix,
                    "name": chosen["name"],
                    "lower_activity": least[open_],
                    "upper_activity": bounds.loc[open_, way],
                }
            )
        )
        running = entries[entries["reaction"].isin(chosen["id"])]
        amount = sign * running["coefficient"].to_numpy(dtype=float)
        flows.append(
            pd.DataFrame(
                {
                    "recipe": running["reaction"].to_numpy() + suffix,
                    "kind": np.where(amount > 0, "output", "input"),
                    "id": running["compound"].to_numpy(),
                    "amount": np.abs(amount),
                }
            )
        )
    return pd.concat(recipes, ignore_index=True), pd.concat(flows, ignore_index=True)


def _modelseed_options(parser) -> None:
    add_folder(parser)
    add_floor(parser, 1.0)
    parser.add_argument("--compartments", action="store_true", help="keep compartments apart (default: add them up)")


def _metabolism_options(parser) -> None:
    add_folder(parser)
    parser.add_argument("--ask", type=factor, default=10.0, help="growth that is needed (default 10)")


COMMANDS = [
    Command(
        "modelseed",
        "the ModelSEED biochemistry",
        _modelseed_options,
        lambda options: convert_modelseed(options.folder, options.floor, not options.compartments),
    ),
    Command(
        "metabolism",
        "a metabolism in steady state: metabolism-ecoli-core, -ecoli-ijo1366, -yeast",
        _metabolism_options,
        lambda options: convert_metabolism(options.folder, options.ask),
    ),
]
