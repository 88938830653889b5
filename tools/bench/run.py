"""Benchmarks of planwerk. Results are JSON lines below --results; a run that was stopped goes on where it was.

run.py instances                      economies of the generator as MPS files
run.py side-by-side FILE...           planwerk and HiGHS on the same programmes, judged alike
run.py families                       planwerk to tolerance over families and sizes of the generator
run.py products FOLDER                matrix products to tolerance, own choice of scaling against Ruiz alone
run.py answers                        answers about short needs, beside the plan that they are about
run.py lp-sets                        Netlib, Kennington, PDS and infeasible programmes
run.py report                         tables and plots of docs/performance.md
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import answers
import experiments
import report
from records import ROOT, Records
from solvers import names


def main() -> int:
    options = _parse()
    options.results.mkdir(parents=True, exist_ok=True)
    if options.experiment == "instances":
        for path in experiments.write_instances(options.instances, options.families, options.sizes, options.seeds):
            print(path)
    elif options.experiment == "report":
        report.write(options.results, options.page)
    elif options.experiment == "answers":
        answers.answers(Records(options.results, "answers"), options)
    else:
        measure = getattr(experiments, options.experiment.replace("-", "_"))
        measure(Records(options.results, options.experiment), options)
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=Path, default=ROOT / "build/bench/results")
    commands = parser.add_subparsers(dest="experiment", required=True)

    def command(name: str, tolerances: list[float] | None = None, time_limit: float = 1200, repeats: int = 3):
        sub = commands.add_parser(name)
        if tolerances:
            sub.add_argument("--tolerances", type=float, nargs="+", default=tolerances)
            sub.add_argument("--time-limit", type=float, default=time_limit, help="seconds each")
            sub.add_argument("--threads", type=int, default=2)
            sub.add_argument("--repeats", type=int, default=repeats)
        return sub

    instances = command("instances")
    sweep = command("families", [1e-4, 1e-6], time_limit=600, repeats=1)
    for each in (instances, sweep):
        each.add_argument("--instances", type=Path, default=ROOT / "build/bench/instances")
        each.add_argument("--families", nargs="+", default=["shortrun", "longrun", "joint", "degenerate"])
        each.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000, 20000])
        each.add_argument("--seeds", type=int, nargs="+", default=[1])

    side = command("side-by-side", [1e-6])
    side.add_argument("files", type=Path, nargs="+")
    side.add_argument("--solvers", nargs="+", choices=names(), default=names())

    products = command("products", [1e-4, 1e-6], time_limit=600, repeats=1)
    products.add_argument("folder", type=Path, help="FAMILY-SEED.mps with FAMILY-SEED.units beside each")
    products.add_argument("--scalings", nargs="+", default=["auto", "ruiz"])
    products.add_argument("--product-limit", type=int, default=400000)

    kernels = command("kernels")
    kernels.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000, 100000, 1000000], help="goods")
    kernels.add_argument("--threads", type=int, default=2)

    asked = command("answers")
    asked.add_argument("--families", nargs="+", default=["shortrun", "joint", "longrun", "degenerate"])
    asked.add_argument("--sizes", type=int, nargs="+", default=[5000, 20000], help="goods")
    asked.add_argument("--exact-size", type=int, default=5000, help="goods up to which all answers are exact")
    asked.add_argument("--tolerance", type=float, default=1e-9, help="of the plans")
    asked.add_argument("--threads", type=int, default=2)
    asked.add_argument("--repeats", type=int, default=3)

    sets = command("lp-sets", [1e-4], time_limit=300, repeats=1)
    sets.add_argument("--data", type=Path, default=experiments.data_folder())
    sets.add_argument("--solvers", nargs="+", choices=names(), default=["planwerk"])
    sets.add_argument("--sets", nargs="+", choices=experiments.LP_SETS, default=list(experiments.LP_SETS))

    pages = command("report")
    pages.add_argument("--page", type=Path, default=ROOT / "docs/performance.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
