#!/usr/bin/env python3
"""Submits a job to a running planning service, shows how far it is, and fetches the plan.

    planwerk serve &
    .venv/bin/python tools/examples/submit_and_watch.py proto/examples/valley.textproto plan.pbs
"""

import argparse
from pathlib import Path

from planwerk_tools.client import Client


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("job", type=Path)
    arguments.add_argument("plan", type=Path, help="to be written, as .pbs")
    arguments.add_argument("--server", default="localhost:50551")
    arguments.add_argument("--token")
    wanted = arguments.parse_args()

    with Client(wanted.server, wanted.token) as client:
        submitted = client.submit(wanted.job, name=wanted.job.stem)
        for warning in submitted.warnings:
            print("warning:", warning)
        for progress in client.watch(submitted.job.id):
            print(progress.state.name.lower(), progress.phase, progress.iteration, f"gap {progress.relative_gap:.1e}")
        job = client.job(submitted.job.id)
        if not job.has_plan:
            print(f"no plan: {job.reason}")
            return 4
        client.fetch(job.id, wanted.plan)
        print(f"{job.figures.status}, objective {job.figures.objective:.6g}, gap {job.figures.safe_gap:.1e}: {wanted.plan}")
        return 0


if __name__ == "__main__":
    raise SystemExit(main())
