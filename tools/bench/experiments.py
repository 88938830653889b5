"""What is measured: each function runs the measurements that the records do not have yet."""

from __future__ import annotations

import csv
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from lp_files import read_mps
from records import ROOT, Records
from solvers import Task, binary, kernel_times, products_to_tolerance, solve, version

# Sets of the data folder; of lp-pds only pds-30.
LP_SETS = {
    "lp-netlib": ("optima.csv", None),
    "lp-kennington": ("optima.csv", None),
    "lp-pds": ("optima.csv", ["pds-30", "pds-40"]),
    "lp-meszaros": ("optima.csv", None),
    "lp-infeasible": ("index.csv", None),
}


def data_folder() -> Path:
    return Path(os.environ.get("PLANWERK_DATA", ROOT.parent / "shared/data"))


def write_instances(folder: Path, families: list[str], sizes: list[int], seeds: list[int]) -> Iterator[Path]:
    """Economies of `planwerk generate` as MPS files FAMILY-GOODS-SEED.mps.gz; those that exist are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for family in families:
        for goods in sizes:
            for seed in seeds:
                mps = folder / f"{family}-{goods}-{seed}.mps.gz"
                if not mps.exists():
                    _generate(mps, family, goods, seed)
                yield mps


def _generate(mps: Path, family: str, goods: int, seed: int) -> None:
    job = mps.with_suffix("").with_suffix(".pbs")
    partial = mps.with_name("partial-" + mps.name)
    chosen = ["--family", family, "--goods", str(goods), "--seed", str(seed)]
    subprocess.run([binary(), "generate", *chosen, "-o", str(job)], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([binary(), "lp", str(job), "-o", str(partial)], check=True, stdout=subprocess.DEVNULL)
    partial.rename(mps)


def side_by_side(records: Records, options) -> None:
    """All solvers on each file in turn, round by round, so that a drift of the machine meets all alike."""
    for path in options.files:
        lp = read_mps(path)
        for tolerance in options.tolerances:
            for repeat in range(options.repeats):
                for solver in options.solvers:
                    task = Task(path, tolerance, options.time_limit, options.threads)
                    _measure(records, solver, task, lp, repeat, _size(lp))


def families(records: Records, options) -> None:
    for path in write_instances(options.instances, options.families, options.sizes, options.seeds):
        lp = read_mps(path)
        for tolerance in options.tolerances:
            for repeat in range(options.repeats):
                task = Task(path, tolerance, options.time_limit, options.threads)
                _measure(records, "planwerk", task, lp, repeat, _size(lp))


def products(records: Records, options) -> None:
    """Matrix products that planwerk's own choice of scaling needs, and Ruiz alone, residuals in the units beside.

    One run passes all tolerances on its way to the tightest; each gets a record.
    """
    for path in sorted(options.folder.glob("*.mps*")):
        name = path.name.split(".mps")[0]
        units = path.with_name(name + ".units")
        task = Task(
            path, min(options.tolerances), options.time_limit, options.threads, units if units.exists() else None
        )
        for scaling in options.scalings:
            fields = {"instance": name, "solver": f"planwerk {scaling}", "version": version("planwerk_bench_solve")}
            if records.has(**fields, tolerance=task.tolerance, repeat=0):
                continue
            passed = products_to_tolerance(task, scaling, options.product_limit)
            for tolerance in sorted(options.tolerances, reverse=True):
                facts = _at(passed, tolerance)
                records.add(fields | {"repeat": 0, "tolerance": tolerance} | facts)
                _tell(name, fields["solver"], tolerance, facts)


def kernels(records: Records, options) -> None:
    """One record per kernel and size, from kernels.cpp: time, bytes, share of the measured copy bandwidth."""
    sizes = [goods for goods in options.sizes if not records.has(**_kernel_run(goods), instance="pdhg iteration")]
    if not sizes:
        return
    for line in kernel_times(sizes, options.threads):
        print(
            f"{line['kernel']}  {line['goods']}  {line['microseconds']:g} us  {line['share_of_copy']:.0%}", flush=True
        )
        records.add(_kernel_run(line["goods"]) | {"instance": line["kernel"]} | line)


def _kernel_run(goods: int) -> dict:
    return {"solver": f"{goods} goods", "version": version("planwerk_kernel_bench"), "tolerance": None, "repeat": 0}


def _at(passed: list[dict], tolerance: float) -> dict:
    """The line of the first point within the tolerance; where there is none, how far the run came."""
    line = next((line for line in passed if line.get("tolerance", 0) <= tolerance * 1.0001 and "kkt" in line), None)
    if line is None:
        return {"reached": False, "products": passed[-1]["matrix_products"], "kkt": passed[-1]["best_kkt"]}
    facts = {"reached": True, "products": line["matrix_products"], "solve_s": line["seconds"], "kkt": line["kkt"]}
    return facts | {"scaling": line["scaling"], "objective": line["objective"]}


def lp_sets(records: Records, options) -> None:
    for folder in options.sets:
        index, chosen = LP_SETS[folder]
        with open(options.data / folder / index, newline="", encoding="utf-8") as file:
            entries = [line for line in csv.DictReader(file) if chosen is None or line["name"] in chosen]
        for entry in entries:
            path = options.data / folder / f"{entry['name']}.mps.gz"
            lp = None
            for tolerance in options.tolerances:
                for solver in options.solvers:
                    known = {"set": folder, "clp_optimum": entry.get("clp_optimum"), "truth": entry.get("status")}
                    lp = lp or read_mps(path)
                    task = Task(path, tolerance, options.time_limit, options.threads)
                    _measure(records, solver, task, lp, 0, known | _size(lp))


def _measure(records: Records, solver: str, task: Task, lp, repeat: int, more: dict) -> None:
    name = task.mps.name.split(".mps")[0]
    key = {"set": more.get("set"), "instance": name, "solver": solver, "version": version(solver)}
    if records.has(**key, tolerance=task.tolerance, repeat=repeat):
        return
    facts = solve(solver, task, lp)
    records.add(facts | more | {"instance": name, "repeat": repeat, "time_limit_s": task.time_limit_s})
    _tell(name, solver, task.tolerance, facts)


def _size(lp) -> dict:
    return {"rows": lp.matrix.shape[0], "columns": lp.matrix.shape[1], "nonzeros": int(lp.matrix.nnz)}


def _tell(name: str, solver: str, tolerance: float, facts: dict) -> None:
    shown = {key: facts[key] for key in ("status", "claimed", "products", "solve_s", "wall_s", "kkt") if key in facts}
    values = "  ".join(
        f"{key} {value:.3g}" if isinstance(value, float) else f"{key} {value}" for key, value in shown.items()
    )
    print(f"{name}  {solver}  {tolerance:g}  {values}", flush=True)
