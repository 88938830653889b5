"""Needs are personal: what is in an economy reaches no log, no metric and no audit line, and what is deleted is gone."""

from __future__ import annotations

import sqlite3
import urllib.request

import pytest

from planwerk.v1 import planner_pb2
from planwerk_tools import messages
from planwerk_tools.client import Client
from planwerk_tools.service_records import JobState, ServiceError

MARK = "insulin-of-three-people"  # in every id, name and reason that could be somebody's


@pytest.fixture
def personal(valley):
    job = messages.read(valley)
    economy = job.economy
    economy.name = f"{MARK} economy"
    for cohort in economy.cohorts:
        cohort.id, cohort.name = f"{cohort.id} {MARK}", f"{MARK} cohort"
    for offer in economy.labour_offers:
        offer.cohort += f" {MARK}" if offer.cohort else ""
    for need in economy.needs:
        need.id, need.name, need.cohort = f"{need.id} {MARK}", f"{MARK} need", f"{need.cohort} {MARK}"
        need.reason = f"because of {MARK}"
    return job


def everything_in(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def names_somebody(service):
    metrics = urllib.request.urlopen(f"{service.page}/metrics").read().decode()
    with sqlite3.connect(f"file:{service.folder}/store.sqlite?mode=ro", uri=True) as database:
        audit = "\n".join(str(row) for row in database.execute("SELECT * FROM audit"))
    assert "planwerk_jobs_ended_total" in metrics and "submit" in audit
    log = service.folder.with_suffix(".log").read_text()
    return [place for place, text in (("metrics", metrics), ("audit", audit), ("log", log)) if MARK in text]


def test_what_is_personal_stays_in_the_job(make_service, personal):
    service = make_service(log_level="debug")
    with Client(service.server) as client:
        job = client.submit(personal, name=f"{MARK} job", key=f"{MARK} key").job
        assert client.wait(job.id).state is JobState.FINISHED
        client.explain(job.id, personal.economy.needs[0].id)
        changes = planner_pb2.JobChanges(needs=[planner_pb2.NeedChange(id=personal.economy.needs[0].id, weight=2)])
        changed = client.submit_changes(job.id, changes, name=f"{MARK} again").job
        client.wait(changed.id)

        for need in personal.economy.needs[:2]:
            need.floor = 1.0
            need.amount_per_head = 1e9  # nobody can make so much
        hopeless = client.submit(personal).job
        client.wait(hopeless.id)
        personal.economy.needs[0].cohort = f"{MARK} nowhere"
        refusals = [lambda: client.submit(personal), lambda: client.explain(job.id, f"{MARK} unknown"),
                    lambda: client.submit_changes(job.id, planner_pb2.JobChanges(needs=[{"id": f"{MARK} unknown"}])),
                    lambda: client.job(MARK)]  # fmt: skip
        for refused in refusals:
            with pytest.raises(ServiceError):
                refused()
        assert names_somebody(service) == []
        assert job.id in service.folder.with_suffix(".log").read_text()
        assert any(MARK.encode() in content for content in everything_in(service.folder).values())

        for each in (changed, job, hopeless):
            client.delete(each.id)
        assert [str(path) for path, content in everything_in(service.folder).items() if MARK.encode() in content] == []
        assert names_somebody(service) == []
