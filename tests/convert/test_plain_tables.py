"""Plain tables: the template, the way to a job and back, plans as tables."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest

from planwerk.v1 import job_pb2, plan_pb2
from planwerk_tools import cli, exchange, frames, messages, plain_tables
from planwerk_tools.job_messages import to_job
from planwerk_tools.tables import TableFault


@pytest.fixture
def folder(tmp_path):
    exchange.template(tmp_path / "village")
    return tmp_path / "village"


def job_of(path) -> job_pb2.Job:
    return to_job(plain_tables.convert(path)[0])


def without_notes(job: job_pb2.Job) -> job_pb2.Job:
    del job.economy.provenance.notes[:]
    return job


def test_template_is_a_job(folder):
    job = job_of(folder).economy
    assert [product.id for product in job.products] == ["grain", "flour", "bread", "noodles", "nitrate", "wood"]
    assert job.products[4].balance == 2
    grow = job.recipes[0]
    assert [(flow.product, flow.amount) for flow in grow.inputs] == [("grain", pytest.approx(0.18))]  # 180 kg
    assert job.recipes[1].outputs[0].amount == pytest.approx(0.78)
    assert job.recipes[3].labour[0].amount == pytest.approx(1.5) and job.recipes[3].upper_activity == 20
    assert job.recipes[2].strain == 0.2
    bread = job.needs[0]
    assert bread.amount_per_head == pytest.approx(0.07)
    assert [(way.product, way.rate if way.HasField("rate") else 1, way.regret) for way in bread.alternatives] == [
        ("bread", 1, 0),
        ("noodles", 1.2, 0.5),
    ]
    assert [(step.hours, step.burden) for step in job.labour_offers[0].steps] == [(300, 1), (200, 2)]
    assert job.limits[0].upper == 80 and not job.limits[0].HasField("lower")
    assert (job.stocks[0].opening, job.stocks[0].closing) == (0.5, 0.3)
    assert job.objective.hours_per_coverage == 1


def test_workbook_and_folder_are_the_same_job(folder, tmp_path):
    exchange.template(tmp_path / "village.xlsx")
    assert without_notes(job_of(tmp_path / "village.xlsx")) == without_notes(job_of(folder))


@pytest.mark.parametrize("form", ["folder", "out.xlsx"])
def test_job_to_tables_and_back(folder, tmp_path, form):
    first = job_of(folder)
    frames.write(frames.of_job(first), tmp_path / form)
    assert without_notes(job_of(tmp_path / form)) == without_notes(first)


def test_same_tables_same_bytes(folder, same_bytes):
    same_bytes("tables", folder)


def test_cohorts_and_settings_may_be_left_out(folder):
    (folder / "cohorts.csv").unlink()
    (folder / "settings.csv").unlink()
    economy, _ = plain_tables.convert(folder)
    assert economy.cohorts[["id", "size"]].values.tolist() == [["village", 1]]
    assert economy.name == "village" and economy.hours_per_coverage == 1
    assert sum("each cohort" in note or "hours_per_coverage" in note for note in economy.provenance.notes) == 2


TIERS = """tier,aim,tolerance,depth,origin,product,recipe,coefficient
first,worst off,,2,assembly,,,
then,coverage,0.001,,,,,
least,use,,,water board,nitrate,,
least,,,,,,cut_wood,0.5
"""


def test_tiers(folder, tmp_path):
    (folder / "tiers.csv").write_text(TIERS)
    job = job_of(folder)
    first, then, least = job.economy.objective.tiers
    assert (first.aim, first.depth, first.origin, first.HasField("tolerance")) == (2, 2, "assembly", False)
    assert (then.aim, then.tolerance, then.HasField("depth")) == (3, 0.001, False)
    assert [(term.product, term.recipe, term.coefficient) for term in least.terms] == [
        ("nitrate", "", 1),
        ("", "cut_wood", 0.5),
    ]
    frames.write(frames.of_job(job), tmp_path / "back")
    assert without_notes(job_of(tmp_path / "back")) == without_notes(job)


def test_plan_to_tables(tmp_path):
    plan = plan_pb2.Plan(job_name="village", status=plan_pb2.Plan.OPTIMAL)
    plan.recipes.add(recipe="bake", name="Bake", activity=2.5)
    need = plan.needs.add(need="eat", unit="t", coverage=0.5)
    need.deliveries.add(product="bread", amount=3)
    need.deliveries.add(product="noodles", amount=1)
    plan.labour_offers.add(offer="villagers", hours=[300, 12.5])
    plan.certificate.objective = -7.25
    (tmp_path / "plan.pb").write_bytes(plan.SerializeToString())
    for form, read in (("csv", pd.read_csv), ("parquet", pd.read_parquet)):
        assert cli.main(["export", str(tmp_path / "plan.pb"), "--form", form, "-o", str(tmp_path / form)]) == 0
        assert read(tmp_path / form / f"recipes.{form}")["activity"].tolist() == [2.5]
        deliveries = read(tmp_path / form / f"needs_deliveries.{form}")
        assert deliveries.values.tolist() == [["eat", "bread", 3], ["eat", "noodles", 1]]
        assert read(tmp_path / form / f"labour_offers_hours.{form}")["hours"].tolist() == [300, 12.5]
        summary = read(tmp_path / form / f"summary.{form}").set_index("key")["value"]
        assert summary["status"] == "OPTIMAL" and float(summary["certificate.objective"]) == -7.25
    assert cli.main(["export", str(tmp_path / "plan.pb"), "-o", str(tmp_path / "plan.xlsx")]) == 0
    assert openpyxl.load_workbook(tmp_path / "plan.xlsx")["needs"]["A2"].value == "eat"


def test_jobs_are_told_from_plans(folder, tmp_path):
    job = tmp_path / "job.pb"
    for form in (".pb", ".json", ".textproto"):
        job = tmp_path / f"job{form}"
        assert cli.main(["tables", str(folder), "-o", str(job)]) == 0
        assert isinstance(messages.read(job), job_pb2.Job)
    (tmp_path / "noise.json").write_text("{}")
    with pytest.raises(TableFault, match="neither a job nor a plan"):
        messages.read(tmp_path / "noise.json")
    with pytest.raises(TableFault, match="planwerk convert"):
        assert cli.main(["tables", str(folder), "-o", str(tmp_path / "job.pbs")]) == 0
        messages.read(tmp_path / "job.pbs")


def test_template_is_planned(folder, planwerk, tmp_path):
    import subprocess

    job, plan = tmp_path / "job.pb", tmp_path / "plan.pb"
    assert cli.main(["tables", str(folder), "-o", str(job)]) == 0
    for command in (["check", job], ["plan", job, "-o", plan], ["verify", job, plan]):
        done = subprocess.run([planwerk, *map(str, command)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    answer = messages.read(plan)
    # 80 kg of nitrate are 2.67 ha of the 6: land is not what binds.
    assert {limit.limit: limit.value for limit in answer.limits}["nitrate"] == pytest.approx(80, rel=1e-9)
    assert {need.need: need.coverage for need in answer.needs}["warmth"] >= 0.5
