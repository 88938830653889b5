"""Plans and their reports."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("PLANWERK_BIN", ROOT / "build/release/bin/planwerk"))
EXAMPLES = ROOT / "proto/examples"


@pytest.fixture(scope="session")
def planwerk():
    """Runs the program; returns what it says."""
    if not PROGRAM.exists():
        pytest.skip(f"{PROGRAM} is not built")

    def run(*arguments, check=True) -> str:
        command = [PROGRAM, *map(str, arguments)]
        return subprocess.run(command, check=check, capture_output=True, text=True).stdout

    return run


@pytest.fixture(scope="session")
def folder(planwerk, tmp_path_factory) -> Path:
    """The valley's plan beside one with a larger sawmill: report.html and the folder svg of its pictures."""
    folder, job = tmp_path_factory.mktemp("valley"), EXAMPLES / "valley.textproto"
    more = job.read_text().replace('unit: "m3" amount: 7200', 'unit: "m3" amount: 8000')
    assert more != job.read_text()
    (folder / "more.textproto").write_text(more)
    planwerk("plan", job, "-o", folder / "plan.json", "--device", "cpu", "-q")
    planwerk("plan", folder / "more.textproto", "-o", folder / "more.json", "--device", "cpu", "-q")
    compared = ["--compare", folder / "more.json", "--compare-job", folder / "more.textproto"]
    planwerk("report", folder / "plan.json", "--job", job, "-o", folder / "report.html", "--svg", folder / "svg",
             "--labour", "-q", *compared)
    return folder


@pytest.fixture(scope="session")
def large(planwerk, tmp_path_factory) -> Path:
    """The report of a plan of 10,000 goods."""
    folder = tmp_path_factory.mktemp("large")
    planwerk("generate", "--goods", "10000", "--seed", "1", "-o", folder / "job.pb", "-q")
    planwerk("plan", folder / "job.pb", "-o", folder / "plan.pb", "--device", "cpu", "--tolerance", "1e-3", "-q")
    planwerk("report", folder / "plan.pb", "--job", folder / "job.pb", "-o", folder / "report.html", "-q")
    return folder / "report.html"


@dataclass
class Opened:
    """A page as a reader has it, and what went wrong or was asked of the network while it was open."""

    page: object
    trouble: list[str] = field(default_factory=list)

    def watch(self) -> Opened:
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("console", lambda message: self.trouble.append(f"{message.type}: {message.text}"))
        self.page.on("request", lambda request: self._note_request(request.url))
        return self

    def _note_request(self, address: str) -> None:
        if not address.startswith(("file:", "data:", "blob:")):
            self.trouble.append(f"asked the network for {address}")


@pytest.fixture
def open_page(browser):
    """Opens a report in a context of its own (options as of Playwright's new_context); at the end nothing may have gone
    wrong."""
    opened = []

    def open(path: Path, **options):
        page = browser.new_context(**options).new_page()
        opened.append(Opened(page).watch())
        page.goto(path.as_uri())
        return page

    yield open
    for each in opened:
        each.page.context.close()
        assert each.trouble == []
