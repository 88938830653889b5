#!/usr/bin/env python3
"""Each layer includes only itself and those below it; the lowest ones also nothing but the standard library, Thrust and,
behind one file each, libraries that a build may lack."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Layer: what it may include of the repository, by folder.
BELOW = {
    "kernels": ["kernels"],
    "host/base": ["host/base"],
    "host/lp": ["host/lp", "host/base", "kernels"],
    "host/solver": ["host/solver", "host/lp", "host/base", "kernels"],
    "host/model": ["host/model", "host/lp", "host/base"],
    "host/plan": ["host/plan", "host/model", "host/solver", "host/lp", "host/base", "kernels"],
    "host/answers": ["host/answers", "host/plan", "host/model", "host/solver", "host/lp", "host/base", "kernels"],
    "host/codec": ["host/codec", "host/plan", "host/model", "host/base", "planwerk/v1"],
    "host/service": ["host/service", "host/codec", "host/answers", "host/plan", "host/model", "host/solver", "host/base",
                     "kernels", "planwerk/v1"],
}
# Libraries of the service's edges, and the only folder that may see each.
EDGES = {"grpc": "host/service/grpc", "httplib.h": "host/service/http", "prometheus/": "host/service/http",
         "SQLiteCpp/": "host/service/store", "sqlite3.h": "host/service/store"}
# Built without any library but Thrust (and what CUDA brings along).
BARE = ["kernels", "host/base", "host/lp", "host/solver"]
DEVICE_HEADERS = ["thrust/", "cub/", "cuda", "nvtx3/", "omp.h", "cusparse", "cusolver"]
SYSTEM_HEADERS = ["dlfcn.h", "fcntl.h", "unistd.h", "sys/"]

# Libraries that a build may lack: the one file that knows each, left out or replaced where it is missing.
OPTIONAL = {
    "dmumps_c.h": "host/solver/interior_point/sparse_mumps.cpp",
    "metis.h": "host/solver/interior_point/sparse_ordering.cpp",
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def faults_of(layer: str, path: Path) -> list[str]:
    faults = []
    for mark, name in INCLUDE.findall(path.read_text(encoding="utf-8")):
        if mark == '"' and not any(name.startswith(folder + "/") for folder in BELOW[layer]):
            faults.append(f"{path.relative_to(ROOT)}: {layer} may not include {name}")
        standard = "/" not in name and "." not in name
        known = any(name.startswith(start) for start in DEVICE_HEADERS + SYSTEM_HEADERS)
        optional = OPTIONAL.get(name) == str(path.relative_to(ROOT))
        edge = next((folder for start, folder in EDGES.items() if name.startswith(start)), None)
        if mark == "<" and edge and edge not in path.as_posix():
            faults.append(f"{path.relative_to(ROOT)}: only {edge} may include {name}")
        if mark == "<" and layer in BARE and not standard and not known and not optional:
            faults.append(f"{path.relative_to(ROOT)}: {layer} builds without {name}")
    return faults


def main() -> int:
    faults, files = [], 0
    for layer in BELOW:
        for path in sorted((ROOT / layer).rglob("*")):
            if path.suffix in {".hpp", ".cpp", ".cu", ".cuh"}:
                files += 1
                faults += faults_of(layer, path)
    print("\n".join(faults) if faults else f"{files} files keep to their layers")
    return 1 if faults or files == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
