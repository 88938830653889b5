"""The start of the service: ended in the middle of it, and what it tells of what it finds."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import pytest

from planwerk_tools.client import Client
from planwerk_tools.service_records import JobState, ServiceError
from running_service import RunningService

LIMIT_S = 10.0


def reached(moment: str, service: RunningService, begin: int) -> bool:
    match moment:
        case "at once":
            return True
        case "the program":
            return b"serve" in Path(f"/proc/{service.pid}/cmdline").read_bytes()
        case "the lock":  # held; the store is opened and checked
            return f"{service.folder}/lock" in {str(file.readlink()) for file in open_files(service.pid)}
        case "a worker":
            return bool(service.workers())
        case "ready":
            return any(record.get("event") == "ready" for record in service.log(begin))
    raise ValueError(moment)


def open_files(pid: int):
    for file in Path(f"/proc/{pid}/fd").iterdir():
        if file.is_symlink():
            yield file


def wait_for(moment: str, service: RunningService, begin: int) -> None:
    until = time.monotonic() + LIMIT_S
    while time.monotonic() < until:
        try:
            if reached(moment, service, begin):
                return
        except OSError:  # a descriptor that was closed meanwhile
            continue
    raise AssertionError(f"never came: {moment}")


@pytest.fixture
def stopped(make_service, valley):
    """A service that was killed, and the job that it had finished."""
    service = make_service()
    with Client(service.server) as client:
        done = client.submit(valley).job.id
        client.wait(done)
    service.kill()
    return service, done


@pytest.mark.parametrize("moment", ["at once", "the program", "the lock", "a worker", "ready"])
def test_ended_while_it_starts_it_ends_soon_and_in_order(stopped, moment):
    service, done = stopped
    begin = service.launch()
    wait_for(moment, service, begin)
    workers = service.workers()
    service.terminate()
    asked = time.monotonic()
    code = service.wait(LIMIT_S)
    assert time.monotonic() - asked < 5
    events = [record["event"] for record in service.log(begin)]
    if code == -signal.SIGTERM:
        assert events == [] and moment in ("at once", "the program"), "it had begun something"
    else:
        assert code == 0 and events[-1].startswith("ended"), events
    assert not [pid for pid in workers if Path(f"/proc/{pid}/exe").exists()], "a worker was left behind"
    service.start()
    with Client(service.server) as client:
        assert client.job(done).state is JobState.FINISHED
    assert service.stop() == 0


@pytest.mark.parametrize("delay_s", [0.005 * step for step in range(1, 40, 4)])
def test_ended_at_any_moment_of_its_start(program, tmp_path, delay_s):
    service = RunningService(program, tmp_path / "service")
    begin = service.launch()
    time.sleep(delay_s)
    service.terminate()
    code = service.wait(LIMIT_S)
    assert code == 0 or (code == -signal.SIGTERM and not service.folder.exists()), service.log(begin)


def test_jobs_of_the_time_without_accounts_are_told(make_service, program, valley):
    service = make_service()
    with Client(service.server) as client:
        job = client.submit(valley).job.id
    service.stop()
    folder = service.folder
    tokens = {}
    for user in ("ada", "local"):
        subprocess.run([program, "users", user, "--folder", folder, "-q"], check=True)
        tokens[user] = subprocess.run([program, "tokens", user, "--issue", "x", "--folder", folder], check=True,
                                      capture_output=True, text=True).stdout.split()[-1]  # fmt: skip
    guarded = RunningService(program, folder, accounts=True).start()
    try:
        [told] = [record for record in guarded.log() if "without accounts" in record["event"]]
        assert (told["level"], told["owner"], told["jobs"]) == ("warning", "local", "1")
        with Client(guarded.server, tokens["ada"]) as client, pytest.raises(ServiceError):
            client.job(job)
        with Client(guarded.server, tokens["local"]) as client:
            assert client.wait(job).state is JobState.FINISHED
    finally:
        assert guarded.stop() == 0
