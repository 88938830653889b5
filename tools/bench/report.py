"""Tables and plots of docs/performance.md from the records. Text between `<!-- begin NAME -->` and `<!-- end NAME -->`
of the page is replaced; everything else is written by hand."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from pathlib import Path
from statistics import median

import plots
from records import Records, kind, latest, reached, seconds
from solvers import names

OBJECTIVE_ERROR = 1e-6  # relative, against the sets' optimum
SHIFT_S = 10


def write(results: Path, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    side = latest(Records(results, "side-by-side").all())
    sweep = latest(Records(results, "families").all())
    tables = {
        "side-by-side": side_by_side(side),
        "families": families(sweep),
        "products": products(latest(Records(results, "products").all())),
        "kernels": kernels(latest(Records(results, "kernels").all())),
        "lp-sets": lp_sets(latest(Records(results, "lp-sets").all())),
    }
    for name, table in tables.items():
        if table:
            text = replace_part(text, name, table)
    page.write_text(text, encoding="utf-8")
    instances = lp_instances(latest(Records(results, "lp-sets").all()))
    if instances:
        (page.parent / "performance" / "lp-sets.md").write_text(instances, encoding="utf-8")
    if side:
        plots.times(side, page.parent / "performance" / "side-by-side.svg")
    if sweep:
        plots.times(sweep, page.parent / "performance" / "families.svg")


def replace_part(page: str, name: str, content: str) -> str:
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"the page has no part {name}")
    return pattern.sub(lambda _: f"{begin}\n{content}\n{end}", page)


def side_by_side(records: list[dict]) -> str:
    groups = _grouped(records, lambda r: (kind(r["instance"]), r["tolerance"]))
    if not groups:
        return ""
    present = [name for name in names() if any(r["solver"] == name for r in records)]
    rows = []
    for (instance, tolerance), group in groups.items():
        by_solver = _grouped(group, lambda r: r["solver"])
        rows.append(
            [instance, f"{tolerance:g}", *(_time(by_solver.get(name, [])) for name in present), _speedup(by_solver)]
        )
    return _table(["economy", "tolerance", *present, "fastest rival / planwerk"], rows) + _origin(records)


def _time(group: list[dict]) -> str:
    if not group:
        return "-"
    if all(reached(record) for record in group):
        return f"{median(map(seconds, group)):.3g} s"
    if all(record.get("status") == "unavailable" for record in group):
        return "unavailable"
    missed = [record for record in group if not reached(record)]
    if any(seconds(record) >= record["time_limit_s"] for record in missed):
        return f"> {missed[0]['time_limit_s']:g} s"
    return f"missed ({max(record.get('kkt', math.inf) for record in missed):.1g})"


def _speedup(by_solver: dict) -> str:
    ours = by_solver.pop("planwerk", [])
    if not ours or not all(map(reached, ours)):
        return "-"
    rivals = [median(map(seconds, group)) for group in by_solver.values() if all(map(reached, group))]
    mine = median(map(seconds, ours))
    if rivals:
        return f"{min(rivals) / mine:.1f}"
    limits = [record["time_limit_s"] for group in by_solver.values() for record in group]
    return f"> {min(limits) / mine:.0f}" if limits else "-"


def families(records: list[dict]) -> str:
    rows = []
    for (instance, tolerance), group in _grouped(records, lambda r: (kind(r["instance"]), r["tolerance"])).items():
        nonzeros = max(record["nonzeros"] for record in group)
        memory = max(record["peak_mib"] for record in group)
        rows.append([instance, f"{nonzeros:,}", f"{tolerance:g}", _time(group), f"{memory:,.0f} MiB"])
    return _table(["economy", "nonzeros", "tolerance", "time", "memory"], rows) + _origin(records) if rows else ""


def products(records: list[dict]) -> str:
    """Geometric means of matrix products, one row per scaling, one column per family: `to 1e-4 / to 1e-6`."""
    columns = sorted({kind(record["instance"]) for record in records})
    tolerances = sorted({record["tolerance"] for record in records}, reverse=True)
    rows = []
    for solver, group in _grouped(records, lambda r: r["solver"]).items():
        cells = [
            " / ".join(
                _mean([r for r in group if kind(r["instance"]) == column and r["tolerance"] == tolerance])
                for tolerance in tolerances
            )
            for column in columns
        ]
        rows.append([solver, *cells])
    return _table(["scaling", *columns], rows) + _origin(records) if rows else ""


def _mean(group: list[dict]) -> str:
    done = [record["products"] for record in group if record["reached"]]
    if not group:
        return "-"
    if not done:
        return f"0 of {len(group)}"
    mean = math.exp(sum(math.log(count) for count in done) / len(done))
    return f"{mean / 1000:.1f}k" + ("" if len(done) == len(group) else f" ({len(done)} of {len(group)})")


def kernels(records: list[dict]) -> str:
    """Microseconds, and share of the copy bandwidth, one row per kernel, one column per number of goods."""
    sizes = sorted({record["goods"] for record in records})
    rows = []
    for kernel, group in _grouped(records, lambda r: r["kernel"]).items():
        by_size = {record["goods"]: record for record in group}
        rows.append([kernel, *(_kernel(by_size[size]) if size in by_size else "-" for size in sizes)])
    if not rows:
        return ""
    copy = f"\n\nCopy: {median(record['copy_gb_per_s'] for record in records):.1f} GB/s."
    return _table(["kernel", *(f"{size:,} goods" for size in sizes)], rows) + copy + _origin(records)


def _kernel(record: dict) -> str:
    return f"{record['microseconds']:.3g} µs, {record['share_of_copy']:.0%}"


def lp_sets(records: list[dict]) -> str:
    rows, missed = [], []
    for name, group in _grouped(records, lambda r: (r["set"], r["solver"], r["tolerance"])).items():
        if group[0]["set"] == "lp-infeasible":
            recognised = sum(record.get("claimed") == "infeasible" for record in group)
            wrong = sum(record.get("claimed") == "optimal" for record in group)
            rows.append([*name[:2], "", f"{recognised} of {len(group)} recognised, {wrong} called optimal", "", ""])
            continue
        good = [record for record in group if reached(record)]
        near = [record for record in good if _objective_error(record) <= OBJECTIVE_ERROR]
        mean = f"{_shifted_mean(group):.2f} s"
        rows.append([*name[:2], f"{name[2]:g}", f"{len(good)} of {len(group)}", f"{len(near)} of {len(group)}", mean])
        missed += [f"{r['instance']} by {name[1]} ({r.get('kkt', math.inf):.1g})" for r in group if r not in near]
    if not rows:
        return ""
    within = f"objective within {OBJECTIVE_ERROR:g}"
    table = _table(["set", "solver", "tolerance", "reached", within, "shifted geometric mean"], rows)
    return (
        table + (f"\n\nMissed (with the residual reached): {', '.join(missed)}." if missed else "") + _origin(records)
    )


def _shifted_mean(group: list[dict]) -> float:
    """Geometric mean of seconds, shifted by 10 s as in Mittelmann's benchmarks; what was not reached counts its limit."""
    times = [seconds(record) if reached(record) else record["time_limit_s"] for record in group]
    return math.exp(sum(math.log(time + SHIFT_S) for time in times) / len(times)) - SHIFT_S


