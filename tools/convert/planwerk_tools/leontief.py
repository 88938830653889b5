"""Input-output tables of one recipe per product (Leontief) to the tables of a job.

A sector is a product and the recipe that makes it: activity 1 is one unit of its output, its inputs are the
coefficients a_ij, its plant a capacity of base-year output times a factor. Final demand becomes needs, satellites
(emissions, resources) become products that nobody balances (FREE) and that limits count.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planwerk_tools import leontief_report
from planwerk_tools.leontief_choices import Choices
from planwerk_tools.leontief_table import (
    NEGLIGIBLE,
    LeontiefTable,
    base_labour,
    base_satellites,
    counted,
    mean_need,
    read_population,
    shortfall,
)
from planwerk_tools.sources import Inputs
from planwerk_tools.tables import Economy, Provenance, TableFault, empty_table

IMPORTS = "imports"


@dataclass
class Origin:
    """What a set says of itself."""

    name: str
    description: str
    period: str
    source: str
    version: str
    licence: str
    assumptions: list[str]


def economy_of(table: LeontiefTable, choices: Choices, origin: Origin, inputs: Inputs) -> tuple[Economy, list[str]]:
    """The job's tables and a report."""
    if choices.population is not None:
        table.cohorts = counted(table.cohorts, read_population(choices.population))
    tables, report, assumed = build(table, choices)
    provenance = Provenance(
        origin.source, origin.version, origin.licence, origin.assumptions + assumed + report + inputs.notes()
    )
    economy = Economy(
        name=origin.name,
        description=origin.description,
        period=origin.period,
        provenance=provenance,
        hours_per_coverage=exchange_rate(table, choices),
        **tables,
    )
    return economy, report


def exchange_rate(table: LeontiefTable, choices: Choices) -> float:
    """Hours that a person's coverage at step value 1 and weight 1 is worth, to three digits."""
    asked, hours = table.demand["amount"].clip(lower=0).sum(), base_labour(table).sum()
    if not asked or not hours:
        return 1.0
    if "size" in table.cohorts.columns:
        return float(f"{choices.worth * hours / table.cohorts['size'].sum():.3g}")
    return float(f"{choices.worth * hours / asked * mean_need(table):.3g}")


def build(table: LeontiefTable, choices: Choices) -> tuple[dict[str, pd.DataFrame], list[str], list[str]]:
    """The tables of a job by name, lines of the report, and assumptions for its provenance."""
    sectors = table.sectors
    ids = sectors["id"].to_numpy()
    working = sectors["output"].to_numpy() > 0
    idle = table.inputs[~working[table.inputs["col"]]]
    if len(idle):
        raise TableFault(f"inputs of sectors without output: {', '.join(ids[idle['col'].unique()][:5])}")
    imported = "import:" + ids[table.imports["row"]]
    flows = [
        _goods_flows(table, ids),
        _flows(imported, "output", ids[table.imports["row"]], np.ones(len(imported))),
        _labour_flows(table, ids),
    ]
    satellite_products, satellite_flows = _satellites(table, ids)
    flows.append(satellite_flows)
    made = sectors[working]
    tables = {
        "products": pd.concat(
            [
                sectors.reindex(columns=["id", "name", "group"], fill_value="").assign(
                    unit=table.unit, balance="surplus_allowed"
                ),
                satellite_products.assign(group=""),
            ]
        ),
        "recipes": pd.concat(
            [
                made[["id", "name"]].assign(upper_activity=math.inf),
                pd.DataFrame(
                    {
                        "id": imported,
                        "name": "Import: " + sectors["name"].to_numpy()[table.imports["row"]],
                        "upper_activity": table.imports["amount"].to_numpy() * choices.import_factor,
                    }
                ),
            ]
        ),
        "cohorts": table.cohorts,
        "needs": _needs(table, choices, ids),
        "labour_kinds": table.labour_kinds[["id", "name"]],
        "labour_offers": _labour_offers(table, choices),
        "stocks": _stocks(table, ids),
    }
    if choices.capacity_factor is not None:
        tables["capacities"] = pd.DataFrame(
            {
                "id": made["id"],
                "name": "Plant: " + made["name"],
                "unit": table.unit,
                "amount": made["output"] * choices.capacity_factor,
            }
        )
        flows.append(pd.DataFrame({"recipe": made["id"], "kind": "capacity", "id": made["id"], "amount": 1.0}))
    tables["limits"], tables["limit_terms"] = _limits(table, choices, imported)
    tables["flows"] = pd.concat(flows, ignore_index=True)
    return tables, leontief_report.report(table, tables), leontief_report.assumptions(table, choices)


def _goods_flows(table: LeontiefTable, ids: np.ndarray) -> pd.DataFrame:
    entries = table.inputs[table.inputs["amount"].abs() >= NEGLIGIBLE]
    made = np.flatnonzero(table.sectors["output"].to_numpy() > 0)
    used = entries[entries["amount"] > 0]
    given = entries[entries["amount"] < 0]
    outputs = (
        pd.concat(
            [
                pd.DataFrame({"col": made, "row": made, "amount": 1.0}),
                given.assign(amount=-given["amount"])[["col", "row", "amount"]],
            ]
        )
        .groupby(["col", "row"], as_index=False)["amount"]
        .sum()
    )
    return pd.concat(
        [
            _flows(ids[used["col"]], "input", ids[used["row"]], used["amount"].to_numpy()),
            _flows(ids[outputs["col"]], "output", ids[outputs["row"]], outputs["amount"].to_numpy()),
        ]
    )


