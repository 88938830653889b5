"""The commands of planners and operators against a real service."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time

import pytest

from running_service import ROOT, RunningService


@pytest.fixture
def planwerk(program, service):
    """Runs a command; those of clients with the service's address."""

    def run(*words, server=True):
        address = ["--server", service.server] if server else []
        return subprocess.run([program, *words, *address], capture_output=True, text=True)

    return run


@pytest.fixture(scope="session")
def impossible():
    return ROOT / "proto/examples/impossible.textproto"


def test_an_impossible_job_is_told_as_without_a_service(planwerk, impossible, tmp_path):
    here = planwerk("plan", impossible, "-o", tmp_path / "here.pbs", server=False)
    there = planwerk("plan", impossible, "-o", tmp_path / "there.pbs")
    assert here.returncode == there.returncode == 3, there.stderr
    told = [line for line in here.stdout.splitlines() if "here.pbs" not in line]
    assert "contradict" in here.stdout + here.stderr
    assert [line for line in there.stdout.splitlines() if "there.pbs" not in line] == told
    assert planwerk("verify", impossible, tmp_path / "there.pbs", server=False).returncode == 0


def test_plans_are_the_same_with_and_without_a_service(planwerk, valley, tmp_path):
    for place, server in (("here", False), ("there", True)):
        done = planwerk("plan", valley, "-o", tmp_path / f"{place}.json", "-q", server=server)
        assert done.returncode == 0, done.stderr
    here, there = (json.loads((tmp_path / f"{place}.json").read_text()) for place in ("here", "there"))
    assert here["certificate"]["objective"] == there["certificate"]["objective"]


def test_a_plan_may_start_from_an_earlier_one(planwerk, valley, tmp_path):
    first = planwerk("submit", valley).stdout.strip()
    assert planwerk("watch", first).returncode == 0
    second = planwerk("submit", valley, "--previous", first)
    assert second.returncode == 0, second.stderr
    assert planwerk("watch", second.stdout.strip()).returncode == 0
    plan = tmp_path / "plan.pbs"
    assert planwerk("fetch", second.stdout.strip(), "-o", plan).returncode == 0
    assert planwerk("verify", valley, plan, server=False).returncode == 0
    again = planwerk("plan", valley, "--previous", first, "-o", tmp_path / "again.pbs")
    assert again.returncode == 0, again.stderr
    nobody = planwerk("submit", valley, "--previous", "a" * 26)
    assert nobody.returncode == 2 and "previous_job" in nobody.stderr


def test_changes_to_a_job_are_a_job(planwerk, valley, tmp_path):
    changes = tmp_path / "changes.textproto"
    changes.write_text('needs { id: "schooling" amount_per_head: 0.001 }')
    base = planwerk("submit", valley).stdout.strip()
    assert planwerk("watch", base).returncode == 0
    changed = planwerk("submit", "--changes", changes, "--to", base, "--name", "Few pupils", "--key", "k", "--json")
    assert changed.returncode == 0, changed.stderr
    job = json.loads(changed.stdout)
    assert job["name"] == "Few pupils" and job["id"] != base
    again = planwerk("submit", "--changes", changes, "--to", base, "--name", "Few pupils", "--key", "k")
    assert again.stdout.strip() == job["id"], "the same key is the same job"
    assert planwerk("watch", job["id"]).returncode == 0
    assert planwerk("fetch", job["id"], "-o", tmp_path / "plan.json").returncode == 0
    coverage = {need["need"]: need.get("coverage", 0) for need in json.loads((tmp_path / "plan.json").read_text())["needs"]}
    assert coverage["schooling"] == pytest.approx(1) and coverage["coffee"] == 0

    changes.write_text('needs { id: "cofee" weight: 2 }')
    wrong = planwerk("submit", "--changes", changes, "--to", base)
    assert wrong.returncode == 2 and 'needs["cofee"]' in wrong.stderr and "coffee" in wrong.stderr, wrong.stderr
    changes.write_text("neds {}")
    assert planwerk("submit", "--changes", changes, "--to", base).returncode == 2
    for half in (("submit",), ("submit", "--changes", changes), ("submit", valley, "--to", base),
                 ("submit", valley, "--changes", changes, "--to", base)):  # fmt: skip
        assert planwerk(*half).returncode == 2


