"""Pictures as PNG: size, colours and writing of what the SVG file says."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest

from planwerk_tools import cli, pictures
from planwerk_tools.tables import TableFault

pytest.importorskip("resvg_py", reason="resvg-py is not installed")
matplotlib_image = pytest.importorskip("matplotlib.image")
VALLEY = Path(__file__).resolve().parents[2] / "proto/examples/valley.textproto"
SQUARE = """<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">
<style>:root { --poor: #ff0000; } .bar { fill: var(--poor); }</style><rect class="bar" width="20" height="20"/></svg>"""


def size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


def test_colours_by_name_and_white_ground(tmp_path):
    (tmp_path / "square.svg").write_text(SQUARE)
    assert cli.main(["png", str(tmp_path), "--scale", "3"]) == 0
    assert size((tmp_path / "square.png").read_bytes()) == (120, 60)
    image = matplotlib_image.imread(tmp_path / "square.png")
    assert image[30, 30][:3].tolist() == [1, 0, 0] and image[30, 90][:3].tolist() == [1, 1, 1]


def test_every_picture_of_a_report(planwerk, tmp_path):
    def run(*words):
        subprocess.run([planwerk, *map(str, words), "--device", "cpu", "-q"], check=True)

    run("plan", VALLEY, "-o", tmp_path / "plan.pb")
    run("report", tmp_path / "plan.pb", "--job", VALLEY, "-o", tmp_path / "r.html", "--svg", tmp_path / "svg")
    files = pictures.write(tmp_path / "svg", tmp_path / "png")
    assert {"coverage", "work", "scarcity", "chain-warm_homes"} <= {file.stem for file in files}
    for file in files:
        image = matplotlib_image.imread(file)[:, :, :3]
        colours = (image[::7] * 255).astype(int) @ [1 << 16, 1 << 8, 1]
        assert len(np.unique(colours)) > 3, file  # not one flat colour


def test_faults_are_told(tmp_path, capsys):
    assert cli.main(["png", str(tmp_path)]) == 2
    assert "no SVG files" in capsys.readouterr().err
    (tmp_path / "noise.svg").write_text("noise")
    with pytest.raises(TableFault, match="noise.svg: not a picture"):
        pictures.write(tmp_path)
