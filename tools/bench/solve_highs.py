"""Solves one MPS file with one algorithm of HiGHS, in a process of its own. Facts as one JSON line on stdout.

Crossover is off: a point within the tolerance is what is asked for, and HiGHS is faster without.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import highspy
import numpy as np

from lp_files import Solution, from_highs, write_solution

ALGORITHMS = ("simplex", "ipx", "hipo", "pdlp", "hipdlp")
STATUSES = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnbounded: "unbounded",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "infeasible_or_unbounded",
    highspy.HighsModelStatus.kTimeLimit: "time_limit",
    highspy.HighsModelStatus.kIterationLimit: "iteration_limit",
}


def main() -> int:
    options = _parse()
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    for name, value in _settings(options).items():
        if highs.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            print(json.dumps({"status": "unavailable", "reason": f"{name} = {value} is refused"}))
            return 0
    started = time.perf_counter()
    highs.readModel(str(options.mps))
    read = time.perf_counter()
    highs.run()
    finished = time.perf_counter()

    status = STATUSES.get(highs.getModelStatus(), str(highs.getModelStatus()).split(".")[-1])
    info = highs.getInfo()
    print(
        json.dumps(
            {
                "status": status,
                "objective": info.objective_function_value,
                "read_s": read - started,
                "solve_s": finished - read,
                "iterations": _iterations(info),
                "version": f"HiGHS {highs.version()}",
            }
        )
    )
    found = highs.getSolution()
    if options.output and found.value_valid and found.dual_valid:
        lp = from_highs(highs)
        point = Solution(status, info.objective_function_value, np.array(found.col_value), np.array(found.row_dual))
        write_solution(options.output, lp, point)
    return 0


def _settings(options) -> dict:
    settings = {
        "solver": options.algorithm,
        "kkt_tolerance": options.tolerance,
        "time_limit": options.time_limit,
        "threads": options.threads,
    }
    return settings if options.algorithm == "simplex" else settings | {"run_crossover": "off"}


def _iterations(info) -> int:
    return max(info.simplex_iteration_count, info.ipm_iteration_count, info.pdlp_iteration_count)


def _parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mps", type=Path)
    parser.add_argument("--algorithm", choices=ALGORITHMS, required=True)
    parser.add_argument("--tolerance", type=float, default=1e-6)
    parser.add_argument("--time-limit", type=float, default=1200.0)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
