"""The commands of planners and operators against a real service."""

from __future__ import annotations

import json
import subprocess

import pytest

from running_service import ROOT, RunningService


@pytest.fixture
def planwerk(program, service):
    """Runs a command; those of clients with the service's address."""

    def run(*words, server=True):
        address = ["--server", service.server] if server else []
        return subprocess.run([program, *words, *address], capture_output=True, text=True)

    return run


@pytest.fixture(scope="session")
def impossible():
    return ROOT / "proto/examples/impossible.textproto"


def test_an_impossible_job_is_told_as_without_a_service(planwerk, impossible, tmp_path):
    here = planwerk("plan", impossible, "-o", tmp_path / "here.pbs", server=False)
    there = planwerk("plan", impossible, "-o", tmp_path / "there.pbs")
    assert here.returncode == there.returncode == 3, there.stderr
    told = [line for line in here.stdout.splitlines() if "here.pbs" not in line]
    assert "contradict" in here.stdout + here.stderr
    assert [line for line in there.stdout.splitlines() if "there.pbs" not in line] == told
    assert planwerk("verify", impossible, tmp_path / "there.pbs", server=False).returncode == 0


def test_plans_are_the_same_with_and_without_a_service(planwerk, valley, tmp_path):
    for place, server in (("here", False), ("there", True)):
        done = planwerk("plan", valley, "-o", tmp_path / f"{place}.json", "-q", server=server)
        assert done.returncode == 0, done.stderr
    here, there = (json.loads((tmp_path / f"{place}.json").read_text()) for place in ("here", "there"))
    assert here["certificate"]["objective"] == there["certificate"]["objective"]


def test_a_plan_may_start_from_an_earlier_one(planwerk, valley, tmp_path):
    first = planwerk("submit", valley).stdout.strip()
    assert planwerk("watch", first).returncode == 0
    second = planwerk("submit", valley, "--previous", first)
    assert second.returncode == 0, second.stderr
    assert planwerk("watch", second.stdout.strip()).returncode == 0
    plan = tmp_path / "plan.pbs"
    assert planwerk("fetch", second.stdout.strip(), "-o", plan).returncode == 0
    assert planwerk("verify", valley, plan, server=False).returncode == 0
    again = planwerk("plan", valley, "--previous", first, "-o", tmp_path / "again.pbs")
    assert again.returncode == 0, again.stderr
    nobody = planwerk("submit", valley, "--previous", "a" * 26)
    assert nobody.returncode == 2 and "previous_job" in nobody.stderr


def test_a_backup_is_a_store_that_serves(planwerk, program, service, valley, tmp_path):
    job = planwerk("submit", valley).stdout.strip()
    assert planwerk("watch", job).returncode == 0
    copy = tmp_path / "copy"
    made = planwerk("backup", copy, "--folder", service.folder, server=False)
    assert made.returncode == 0 and "complete" in made.stdout, made.stderr
    twice = planwerk("backup", copy, "--folder", service.folder, server=False)
    assert twice.returncode == 2, "a backup goes over no other"
    service.stop()
    restored = RunningService(program, copy).start()
    try:
        fetched = subprocess.run([program, "fetch", job, "-o", tmp_path / "plan.pbs", "--server", restored.server],
                                 capture_output=True, text=True)  # fmt: skip
        assert fetched.returncode == 0, fetched.stderr
        assert planwerk("verify", valley, tmp_path / "plan.pbs", server=False).returncode == 0
    finally:
        restored.kill()


def test_health_is_an_exit_code(planwerk, program, service):
    address = ["--listen", service.server, "--http", service.page.removeprefix("http://")]
    assert planwerk("health", *address, server=False).returncode == 0
    service.stop()
    assert planwerk("health", *address, server=False).returncode != 0
