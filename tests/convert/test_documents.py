"""Jobs and plans as frames: the way there and back, judged by the plans that the C++ program makes of both."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("name", ["bakery", "valley"])
def test_there_and_back_is_the_same_plan(plan_of, tmp_path, name):
    """Notes are more by what was read; what is planned is the same to the last digit."""
    first = plan_of(EXAMPLES / f"{name}.textproto")
    Job.from_frames(Job.read(EXAMPLES / f"{name}.textproto").to_frames()).write(tmp_path / "back.json")
    second = plan_of(tmp_path / "back.json")
    there, back = first.to_frames(), second.to_frames()
    assert there.keys() == back.keys() and {"recipes", "needs", "products", "capacities"} <= there.keys()
    for table in there.keys() - {"summary"}:
        assert there[table].equals(back[table]), table


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
    with pytest.raises(TableFault, match='frame recipes, line 1, column amount: "lots": is not a number') as told:
        Job.from_frames(frames)
    assert "lables: no such table" in str(told.value)


def test_a_plan_is_no_job(plan_of):
    answer = plan_of(EXAMPLES / "bakery.textproto")
    assert answer.to_frames()["summary"].set_index("key")["value"]["status"] == "OPTIMAL"
    with pytest.raises(TableFault, match="not a plan"):
        Plan.read(EXAMPLES / "bakery.textproto")
