"""How far a conversion is, on a terminal: which file is being read or written, and how much of it. Elsewhere, and when
told to be quiet, nothing is shown."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from tqdm import tqdm
from tqdm.utils import CallbackIOWrapper

Entry = TypeVar("Entry")
DELAY = 1.0  # seconds before a bar appears: short work needs none

_quiet = False


def be_quiet(quiet: bool) -> None:
    global _quiet
    _quiet = quiet


def tell(line: str) -> None:
    """What was done, for people."""
    if not _quiet:
        print(line, file=sys.stderr)


def counted(number: int, noun: str) -> str:
    """`1 row`, `2 rows`, `3 capacities`."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number} {noun if number == 1 else plural}"


def bar(what: str, total: int | None, unit: str = "B") -> tqdm:
    """`total` in `unit`s; None: nobody knows."""
    hidden = True if _quiet else None  # None: where stderr is no terminal
    return tqdm(
        desc=what, total=total, unit=unit, unit_scale=True, leave=False, delay=DELAY, disable=hidden, file=sys.stderr
    )


def over(entries: Iterable[Entry], what: str, total: int | None = None, unit: str = "") -> Iterator[Entry]:
    """The entries, counted as they are taken."""
    with bar(what, total, unit) as shown:
        for entry in entries:
            yield entry
            shown.update()


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes, counted as they are read."""
    with open(path, "rb") as file, bar(f"reading {path.name}", path.stat().st_size) as shown:
        yield cast(BinaryIO, file if shown.disable else CallbackIOWrapper(shown.update, file, "read"))


@contextmanager
def writing(file: BinaryIO, name: str) -> Iterator[BinaryIO]:
    """`file`, whose bytes are counted as they are written."""
    with bar(f"writing {name}", None) as shown:
        yield cast(BinaryIO, file if shown.disable else CallbackIOWrapper(shown.update, file, "write"))
