"""What clients do to the service, and what they were promised."""

from __future__ import annotations

import random
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import grpc

from planwerk.v1 import planner_pb2
from planwerk_tools.client import Client
from planwerk_tools.delimited import read_parts
from planwerk_tools.service_records import Job, ServiceError

IMPATIENT_S = 0.3  # a client that gives up soon, so that broken calls stay broken


@dataclass
class Promise:
    """A job that the service has acknowledged."""

    id: str
    file: Path
    end: tuple | None = None  # state and time of the first terminal state that anybody saw
    verified: bool = False


@dataclass
class Ledger:
    """All that was promised; deleted jobs are owed nothing. Thread-safe."""

    promises: dict[str, Promise] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)  # asked to be deleted, and the answer did not come
    faults: list[str] = field(default_factory=list)
    acknowledged: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge(self, job: Job, file: Path) -> None:
        with self._lock:
            self.acknowledged += job.id not in self.promises
            self.promises.setdefault(job.id, Promise(job.id, file))
            self._see(job)

    def ended(self) -> set[str]:
        with self._lock:
            return {promise.id for promise in self.promises.values() if promise.end}

    def see(self, job: Job, ended_before: set[str] = frozenset()) -> None:
        """`ended_before`: jobs whose end was known before the question was asked that this answers."""
        with self._lock:
            self._see(job, ended_before)

    def _see(self, job: Job, ended_before: set[str] = frozenset()) -> None:
        promise = self.promises.get(job.id)
        if promise is None or not (job.state.has_ended or job.id in ended_before):
            return
        end = (job.state.name, job.finished_ms)
        if promise.end not in (None, end):
            self.faults.append(f"job {job.id} ended twice: {promise.end}, then {end}")
        promise.end = end

    def forget(self, id: str) -> None:
        with self._lock:
            self.promises.pop(id, None)
            self.doubtful.discard(id)

    def pick(self, chance: random.Random) -> Promise | None:
        with self._lock:
            return chance.choice(sorted(self.promises.values(), key=lambda promise: promise.id)) if self.promises else None


class JobFiles:
    """Jobs of several sizes and forms, made once."""

    def __init__(self, program: Path, examples: Path, folder: Path):
        def made(goods: int) -> Path:
            path = folder / f"joint{goods}.pbs"
            subprocess.run([program, "generate", "--goods", str(goods), "--seed", "3", "--family", "joint", "-o", path,
                            "-q"], check=True)  # fmt: skip
            return path

        self.small = [examples / "bakery.textproto", examples / "valley.textproto", made(200)]
        self.hopeless = examples / "impossible.textproto"
        self.large = made(1000)  # solved within a second, in which several checkpoints are written


class Clients:
    """Threads that submit, break off, cancel, delete and look, each by chances of its own, until told to stop."""

    def __init__(self, server: str, files: JobFiles, ledger: Ledger, seed: str, count: int):
        self._server, self._files, self._ledger = server, files, ledger
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._live, args=(random.Random(f"{seed}/{number}"), f"{seed}/{number}"))
                         for number in range(count)]  # fmt: skip
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _live(self, chance: random.Random, name: str) -> None:
        deeds: list[tuple[int, Callable]] = [
            (6, self._submit), (2, self._submit_large), (2, self._break_off), (2, self._cancel), (2, self._delete),
            (4, self._look), (1, self._submit_nonsense),
        ]  # fmt: skip
        with Client(self._server, timeout_s=5, patience_s=IMPATIENT_S) as client:
            for number in range(1000):
                if self._stop.is_set():
                    return
                deed = chance.choices([deed for _, deed in deeds], [weight for weight, _ in deeds])[0]
                try:
                    deed(client, chance, f"{name}/{number}")
                except (ServiceError, grpc.RpcError):
                    pass  # refused, or nobody there: nothing was promised
                self._stop.wait(chance.uniform(0, 0.15))

    def _submit(self, client: Client, chance: random.Random, key: str) -> None:
        file = chance.choice([*self._files.small, self._files.hopeless])
        self._ledger.acknowledge(client.submit(file, key=key).job, file)

    def _submit_large(self, client: Client, chance: random.Random, key: str) -> None:
        file = self._files.large
        self._ledger.acknowledge(client.submit(file, key=key, time_limit_s=5).job, file)

    def _break_off(self, client: Client, chance: random.Random, key: str) -> None:
        """Sends half the parts and goes away; then perhaps comes back with all of them."""
        parts = list(read_parts(self._files.large.open("rb")))

        def half():
            yield planner_pb2.SubmitJobRequest(start=planner_pb2.SubmitStart(idempotency_key=key))
            for index in range(chance.randrange(len(parts))):
                yield planner_pb2.SubmitJobRequest(part=planner_pb2.SubmitPart(index=index, part=parts[index]))
            raise ConnectionResetError

        try:
            client._stub.SubmitJob(half(), timeout=5)
        except grpc.RpcError:
            pass
        if chance.random() < 0.5:
            self._submit_large(client, chance, key)

    def _submit_nonsense(self, client: Client, chance: random.Random, key: str) -> None:
        part = planner_pb2.SubmitPart(index=chance.choice([0, 1, 7]), part=chance.randbytes(100))
        stream = [planner_pb2.SubmitJobRequest(start=planner_pb2.SubmitStart(idempotency_key=key)),
                  planner_pb2.SubmitJobRequest(part=part),
                  planner_pb2.SubmitJobRequest(finish=planner_pb2.SubmitFinish(parts=1))]  # fmt: skip
        answer = client._stub.SubmitJob(iter(stream), timeout=5)
        self._ledger.faults.append(f"nonsense was taken as job {answer.job.id}")

    def _cancel(self, client: Client, chance: random.Random, key: str) -> None:
        if promise := self._ledger.pick(chance):
            self._ledger.see(client.cancel(promise.id))

    def _delete(self, client: Client, chance: random.Random, key: str) -> None:
        if (promise := self._ledger.pick(chance)) is None:
            return
        self._ledger.doubtful.add(promise.id)
        try:
            client.delete(promise.id)
        except ServiceError as refused:
            # It runs, or another client was faster; where nobody answered, it may be gone all the same.
            if refused.code is grpc.StatusCode.FAILED_PRECONDITION:
                self._ledger.doubtful.discard(promise.id)
            return
        self._ledger.forget(promise.id)

    def _look(self, client: Client, chance: random.Random, key: str) -> None:
        before = self._ledger.ended()
        for job in client.jobs():
            self._ledger.see(job, before)
