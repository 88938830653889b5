"""The Python client against a real service."""

from __future__ import annotations

import subprocess
import threading
import time

import grpc
import pytest

from planwerk.v1 import planner_pb2
from planwerk_tools import messages
from planwerk_tools.client import Client, Selection
from planwerk_tools.delimited import read_parts
from planwerk_tools.service_records import JobState, ServiceError


@pytest.fixture(scope="module")
def parts_file(program, valley, tmp_path_factory):
    path = tmp_path_factory.mktemp("parts") / "valley.pbs"
    subprocess.run([program, "convert", valley, path, "-q"], check=True)
    return path


def verified(program, job, plan):
    return subprocess.run([program, "verify", job, plan, "-q"]).returncode == 0


def test_a_job_becomes_a_plan(client, program, valley, tmp_path):
    submitted = client.submit(valley, name="Valley")
    assert [problem.path for problem in submitted.warnings] == ['needs["coffee"]']
    seen = list(client.watch(submitted.job.id))
    assert seen[-1].state is JobState.FINISHED and not any(progress.state.has_ended for progress in seen[:-1])
    job = client.job(submitted.job.id)
    assert (job.name, job.figures.status, job.has_plan) == ("Valley", "OPTIMAL", True)
    assert verified(program, valley, client.fetch(job.id, tmp_path / "plan.pbs"))
    needs = client.fetch(job.id, tmp_path / "needs.pbs", [Selection.NEEDS])
    assert needs.stat().st_size < (tmp_path / "plan.pbs").stat().st_size
    assert {path.name for path in tmp_path.iterdir() if path.suffix == ".pbs"} == {"plan.pbs", "needs.pbs"}
    assert client.explain(job.id, "journeys").need == "journeys"


def test_the_same_key_is_the_same_job(client, valley, parts_file):
    first = client.submit(valley, key="one").job
    assert client.submit(valley, key="one").job.id == first.id
    parts = client.submit(parts_file, key="two").job
    assert client.submit(parts_file, key="two").job.id == parts.id != first.id
    assert {job.id for job in client.jobs()} == {first.id, parts.id}


def test_an_upload_goes_on_where_it_broke(client, parts_file):
    parts = list(read_parts(parts_file.open("rb")))
    half = len(parts) // 2

    def broken():
        yield planner_pb2.SubmitJobRequest(start=planner_pb2.SubmitStart(idempotency_key="k"))
        for index in range(half):
            yield planner_pb2.SubmitJobRequest(part=planner_pb2.SubmitPart(index=index, part=parts[index]))
        while not list(client.jobs(states=[JobState.UPLOADING])):
            time.sleep(0.01)
        raise ConnectionResetError

    with pytest.raises(grpc.RpcError):
        client._stub.SubmitJob(broken())
    [upload] = client.jobs(states=[JobState.UPLOADING])
    stored = client._parts_stored("k")
    assert 0 <= stored <= half
    job = client.submit(parts_file, key="k").job
    assert job.id == upload.id
    assert client.wait(job.id).state is JobState.FINISHED


def test_faults_are_named_by_place(client, valley):
    job = messages.read(valley)
    job.economy.recipes[3].outputs[0].product = "no such thing"
    with pytest.raises(ServiceError) as refused:
        client.submit(job)
    assert refused.value.code is grpc.StatusCode.INVALID_ARGUMENT
    assert any("no such thing" in problem.value for problem in refused.value.problems)
    with pytest.raises(ServiceError) as unknown:
        client.job("a" * 26)
    assert unknown.value.code is grpc.StatusCode.NOT_FOUND


def test_cancelled_jobs_keep_their_best_plan_and_can_be_deleted(client, long_job):
    job = client.submit(long_job, tolerance=1e-15).job
    for progress in client.watch(job.id):
        if progress.state is JobState.RUNNING and progress.phase == "solving":
            break
    client.cancel(job.id)
    assert client.wait(job.id).state in (JobState.CANCELLED, JobState.FINISHED)
    client.delete(job.id)
    assert list(client.jobs()) == []


def test_a_service_that_starts_again_is_waited_for(make_service, long_job, program, tmp_path):
    service = make_service(checkpoint=1)
    with Client(service.server) as client:
        job = client.submit(long_job, time_limit_s=8).job
        ended = []
        watcher = threading.Thread(target=lambda: ended.append(client.wait(job.id)))
        watcher.start()
        while client.job(job.id).state is JobState.QUEUED:
            pass
        service.kill()
        service.start()
        watcher.join(60)
        assert ended and ended[0].state.has_ended and ended[0].attempts == 2
        assert verified(program, long_job, client.fetch(job.id, tmp_path / "plan.pbs")) or ended[0].figures


def test_tokens_and_certificates(make_service, program, tmp_path, valley):
    folder = tmp_path / "service0"
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "1", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", key, "-out", certificate], check=True, capture_output=True)  # fmt: skip
    subprocess.run([program, "users", "ada", "--folder", folder, "-q"], check=True)
    token = subprocess.run([program, "tokens", "ada", "--issue", "laptop", "--folder", folder], check=True,
                           capture_output=True, text=True).stdout.split()[-1]  # fmt: skip
    service = make_service(accounts=True, tls_certificate=certificate, tls_key=key)
    from planwerk_tools.client import Tls

    tls = Tls(authority=certificate)
    with Client(service.server, token, tls) as client:
        assert client.submit(valley).job.owner == "ada"
    plain = make_service()
    for server, spoken, hint in ((service.server, None, "Tls(authority="), (plain.server, tls, "leave out tls"),
                                 (service.server, Tls(), "no authority")):  # fmt: skip
        with Client(server, None, spoken) as client, pytest.raises(ServiceError) as misunderstood:
            list(client.jobs())
        assert misunderstood.value.code is grpc.StatusCode.UNAVAILABLE and hint in misunderstood.value.message
    for wrong in (None, "planwerk_" + "x" * 43):
        with Client(service.server, wrong, tls) as client, pytest.raises(ServiceError) as refused:
            list(client.jobs())
        assert refused.value.code is grpc.StatusCode.UNAUTHENTICATED
