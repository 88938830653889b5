"""Where the real data and the planwerk binary are; tests that need one of them skip where it is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def data() -> Path:
    folder = Path(os.environ.get("PLANWERK_DATA", ROOT.parent / "shared/data"))
    if not folder.is_dir():
        pytest.skip(f"no data sets at {folder} (set PLANWERK_DATA)")
    return folder


@pytest.fixture(scope="session")
def planwerk() -> str:
    built = sorted(ROOT.glob("build/*/bin/planwerk"), key=lambda path: path.parts[-3] != "release")
    found = os.environ.get("PLANWERK_BIN") or next(map(str, built), None)
    if found is None:
        pytest.skip("no planwerk binary in build/*/bin (set PLANWERK_BIN)")
    return found
