"""The table of sets in docs/data.md is true: each converts to what it says, is read by the C++ program, and has the
faults of the data that are told there, no others. Each job says where it comes from, and is the same every time."""

from __future__ import annotations

import functools
import hashlib
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from planwerk.v1 import job_pb2
from planwerk_tools import cli

TEXT = (Path(__file__).resolve().parents[2] / "docs/data.md").read_text()


@functools.cache
def rows() -> dict[str, list[int]]:
    """Command: products, recipes, amounts, needs, warnings."""
    table = TEXT[TEXT.index("## The sets") : TEXT.index("Known answers")]
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): [int(cell.replace(",", "")) for cell in row[1:6]] for row in cells}


def convert(data: Path, command: str, job: Path) -> Path:
    """Returns the set's folder."""
    what, *words = shlex.split(command)
    words = [str(data / word) if (data / word).exists() else word for word in words]
    assert cli.main([what, *words, "-o", str(job)]) == 0
    return next(Path(word) for word in words if Path(word).is_dir())


@pytest.fixture(scope="module")
def converted(data, tmp_path_factory):
    """By command: the set's folder, and the job, converted once."""

    @functools.cache
    def once(command: str) -> tuple[Path, Path]:
        job = tmp_path_factory.mktemp("set") / "job.pb"
        return convert(data, command, job), job

    return once


@pytest.mark.parametrize("command", rows())
def test_counts_warnings_and_provenance(converted, planwerk, command):
    folder, file = converted(command)
    job = job_pb2.Job.FromString(file.read_bytes()).economy
    flows = sum(len(r.inputs) + len(r.outputs) + len(r.labour) + len(r.capacities) for r in job.recipes)
    checked = subprocess.run([planwerk, "check", file], capture_output=True, text=True)
    faults = re.search(r"(\d+) errors?, (\d+) warnings?", checked.stdout)
    assert checked.returncode == 0 and faults.group(1) == "0", checked.stdout[-2000:]
    assert [len(job.products), len(job.recipes), flows, len(job.needs), int(faults.group(2))] == rows()[command]
    source = job.provenance
    assert source.source and source.version and source.licence
    inputs = [note.split() for note in source.notes if note.startswith("input ")]
    assert inputs and all(
        hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest for _, name, _, digest in inputs
    )


# The smallest set of each converter.
SMALL = {command.split()[0]: command for command in sorted(rows(), key=lambda each: rows()[each][2], reverse=True)}


@pytest.mark.parametrize("command", SMALL.values())
def test_same_input_same_bytes(converted, data, tmp_path, command):
    convert(data, command, tmp_path / "again.pb")
    assert (tmp_path / "again.pb").read_bytes() == converted(command)[1].read_bytes()
