"""What the conversion of an input-output table tells: a report, and the assumptions that go into the job."""

from __future__ import annotations

import pandas as pd

from planwerk_tools.leontief_choices import Choices
from planwerk_tools.leontief_table import NEGLIGIBLE, LeontiefTable, shortfall
from planwerk_tools.progress import counted

ASSUMPTIONS = {
    "recipe": (
        "A recipe is a sector as recorded: activity 1 is one unit of its output, with inputs in fixed proportion."
    ),
    "need": "Each entry of final demand of a cohort and category is a need of its own.",
    "negative": "Negative final demand (inventories drawn down, used goods sold) is opening stock.",
    "rounding": (
        "Where the recorded year itself falls short of its own uses and final demand, the difference is added to "
        "the opening stock, so that the recorded year is a plan."
    ),
    "by-product": "A negative coefficient is an output: the sector hands over more of the product than it takes.",
}
IMPORT_ASSUMPTION = (
    "Imports are recipes import:PRODUCT without inputs or labour, each up to its recorded amount times {factor:g}."
)


def report(table: LeontiefTable, tables: dict[str, pd.DataFrame]) -> list[str]:
    """A line each on what was read, linked, turned round, rounded and dropped; `tables`: those of the job, by name."""
    demand, inputs, missing = table.demand["amount"], table.inputs["amount"], shortfall(table)
    idle = table.sectors.loc[table.sectors["output"] <= 0, "id"]
    negative_work = table.labour.loc[table.labour["hours"] < 0, "hours"]
    return [
        (
            f"read: {len(table.sectors)} sectors, {len(inputs)} coefficients, {len(demand)} entries of final demand "
            f"({demand.sum():.10g} {table.unit}), {len(table.satellites)} satellites"
        ),
        (
            f"linked: {counted(len(tables['recipes']), 'recipe')}, {counted(len(tables['needs']), 'need')} of"
            f" {counted(len(table.cohorts), 'cohort')}, {counted(len(tables['labour_offers']), 'labour offer')},"
            f" {counted(len(tables.get('capacities', ())), 'capacity')}, {counted(len(tables['limits']), 'limit')},"
            f" {counted(len(table.imports), 'import')} ({table.imports['amount'].sum():.10g} {table.unit})"
        ),
        (
            f"turned round: {(inputs < 0).sum()} negative coefficients became outputs, {(demand < 0).sum()} negative"
            f" entries of final demand ({demand[demand < 0].abs().sum():.10g} {table.unit}) became opening stock"
        ),
        (
            f"rounding: {(missing > 0).sum()} sectors fall short in the recorded year, by {missing.sum():.6g}"
            f" {table.unit} in all, at most {missing.max(initial=0):.6g}; added to the opening stock"
        ),
        (
            f"dropped: {(inputs == 0).sum() + (demand == 0).sum()} zero entries,"
            f" {((inputs != 0) & (inputs.abs() < NEGLIGIBLE)).sum()} coefficients below {NEGLIGIBLE:g},"
            f" {len(negative_work)} negative amounts of labour; sectors without output have no recipe:"
            f" {', '.join(idle) or 'none'}"
        ),
    ]


def assumptions(table: LeontiefTable, choices: Choices) -> list[str]:
    """For the provenance of the job."""
    notes = list(ASSUMPTIONS.values())
    if choices.capacity_factor is not None:
        notes.append(f"Plant of a sector is its base-year output times {choices.capacity_factor:g}.")
    if len(table.imports):
        notes.append(IMPORT_ASSUMPTION.format(factor=choices.import_factor))
    notes.append(f"Labour offered is that of the base year times {choices.labour_factor:g}.")
    weighing = (
        "A cohort's needs share its weight of 1 per person by their value."
        if "size" in table.cohorts.columns
        else (
            "Cohorts have size 1 and a need's weight is its value in multiples of the mean need: money decides, for"
            " want of head counts."
        )
    )
    notes.append(weighing)
    notes.append(
        f"The last step of a need is worth {choices.worth:g} times the labour that a unit of final demand takes on"
        " average."
    )
    return notes
