"""A running service for the tests in this folder; they skip where it is not built."""

from __future__ import annotations

import pytest

from planwerk_tools.client import Client
from running_service import ROOT, RunningService, find_program


@pytest.fixture(scope="session")
def program():
    found = find_program()
    if found is None:
        pytest.skip("no planwerk-service in build/*/bin (set PLANWERK_BIN)")
    return found


@pytest.fixture
def make_service(program, tmp_path):
    """Starts services, and ends what is left of them."""
    made = []

    def make(**settings):
        service = RunningService(program, tmp_path / f"service{len(made)}", **settings)
        made.append(service)
        return service.start()

    yield make
    for service in made:
        if service.is_running():
            service.kill()


@pytest.fixture
def service(make_service):
    return make_service()


@pytest.fixture
def client(service):
    with Client(service.server) as client:
        yield client


@pytest.fixture(scope="session")
def valley():
    return ROOT / "proto/examples/valley.textproto"


@pytest.fixture(scope="session")
def long_job(program, tmp_path_factory):
    """A job that, to a tolerance of 1e-15, keeps a worker busy until it is told to stop."""
    import subprocess

    job = tmp_path_factory.mktemp("jobs") / "long.pbs"
    subprocess.run([program, "generate", "--goods", "6000", "--seed", "7", "--family", "joint", "-o", job, "-q"],
                   check=True)  # fmt: skip
    return job
