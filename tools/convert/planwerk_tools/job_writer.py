"""Tables of an economy to a planwerk job, in the form that the file's name asks for. Same tables, same bytes."""

from __future__ import annotations

import os
from pathlib import Path

from google.protobuf import json_format, text_format

from planwerk.v1 import job_pb2
from planwerk_tools import job_parts, progress, tables
from planwerk_tools.job_messages import to_job

MESSAGE_FORMS = {
    ".pb": lambda job: job.SerializeToString(deterministic=True),
    ".json": lambda job: (json_format.MessageToJson(job, indent=1, ensure_ascii=False) + "\n").encode(),
    ".textproto": lambda job: text_format.MessageToString(job, as_utf8=True).encode(),
}
FORMS = [*MESSAGE_FORMS, ".pbs"]


def write(economy: tables.Economy, path: Path) -> None:
    """Checks the tables and writes to a temporary name beside `path`, which then takes its place."""
    path = Path(path)
    _check_form(path, FORMS)
    tables.check(economy)
    if path.suffix == ".pbs":
        _replace(path, lambda file: job_parts.write(economy, file))
    else:
        write_message(to_job(economy), path)


def write_message(job: job_pb2.Job, path: Path) -> None:
    """A job that is one message already, likewise."""
    path = Path(path)
    _check_form(path, MESSAGE_FORMS)
    _replace(path, lambda file: file.write(MESSAGE_FORMS[path.suffix](job)))


def _check_form(path: Path, forms) -> None:
    if path.suffix not in forms:
        raise ValueError(f"{path}: a job file is named {', '.join(forms)}")


def _replace(path: Path, write_into) -> None:
    temporary = path.with_name(path.name + ".part")
    try:
        with open(temporary, "wb") as file, progress.writing(file, path.name) as counted:
            write_into(counted)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
