"""What the planning service tells of jobs, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import grpc

from planwerk.v1 import plan_pb2, planner_pb2, rpc_status_pb2


class JobState(Enum):
    UPLOADING = planner_pb2.UPLOADING
    QUEUED = planner_pb2.QUEUED
    RUNNING = planner_pb2.RUNNING
    FINISHED = planner_pb2.FINISHED  # with a certified plan, or a certified proof that there is none
    FAILED = planner_pb2.FAILED
    CANCELLED = planner_pb2.CANCELLED

    @property
    def has_ended(self) -> bool:
        return self in (JobState.FINISHED, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True)
class Figures:
    """Of a plan, by the service's own certificate."""

    status: str  # OPTIMAL, FEASIBLE, INFEASIBLE, ...
    objective: float
    safe_gap: float  # relative
    elapsed_s: float


@dataclass(frozen=True)
class Job:
    id: str
    owner: str
    name: str
    state: JobState
    reason: str  # why it failed, or what it waits for
    attempts: int
    created_ms: int  # since 1970, as the two below; 0: not yet
    started_ms: int
    finished_ms: int
    products: int
    needs: int
    has_plan: bool
    figures: Figures | None

    @classmethod
    def of(cls, info: planner_pb2.JobInfo) -> Job:
        figures = None
        if info.HasField("figures"):
            told = info.figures
            status = plan_pb2.Plan.Status.Name(told.status)
            figures = Figures(status, told.objective, told.safe_gap, told.elapsed_s)
        return cls(
            id=info.id, owner=info.owner, name=info.request.name, state=JobState(info.state), reason=info.reason,
            attempts=info.attempts, created_ms=info.created_ms, started_ms=info.started_ms,
            finished_ms=info.finished_ms, products=info.size.products, needs=info.size.needs,
            has_plan=info.has_plan, figures=figures,
        )  # fmt: skip


@dataclass(frozen=True)
class Progress:
    """Where a job stands; the figures are zero while it does not run."""

    state: JobState
    reason: str
    attempt: int
    phase: str  # reading, solving, writing; empty while it does not run
    method: str
    iteration: int
    primal_residual: float
    dual_residual: float
    relative_gap: float
    objective: float
    elapsed_s: float

    @classmethod
    def of(cls, event: planner_pb2.JobEvent) -> Progress:
        named = {field: getattr(event, field) for field in cls.__dataclass_fields__ if field != "state"}
        return cls(state=JobState(event.state), **named)


@dataclass(frozen=True)
class Problem:
    """A fault of an input, by its place."""

    path: str
    value: str
    message: str
    warning: bool

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.path, self.value, self.message)))


@dataclass(frozen=True)
class Submitted:
    job: Job
    warnings: tuple[Problem, ...]


def problems_of(faults: planner_pb2.Faults) -> tuple[Problem, ...]:
    return tuple(Problem(fault.path, fault.value, fault.message, fault.warning) for fault in faults.faults)


class ServiceError(Exception):
    """What the service refused: gRPC's code, a sentence, and every field that is wrong."""

    def __init__(self, code: grpc.StatusCode, message: str, problems: tuple[Problem, ...] = ()):
        super().__init__("\n".join([message, *map(str, problems)]))
        self.code = code
        self.message = message
        self.problems = problems

    @classmethod
    def of(cls, error: grpc.RpcError, hint: str | None = None) -> ServiceError:
        problems: list[Problem] = []
        for key, value in error.trailing_metadata() or ():
            if key != "grpc-status-details-bin":
                continue
            for detail in rpc_status_pb2.RpcStatus.FromString(value).details:
                faults = planner_pb2.Faults()
                if detail.Unpack(faults):
                    problems.extend(problems_of(faults))
        message = error.details() or "the service gave no reason"
        return cls(error.code(), f"{message}; {hint}" if hint else message, tuple(problems))