def test_why_a_need_is_short_is_asked_of_the_service(planwerk, valley, tmp_path):
    job = planwerk("submit", valley, "-q").stdout.strip()
    assert planwerk("watch", job).returncode == 0
    asked = planwerk("ask", job, "--need", "schooling", "--need", "coffee", "--labour", "--json")
    assert asked.returncode == 0, asked.stderr
    school, coffee = json.loads(asked.stdout)["answers"]
    assert planwerk("plan", valley, "-o", tmp_path / "plan.pbs", "-q", server=False).returncode == 0
    here = planwerk("explain", valley, tmp_path / "plan.pbs", "--need", "schooling", "--labour", "--json", server=False)
    [known] = json.loads(here.stdout)["answers"]
    assert school["need"] == "schooling" and school["marginal_cost"] == pytest.approx(known["marginal_cost"])
    assert [entry["id"] for entry in school["bottlenecks"]] == [entry["id"] for entry in known["bottlenecks"]]
    assert school["labour"]["burden"] == pytest.approx(known["labour"]["burden"], rel=1e-6)
    assert coffee["marginal_cost"] is None and coffee["bottlenecks"][0]["id"] == "product:coffee"
    told = planwerk("ask", job, "--need", "schooling", "--need", "coffee")
    assert "schooling: short by" in told.stdout and "cannot be had" in told.stdout and "labour:teaching" in told.stdout
    in_names = planwerk("explain", valley, tmp_path / "plan.pbs", "--need", "schooling", server=False).stdout
    [cost] = [line for line in in_names.splitlines() if "would cost" in line and "Covering all" not in line]
    assert cost.replace("One more", "One more unit") in told.stdout  # the same sentence, to whoever has but ids
    assert "--labour" in told.stderr
    unknown = planwerk("ask", job, "--need", "scholing")
    assert unknown.returncode == 2 and 'did you mean "schooling"' in unknown.stderr, unknown.stderr
    assert planwerk("ask", job).returncode == planwerk("ask", "a" * 26, "--need", "coffee").returncode == 2


def test_jobs_are_shared_and_shared_no_longer(make_service, program, valley, tmp_path):
    folder = tmp_path / "service0"
    tokens = {}
    for user in ("ada", "ben", "cleo"):
        subprocess.run([program, "users", user, "--folder", folder, "-q"], check=True)
        tokens[user] = subprocess.run([program, "tokens", user, "--issue", "laptop", "--folder", folder], check=True,
                                      capture_output=True, text=True).stdout.split()[-1]  # fmt: skip
    service = make_service(accounts=True)

    def of(user, *words):
        return subprocess.run([program, *words, "--server", service.server], capture_output=True, text=True,
                              env={**os.environ, "PLANWERK_TOKEN": tokens[user]})  # fmt: skip

    job = of("ada", "submit", valley, "-q").stdout.strip()
    assert of("ben", "watch", job).returncode == 2
    assert of("ada", "share", job).stdout == f"job {job}: shared with nobody\n"
    assert of("ada", "share", job, "ben").returncode == 0
    assert of("ada", "share", job, "cleo").stdout == f"job {job}: shared with ben, cleo\n"
    assert of("ben", "watch", job).returncode == of("cleo", "watch", job).returncode == 0
    assert of("ben", "share", job, "cleo", "--revoke").returncode == 2, "only the owner may"
    assert json.loads(of("ada", "share", job, "ben", "--revoke", "--json").stdout)["shared_with"] == ["cleo"]
    assert of("ben", "watch", job).returncode == 2 and of("cleo", "watch", job).returncode == 0
    assert of("ada", "share", job, "--revoke").stdout == f"job {job}: shared with nobody\n"
    assert of("cleo", "watch", job).returncode == 2
    assert of("ada", "share", job, "no such user").returncode == 2


def test_no_plan_exists_is_said(planwerk, impossible, valley):
    hopeless, good = (planwerk("submit", job, "-q").stdout.strip() for job in (impossible, valley))
    watched = planwerk("watch", hopeless)
    assert watched.returncode == 3 and watched.stdout.startswith(f"job {hopeless}: finished: no plan exists")
    assert "gap" not in watched.stdout and "inf" not in watched.stdout.replace("infeasible", "")
    assert planwerk("watch", good).returncode == 0
    lines = {line.split()[0]: line for line in planwerk("jobs").stdout.splitlines()}
    assert "finished: no plan exists" in lines[hopeless]
    assert "finished " in lines[good] and "no plan" not in lines[good]


