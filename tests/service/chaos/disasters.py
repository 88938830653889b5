"""What befalls the service. Each takes the service and its chances, and leaves whether the service still runs."""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "live"))
from running_service import RunningService  # noqa: E402


def _signal(pid: int, what: int) -> None:
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        pass


def kill_service(service: RunningService, chance: random.Random) -> None:
    service.kill()


def kill_twice(service: RunningService, chance: random.Random) -> None:
    """The second time while it gets up again."""
    service.kill()
    service.launch()
    time.sleep(chance.uniform(0, 0.3))
    service.kill()


def kill_worker(service: RunningService, chance: random.Random) -> None:
    for pid in service.workers():
        _signal(pid, signal.SIGKILL)


def freeze_worker(service: RunningService, chance: random.Random) -> None:
    """Stopped for longer than its lease lasts, then it wakes up."""
    workers = service.workers()
    for pid in workers:
        _signal(pid, signal.SIGSTOP)
    time.sleep(chance.choice([0.1, 4.0]))
    for pid in workers:
        _signal(pid, signal.SIGCONT)


def freeze_service(service: RunningService, chance: random.Random) -> None:
    _signal(service.pid, signal.SIGSTOP)
    time.sleep(chance.uniform(0.1, 1.5))
    _signal(service.pid, signal.SIGCONT)


def drain(service: RunningService, chance: random.Random) -> None:
    """An orderly end, in the middle of everything."""
    service.terminate()
    service.wait()


def drain_and_kill(service: RunningService, chance: random.Random) -> None:
    service.terminate()
    time.sleep(chance.uniform(0, 0.2))
    service.kill()


def full_disk(service: RunningService, chance: random.Random) -> None:
    """No file may grow any more, for a while: writes fail as on a full disk (the service ignores SIGXFSZ)."""
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (chance.choice([0, 4096, 1 << 16]), resource.RLIM_INFINITY))
    time.sleep(chance.uniform(0.2, 1.0))
    try:
        resource.prlimit(service.pid, resource.RLIMIT_FSIZE, unlimited)
    except ProcessLookupError:
        pass


def nothing(service: RunningService, chance: random.Random) -> None:
    pass


# How the service may have ended after each; all others it survives.
KILLED, IN_ORDER = -signal.SIGKILL, 0
ENDINGS = {kill_service: {KILLED}, kill_twice: {KILLED}, drain: {IN_ORDER}, drain_and_kill: {KILLED, IN_ORDER}}

ALL = [kill_service, kill_service, kill_twice, kill_worker, freeze_worker, freeze_service, drain, drain_and_kill,
       full_disk, nothing]  # fmt: skip