def _labour_flows(table: LeontiefTable, ids: np.ndarray) -> pd.DataFrame:
    work = table.labour[table.labour["hours"] > 0]
    return _flows(ids[work["col"]], "labour", work["kind"].to_numpy(), work["hours"].to_numpy())


def _flows(recipe, kind: str | np.ndarray, id, amount) -> pd.DataFrame:
    return pd.DataFrame({"recipe": recipe, "kind": kind, "id": id, "amount": np.asarray(amount, dtype=float)})


def _satellites(table: LeontiefTable, ids: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Their products, and the flows: an emission is an output, a resource an input; a negative amount the reverse."""
    products = table.satellites[["id", "name", "unit"]].assign(balance="free")
    entries = table.satellite_amounts[table.satellite_amounts["amount"] != 0]
    taken = entries["satellite"].map(table.satellites.set_index("id")["taken"]).to_numpy(dtype=bool)
    amounts = entries["amount"].to_numpy(dtype=float)
    kind = np.where(taken == (amounts > 0), "input", "output")
    return products, _flows(
        ids[entries["col"].to_numpy(dtype=int)], kind, entries["satellite"].to_numpy(), abs(amounts)
    )


def _needs(table: LeontiefTable, choices: Choices, ids: np.ndarray) -> pd.DataFrame:
    asked = table.demand[table.demand["amount"] > 0]
    rows = asked["row"].to_numpy()
    amount = asked["amount"].to_numpy(dtype=float)
    size = np.ones(len(asked))
    # In multiples of the mean need, so that weights stay near 1 whatever the currency.
    weight, origin = amount / mean_need(table), "recorded value, in multiples of the mean need"
    if "size" in table.cohorts.columns:
        size = asked["cohort"].map(table.cohorts.set_index("id")["size"]).to_numpy(dtype=float)
        weight = amount / asked.groupby("cohort")["amount"].transform("sum").to_numpy()
        origin = "share in what the cohort asks for: every person counts once"
    return pd.DataFrame(
        {
            "id": asked["cohort"].to_numpy() + ":" + asked["category"].to_numpy() + ":" + ids[rows],
            "name": table.sectors["name"].to_numpy()[rows],
            "cohort": asked["cohort"].to_numpy(),
            "product": ids[rows],
            "amount_per_head": amount / size,
            "weight": weight,
            "weight_origin": origin,
            "floor": choices.floor,
            "reason": asked["category"].to_numpy() + ", as recorded",
        }
    )


def _labour_offers(table: LeontiefTable, choices: Choices) -> pd.DataFrame:
    kinds = table.labour_kinds.assign(hours=base_labour(table) * choices.labour_factor)
    kinds = kinds[kinds["hours"] > 0]
    return pd.DataFrame({"id": kinds["id"], "kind": kinds["id"], "cohort": kinds["cohort"], "hours": kinds["hours"]})


def _limits(table: LeontiefTable, choices: Choices, imported: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    satellites = table.satellites.set_index("id")
    known = [*satellites.index, *([IMPORTS] if len(imported) else [])]
    unknown = [name for name in choices.limits if name not in known]
    if unknown:
        raise TableFault(f"--limit {unknown[0]}: there is {', '.join(known) or 'nothing'} to limit")
    base = base_satellites(table)
    limits, terms = [], []
    for name, share in choices.limits.items():
        if name == IMPORTS:
            label, unit, amount = "Imports", table.unit, table.imports["amount"].sum()
            terms.append(pd.DataFrame({"limit": name, "recipe": imported, "coefficient": 1.0}))
        else:
            label, unit, amount = satellites.at[name, "name"], satellites.at[name, "unit"], base.get(name, 0.0)
            # A limit counts net production, which for what is taken from nature is negative.
            sign = -1.0 if satellites.at[name, "taken"] else 1.0
            terms.append(pd.DataFrame({"limit": [name], "product": [name], "coefficient": [sign]}))
        limits.append((name, f"{label}: {share:g} times the base year", unit, float(amount) * share))
    frame = pd.DataFrame(limits, columns=["id", "name", "unit", "upper"]).assign(origin="asked for at conversion")
    terms = pd.concat(terms, ignore_index=True).fillna("") if terms else empty_table("limit_terms")
    return frame, terms


def _stocks(table: LeontiefTable, ids: np.ndarray) -> pd.DataFrame:
    drawn = table.demand[table.demand["amount"] < 0]
    opening = shortfall(table) - np.bincount(drawn["row"], weights=drawn["amount"], minlength=len(ids))
    there = np.flatnonzero(opening > 0)
    return pd.DataFrame({"product": ids[there], "opening": opening[there]})
