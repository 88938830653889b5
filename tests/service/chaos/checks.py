"""What must hold after every disaster."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import time
from pathlib import Path

from planwerk_tools.client import Client
from planwerk_tools.service_records import Job, JobState
from running_service import RunningService
from workload import Ledger, Promise

SETTLED_S = 300.0  # for all that waits to come to its end, on a machine that has much else to do


def ended_as_told(service: RunningService, codes: set[int] | None) -> list[str]:
    """With one of these exit codes; None: it still runs. A service that breaks down by itself loses nothing either."""
    code = service.exit_code
    if code is None if codes is None else code in codes:
        return []
    return [f"the service {'still runs' if code is None else f'ended with {code}'}"]


def await_gone(pids: list[int]) -> list[str]:
    """Workers end with their service, at the latest when their socket to it is closed."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        pids = [pid for pid in pids if _lives(pid)]
        if not pids:
            return []
        time.sleep(0.02)
    return [f"process {pid} was left behind" for pid in pids]


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def none_lost(client: Client, ledger: Ledger) -> list[str]:
    """Every acknowledged job is there."""
    ended = ledger.ended()
    listed = {job.id: job for job in client.jobs()}
    faults = []
    for promise in list(ledger.promises.values()):
        job = listed.get(promise.id)
        if job is None:
            if promise.id not in ledger.doubtful:
                faults.append(f"job {promise.id} is lost")
            ledger.forget(promise.id)
            continue
        ledger.doubtful.discard(promise.id)
        ledger.see(job, ended)
    return faults


def all_end(client: Client, ledger: Ledger, patience_s: float) -> list[str]:
    """Every job comes to its end, and those that fail say of what."""
    until = time.monotonic() + patience_s
    while True:
        waiting = [job for job in client.jobs(states=[JobState.QUEUED, JobState.RUNNING])]
        if not waiting:
            return []
        if time.monotonic() > until:
            return [f"job {job.id} is still {job.state.name} ({job.reason})" for job in waiting]
        time.sleep(0.1)


def plans_verify(client: Client, ledger: Ledger, program: Path, folder: Path) -> list[str]:
    """Of every job that has one: by `planwerk verify`, from the file that was submitted."""
    faults = []
    for job in list(client.jobs()):
        promise = ledger.promises.get(job.id)
        if promise is None or promise.verified or not job.has_plan or not job.state.has_ended:
            continue
        faults += _fault_of_plan(client, job, promise, program, folder)
        promise.verified = True
    return faults


def _fault_of_plan(client: Client, job: Job, promise: Promise, program: Path, folder: Path) -> list[str]:
    plan = client.fetch(job.id, folder / "plan.pbs")
    verdict = subprocess.run([program, "verify", promise.file, plan], capture_output=True, text=True)
    plan.unlink()
    # A plan that was stopped short, or proves that there is none, says so; what it says must be true.
    if verdict.returncode not in (0, 3, 4):
        return [f"the plan of job {job.id} ({job.figures}) does not verify: {(verdict.stdout + verdict.stderr)[-300:]}"]
    return []


def none_left_over(folder: Path) -> list[str]:
    """With nothing running: each file is named by a record, each record's file is there, no scratch is left."""
    with sqlite3.connect(f"file:{folder}/store.sqlite?mode=ro", uri=True, timeout=10) as database:
        named = {(owner, sha256): size for owner, sha256, size in
                 database.execute("SELECT owner, sha256, bytes FROM job_files")}  # fmt: skip
        uploading = {job for (job,) in database.execute("SELECT id FROM jobs WHERE state = 'uploading'")}
    kept = {(owner.name, file.name): file.stat().st_size for owner in (folder / "files").iterdir()
            for file in owner.iterdir()}  # fmt: skip
    faults = [f"no record names files/{'/'.join(key)}" for key in kept.keys() - named.keys()]
    faults += [f"files/{'/'.join(key)} is missing" for key in named.keys() - kept.keys()]
    faults += [f"files/{'/'.join(key)} has another size" for key in named.keys() & kept.keys() if named[key] != kept[key]]
    faults += [f"uploads/{name} is nobody's" for name in os.listdir(folder / "uploads")
               if Path(name).stem not in uploading]  # fmt: skip
    for rest in ("scratch", "http", "incoming"):
        faults += [f"{rest}/{name} was left behind" for name in os.listdir(folder / rest)]
    return faults
