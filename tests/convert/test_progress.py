"""Progress shows on a terminal alone, and not to those who asked for quiet."""

from __future__ import annotations

import collections
import contextlib
import io
import sys

import pytest

from planwerk_tools import cli, exchange, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def convert(tmp_path, monkeypatch):
    """What the conversion of the template's workbook and of its CSV files writes to `stderr`."""
    exchange.template(tmp_path / "village.xlsx")
    exchange.template(tmp_path / "village")
    monkeypatch.setattr(progress, "DELAY", 0)

    def run(stderr: io.StringIO, *options: str) -> str:
        monkeypatch.setattr(sys, "stderr", stderr)
        for name in ("village.xlsx", "village"):
            assert cli.main(["tables", str(tmp_path / name), "-o", str(tmp_path / "job.pbs"), *options]) == 0
        return stderr.getvalue()

    yield run
    progress.be_quiet(False)


def test_a_terminal_shows_how_far_it_is(convert):
    shown = convert(Terminal())
    for what in ("reading village.xlsx, sheet recipes: ", "reading recipes.csv: ", "writing job.pbs: "):
        assert what in shown
    assert "linked: 6 products" in shown


def test_bars_count_what_is_read_and_written(tmp_path, monkeypatch):
    """Each file from its beginning to its end."""
    counts = collections.Counter()

    class Bar(contextlib.nullcontext):
        disable = False

        def __init__(self, what, total, unit="B"):
            super().__init__(self)
            self.what = what

        def update(self, more=1):
            counts[self.what] += more

    monkeypatch.setattr(progress, "bar", Bar)
    exchange.template(tmp_path / "village")
    assert cli.main(["tables", str(tmp_path / "village"), "-o", str(tmp_path / "job.pbs")]) == 0
    for file in [*(tmp_path / "village").iterdir(), tmp_path / "job.pbs"]:
        word = "writing" if file.suffix == ".pbs" else "reading"
        assert counts[f"{word} {file.name}"] == file.stat().st_size


def test_a_file_has_no_bars(convert):
    shown = convert(io.StringIO())
    assert "reading" not in shown and "\r" not in shown and "linked: 6 products" in shown


def test_quiet_is_quiet(convert, tmp_path):
    assert convert(Terminal(), "-q") == ""
    stderr = sys.stderr = Terminal()
    assert cli.main(["tables", str(tmp_path), "-q", "-o", str(tmp_path / "job.pbs")]) == 2
    assert "the table needs is missing" in stderr.getvalue()
