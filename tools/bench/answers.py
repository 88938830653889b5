"""Seconds of whole commands that answer questions about a plan, beside those of the plan itself."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from pathlib import Path

from records import Records
from solvers import binary, version

INTERVALS = "intervals"  # the question whose answers rest on the plan's valuations


def answers(records: Records, options) -> None:
    """Why every short need is short: exactly, or beyond --exact-size goods by valuations and intervals. Plans (without
    answers, and with those that are written along) and answers alternate, so that a drift of the machine meets all
    alike."""
    for family in options.families:
        for goods in options.sizes:
            with tempfile.TemporaryDirectory() as folder:
                job = Path(folder) / "job.pbs"
                _run("generate", "--family", family, "--goods", str(goods), "--seed", "1", "-o", job)
                for repeat in range(options.repeats):
                    _measure(records, options, f"{family}-{goods}-1", job, goods, repeat)


def _measure(records: Records, options, instance: str, job: Path, goods: int, repeat: int) -> None:
    exact = goods <= options.exact_size
    question = "exact" if exact else INTERVALS
    key = {
        "set": "answers",
        "instance": instance,
        "solver": question,
        "version": version("planwerk"),
        "tolerance": options.tolerance,
        "repeat": repeat,
    }
    if records.has(**key):
        return
    threads = ["--threads", str(options.threads)]
    plan = job.with_name("plan.pbs")
    plan_s = _run("plan", job, "--tolerance", str(options.tolerance), *threads, "-q")
    written_s = _run("plan", job, "--tolerance", str(options.tolerance), *threads, "-q", "-o", plan)
    explain = ["explain", job, plan, *threads, *(["--exact"] if exact else [])]
    answers_s = _run(*explain)
    data = job.with_name("answers.json")
    _run(*explain, "--json", into=data)
    told = json.loads(data.read_text(encoding="utf-8"))["answers"]
    facts = {
        "plan_s": plan_s,
        "written_plan_s": written_s,
        "answers_s": answers_s,
        "needs": len(told),
        "exact_needs": sum(answer["exact"] for answer in told),
        "shares_miss_1_by": max((abs(1 - _sum_of_shares(answer)) for answer in told if answer["exact"]), default=0),
        "threads": options.threads,
    }
    records.add(key | facts)
    print(instance, question, "  ".join(f"{name} {value:.3g}" for name, value in facts.items()), flush=True)


def _sum_of_shares(answer: dict) -> float:
    return sum(bottleneck["share"] for bottleneck in answer["bottlenecks"])


def _run(*words, into: Path | None = None) -> float:
    """Seconds of wall time of the whole command, reading and writing included."""
    begin = time.perf_counter()
    with open(into or "/dev/null", "w", encoding="utf-8") as output:
        done = subprocess.run([binary(), *map(str, words)], stdout=output, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 4):
        raise RuntimeError(f"{' '.join(map(str, words))}: {done.stderr}")
    return time.perf_counter() - begin