def test_exit_codes_and_states_say_how_a_job_ended(planwerk, long_job, tmp_path):
    short = ("--tolerance", "1e-15", "--time-limit", "1s")
    here = planwerk("plan", long_job, "-o", tmp_path / "here.pbs", "-q", *short, server=False)
    job = planwerk("submit", long_job, *short, "--name", "Stopped short").stdout.strip()
    watched = planwerk("watch", job, "--log", "json")
    assert watched.returncode == here.returncode == 4, watched.stderr
    assert watched.stdout.startswith(f"job {job}: finished, ") and "next: planwerk fetch" in watched.stderr
    told = [json.loads(line) for line in watched.stderr.splitlines() if line.startswith("{")]
    iterations = [entry["iteration"] for entry in told if entry.get("phase") == "solving"]
    assert iterations and iterations == sorted(iterations) and iterations[-1] > 0

    endless = planwerk("submit", long_job, "--tolerance", "1e-15", "--name", "Endless").stdout.strip()
    assert planwerk("cancel", endless, "--delete").returncode == 2, "it has not ended"
    assert planwerk("cancel", endless).returncode == 0
    assert planwerk("watch", endless, "-q").returncode == 4
    listed = json.loads(planwerk("jobs", "--json").stdout)["jobs"]
    assert [(entry["id"], entry["state"]) for entry in listed] == [(endless, "cancelled"), (job, "finished")]
    [found] = json.loads(planwerk("jobs", "--json", "--state", "finished", "--name", "Stopped").stdout)["jobs"]
    assert found["name"] == "Stopped short"

    for each in (endless, job):
        assert planwerk("cancel", each, "--delete").returncode == 0
    assert planwerk("jobs").stdout.strip() == "no jobs"
    for gone in (("watch", job), ("fetch", job, "-o", tmp_path / "gone.pbs"), ("cancel", job)):
        assert planwerk(*gone).returncode == 2
    assert not (tmp_path / "gone.pbs").exists()


def test_a_submission_that_was_killed_goes_on_with_its_key(planwerk, program, service, long_job):
    os.kill(service.pid, signal.SIGSTOP)  # in the middle of it, whatever the machine's speed
    try:
        with subprocess.Popen([program, "submit", long_job, "--key", "mine", "--server", service.server, "-q"]) as sending:
            time.sleep(0.5)
            assert sending.poll() is None
            sending.kill()
    finally:
        os.kill(service.pid, signal.SIGCONT)
    first = planwerk("submit", long_job, "--key", "mine", "--time-limit", "1s")
    assert first.returncode == 0, first.stderr
    assert planwerk("submit", long_job, "--key", "mine").stdout == first.stdout
    [job] = json.loads(planwerk("jobs", "--json").stdout)["jobs"]
    assert job["id"] == first.stdout.strip() and job["state"] in ("queued", "running")


def test_a_service_that_is_away_is_said(planwerk, service, valley, tmp_path):
    service.stop()
    begin = time.monotonic()
    for words in (("submit", valley), ("jobs",), ("watch", "a" * 26), ("fetch", "a" * 26, "-o", tmp_path / "plan.pbs")):
        told = planwerk(*words, "--patience", "0")
        assert told.returncode == 5 and "planwerk: " in told.stderr, told.stderr
    assert time.monotonic() - begin < 30


def test_a_client_that_does_not_speak_tls_as_the_service_does_is_told(make_service, planwerk, program, service, tmp_path):
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "1", "-subj", "/CN=service", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", key, "-out", certificate], check=True, capture_output=True)  # fmt: skip
    secure = make_service(tls_certificate=certificate, tls_key=key)
    by_name = secure.server.replace("127.0.0.1", "localhost")

    def jobs(server, *words):
        return subprocess.run([program, "jobs", "--server", server, *words], capture_output=True, text=True, timeout=30)

    assert jobs(secure.server, "--ca", certificate).returncode == 0
    for told, hint in ((jobs(secure.server), "--ca FILE"), (jobs(secure.server, "--tls"), "of no authority that is trusted"),
                       (jobs(by_name, "--ca", certificate), "for another name"),
                       (jobs(service.server, "--ca", certificate), "leave out --tls")):  # fmt: skip
        assert told.returncode == 5 and hint in told.stderr, told.stderr
    service.stop()
    assert "--ca" not in jobs(service.server, "--patience", "0").stderr, "nobody is there: that is not for want of TLS"


def test_a_backup_is_a_store_that_serves(planwerk, program, service, valley, tmp_path):
    job = planwerk("submit", valley).stdout.strip()
    assert planwerk("watch", job).returncode == 0
    copy = tmp_path / "copy"
    made = planwerk("backup", copy, "--folder", service.folder, server=False)
    assert made.returncode == 0 and "complete" in made.stdout, made.stderr
    twice = planwerk("backup", copy, "--folder", service.folder, server=False)
    assert twice.returncode == 2, "a backup goes over no other"
    service.stop()
    restored = RunningService(program, copy).start()
    try:
        fetched = subprocess.run([program, "fetch", job, "-o", tmp_path / "plan.pbs", "--server", restored.server],
                                 capture_output=True, text=True)  # fmt: skip
        assert fetched.returncode == 0, fetched.stderr
        assert planwerk("verify", valley, tmp_path / "plan.pbs", server=False).returncode == 0
    finally:
        restored.kill()


def test_health_is_an_exit_code(planwerk, program, service):
    address = ["--listen", service.server, "--http", service.page.removeprefix("http://")]
    assert planwerk("health", *address, server=False).returncode == 0
    service.stop()
    assert planwerk("health", *address, server=False).returncode != 0
