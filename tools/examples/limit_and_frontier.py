# %% [markdown]
# How much warmth and bread does a valley have, the less it may burn?
#
# Builds a small economy from data frames, plans it, lowers a limit in steps, and sets the curve of all limits beside
# them, with the places where it bends. Run it as a whole, or cell by cell in an editor that knows `# %%`:
#
#     .venv/bin/python tools/examples/limit_and_frontier.py
#
# PLANWERK_BIN: the planwerk program (build/release/bin/planwerk); PLANWERK_EXAMPLES: folder for what is written
# (build/examples). Needs matplotlib.

# %%
import json
import os
import subprocess
from pathlib import Path

import matplotlib
import pandas as pd

from planwerk_tools.documents import Job, Plan

matplotlib.use("Agg")  # writes files, opens no windows
import matplotlib.pyplot as plt  # noqa: E402

PLANWERK = os.environ.get("PLANWERK_BIN", "build/release/bin/planwerk")
FOLDER = Path(os.environ.get("PLANWERK_EXAMPLES", "build/examples"))
FOLDER.mkdir(parents=True, exist_ok=True)


def planwerk(*words) -> str:
    return subprocess.run([PLANWERK, *map(str, words)], check=True, stdout=subprocess.PIPE, text=True).stdout


def frame(columns: str, *rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())


# %% [markdown]
# ## The economy
# Heat comes from gas, which is little work and 0.2 t of carbon dioxide per MWh, or from wood, which is much work and of
# which little grows. Baking takes heat too. 400 people want 4 MWh of warmth and 80 kg of bread each.

# %%
tables = {
    "settings": frame("key value", ("name", "A valley and its heat"), ("period", "one year"), ("hours_per_coverage", "40")),
    "products": frame(
        "id name unit balance",
        ("gas", "Gas", "MWh", ""),
        ("wood", "Firewood", "m3", ""),
        ("heat", "Heat", "MWh", ""),
        ("bread", "Bread", "t", ""),
        ("co2", "Carbon dioxide", "t", "free"),
    ),
    "recipes": frame(
        "recipe name kind id amount",
        ("buy_gas", "Import gas", "output", "gas", 1.0),
        ("buy_gas", "", "labour", "work", 0.5),
        ("burn_gas", "Burn gas", "input", "gas", 1.1),
        ("burn_gas", "", "output", "heat", 1.0),
        ("burn_gas", "", "output", "co2", 0.22),
        ("cut_wood", "Cut wood", "output", "wood", 1.0),
        ("cut_wood", "", "labour", "work", 5.0),
        ("cut_wood", "", "capacity", "forest", 1.0),
        ("burn_wood", "Burn wood", "input", "wood", 0.6),
        ("burn_wood", "", "output", "heat", 1.0),
        ("burn_wood", "", "labour", "work", 1.0),
        ("bake", "Bake", "input", "heat", 2.0),
        ("bake", "", "output", "bread", 1.0),
        ("bake", "", "labour", "work", 60.0),
    ),
    "cohorts": frame("id name people", ("valley", "The valley", 400)),
    "needs": frame(
        "id name cohort product amount_per_head",
        ("warmth", "Warm homes", "valley", "heat", 4.0),
        ("bread", "Bread", "valley", "bread", 0.08),
    ),
    "labour": frame("id kind hours", ("people", "work", 6000.0)),
    "capacities": frame("id name unit amount", ("forest", "Yearly growth of the forest", "m3", 500.0)),
    "limits": frame("limit name unit upper product", ("carbon", "Carbon dioxide", "t", 320.0, "co2")),
}

# %% [markdown]
# ## A plan for each limit


# %%
def plan_with(allowed: float) -> dict[str, pd.DataFrame]:
    """The tables of the plan where `allowed` tonnes of carbon dioxide may be given off."""
    less = tables | {"limits": tables["limits"].assign(upper=allowed)}
    job, plan = FOLDER / f"valley-{allowed:g}.pb", FOLDER / f"valley-{allowed:g}.plan.pb"
    Job.from_frames(less).write(job)
    planwerk("plan", job, "-o", plan, "--tolerance", "1e-9", "--device", "cpu", "-q")
    return Plan.read(plan).to_frames()


steps = [320.0, 240.0, 160.0, 80.0, 0.0]
coverage = pd.DataFrame({allowed: plan_with(allowed)["needs"].set_index("need")["coverage"] for allowed in steps}).T
coverage.index.name = "limit"
print("coverage by tonnes of carbon dioxide allowed:", coverage.round(3), sep="\n")

# %% [markdown]
# ## The whole curve
# `planwerk frontier` follows the best plan from the least limit that works to where more is of no use, and finds every
# place where the curve bends: there a step of a need is covered, or something else begins to stand in the way. Between
# two bends a tonne brings the same everywhere. What it brings is told by the steps of coverage, whose first half counts
# most; beside it stands the mean of all people's needs.

# %%
curve = json.loads(planwerk("frontier", FOLDER / "valley-320.pb", "--limit", "carbon", "--json"))
points = pd.DataFrame({key: [point[key] for point in curve["points"]] for key in ("means", "worth", "mean_coverage", "hours")})
points["per_tonne"] = [segment["slope"] for segment in curve["segments"]] + [0.0]
bends = points.iloc[1:-1]
for before, at in zip(points.itertuples(), bends.itertuples()):
    print(
        f"bend at {at.means:.1f} t and {at.hours:.0f} hours, {at.mean_coverage:.1%} covered: "
        f"a tonne brings {before.per_tonne:.3%} of the value before and {at.per_tonne:.3%} after"
    )

# %%
figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
axes.plot(points["means"], points["mean_coverage"], color="black", label="mean of both, along the frontier")
axes.plot(bends["means"], bends["mean_coverage"], "o", color="black", markerfacecolor="white", label="bends")
for need, colour in (("warmth", "tab:red"), ("bread", "tab:olive")):
    axes.plot(coverage.index, coverage[need], "x", color=colour, label=f"{need}, planned")
axes.set(xlabel="carbon dioxide allowed, t", ylabel="covered", ylim=(0, 1.05))
axes.legend(frameon=False, loc="lower right")
figure.savefig(FOLDER / "frontier.png", dpi=120)
print(f"wrote {FOLDER / 'frontier.png'}")
