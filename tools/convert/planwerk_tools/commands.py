"""What a subcommand of planwerk-convert is, and the options that several of them share."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from planwerk_tools.tables import Economy


@dataclass(frozen=True)
class Command:
    """One data set or format. `convert` returns the job's tables and what was read, linked and dropped, a line each."""

    name: str
    help: str
    add_options: Callable[[argparse.ArgumentParser], None]
    convert: Callable[[argparse.Namespace], tuple[Economy, list[str]]]


@dataclass(frozen=True)
class Action:
    """A command that makes no job; `run` returns the exit code."""

    name: str
    help: str
    add_options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="folder with the set's files")


def add_floor(parser: argparse.ArgumentParser, default: float) -> None:
    parser.add_argument(
        "--floor", type=share, default=default, help=f"coverage every need must reach (default {default:g})"
    )


def share(text: str) -> float:
    value = number(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return value


def factor(text: str) -> float:
    value = number(text)
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a finite number from 0 on")
    return value


def named_factor(text: str) -> tuple[str, float]:
    """`NAME=0.9` as a pair."""
    name, equals, value = text.rpartition("=")
    if not equals or not name:
        raise argparse.ArgumentTypeError(f"{text} is not of the form NAME=FACTOR")
    return name, factor(value)


def number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a number") from None
