"""The planning service from Python: submit jobs, watch them, fetch plans.

    client = Client("localhost:50551")
    job = client.submit(Path("valley.textproto")).job
    for progress in client.watch(job.id):
        print(progress.state, progress.iteration, progress.relative_gap)
    client.fetch(job.id, Path("plan.pbs"))

A connection that breaks, or a service that starts again, is waited for; nothing that was sent is sent twice.
"""

from __future__ import annotations

import hashlib
import os
import random
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import grpc

from planwerk.v1 import job_pb2, plan_pb2, planner_pb2, planner_pb2_grpc
from planwerk_tools import messages
from planwerk_tools.delimited import CutFile, delimiter, read_parts
from planwerk_tools.service_records import Job, JobState, Progress, ServiceError, Submitted, problems_of
from planwerk_tools.tls_hint import tls_hint

MESSAGE_LIMIT = (16 << 20) + 4096
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 3.0
MOST_MISUNDERSTANDINGS = 5  # about TLS, one after the other: a service that is just being killed may look so once
Selection = planner_pb2.GetPlanRequest.Selection
Value = TypeVar("Value")


@dataclass(frozen=True)
class Tls:
    """Files of PEM blocks. Without an authority those of the system count; certificate and key: mutual TLS."""

    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    def credentials(self) -> grpc.ChannelCredentials:
        def content(path: Path | None) -> bytes | None:
            return path.read_bytes() if path else None

        return grpc.ssl_channel_credentials(content(self.authority), content(self.key), content(self.certificate))


class Client:
    """`server`: HOST:PORT or unix:PATH. `patience_s`: how long an unreachable service is waited for, each time.

    All methods raise ServiceError. Safe to use from several threads.
    """

    def __init__(self, server: str = "localhost:50551", token: str | None = None, tls: Tls | None = None,
                 timeout_s: float = 60.0, patience_s: float = 30.0):  # fmt: skip
        options = [("grpc.max_receive_message_length", MESSAGE_LIMIT), ("grpc.max_send_message_length", MESSAGE_LIMIT),
                   ("grpc.max_reconnect_backoff_ms", 1000), ("grpc.enable_retries", 0),
                   ("grpc.max_metadata_size", 1 << 20)]  # fmt: skip
        if tls:
            self._channel = grpc.secure_channel(server, tls.credentials(), options)
        else:
            self._channel = grpc.insecure_channel(server, options)
        self._stub = planner_pb2_grpc.PlannerStub(self._channel)
        # The parts as they are sent, which the trailer's hash is of.
        self._get_plan = self._channel.unary_stream(
            "/planwerk.v1.Planner/GetPlan", request_serializer=planner_pb2.GetPlanRequest.SerializeToString
        )
        self._metadata = (("authorization", f"Bearer {token}"),) if token else ()
        self._timeout_s = timeout_s
        self._patience_s = patience_s
        self._secure = tls is not None

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        self._channel.close()

    # --- Submitting

    def submit(self, job: Path | str | job_pb2.Job, *, key: str | None = None, name: str = "", priority: int = 0,
               tolerance: float | None = None, time_limit_s: float | None = None, method: str = "",
               previous_job: str = "", labour_questions: bool = False) -> Submitted:  # fmt: skip
        """Sends a job; when this returns, it is stored and queued and will not be lost.

        Of a file of parts (.pbs) only those are sent that the service does not have: the same `key` is the same job.
        """
        request = planner_pb2.JobRequest(name=name, priority=priority, previous_job=previous_job,
                                         labour_questions=labour_questions)  # fmt: skip
        for field, value in (("tolerance", tolerance), ("time_limit_s", time_limit_s), ("method", method)):
            if value:
                setattr(request.settings, field, value)
        start = planner_pb2.SubmitStart(idempotency_key=key or uuid.uuid4().hex, request=request)
        if not isinstance(job, job_pb2.Job) and Path(job).suffix == ".pbs":
            return self._patiently(lambda: self._send_parts(start, Path(job)))
        message = job if isinstance(job, job_pb2.Job) else messages.read(Path(job))
        return self._patiently(lambda: self._send(start, [planner_pb2.SubmitJobRequest(job=message)]))

    def submit_changes(self, base_job: str, changes: planner_pb2.JobChanges, *, key: str | None = None,
                       name: str = "") -> Submitted:  # fmt: skip
        """A stored job with changes: the new solve starts from the old one's plan."""
        request = planner_pb2.SubmitChangesRequest(
            idempotency_key=key or uuid.uuid4().hex, base_job=base_job, changes=changes,
            request=planner_pb2.JobRequest(name=name),
        )  # fmt: skip
        answer = self._ask(self._stub.SubmitChanges, request)
        return Submitted(Job.of(answer.job), problems_of(answer.warnings))

    def _send_parts(self, start: planner_pb2.SubmitStart, file: Path) -> Submitted:
        """The parts that the service does not have yet."""
        stored = self._parts_stored(start.idempotency_key)
        with file.open("rb") as parts:
            return self._send(start, _part_requests(read_parts(parts, stored), stored))

    def _send(self, start: planner_pb2.SubmitStart, rest: Iterable[planner_pb2.SubmitJobRequest]) -> Submitted:
        faults: list[Exception] = []  # gRPC tells of an iterator's error only that there was one
        stream = _chained([planner_pb2.SubmitJobRequest(start=start)], rest, faults)
        try:
            answer = self._stub.SubmitJob(stream, metadata=self._metadata)
        except grpc.RpcError:
            if faults:
                raise faults[0] from None
            raise
        return Submitted(Job.of(answer.job), problems_of(answer.warnings))

    def _parts_stored(self, key: str) -> int:
        try:
            return self._stub.GetUpload(planner_pb2.GetUploadRequest(idempotency_key=key), metadata=self._metadata,
                                        timeout=self._timeout_s).parts  # fmt: skip
        except grpc.RpcError as error:
            if error.code() == grpc.StatusCode.NOT_FOUND:
                return 0
            raise

    # --- Looking

    def job(self, id: str) -> Job:
        return Job.of(self._ask(self._stub.GetJob, planner_pb2.GetJobRequest(id=id)))

    def jobs(self, states: Iterable[JobState] = (), name_contains: str = "") -> Iterator[Job]:
        """Newest first."""
        request = planner_pb2.ListJobsRequest(states=[state.value for state in states], name_contains=name_contains)
        while True:
            page = self._ask(self._stub.ListJobs, request)
            yield from map(Job.of, page.jobs)
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    def watch(self, id: str) -> Iterator[Progress]:
        """Where the job stands now, then whenever that changes, until it has ended."""
        after = 0
        patience = _Patience(self._patience_s, self._secure)
        while True:
            try:
                request = planner_pb2.WatchJobRequest(id=id, after_sequence=after)
                for event in self._stub.WatchJob(request, metadata=self._metadata):
                    patience.renew()
                    after = event.sequence
                    progress = Progress.of(event)
                    yield progress
                    if progress.state.has_ended:
                        return
            except grpc.RpcError as error:
                patience.wait_or_raise(error)
            after = 0  # a service that started again counts anew

    def wait(self, id: str) -> Job:
        """The job once it has ended."""
        for _ in self.watch(id):
            pass
        return self.job(id)

    def fetch(self, id: str, to: Path, selections: Iterable[Selection] = ()) -> Path:
        """Writes the plan, or parts of it, as a .pbs file: whole and checked, or not at all."""
        to = Path(to)
        beside = to.with_name(f".{to.name}.{uuid.uuid4().hex[:8]}")
        request = planner_pb2.GetPlanRequest(id=id, selections=list(selections))
        try:
            self._patiently(lambda: self._write_plan(request, beside))
            os.replace(beside, to)
        finally:
            beside.unlink(missing_ok=True)
        return to

    def _write_plan(self, request: planner_pb2.GetPlanRequest, path: Path) -> None:
        total = hashlib.sha256()
        last = b""
        with path.open("wb") as file:
            for part in self._get_plan(request, metadata=self._metadata):
                if last:
                    framed = delimiter(len(last)) + last
                    total.update(framed)
                    file.write(framed)
                last = part
            if plan_pb2.PlanPart.FromString(last).trailer.sha256 != total.digest():
                raise CutFile("the plan did not come whole, or not as it was sent")
            file.write(delimiter(len(last)) + last)
            file.flush()
            os.fsync(file.fileno())

    def explain(self, id: str, need: str, *, exact: bool = False, labour: bool = False) -> plan_pb2.NeedAnswer:
        """Why the need is short."""
        request = planner_pb2.ExplainNeedRequest(id=id, need=need, exact=exact, labour=labour)
        return self._ask(self._stub.ExplainNeed, request)

    # --- Changing

    def cancel(self, id: str) -> Job:
        """Asks the job to end; the best plan so far is kept."""
        return Job.of(self._ask(self._stub.CancelJob, planner_pb2.CancelJobRequest(id=id)))

    def delete(self, id: str) -> None:
        self._ask(self._stub.DeleteJob, planner_pb2.DeleteJobRequest(id=id))

    def share(self, id: str, users: Iterable[str]) -> Job:
        """Lets these users look, and nobody else but the owner."""
        return Job.of(self._ask(self._stub.ShareJob, planner_pb2.ShareJobRequest(id=id, users=list(users))))

    # --- Waiting for a service that is not there

    def _ask(self, method, request):
        return self._patiently(lambda: method(request, metadata=self._metadata, timeout=self._timeout_s))

    def _patiently(self, call: Callable[[], Value]) -> Value:
        patience = _Patience(self._patience_s, self._secure)
        while True:
            try:
                return call()
            except grpc.RpcError as error:
                patience.wait_or_raise(error)


