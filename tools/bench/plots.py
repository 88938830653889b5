"""Plots of docs/performance.md, as SVG that is the same for the same records."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from statistics import median

import matplotlib

from records import reached, seconds

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "planwerk"
import matplotlib.pyplot as plt  # noqa: E402  (after the backend is chosen)


def times(records: list[dict], path: Path) -> None:
    """Seconds to tolerance against nonzeros, one line per family, solver and tolerance. Hollow: not reached."""
    lines = defaultdict(lambda: defaultdict(list))
    for record in records:
        family = record["instance"].split("-")[0]
        line = f"{record['solver']} {family} {record['tolerance']:g}"
        lines[line][record["nonzeros"]].append((seconds(record), reached(record)))
    figure, axes = plt.subplots(figsize=(7, 4.5))
    for label, points in sorted(lines.items()):
        sizes = sorted(points)
        middle = [median(seconds for seconds, _ in points[size]) for size in sizes]
        (drawn,) = axes.plot(sizes, middle, marker="o", label=label)
        short = [i for i, size in enumerate(sizes) if not all(done for _, done in points[size])]
        axes.plot(
            [sizes[i] for i in short],
            [middle[i] for i in short],
            "o",
            markerfacecolor="white",
            color=drawn.get_color(),
        )
    axes.set(xscale="log", yscale="log", xlabel="nonzeros", ylabel="seconds (hollow: tolerance not reached)")
    axes.grid(alpha=0.3)
    axes.legend(fontsize=7)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)
