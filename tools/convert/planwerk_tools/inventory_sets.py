"""Process inventories as CSV: lca-uslci-2021 and lca-premise."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planwerk_tools import inventories
from planwerk_tools.commands import Command, add_folder
from planwerk_tools.inventories import ELEMENTARY, GOOD, Inventory
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import TableFault

MADE = ["reference_product", "coproduct", "waste_to_treatment", "emission"]
LINKS = {
    "product": "Activities that make a product of the same name are rival suppliers of it, wherever they are.",
    "location": "Activities that make a product of the same name at the same location are rival suppliers of it.",
    "supplier": "Every activity makes a product of its own: suppliers are those that the inventory names.",
}


def uslci(inputs: Inputs) -> Inventory:
    processes = inputs.csv("processes.csv", dtype={"process": str})
    flows = inputs.csv("flows.csv.gz", dtype={"flow": str}).set_index("flow")
    exchanges = inputs.csv("exchanges.csv.gz", dtype={"process": str, "flow": str, "role": str, "unit": str})
    elementary = exchanges["role"].isin(["emission", "resource"])
    place = (flows["category"] + "/" + flows["subcategory"]).str.strip("/")
    return Inventory(
        name="lca-uslci-2021",
        source="US Life Cycle Inventory database, FY21 Q3 (github.com/FLCAC-admin/uslci-content)",
        version="commit 91824482b335d7db1b232d18dcc259301c4e42c9",
        licence="MIT",
        notes=["Processes that make the same flow are rival suppliers of it."],
        processes=pd.DataFrame({"id": processes["process"], "name": processes["name"] + ", " + processes["location"]}),
        exchanges=pd.DataFrame(
            {
                "process": exchanges["process"],
                # One number may be a resource here and an emission there: those are two products.
                "flow": np.where(elementary, exchanges["role"] + ":", "") + exchanges["flow"],
                "name": exchanges["flow"].map(flows["name"]),
                "place": np.where(elementary, exchanges["flow"].map(place), ""),
                "nature": np.where(elementary, ELEMENTARY, GOOD),
                "made": exchanges["role"].isin(MADE),
                "reference": exchanges["role"] == "reference_product",
                "waste": exchanges["role"] == "waste_to_treatment",
                "amount": exchanges["amount"].astype(float),
                "unit": exchanges["unit"],
            }
        ),
    )


def premise(inputs: Inputs, link: str = "product") -> Inventory:
    activities = inputs.csv("activities.csv.gz", dtype=str)
    exchanges = inputs.csv("exchanges.csv.gz", dtype=str)
    for column in ("product", "unit"):  # some carry blanks that only a machine sees
        activities[column] = activities[column].str.replace("\xa0", " ").str.strip()
    exchanges["unit"] = exchanges["unit"].str.replace("\xa0", " ").str.strip()
    product = _product(activities, link)
    by_activity = product.set_axis(activities["activity"])
    unlisted = set(exchanges["supplier_activity"]) - set(activities["activity"]) - {""}
    if unlisted:
        raise TableFault(f"exchanges.csv.gz: supplier {sorted(unlisted)[0]} is no activity")
    linked = exchanges["supplier_activity"] != ""
    production = exchanges["type"] == "production"
    biosphere = exchanges["type"] == "biosphere"
    label = exchanges["product"].where(exchanges["product"] != "", exchanges["name"])
    background = label + " {" + exchanges["location"] + "}"
    own = exchanges["activity"].map(by_activity)
    supplied = exchanges["supplier_activity"].map(by_activity).fillna("")
    flow = np.select(
        [production, biosphere, linked],
        [own, exchanges["name"] + " (" + exchanges["categories"] + ")", supplied],
        background,
    )
    resource = exchanges["categories"].str.startswith("natural resource")
    amount = exchanges["amount"].astype(float)
    first_unit = activities["unit"].set_axis(product).groupby(level=0).first()
    odd = activities.loc[activities["unit"].to_numpy() != product.map(first_unit).to_numpy(), "product"].unique()
    return Inventory(
        name="lca-premise",
        source="premise, additional inventories (github.com/polca/premise)",
        version="commit d74d45b693c15164e3174e69238d329260ed3898",
        licence="BSD 3-Clause; single inventories cite their papers in the source",
        notes=[
            LINKS[link],
            (
                "Products whose makers count in different quantities, which makes them products of their own: "
                f"{', '.join(odd) or 'none'}."
            ),
        ],
        processes=pd.DataFrame(
            {"id": activities["activity"], "name": activities["name"] + " {" + activities["location"] + "}"}
        ),
        exchanges=pd.DataFrame(
            {
                "process": exchanges["activity"],
                "flow": flow,
                "name": np.where(production | linked, flow, np.where(biosphere, exchanges["name"], background)),
                "place": np.where(biosphere, exchanges["categories"].str.replace("::", "/"), ""),
                "nature": np.where(biosphere, ELEMENTARY, GOOD),
                "made": production | (biosphere & ~resource),
                "reference": production,
                "waste": production & (amount < 0),
                "amount": amount,
                "unit": exchanges["unit"],
            }
        ),
    )


def _product(activities: pd.DataFrame, link: str) -> pd.Series:
    if link == "product":
        return activities["product"]
    if link == "location":
        return activities["product"] + " {" + activities["location"] + "}"
    return activities["product"] + " {" + activities["location"] + "} by " + activities["activity"]


def _uslci_options(parser) -> None:
    add_folder(parser)
    inventories.add_options(parser)


def _premise_options(parser) -> None:
    _uslci_options(parser)
    parser.add_argument(
        "--link",
        choices=list(LINKS),
        default="product",
        help="whose products are the same: of one name (default), of one name and location, or of one supplier",
    )


def _run_uslci(options):
    inputs = Inputs(options.folder)
    return inventories.economy_of(uslci(inputs), options.floor, inputs)


def _run_premise(options):
    inputs = Inputs(options.folder)
    return inventories.economy_of(premise(inputs, options.link), options.floor, inputs)


COMMANDS = [
    Command("uslci", "the US Life Cycle Inventory, as CSV", _uslci_options, _run_uslci),
    Command("premise", "premise's inventories, as CSV", _premise_options, _run_premise),
]
