"""Jobs and plans from files of one message: .pb, .json, .textproto."""

from __future__ import annotations

from pathlib import Path

from google.protobuf import json_format, text_format
from google.protobuf.message import DecodeError

from planwerk.v1 import job_pb2, plan_pb2
from planwerk_tools.tables import TableFault


def read(path: Path) -> job_pb2.Job | plan_pb2.Plan:
    """What the file holds. TableFault: neither a job nor a plan, or a stream of parts."""
    path = Path(path)
    content = path.read_bytes()
    if path.suffix == ".pbs":
        raise TableFault(f"{path}: a stream of parts; 'planwerk convert {path} {path.stem}.pb' makes one message of it")
    faults = []
    for message, is_one in ((plan_pb2.Plan(), _is_plan), (job_pb2.Job(), _is_job)):
        try:
            _parse(content, path.suffix, message)
        except (DecodeError, json_format.ParseError, text_format.ParseError, UnicodeDecodeError) as fault:
            faults.append(str(fault))
            continue
        if is_one(message):
            return message
    raise TableFault(f"{path}: neither a job nor a plan" + (f" ({faults[-1]})" if faults else ""))


def _parse(content: bytes, suffix: str, message) -> None:
    if suffix == ".json":
        json_format.Parse(content.decode(), message)
    elif suffix in (".textproto", ".txtpb"):
        text_format.Parse(content.decode(), message)
    else:
        message.ParseFromString(content)


def _is_plan(plan: plan_pb2.Plan) -> bool:
    return plan.status != plan_pb2.Plan.STATUS_UNSPECIFIED


def _is_job(job: job_pb2.Job) -> bool:
    return job.HasField("economy")
