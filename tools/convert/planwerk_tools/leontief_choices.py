"""What the data of an input-output table do not say and a planner decides, and the options that ask for it."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path

from planwerk_tools.commands import add_floor, factor, named_factor

DEFAULT_WORTH = 10.0


@dataclass
class Choices:
    floor: float = 0.0
    capacity_factor: float | None = 1.0  # None: no capacities
    labour_factor: float = 1.0
    limits: dict[str, float] = field(default_factory=dict)  # satellite: share of its base-year amount
    import_factor: float = 1.0
    worth: float = DEFAULT_WORTH  # of the last step of a need, in multiples of the labour it takes on average
    population: Path | None = None  # CSV file of people by cohort; without it cohorts have size 1


def add_options(parser: argparse.ArgumentParser) -> None:
    add_floor(parser, 0.0)
    parser.add_argument(
        "--capacity-factor",
        type=factor,
        default=1.0,
        metavar="F",
        help="plant of each sector: base-year output times F (default 1)",
    )
    parser.add_argument("--no-capacities", action="store_true", help="plant does not bind")
    parser.add_argument(
        "--labour-factor", type=factor, default=1.0, metavar="F", help="labour offered: that of the base year times F"
    )
    parser.add_argument(
        "--limit",
        type=named_factor,
        action="append",
        default=[],
        metavar="NAME=F",
        help="at most F times the base-year amount of a satellite (emission, resource); may be repeated",
    )
    parser.add_argument(
        "--import-factor",
        type=factor,
        default=1.0,
        metavar="F",
        help="imports of each product: the recorded ones times F",
    )
    parser.add_argument(
        "--worth",
        type=factor,
        default=DEFAULT_WORTH,
        metavar="W",
        help=f"of the last step of a need, in multiples of the labour it takes on average (default {DEFAULT_WORTH:g})",
    )
    parser.add_argument("--population", type=Path, metavar="CSV", help="people by cohort; columns cohort, people")


def choices_of(options: argparse.Namespace) -> Choices:
    return Choices(
        floor=options.floor,
        capacity_factor=None if options.no_capacities else options.capacity_factor,
        labour_factor=options.labour_factor,
        limits=dict(options.limit),
        import_factor=options.import_factor,
        worth=options.worth,
        population=options.population,
    )
