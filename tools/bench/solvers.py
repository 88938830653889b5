"""Planwerk and its rivals behind one face: an MPS file in, a solution file and measured facts out."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import highspy

from judge import judge
from lp_files import LinearProgram, read_mps, read_solution, read_units
from records import ROOT
from solve_highs import ALGORITHMS

HERE = Path(__file__).resolve().parent


@dataclass
class Task:
    mps: Path
    tolerance: float
    time_limit_s: float
    threads: int
    units: Path | None = None  # measuring units for the verdict


@cache
def binary(name: str = "planwerk") -> str:
    """The newest of build/*/bin, or what $PLANWERK_BIN names; its neighbours then come from the same folder."""
    if os.environ.get("PLANWERK_BIN"):
        return str(Path(os.environ["PLANWERK_BIN"]).with_name(name))
    built = sorted(ROOT.glob(f"build/*/bin/{name}"), key=lambda path: path.stat().st_mtime)
    if not built:
        raise FileNotFoundError(f"no {name} in build/*/bin; build it or set PLANWERK_BIN")
    return str(built[-1])


def names() -> list[str]:
    return ["planwerk", *ALGORITHMS]


@cache
def version(solver: str) -> str:
    if solver in ALGORITHMS:
        return f"HiGHS {highspy.Highs().version()}"
    if solver != "planwerk":
        return f"{solver} ({_digest(solver)})"
    # The version alone does not tell two builds apart, so the binary's own hash stands with it.
    shown = subprocess.run([binary(), "--version"], capture_output=True, text=True, check=True)
    return f"{shown.stdout.splitlines()[0].strip()} ({_digest('planwerk')})"


def _digest(name: str) -> str:
    return hashlib.sha256(Path(binary(name)).read_bytes()).hexdigest()[:10]


def solve(solver: str, task: Task, lp: LinearProgram | None = None) -> dict:
    """Runs the solver in its own process and judges the point it leaves. Never takes the solver's word."""
    lp = lp or read_mps(task.mps)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "solution"
        command = _command(solver, task, output)
        run = _timed(command, 1.2 * task.time_limit_s + 60)
        facts = _facts(run.stdout) | {"wall_s": run.wall_s, "peak_mib": run.peak_mib, "exit_code": run.exit_code}
        if output.exists():
            solution = read_solution(output, lp)
            facts["claimed"] = solution.status
            facts |= _verdict("", judge(lp, solution))
            if task.units:
                facts |= _verdict("_units", judge(lp, solution, read_units(task.units, lp)))
    return facts | {"solver": solver, "version": version(solver), "tolerance": task.tolerance}


def _command(solver: str, task: Task, output: Path) -> list[str]:
    limits = ["--tolerance", repr(task.tolerance), "--threads", str(task.threads), "-o", str(output)]
    if solver == "planwerk":
        chosen = ["--json", "--device", "cpu", "--time-limit", f"{task.time_limit_s:g}s"]
        return [binary(), "solve", str(task.mps), *chosen, *limits]
    chosen = ["--algorithm", solver, "--time-limit", repr(task.time_limit_s)]
    return [sys.executable, str(HERE / "solve_highs.py"), str(task.mps), *chosen, *limits]


def products_to_tolerance(task: Task, scaling: str, product_limit: int) -> list[dict]:
    """What tools/bench/solve.cpp prints: one dict per power of ten that it reached, and one for the end."""
    command = [binary("planwerk_bench_solve"), str(task.mps), "--scaling", scaling, "--tolerance", repr(task.tolerance)]
    command += ["--products", str(product_limit), "--time-limit", repr(task.time_limit_s)]
    command += ["--threads", str(task.threads)] + (["--units", str(task.units)] if task.units else [])
    run = _timed(command, 1.2 * task.time_limit_s + 60)
    if run.exit_code != 0:
        raise RuntimeError(f"{' '.join(command)}: exit code {run.exit_code}")
    return [json.loads(line) for line in run.stdout.splitlines()]


def kernel_times(sizes: list[int], threads: int) -> list[dict]:
    """What tools/bench/kernels.cpp prints: one dict per kernel and number of goods."""
    chosen = ["--device", "cpu", "--threads", str(threads), "--goods", ",".join(map(str, sizes))]
    run = _timed([binary("planwerk_kernel_bench"), *chosen], 1800)
    told = json.loads(run.stdout)
    return [line | {"copy_gb_per_s": told["copy_gb_per_s"]} for line in told["measurements"]]


@dataclass
class _Run:
    stdout: str
    exit_code: int
    wall_s: float
    peak_mib: float


def _timed(command: list[str], kill_after_s: float) -> _Run:
    with tempfile.TemporaryFile("w+") as stdout:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=stdout, stderr=subprocess.DEVNULL)
        killer = threading.Timer(kill_after_s, process.kill)
        killer.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - started
        killer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        stdout.seek(0)
        return _Run(stdout.read(), process.returncode, wall_s, usage.ru_maxrss / 1024)


def _facts(stdout: str) -> dict:
    """What a solver tells of itself: one JSON value on stdout, `planwerk solve --json` and solve_highs.py alike."""
    told = json.loads(stdout) if stdout.strip() else {}
    names = {"time_s": "solve_s", "matrix_products": "products"}
    kept = ("status", "reason", "solve_s", "read_s", "iterations", "time_s", "matrix_products")
    return {names.get(name, name): told[name] for name in kept if name in told}


def _verdict(suffix: str, verdict) -> dict:
    if verdict is None:
        return {}
    return {
        f"kkt{suffix}": verdict.kkt,
        f"primal_residual{suffix}": verdict.primal_residual,
        f"dual_residual{suffix}": verdict.dual_residual,
        f"relative_gap{suffix}": verdict.relative_gap,
        f"objective{suffix}": verdict.objective,
    }
