"""Tables of an economy to a planwerk job, in the form that the file's name asks for. Same tables, same bytes."""

from __future__ import annotations

import os
from pathlib import Path

from google.protobuf import json_format, text_format

from planwerk_tools import job_parts, tables
from planwerk_tools.job_messages import to_job

FORMS = {
    ".pb": lambda economy, file: file.write(to_job(economy).SerializeToString(deterministic=True)),
    ".json": lambda economy, file: file.write(
        (json_format.MessageToJson(to_job(economy), indent=1, ensure_ascii=False) + "\n").encode()
    ),
    ".textproto": lambda economy, file: file.write(text_format.MessageToString(to_job(economy), as_utf8=True).encode()),
    ".pbs": job_parts.write,
}


def write(economy: tables.Economy, path: Path) -> None:
    """Checks the tables and writes to a temporary name beside `path`, which then takes its place."""
    path = Path(path)
    if path.suffix not in FORMS:
        raise ValueError(f"{path}: a job file is named {', '.join(FORMS)}")
    tables.check(economy)
    temporary = path.with_name(path.name + ".part")
    try:
        with open(temporary, "wb") as file:
            FORMS[path.suffix](economy, file)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
