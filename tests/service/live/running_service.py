"""The built service as a process: started in a folder of its own on free ports, stopped, killed, started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
START_LIMIT_S = 10.0


def find_program() -> Path | None:
    """planwerk, beside which the service and its worker lie."""
    built = sorted(ROOT.glob("build/*/bin/planwerk"), key=lambda path: path.parts[-3] != "release")
    found = os.environ.get("PLANWERK_BIN") or next(map(str, built), None)
    if found and Path(found).with_name("planwerk-service").exists():
        return Path(found)
    return None


class RunningService:
    """`planwerk serve` with settings given as flags; ports are found anew at each start unless `keep_ports`."""

    def __init__(self, program: Path, folder: Path, **settings: object):
        self.program = program
        self.folder = folder
        self._settings = settings
        self._process: subprocess.Popen | None = None
        self._log = folder.with_suffix(".log")
        self.grpc_port = self.http_port = 0

    @property
    def server(self) -> str:
        return f"127.0.0.1:{self.grpc_port}"

    @property
    def page(self) -> str:
        scheme = "https" if "tls_certificate" in self._settings else "http"
        return f"{scheme}://127.0.0.1:{self.http_port}"

    @property
    def pid(self) -> int:
        return self._process.pid

    def start(self) -> RunningService:
        """Returns when the service says that it is ready; RuntimeError where it does not within ten seconds."""
        begin = self.launch()
        self._wait_until_ready(begin)
        return self

    def launch(self) -> int:
        """Returns at once: from which byte on the log is this process's."""
        flags = {"folder": self.folder, "listen": f"127.0.0.1:{self.grpc_port}", "http": f"127.0.0.1:{self.http_port}",
                 "log": "json", **self._settings}  # fmt: skip
        command = [str(self.program), "serve"]
        for name, value in flags.items():
            flag = "--" + name.replace("_", "-")
            command += [flag] if value is True else [flag, str(value)]
        begin = self._log.stat().st_size if self._log.exists() else 0
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                             start_new_session=True)  # fmt: skip
        return begin

    def _wait_until_ready(self, begin: int) -> None:
        until = time.monotonic() + START_LIMIT_S
        while time.monotonic() < until:
            for record in self.log(begin):
                if record.get("event") == "ready":
                    self.grpc_port, self.http_port = record["port"], record["http"]
                    return
            if self._process.poll() is not None:
                break
            time.sleep(0.02)
        raise RuntimeError(f"the service did not start:\n{self._log.read_text()[-3000:]}")

    def log(self, begin: int = 0) -> list[dict]:
        """What was logged from byte `begin` on; lines that are no records, such as what a killed one was writing, not."""
        records = []
        with self._log.open("rb") as log:
            log.seek(begin)
            for line in log:
                try:
                    records.append(json.loads(line))
                except ValueError:
                    continue
        return records

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """None while it runs; less than 0: of which signal it died."""
        return self._process.poll()

    def kill(self) -> None:
        """As a power cut would; the workers are on their own from now on."""
        self._process.kill()
        self._process.wait()

    def terminate(self) -> None:
        self._process.send_signal(signal.SIGTERM)

    def wait(self, limit_s: float = 30.0) -> int:
        return self._process.wait(limit_s)

    def stop(self) -> int:
        if not self.is_running():
            return self._process.returncode if self._process else 0
        self.terminate()
        return self.wait()

    def workers(self) -> list[int]:
        """Living processes that the service, or one before it in this folder, has started."""
        return [pid for pid, line in _processes() if "planwerk-worker" in line and _parent_is(pid, self.pid)]


def _processes() -> list[tuple[int, str]]:
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            found.append((int(entry.name), (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")))
        except OSError:
            continue
    return found


def _parent_is(pid: int, parent: int) -> bool:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return False
    return int(fields[1]) == parent and fields[0] != "Z"
