"""Measurements as JSON lines, one file per experiment, so that a run can be stopped and taken up again."""

from __future__ import annotations

import datetime
import json
import math
import os
import platform
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WITHIN = 10  # a rival's point within so many times the tolerance counts as reached, in the rival's favour


class Records:
    """Appends to and reads `folder/experiment.jsonl`. `key` names the fields that identify a measurement."""

    key = ("set", "instance", "solver", "version", "tolerance", "repeat")

    def __init__(self, folder: Path, experiment: str):
        self.path = Path(folder) / f"{experiment}.jsonl"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._known = {self._key(record) for record in self.all()}

    def all(self) -> list[dict]:
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines() if line]

    def has(self, **fields) -> bool:
        return self._key(fields) in self._known

    def add(self, record: dict) -> None:
        record = record | {"date": datetime.date.today().isoformat(), "commit": commit(), "machine": machine()}
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
        self._known.add(self._key(record))

    def _key(self, record: dict) -> tuple:
        return tuple(record.get(field) for field in self.key)


def latest(records: list[dict]) -> list[dict]:
    """Of each measurement only those of the version measured last."""
    version = {}
    for record in records:
        version[_what(record)] = record["version"]
    return [record for record in records if record["version"] == version[_what(record)]]


def _what(record: dict) -> tuple:
    return record.get("set"), record["instance"], record["solver"], record["tolerance"]


def reached(record: dict) -> bool:
    allowed = record["tolerance"] * (1 if record["solver"].startswith("planwerk") else WITHIN)
    return record.get("kkt", math.inf) <= allowed


def seconds(record: dict) -> float:
    """Of the solve alone where the solver tells; else of the whole process, reading and writing included."""
    return record.get("solve_s", record["wall_s"])


def kind(instance: str) -> str:
    """FAMILY-GOODS of FAMILY-GOODS-SEED; FAMILY of FAMILY-SEED."""
    return instance.rsplit("-", 1)[0]


@cache
def commit() -> str:
    """Of the checkout; with a + where tracked files differ from it."""
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty=+", "--abbrev=10", "--exclude=*"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return described.stdout.strip() or "unknown"


@cache
def machine() -> str:
    processor = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []:
        if line.startswith("model name"):
            processor = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{processor}, {os.cpu_count()} cores, {memory:.0f} GiB"
