"""Converted jobs through the planwerk binary: read without a fault, planned to the reference optimum, verified."""

from __future__ import annotations

import csv
import subprocess

import pytest

from planwerk.v1 import plan_pb2
from planwerk_tools import cli

HOURS = 1 / 3600


@pytest.fixture
def planned(data, planwerk, tmp_path):
    """Converts, plans within `tolerance` and verifies; returns the plan."""

    def plan(arguments: list[str], tolerance: float) -> plan_pb2.Plan:
        job, answer = tmp_path / "job.pb", tmp_path / "plan.pb"
        assert cli.main([*arguments, "-o", str(job)]) == 0
        limits = ["--tolerance", repr(tolerance), "--time-limit", "300s", "--device", "cpu"]
        run(planwerk, "check", job)
        run(planwerk, "plan", job, "-o", answer, *limits)
        run(planwerk, "verify", job, answer)
        return plan_pb2.Plan.FromString(answer.read_bytes())

    def run(*command):
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
        assert (
            done.returncode == 0
        ), f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}"

    return plan


def judge(plan: plan_pb2.Plan, least: float, relative: float) -> None:
    assert plan.certificate.max_shortage <= 1e-9
    assert plan.certificate.max_excess <= 1e-9
    assert all(need.coverage >= 1 - 1e-9 for need in plan.needs)
    assert plan.labour_kinds[0].used == pytest.approx(least, rel=relative)


def test_us_least_wages(data, planned):
    with open(data / "us-bea-2012/reference.csv", newline="") as file:
        reference = {line["quantity"]: float(line["value"]) for line in csv.DictReader(file)}
    least = reference["least_compensation_for_min(final_demand,actual_net_output)_musd"]
    judge(planned(["us-bea-2012", str(data / "us-bea-2012")], 1e-6), least, 1e-6)


@pytest.mark.parametrize(
    "name, relative",
    [
        *[(small, 1e-6) for small in ("tta", "sfy", "coi", "2.0", "spa", "kr2sxp", "bobang")],
        ("pysalf", 1e-5),
    ],
)
def test_factoriolab_optimum(data, planned, name, relative):
    folder = data / "recipes-factoriolab"
    with open(folder / "reference.csv", newline="") as file:
        least = {line["set"]: float(line["min_total_time"]) for line in csv.DictReader(file)}[name]
    judge(planned(["factoriolab", name, str(folder)], relative), least * HOURS, relative)


def test_world_of_2000_is_covered_as_recorded(data, planned):
    """Plant and primary inputs of the year suffice for all its needs, and nobody works more than recorded."""
    plan = planned(["wiod", str(data / "wiod-2000")], 1e-6)
    assert all(need.coverage >= 1 - 1e-6 for need in plan.needs)
    assert all(kind.used <= kind.offered * (1 + 1e-9) for kind in plan.labour_kinds)
    # What is paid for final demand is what it takes of primary inputs: 31,630,791 less 22 of rounding, from stock.
    assert sum(kind.used for kind in plan.labour_kinds) == pytest.approx(31630791 - 22, rel=1e-8)


def test_growth_of_a_metabolism(data, planned):
    """E. coli's core grows as published: 0.8739215069684306."""
    plan = planned(["metabolism", str(data / "metabolism-ecoli-core")], 1e-9)
    assert plan.needs[0].delivered == pytest.approx(0.8739215069684306, rel=1e-9)
    assert plan.certificate.max_shortage <= 1e-9


def test_least_carbon_of_two_regions(data, planned):
    """With plant, work and carbon of the base year all needs are covered; with a tenth less of it they are not."""
    folder = str(data / "us-maine-2020")
    recorded = planned(["useeio", folder, "--limit", "GHG=1"], 1e-6)
    assert all(need.coverage >= 1 - 1e-4 for need in recorded.needs)
    less = planned(["useeio", folder, "--limit", "GHG=0.9"], 1e-6)
    assert min(need.coverage for need in less.needs) < 0.99
    limit = {limit.limit: limit.value for limit in less.limits}["GHG"]
    assert limit == pytest.approx(0.9 * {limit.limit: limit.value for limit in recorded.limits}["GHG"], rel=1e-3)