class _Patience:
    """Pauses that grow, with some chance in them so that many clients do not come back at once."""

    def __init__(self, seconds: float, secure: bool):
        self._seconds = seconds
        self._secure = secure
        self.renew()

    def renew(self) -> None:
        self._until = time.monotonic() + self._seconds
        self._pause_s = FIRST_PAUSE_S
        self._misunderstandings = 0

    def wait_or_raise(self, error: grpc.RpcError) -> None:
        hint = tls_hint(error.details() or "", self._secure)
        self._misunderstandings = self._misunderstandings + 1 if hint else 0
        too_long = time.monotonic() >= self._until or self._misunderstandings == MOST_MISUNDERSTANDINGS
        if error.code() != grpc.StatusCode.UNAVAILABLE or too_long:
            raise ServiceError.of(error, hint) from None
        time.sleep(self._pause_s * random.uniform(0.5, 1.0))
        self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)


def _part_requests(parts: Iterable[bytes], first: int) -> Iterator[planner_pb2.SubmitJobRequest]:
    count = first
    for part in parts:
        yield planner_pb2.SubmitJobRequest(part=planner_pb2.SubmitPart(index=count, part=part))
        count += 1
    yield planner_pb2.SubmitJobRequest(finish=planner_pb2.SubmitFinish(parts=count))


def _chained(first: Iterable[Value], rest: Iterable[Value], faults: list[Exception]) -> Iterator[Value]:
    try:
        yield from first
        yield from rest
    except Exception as fault:
        faults.append(fault)
        raise
