"""World tables: a hand-made world of two countries, and the recorded years."""

from __future__ import annotations

import gzip

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import identity
from scipy.sparse.linalg import spsolve

from job_programme import programme_of
from planwerk_tools import cli, wiod
from planwerk_tools.job_messages import to_job
from planwerk_tools.leontief_choices import Choices
from planwerk_tools.tables import TableFault

# Sectors: farms and mills of A, farms of B; B's mills have no output. Millions of dollars.
FILES = {
    "sectors.csv": (
        """idx,country,industry,name,output_musd,primary_inputs_musd
0,A,c1,Farms,100,80
1,A,c2,"Mills, old",50,10
2,B,c1,Farms,40,40
3,B,c2,Mills,0,0
"""
    ),
    "Z.csv.gz": "row,col,musd\n0,0,20\n0,1,30\n2,1,10\n",
    # A's farms: 20 + 30 + 51 asked = 101 of 100: rounding. B drew 5 of its farms' stocks, so 35 of 40 go to others.
    "final_demand.csv.gz": (
        """row,country,category,musd
0,A,household,40
0,B,government,11
1,A,household,50
2,B,household,35
2,B,inventory_change,-5
"""
    ),
}


@pytest.fixture
def world(tmp_path):
    folder = tmp_path / "wiod-1999"
    folder.mkdir()
    for name, text in FILES.items():
        with (gzip.open if name.endswith(".gz") else open)(folder / name, "wt") as file:
            file.write(text)
    return folder


def test_hand_made_world(world):
    economy, report = wiod.convert(world, Choices(capacity_factor=1.5, labour_factor=2))
    assert economy.period == "1999"
    job = to_job(economy).economy
    assert [recipe.id for recipe in job.recipes] == ["A:c1", "A:c2", "B:c1"]
    mills = job.recipes[1]
    assert [(flow.product, flow.amount) for flow in mills.inputs] == [("A:c1", 0.6), ("B:c1", 0.2)]
    assert [(flow.product, flow.amount) for flow in mills.outputs] == [("A:c2", 1)]
    assert [(flow.kind, flow.amount) for flow in mills.labour] == [("primary-inputs:A", 0.2)]
    assert [(flow.capacity, flow.amount) for flow in mills.capacities] == [("A:c2", 1)]
    assert {capacity.id: capacity.amount for capacity in job.capacities} == {"A:c1": 150, "A:c2": 75, "B:c1": 60}
    assert {offer.kind: offer.steps[0].hours for offer in job.labour_offers} == {
        "primary-inputs:A": 180,
        "primary-inputs:B": 80,
    }
    assert {stock.product: stock.opening for stock in job.stocks} == {"A:c1": 1, "B:c1": 5}
    assert [(need.id, need.cohort, need.amount_per_head, need.weight) for need in job.needs] == [
        ("A:household:A:c1", "A", 40, 40 / 34),  # the mean of the four is 34
        ("B:government:A:c1", "B", 11, 11 / 34),
        ("A:household:A:c2", "A", 50, 50 / 34),
        ("B:household:B:c1", "B", 35, 35 / 34),
    ]
    assert any("B:c2" in line for line in report)


def test_people_count_equally_where_they_are_counted(world, tmp_path):
    (tmp_path / "people.csv").write_text("cohort,people\nA,10\nB,30\n")
    economy, _ = wiod.convert(world, Choices(worth=2, population=tmp_path / "people.csv"))
    needs = economy.needs.set_index("id")
    assert list(economy.cohorts["size"]) == [10, 30]
    assert needs["amount_per_head"]["A:household:A:c1"] == 4
    assert needs.groupby("cohort")["weight"].sum().to_dict() == pytest.approx({"A": 1, "B": 1})
    # 130 million of primary inputs for 40 people, worth twice as much
    assert economy.hours_per_coverage == pytest.approx(2 * 130 / 40)


def test_people_of_every_country_are_asked_for(world, tmp_path):
    (tmp_path / "people.csv").write_text("cohort,people\nA,10\n")
    with pytest.raises(TableFault, match="no people for B"):
        wiod.convert(world, Choices(worth=2, population=tmp_path / "people.csv"))


def test_limit_on_primary_inputs(world):
    economy, _ = wiod.convert(world, Choices(limits={"primary-inputs": 0.9}))
    assert economy.limits["upper"].tolist() == [pytest.approx(0.9 * 130)]
    taken = economy.flows[economy.flows["id"] == "primary-inputs"]
    assert taken["amount"].tolist() == pytest.approx([0.8, 0.2, 1.0]) and set(taken["kind"]) == {"input"}
    assert economy.limit_terms["coefficient"].tolist() == [-1]


def test_unknown_limit_is_named(world, tmp_path, capsys):
    assert cli.main(["wiod", str(world), "--limit", "co2=0.9", "-o", str(tmp_path / "job.pb")]) == 2
    assert "co2" in capsys.readouterr().err


def test_recorded_year_reproduces_itself(data, year=2011):
    """From the job's messages alone: (I - A)^-1 f is the recorded output, and that output covers every need."""
    economy, _ = wiod.convert(data / f"wiod-{year}", Choices(floor=1))
    programme = programme_of(to_job(economy))
    sectors = pd.read_csv(data / f"wiod-{year}/sectors.csv", keep_default_na=False)
    recorded = sectors.loc[sectors["output_musd"] > 0, "output_musd"].to_numpy(dtype=float)
    assert (programme.shortages(recorded) / np.maximum(1, programme.asked)).max() < 1e-9
    assert programme.labour @ recorded == pytest.approx(programme.offered)

    made = np.isin(programme.products, programme.recipes)
    demand = (programme.asked - programme.opening)[made]
    inputs = identity(made.sum()) - programme.net[made]
    output = spsolve((identity(made.sum()) - inputs).tocsc(), demand)
    assert output.sum() == pytest.approx(recorded.sum(), rel=2e-3)
    assert np.abs(output - recorded).max() < 2e-3 * recorded.max()
