"""The package's type annotations agree with what it does."""

from __future__ import annotations

from pathlib import Path

import pytest

CONVERT = Path(__file__).resolve().parents[2] / "tools/convert"


def test_annotations(monkeypatch):
    api = pytest.importorskip("mypy.api")
    monkeypatch.chdir(CONVERT)
    found, faults, code = api.run(["--config-file", "pyproject.toml", "--cache-dir", "build/mypy"])
    assert code == 0, found + faults
