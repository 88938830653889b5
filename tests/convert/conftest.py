"""Where the real data and the planwerk binary are; tests that need one of them skip where it is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planwerk.v1 import job_pb2
from planwerk_tools import cli

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def data() -> Path:
    folder = Path(os.environ.get("PLANWERK_DATA", ROOT.parent / "shared/data"))
    if not folder.is_dir():
        pytest.skip(f"no data sets at {folder} (set PLANWERK_DATA)")
    return folder


@pytest.fixture
def same_bytes(tmp_path):
    """Converts twice by the command line; the jobs must be equal byte by byte and name each input with its hash. Returns
    one of them."""

    def convert_twice(*words) -> Path:
        jobs = [tmp_path / "first.pb", tmp_path / "second.pb"]
        for job in jobs:
            assert cli.main([*map(str, words), "-o", str(job)]) == 0
        assert jobs[0].read_bytes() == jobs[1].read_bytes()
        source = job_pb2.Job.FromString(jobs[0].read_bytes()).economy.provenance
        assert source.source
        assert any(note.startswith("input ") and len(note.split()[-1]) == 64 for note in source.notes)
        return jobs[0]

    return convert_twice


@pytest.fixture(scope="session")
def planwerk() -> str:
    built = sorted(ROOT.glob("build/*/bin/planwerk"), key=lambda path: path.parts[-3] != "release")
    found = os.environ.get("PLANWERK_BIN") or next(map(str, built), None)
    if found is None:
        pytest.skip("no planwerk binary in build/*/bin (set PLANWERK_BIN)")
    return found
