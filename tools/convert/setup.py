"""Before anything is packed: protobuf modules from proto/, and the unit table. Neither is kept in the repository."""

import shutil
from pathlib import Path

import grpc_tools
from grpc_tools import protoc
from setuptools import setup

here = Path(__file__).resolve().parent
root = here.parents[1]


def generate() -> None:
    protos = sorted(str(path) for path in (root / "proto/planwerk/v1").glob("*.proto"))
    folders = [f"-I{root / 'proto'}", f"-I{Path(grpc_tools.__file__).parent / '_proto'}"]  # ours, Google's own
    if protoc.main(["protoc", *folders, f"--python_out={here}", f"--pyi_out={here}", *protos]) != 0:
        raise SystemExit("protoc failed")
    planner = str(root / "proto/planwerk/v1/planner.proto")  # the only one with a service
    if protoc.main(["protoc", *folders, f"--grpc_python_out={here}", planner]) != 0:
        raise SystemExit("protoc failed")
    shutil.copyfile(root / "data/units.csv", here / "planwerk_tools/units.csv")


generate()
setup()
