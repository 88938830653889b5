#!/usr/bin/env python3
"""Disasters befall a running planning service; nothing that was promised may be lost.

    .venv/bin/python tests/service/chaos/chaos.py --rounds 1000 --seed 1

Each round, clients submit, break off, cancel and delete until a disaster strikes: service or workers killed or frozen, a
full disk, an orderly end. Then the service is started again, within ten seconds, and everything is checked
(checks.py). A seed names the same clients' and disasters' choices again; what the operating system makes of them is its
own. Exit code 1: something was not as promised.
"""

from __future__ import annotations

import argparse
import collections
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "live")]
import checks  # noqa: E402
import disasters  # noqa: E402
from planwerk_tools.client import Client  # noqa: E402
from running_service import ROOT, RunningService, find_program  # noqa: E402
from workload import Clients, JobFiles, Ledger  # noqa: E402

CLIENTS = 4
SETTLE_EVERY = 10  # rounds: then all jobs come to their end, and plans and files are looked at too
KEPT_JOBS = 60  # of what has ended; older ones are deleted between rounds


class Chaos:
    def __init__(self, program: Path, folder: Path, seed: str):
        self.program, self.folder, self.seed = program, folder, seed
        self.files = JobFiles(program, ROOT / "proto/examples", folder)
        self.ledger = Ledger()
        self.befallen: collections.Counter[str] = collections.Counter()
        self.slowest_start_s = 0.0
        # Short leases and intervals, so that a round is long enough for all of them to pass.
        self.service = RunningService(program, folder / "store", devices="cpu,cpu", threads=1, checkpoint=0.2,
                                      heartbeat=3, worker_memory="2GiB")  # fmt: skip

    def run(self, rounds: int, minutes: float = float("inf")) -> list[str]:
        until = time.monotonic() + 60 * minutes
        self._start()
        try:
            for number in range(rounds):
                if time.monotonic() > until and number % SETTLE_EVERY == 0:
                    break
                faults = self.round(number, settle=number % SETTLE_EVERY == SETTLE_EVERY - 1 or number == rounds - 1)
                if faults:
                    return [f"round {number}, seed {self.seed}: {fault}" for fault in faults]
            return []
        finally:
            if self.service.is_running():
                self.service.kill()

    def round(self, number: int, settle: bool) -> list[str]:
        chance = random.Random(f"{self.seed}/{number}")
        disaster = chance.choice(disasters.ALL)
        self.befallen[disaster.__name__] += 1
        clients = Clients(self.service.server, self.files, self.ledger, f"{self.seed}/{number}", CLIENTS)
        time.sleep(chance.uniform(0.0, 1.0))
        workers = self.service.workers()
        try:
            disaster(self.service, chance)
        finally:
            time.sleep(chance.uniform(0.0, 0.2))
            clients.stop()
        faults = checks.ended_as_told(self.service, disasters.ENDINGS.get(disaster))
        if not self.service.is_running():
            faults += checks.await_gone(workers)
            self._start()
        faults += self._check(settle)
        return faults + checks.ended_as_told(self.service, None)

    def _start(self) -> None:
        begin = time.monotonic()
        self.service.start()
        self.slowest_start_s = max(self.slowest_start_s, time.monotonic() - begin)

    def _check(self, settle: bool) -> list[str]:
        with Client(self.service.server, timeout_s=30) as client:
            faults = checks.none_lost(client, self.ledger)
            if settle and not faults:
                faults += checks.all_end(client, self.ledger, checks.SETTLED_S)
                faults += checks.none_lost(client, self.ledger)
                faults += checks.plans_verify(client, self.ledger, self.program, self.folder)
                faults += checks.none_left_over(self.folder / "store")
                self._thin_out(client)
        return faults + self.ledger.faults

    def _thin_out(self, client: Client) -> None:
        for job in list(client.jobs())[KEPT_JOBS:]:
            if job.state.has_ended:
                client.delete(job.id)
                self.ledger.forget(job.id)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=1000)
    arguments.add_argument("--minutes", type=float, default=float("inf"), help="end before, after so long")
    arguments.add_argument("--seed", default="1")
    arguments.add_argument("--folder", type=Path, help="to be kept; else a temporary one that stays only after a fault")
    wanted = arguments.parse_args()
    program = find_program()
    if program is None:
        print("no planwerk-service in build/*/bin (set PLANWERK_BIN)", file=sys.stderr)
        return 2
    folder = wanted.folder or Path(tempfile.mkdtemp(prefix="planwerk-chaos-"))
    folder.mkdir(exist_ok=True)
    chaos = Chaos(program, folder, wanted.seed)
    begin = time.monotonic()
    faults = chaos.run(wanted.rounds, wanted.minutes)
    print(*faults, sep="\n")
    print(f"{sum(chaos.befallen.values())} rounds in {time.monotonic() - begin:.0f} s, seed {wanted.seed}; "
          f"{chaos.ledger.acknowledged} jobs acknowledged; slowest start {chaos.slowest_start_s:.2f} s; "
          + ", ".join(f"{name} {count}" for name, count in sorted(chaos.befallen.items())))  # fmt: skip
    if faults:
        print(f"what is left lies in {folder}")
    elif not wanted.folder:
        shutil.rmtree(folder)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
