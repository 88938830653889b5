"""What programs that know nothing of planwerk find at a running service: health, reflection, errors with details."""

import json
import os
import subprocess
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from grpc_status import rpc_status
from planwerk.v1 import planner_pb2

PLANWERK = Path(os.environ.get("PLANWERK_BIN", "build/release/bin/planwerk"))


@pytest.fixture(scope="module")
def channel(tmp_path_factory):
    if not PLANWERK.with_name("planwerk-service").exists():
        pytest.skip(f"no planwerk-service beside {PLANWERK}")
    folder = tmp_path_factory.mktemp("service") / "store"
    command = [PLANWERK, "serve", "--folder", folder, "--listen", "127.0.0.1:0", "--http", "", "--log", "json"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as service:
        port = next(entry["port"] for entry in map(json.loads, service.stderr) if entry["event"] == "ready")
        with grpc.insecure_channel(f"127.0.0.1:{port}") as opened:
            yield opened
        service.terminate()
        assert service.wait(timeout=60) == 0


def test_health_is_told(channel):
    stub = health_pb2_grpc.HealthStub(channel)
    assert stub.Check(health_pb2.HealthCheckRequest()).status == health_pb2.HealthCheckResponse.SERVING
    named = stub.Check(health_pb2.HealthCheckRequest(service="planwerk.v1.Planner"))
    assert named.status == health_pb2.HealthCheckResponse.SERVING


def test_reflection_tells_the_whole_schema(channel):
    database = ProtoReflectionDescriptorDatabase(channel)
    assert {"planwerk.v1.Planner", "grpc.health.v1.Health"} <= set(database.get_services())
    told = database.FindFileContainingSymbol("planwerk.v1.Planner")
    ours = planner_pb2.DESCRIPTOR.services_by_name["Planner"]
    assert {method.name for method in told.service[0].method} == {method.name for method in ours.methods}
    assert "planwerk/v1/job.proto" in told.dependency
    assert database.FindFileByName("planwerk/v1/economy.proto").package == "planwerk.v1"


def test_errors_name_each_field(channel):
    submit = channel.stream_unary(
        "/planwerk.v1.Planner/SubmitJob",
        request_serializer=planner_pb2.SubmitJobRequest.SerializeToString,
        response_deserializer=planner_pb2.SubmitJobResponse.FromString,
    )
    whole = planner_pb2.SubmitJobRequest()
    whole.job.economy.recipes.add(id="bake").inputs.add(product="flour", amount=1)
    start = planner_pb2.SubmitJobRequest(start=planner_pb2.SubmitStart(idempotency_key="one"))
    with pytest.raises(grpc.RpcError) as caught:
        submit(iter([start, whole]))
    assert caught.value.code() == grpc.StatusCode.INVALID_ARGUMENT
    status = rpc_status.from_call(caught.value)
    faults = planner_pb2.Faults()
    assert status.details[0].Unpack(faults)
    assert 'recipes["bake"].inputs[0].product' in [fault.path for fault in faults.faults]