def lp_instances(records: list[dict]) -> str:
    """The page of single instances: seconds of each solver, with the residual where the tolerance was missed."""
    if not records:
        return ""
    present = [name for name in names() if any(r["solver"] == name for r in records)]
    rows = []
    for (folder, instance, tolerance), group in _grouped(
        records, lambda r: (r["set"], r["instance"], r["tolerance"])
    ).items():
        by_solver = {record["solver"]: record for record in group}
        size = [f"{group[0][field]:,}" for field in ("rows", "columns", "nonzeros")]
        cells = [_instance_cell(by_solver[name]) if name in by_solver else "-" for name in present]
        rows.append([folder, instance, *size, f"{tolerance:g}", *cells])
    head = ["set", "instance", "rows", "columns", "nonzeros", "tolerance", *present]
    return "# Public LP sets, instance by instance\n\n" + _table(head, rows) + _origin(records) + "\n"


def _instance_cell(record: dict) -> str:
    if record["set"] == "lp-infeasible":
        return f"{record.get('claimed', record['status'])}, {seconds(record):.3g} s"
    if reached(record):
        return f"{seconds(record):.3g} s"
    return f"missed ({record.get('kkt', math.inf):.1g}), {seconds(record):.3g} s"


def _objective_error(record: dict) -> float:
    optimum = float(record["clp_optimum"])
    return abs(record["objective"] - optimum) / max(1.0, abs(optimum))


def _grouped(records: list[dict], key) -> dict:
    groups = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return dict(groups)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _origin(records: list[dict]) -> str:
    versions = sorted({record["version"] for record in records})
    last = max(records, key=lambda record: record["date"])
    return f"\n\n{last['date']}, {last['machine']}; {', '.join(versions)}; commit {last['commit']}."
