"""What docker/ and tools/service ship for running the service elsewhere: settings that it knows, a batch script that works."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time

import pytest

from planwerk_tools import messages
from running_service import ROOT

SHIPPED = ["docker/Dockerfile", "docker/compose.yaml", "docker/kubernetes.yaml", "tools/service/planwerk.toml",
           "tools/service/container.toml"]  # fmt: skip


@pytest.mark.parametrize("name", ["planwerk", "container"])
def test_shipped_settings_are_taken(program, name):
    file = ROOT / f"tools/service/{name}.toml"
    taken = subprocess.run([program, "serve", "--config", file, "--print-config", "--insecure"], capture_output=True,
                           text=True)  # fmt: skip
    assert taken.returncode == 0, taken.stderr
    folder = {"planwerk": "/var/lib/planwerk", "container": "/data"}[name]
    assert f'folder="{folder}"' in taken.stdout


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_variables_are_settings(program, name):
    """A variable that nobody reads would be a setting that silently does not hold."""
    told = subprocess.run([program, "serve", "--help"], capture_output=True, text=True).stdout
    named = set(re.findall(r"\bPLANWERK_[A-Z_]+\b", (ROOT / name).read_text()))
    build_only = {"PLANWERK_CUDA", "PLANWERK_TESTS"}
    assert [variable for variable in named - build_only if not re.search(rf"\b{variable}\b", told)] == []


def test_the_unit_is_one_that_systemd_takes(program, tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze")
    unit = tmp_path / "planwerk.service"
    unit.write_text((ROOT / "tools/service/planwerk.service").read_text().replace("/usr/local/bin/planwerk", str(program)))
    verdict = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    assert verdict.returncode == 0 and "planwerk.service" not in verdict.stderr, verdict.stderr


class Allocation:
    """docker/slurm.sbatch as Slurm runs it, with an `scontrol` that writes down what it is asked."""

    def __init__(self, program, folder):
        self.folder = folder
        self.asked = folder / "asked"
        self._environment = {**os.environ, "PATH": f"{folder}:{program.parent}:{os.environ['PATH']}",
                             "SLURM_JOB_ID": "17", "PLANWERK_DEVICES": "cpu", "PLANWERK_THREADS": "1",
                             "PLANWERK_FOLDER": str(folder / "jobs"), "TMPDIR": str(folder)}  # fmt: skip
        self._script = None
        scontrol = folder / "scontrol"
        scontrol.write_text(f'#!/bin/sh\necho "$@" >> {self.asked}\n')
        scontrol.chmod(0o700)

    def start(self, job, plan, **variables):
        with (self.folder / "log").open("w") as log:
            self._script = subprocess.Popen(["bash", ROOT / "docker/slurm.sbatch", job, plan], stdin=subprocess.DEVNULL,
                                            env={**self._environment, **variables}, start_new_session=True,
                                            stdout=log, stderr=log)  # fmt: skip
        return self._script

    def run(self, job, plan, **variables):
        return self.start(job, plan, **variables).wait(120)

    def end(self):
        """As Slurm does when the time is over: all that the script has started."""
        if self._script and self._script.poll() is None:
            os.killpg(self._script.pid, signal.SIGKILL)

    def told(self):
        return (self.folder / "log").read_text()

    def leaves_nothing(self):
        """No service that goes on, no socket."""
        kept = subprocess.run(["pgrep", "-f", str(self.folder / "jobs")], capture_output=True, text=True)
        return kept.stdout == "" and not list(self.folder.glob("planwerk-*"))


@pytest.fixture
def allocation(program, tmp_path):
    made = Allocation(program, tmp_path)
    yield made
    made.end()


@pytest.mark.parametrize(("job", "code"), [("valley", 0), ("impossible", 3)])
def test_an_allocation_suffices(allocation, program, tmp_path, job, code):
    file, plan = ROOT / f"proto/examples/{job}.textproto", tmp_path / "plan.pbs"
    assert allocation.run(file, plan) == code, allocation.told()
    assert subprocess.run([program, "verify", file, plan, "-q"]).returncode == 0
    assert allocation.leaves_nothing() and not allocation.asked.exists()


def test_a_job_that_is_none_ends_the_allocation(allocation, tmp_path):
    (tmp_path / "job.textproto").write_text("economy { name: 'none' needs { id: 'x' } }")
    assert allocation.run(tmp_path / "job.textproto", tmp_path / "plan.pbs") == 2, allocation.told()
    assert allocation.leaves_nothing() and not (tmp_path / "plan.pbs").exists()


def test_a_job_goes_on_in_the_next_allocation(allocation, program, long_job, tmp_path):
    one = tmp_path / "long.pb"
    subprocess.run([program, "convert", long_job, one, "-q"], check=True)
    job = messages.read(one)
    job.settings.tolerance = 1e-15  # not to be reached: it runs until its time is over
    one.write_bytes(job.SerializeToString())
    plan = tmp_path / "plan.pbs"

    first = allocation.start(one, plan, PLANWERK_CHECKPOINT="0.2")
    until = time.monotonic() + 60
    while len(list((tmp_path / "jobs").glob("slurm-17/files/*/*"))) < 2:  # the job, and a checkpoint
        assert first.poll() is None and time.monotonic() < until, allocation.told()
        time.sleep(0.05)
    first.send_signal(signal.SIGTERM)
    assert first.wait(60) == 0, allocation.told()
    assert allocation.asked.read_text() == "requeue 17\n"
    assert allocation.leaves_nothing() and not plan.exists()

    assert allocation.run(one, plan, PLANWERK_TIME_LIMIT="3") in (0, 4), allocation.told()
    assert "attempt 2" in allocation.told() and plan.exists()
    assert subprocess.run([program, "verify", one, plan, "-q"]).returncode in (0, 4)
    assert allocation.leaves_nothing()
