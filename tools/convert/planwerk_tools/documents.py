"""Jobs and plans for analysts: read, as pandas frames, and jobs written from frames again.

    job = Job.read("valley.textproto")
    frames = job.to_frames()
    frames["limits"]["upper"] *= 0.8
    Job.from_frames(frames).write("less.pb")
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from planwerk.v1 import job_pb2, plan_pb2
from planwerk_tools import frames, job_writer, messages, plain_tables
from planwerk_tools.job_messages import to_job
from planwerk_tools.tables import TableFault


@dataclass
class Job:
    """What a planner hands in."""

    message: job_pb2.Job

    @classmethod
    def read(cls, path: Path) -> Job:
        """From .pb, .json or .textproto. TableFault: no job."""
        return cls(_of_kind(path, job_pb2.Job, "job"))

    @classmethod
    def from_frames(cls, tables: dict[str, pd.DataFrame]) -> Job:
        """From frames in the layout of plain tables. TableFault: all faults, a line each, by frame, row and column."""
        return cls(to_job(plain_tables.of_frames(tables)))

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """In the layout of plain tables, which hold all that a job can say."""
        return frames.of_job(self.message)

    def write(self, path: Path) -> None:
        job_writer.write_message(self.message, path)


@dataclass
class Plan:
    """What a planner gets back."""

    message: plan_pb2.Plan

    @classmethod
    def read(cls, path: Path) -> Plan:
        """From .pb, .json or .textproto. TableFault: no plan."""
        return cls(_of_kind(path, plan_pb2.Plan, "plan"))

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """A table per list of the plan (needs, recipes, products, ... answers, tiers), and `summary`."""
        return frames.of_plan(self.message)


def _of_kind(path: Path, kind, word: str):
    message = messages.read(path)
    if not isinstance(message, kind):
        raise TableFault(f"{path}: not a {word}")
    return message
