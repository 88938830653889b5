"""The commands of planners and operators against a real service."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time

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


def test_exit_codes_and_states_say_how_a_job_ended(planwerk, long_job, tmp_path):
    short = ("--tolerance", "1e-15", "--time-limit", "1s")
    here = planwerk("plan", long_job, "-o", tmp_path / "here.pbs", "-q", *short, server=False)
    job = planwerk("submit", long_job, *short, "--name", "Stopped short").stdout.strip()
    watched = planwerk("watch", job, "--log", "json")
    assert watched.returncode == here.returncode == 4, watched.stderr
    assert watched.stdout.startswith(f"job {job}: finished, ") and "next: planwerk fetch" in watched.stderr
    told = [json.loads(line) for line in watched.stderr.splitlines() if line.startswith("{")]
    iterations = [entry["iteration"] for entry in told if entry.get("phase") == "solving"]
    assert iterations and iterations == sorted(iterations) and iterations[-1] > 0

    endless = planwerk("submit", long_job, "--tolerance", "1e-15", "--name", "Endless").stdout.strip()
    assert planwerk("cancel", endless, "--delete").returncode == 2, "it has not ended"
    assert planwerk("cancel", endless).returncode == 0
    assert planwerk("watch", endless, "-q").returncode == 4
    listed = json.loads(planwerk("jobs", "--json").stdout)["jobs"]
    assert [(entry["id"], entry["state"]) for entry in listed] == [(endless, "cancelled"), (job, "finished")]
    [found] = json.loads(planwerk("jobs", "--json", "--state", "finished", "--name", "Stopped").stdout)["jobs"]
    assert found["name"] == "Stopped short"

    for each in (endless, job):
        assert planwerk("cancel", each, "--delete").returncode == 0
    assert planwerk("jobs").stdout.strip() == "no jobs"
    for gone in (("watch", job), ("fetch", job, "-o", tmp_path / "gone.pbs"), ("cancel", job)):
        assert planwerk(*gone).returncode == 2
    assert not (tmp_path / "gone.pbs").exists()


def test_a_submission_that_was_killed_goes_on_with_its_key(planwerk, program, service, long_job):
    os.kill(service.pid, signal.SIGSTOP)  # in the middle of it, whatever the machine's speed
    try:
        with subprocess.Popen([program, "submit", long_job, "--key", "mine", "--server", service.server, "-q"]) as sending:
            time.sleep(0.5)
            assert sending.poll() is None
            sending.kill()
    finally:
        os.kill(service.pid, signal.SIGCONT)
    first = planwerk("submit", long_job, "--key", "mine", "--time-limit", "1s")
    assert first.returncode == 0, first.stderr
    assert planwerk("submit", long_job, "--key", "mine").stdout == first.stdout
    [job] = json.loads(planwerk("jobs", "--json").stdout)["jobs"]
    assert job["id"] == first.stdout.strip() and job["state"] in ("queued", "running")


def test_a_service_that_is_away_is_said(planwerk, service, valley, tmp_path):
    service.stop()
    begin = time.monotonic()
    for words in (("submit", valley), ("jobs",), ("watch", "a" * 26), ("fetch", "a" * 26, "-o", tmp_path / "plan.pbs")):
        told = planwerk(*words, "--patience", "0")
        assert told.returncode == 5 and "planwerk: " in told.stderr, told.stderr
    assert time.monotonic() - begin < 30


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
