"""Jobs and plans as frames: the way there and back, judged by what the C++ program makes of both."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from google.protobuf import text_format

from planwerk.v1 import job_pb2
from planwerk_tools.documents import Job, Plan
from planwerk_tools.tables import TableFault

EXAMPLES = Path(__file__).resolve().parents[2] / "proto/examples"


@pytest.fixture
def plan_of(planwerk, tmp_path):
    def plan(job: Path) -> Plan:
        answer = tmp_path / f"{job.stem}.plan.pb"
        subprocess.run([planwerk, "plan", str(job), "-o", str(answer), "--device", "cpu", "-q"], check=True)
        return Plan.read(answer)

    return plan


# What the examples do not say.
RICH = """
economy {
  name: "all there is" provenance { source: "made up" notes: "first" notes: "second" }
  products { id: "bread" unit: "t" group: "food" }
  products { id: "ash" unit: "kg" balance: EXACT }
  products { id: "air" unit: "m3" balance: FREE }
  recipes { id: "bake" outputs { product: "bread" amount: 2 unit: "kg" } outputs { product: "ash" amount: 0.1 }
            labour { kind: "work" amount: 30 unit: "min" } strain: 0.5 lower_activity: 1 }
  recipes { id: "spread" inputs { product: "ash" amount: 1 } }
  cohorts { id: "all" size: 7 }
  needs { id: "eat" cohort: "all" amount_per_head: 3 unit: "kg" alternatives { product: "bread" rate: 0.5 regret: 1 }
          steps { width: 0.25 value: 9 } steps { width: 0.75 value: 0 } weight: 2 weight_origin: "all" floor: 0.1 }
  needs { id: "more" cohort: "all" amount_per_head: 1 alternatives { product: "bread" } alternatives { product: "air" } }
  labour_kinds { id: "magic" name: "Nobody offers it" }
  labour_kinds { id: "work" }
  labour_offers { id: "b" kind: "work" cohort: "all" steps { hours: 5 } steps { hours: 2 burden: 3 } }
  labour_offers { id: "a" kind: "work" steps { hours: 1 burden: 0 } }
  limits { id: "smoke" unit: "t" upper: 4 lower: -1 origin: "council"
           terms { product: "air" coefficient: 0.5 unit: "l" } terms { recipe: "bake" } }
  stocks { product: "bread" opening: 20 closing: 10 unit: "kg" }
  objective {
    ladder { width: 0.5 value: 2 } ladder { width: 0.5 value: 1 } origin: "an assembly"
    tiers { id: "first" aim: WORST_OFF depth: 3 tolerance: 0.001 origin: "it, too" }
    tiers { id: "then" aim: USE terms { product: "air" coefficient: 2 } terms { recipe: "spread" } }
  }
}
settings { tolerance: 1e-7 time_limit_s: 12.5 method: "ipm" }
"""


@pytest.fixture
def settled(planwerk, tmp_path):
    """The job as the C++ program understands it: everything in its own unit, defaults told, as JSON."""

    def settle(job: Job) -> str:
        job.write(tmp_path / "job.pb")
        for source, target in (("job.pb", "job.pbs"), ("job.pbs", "settled.json")):
            command = [planwerk, "convert", tmp_path / source, tmp_path / target, "-q"]
            done = subprocess.run(command, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
        return (tmp_path / "settled.json").read_text()

    return settle


@pytest.mark.parametrize("name", ["bakery", "valley", "impossible", "shares", "rich"])
def test_there_and_back_is_the_same_job(settled, name):
    """Nothing is lost; and once amounts are in the units of what they count, the messages are equal field by field."""
    if name == "rich":
        first = Job(text_format.Parse(RICH, job_pb2.Job()))
    else:
        first = Job.read(EXAMPLES / f"{name}.textproto")
    once = Job.from_frames(first.to_frames())
    assert settled(once) == settled(first)
    assert Job.from_frames(once.to_frames()).message == once.message


def test_a_changed_limit_is_kept(plan_of, tmp_path):
    frames = Job.read(EXAMPLES / "valley.textproto").to_frames()
    limits = frames["limits"]
    limits.loc[limits["limit"] == "greenhouse_gases", "upper"] *= 0.5
    allowed = limits.loc[limits["limit"] == "greenhouse_gases", "upper"].iloc[0]
    Job.from_frames(frames).write(tmp_path / "less.pb")
    plan = plan_of(tmp_path / "less.pb").to_frames()
    assert plan["limits"].set_index("limit")["value"]["greenhouse_gases"] <= allowed * (1 + 1e-9)
    before = plan_of(EXAMPLES / "valley.textproto").to_frames()["needs"]["coverage"].mean()
    assert plan["needs"]["coverage"].mean() < before


def test_faults_are_told_by_frame_row_and_column():
    frames = Job.read(EXAMPLES / "bakery.textproto").to_frames()
    frames["recipes"] = frames["recipes"].astype({"amount": object})
    frames["recipes"].loc[1, "amount"] = "lots"
    frames["lables"] = frames["recipes"]
    with pytest.raises(TableFault, match='frame recipes, row 1, column amount: "lots": is not a number') as told:
        Job.from_frames(frames)
    assert "lables: no such table" in str(told.value)


def test_a_plan_is_no_job(plan_of):
    answer = plan_of(EXAMPLES / "bakery.textproto")
    assert answer.to_frames()["summary"].set_index("key")["value"]["status"] == "OPTIMAL"
    with pytest.raises(TableFault, match="not a plan"):
        Plan.read(EXAMPLES / "bakery.textproto")
