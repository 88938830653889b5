"""The command png: pictures that planwerk wrote as SVG, as PNG for papers and slides."""

from __future__ import annotations

import re
from pathlib import Path

from planwerk_tools import progress
from planwerk_tools.commands import Action, factor
from planwerk_tools.tables import TableFault

SCALE = 2.0  # dots per unit of the picture: 96 dpi times two
FONT = "DejaVu Sans"  # where the system has no system-ui; renderers without it take any other
DEFINED = re.compile(r"(--[\w-]+):\s*([^;}]+?)\s*[;}]")
USED = re.compile(r"var\((--[\w-]+)\)")


def png(svg: str, scale: float = SCALE) -> bytes:
    """The picture on white ground. TableFault: not a picture, or no renderer."""
    try:
        import resvg_py
    except ImportError:
        raise TableFault("resvg-py is not installed: pip install 'planwerk-tools[pictures]'") from None
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=_with_colours(svg), zoom=scale, background="white", font_family=FONT, sans_serif_family=FONT
            )
        )
    except ValueError as fault:
        raise TableFault(f"not a picture: {fault}") from None


def _with_colours(svg: str) -> str:
    """Colours in place of their names: the renderer knows no variables of style sheets."""
    colours = dict(DEFINED.findall(svg))
    return USED.sub(lambda used: colours.get(used[1], used[0]), svg)


def write(path: Path, output: Path | None = None, scale: float = SCALE) -> list[Path]:
    """An SVG file, or all of a folder, as PNG files of their names in `output` (default: beside them)."""
    path = Path(path)
    sources = sorted(path.glob("*.svg")) if path.is_dir() else [path]
    if not sources:
        raise TableFault(f"{path}: no SVG files; 'planwerk report ... --svg FOLDER' writes them")
    folder = Path(output) if output else sources[0].parent
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for source in progress.over(sources, "drawing", len(sources)):
        try:
            content = png(source.read_text(encoding="utf-8"), scale)
        except TableFault as fault:
            raise TableFault(f"{source}: {fault}") from None
        files.append(folder / f"{source.stem}.png")
        files[-1].write_bytes(content)
    return files


def _options(parser) -> None:
    parser.add_argument("path", type=Path, help="FILE.svg, or a folder of them (planwerk report --svg FOLDER)")
    parser.add_argument("-o", "--output", type=Path, help="folder for the PNG files; default: beside the SVG files")
    parser.add_argument("--scale", type=factor, default=SCALE, help=f"dots per unit of the picture (default {SCALE:g})")


def _run(options) -> int:
    for file in write(options.path, options.output, options.scale):
        progress.tell(f"wrote {file}")
    return 0


ACTIONS = [Action("png", "pictures of a report as PNG files, for papers", _options, _run)]
