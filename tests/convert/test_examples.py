"""The example for analysts runs as it stands, and what it tells agrees with a reckoning by hand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_limit_and_frontier(planwerk, tmp_path):
    pytest.importorskip("matplotlib")
    done = subprocess.run(
        [sys.executable, ROOT / "tools/examples/limit_and_frontier.py"],
        env=os.environ | {"PLANWERK_BIN": planwerk, "PLANWERK_EXAMPLES": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "frontier.png").read_bytes().startswith(b"\x89PNG")
    # By hand: 1,600 MWh of warmth and 64 for 32 t of bread; the forest gives 500 / 0.6 MWh, gas the
    # rest at 0.22 t each.
    gas = 1664 - 500 / 0.6
    last_bend = float(re.findall(r"bend at ([\d.]+) t", done.stdout)[-1])
    assert last_bend == pytest.approx(gas * 0.22, abs=0.06)
    rows = dict(re.findall(r"^(\d+\.0) +([\d.]+) ", done.stdout, re.MULTILINE))
    assert rows["320.0"] == "1.000"
    # What 80 t allow goes to warmth once bread has its 64 MWh.
    assert float(rows["80.0"]) == pytest.approx((80 / 0.22 + 500 / 0.6 - 64) / 1600, abs=1e-3)
