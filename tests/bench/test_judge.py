"""The judge against hand-worked figures, and the whole path through HiGHS on a small programme."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("highspy")
BENCH = Path(__file__).resolve().parents[2] / "tools/bench"
sys.path.insert(0, str(BENCH))

from judge import judge  # noqa: E402
from lp_files import Solution, read_mps, read_solution, read_units  # noqa: E402

# max 3 bread + 2 cake   s.t.  flour: bread + 2 cake <= 4,  oven: bread + cake <= 3,  both >= 0
# x* = (3, 0)   shadow prices: flour 0, oven 3   value 9
BAKERY = """NAME bakery
OBJSENSE
    MAX
ROWS
 N value
 L flour
 L oven
COLUMNS
 bread value 3 flour 1
 bread oven 1
 cake value 2 flour 2
 cake oven 1
RHS
 rhs flour 4 oven 3
ENDATA
"""


@pytest.fixture
def bakery(tmp_path):
    path = tmp_path / "bakery.mps"
    path.write_text(BAKERY)
    return path


def point(primal, dual):
    return Solution("optimal", None, np.array(primal, float), np.array(dual, float))


def test_optimum_has_no_residuals(bakery):
    verdict = judge(read_mps(bakery), point([3, 0], [0, 3]))
    assert verdict.kkt == 0
    assert verdict.objective == 9


def test_residuals_by_hand(bakery):
    # (3, 1): flour 5 > 4, oven 4 > 3. Sides (4, 3): norm 5. Dual (0, 2): bread earns 3 - 2 = 1 more than it costs and
    # has no upper bound. Costs (3, 2). Primal objective 11, dual 6.
    verdict = judge(read_mps(bakery), point([3, 1], [0, 2]))
    assert verdict.primal_residual == pytest.approx(np.sqrt(2) / 6)
    assert verdict.dual_residual == pytest.approx(1 / (1 + np.sqrt(13)))
    assert verdict.relative_gap == pytest.approx(5 / 18)


def test_a_dual_of_the_wrong_sign_is_a_residual(bakery):
    # Flour has no lower side: a negative shadow price is paid by nothing. Reduced costs 3 - 3 + 1, 2 - 3 + 2.
    verdict = judge(read_mps(bakery), point([3, 0], [-1, 3]))
    assert verdict.dual_residual == pytest.approx(np.sqrt(1 + 1 + 1) / (1 + np.sqrt(13)))


def test_units_measure_the_violations(bakery, tmp_path):
    units = tmp_path / "bakery.units"
    units.write_text("row flour 10\ncolumn cake 0.5\n")
    lp = read_mps(bakery)
    verdict = judge(lp, point([3, 1], [0, 2]), read_units(units, lp))
    assert verdict.primal_residual == pytest.approx(np.sqrt(10**2 + 1) / (1 + np.sqrt(40**2 + 3**2)))
    assert verdict.dual_residual == pytest.approx(1 / (1 + np.sqrt(3**2 + 1**2)))


@pytest.mark.parametrize("algorithm", ["simplex", "ipx", "pdlp"])
def test_highs_through_its_files(bakery, tmp_path, algorithm):
    output = tmp_path / "solution"
    command = [sys.executable, BENCH / "solve_highs.py", bakery, "--algorithm", algorithm, "-o", output]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(run.stdout)["status"] == "optimal"
    lp = read_mps(bakery)
    solution = read_solution(output, lp)
    assert solution.objective == pytest.approx(9, rel=1e-5)
    verdict = judge(lp, solution)
    assert verdict.kkt < 1e-5
    assert verdict.objective == pytest.approx(9, rel=1e-5)
