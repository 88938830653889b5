"""Input-output tables in folders: CSV triplets, and what pymrio saves."""

from __future__ import annotations

import numpy as np
import pytest

from base_year import BaseYear
from planwerk_tools import cli, triplets
from planwerk_tools.job_messages import to_job
from planwerk_tools.leontief_choices import Choices
from planwerk_tools.tables import TableFault

# Wheat and bread: 100 of wheat, of which 30 become bread; 50 loaves.
FILES = {
    "sectors.csv": "id,name,output,region\nwheat,Wheat,100,valley\nbread,Bread,50,town\n",
    "Z.csv": "row,col,amount\nwheat,wheat,10\nwheat,bread,30\n",
    "demand.csv": "row,cohort,category,amount\nwheat,town,food,70\nbread,town,food,50\nwheat,town,store,-2\n",
    "imports.csv": "row,amount\nwheat,8\n",
    "satellites.csv": "id,name,unit,role\nwork,Work,min,labour\nsmoke,Smoke,kg,given\nland,Land,ha,taken\n",
    "F.csv": "satellite,col,amount\nwork,wheat,6000\nwork,bread,3000\nsmoke,bread,5\nland,wheat,20\n",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_amounts_in_all_become_amounts_per_unit(folder):
    economy, _ = triplets.convert(folder, Choices(limits={"land": 0.5}), "t")
    flows = economy.flows.set_index(["recipe", "kind", "id"])["amount"].to_dict()
    assert flows["bread", "input", "wheat"] == pytest.approx(0.6)
    assert flows["wheat", "labour", "work:valley"] == pytest.approx(1)  # 6000 min for 100 t
    assert flows["bread", "output", "smoke"] == pytest.approx(0.1)
    assert flows["wheat", "input", "land"] == pytest.approx(0.2)
    assert economy.limits["upper"].tolist() == [10]
    assert economy.stocks[["product", "opening"]].values.tolist() == [["wheat", 2]]
    assert economy.labour_offers[["kind", "cohort", "hours"]].values.tolist() == [
        ["work:valley", "", 100],  # nobody in the valley asks for anything: it is no cohort
        ["work:town", "town", 50],
    ]
    assert BaseYear(to_job(economy)).output == pytest.approx({"wheat": 100, "bread": 50})


def test_coefficients_positions_and_computed_output(folder):
    (folder / "Z.csv").unlink()
    (folder / "A.csv").write_text("row,col,amount\n0,0,0.1\n0,1,0.6\n")
    (folder / "sectors.csv").write_text("id,name\nwheat,Wheat\nbread,Bread\n")
    economy, _ = triplets.convert(folder, Choices(), "t")
    assert dict(zip(economy.capacities["id"], economy.capacities["amount"])) == pytest.approx(
        {"wheat": 100, "bread": 50}
    )


@pytest.mark.parametrize(
    "name, text, message",
    [
        ("Z.csv", "row,col,amount\nwheat,wheat,10\nwheat,cake,30\n", r"Z.csv: col, line 3: 'cake' is no sector"),
        ("demand.csv", "row,cohort,amount\n", "demand.csv: the column category is missing"),
        ("satellites.csv", "id,name,unit,role\nwork,Work,min,slavery\n", "satellites.csv, line 2: role 'slavery'"),
        ("F.csv", "satellite,col,amount\nfog,wheat,1\n", "F.csv, line 2: satellite 'fog'"),
    ],
)
def test_faults_are_named_by_file_and_line(folder, name, text, message):
    (folder / name).write_text(text)
    with pytest.raises(TableFault, match=message):
        triplets.convert(folder, Choices(), "t")


def test_same_folder_same_bytes(folder, same_bytes):
    same_bytes("io-csv", folder, "--unit", "t")


def test_pymrio_folder(tmp_path, same_bytes):
    """pymrio's own test system: what it accounts for consumption is what the job's base year gives off."""
    pymrio = pytest.importorskip("pymrio")
    system = pymrio.load_test().calc_all()
    system.save_all(tmp_path / "mrio")
    options = ["--labour", "factor_inputs:Value Added", "--limit", "emissions:emission_type1:air=0.9"]
    same_bytes("pymrio", tmp_path / "mrio", *options)
    from planwerk_tools import pymrio_folder

    economy, _ = pymrio_folder.convert(tmp_path / "mrio", Choices(), ["factor_inputs:Value Added"])
    year = BaseYear(to_job(economy))
    assert np.array(list(year.output.values())) == pytest.approx(system.x.iloc[:, 0].to_numpy(), rel=1e-6)
    for compartment in ("emission_type1:air", "emission_type2:water"):
        total = system.emissions.F.loc[tuple(compartment.split(":"))].sum()
        assert year.total("emissions:" + compartment) == pytest.approx(total, rel=1e-6)
    assert year.labour() == pytest.approx(system.factor_inputs.F.to_numpy().sum(), rel=1e-6)
    assert set(economy.products["unit"]) == {"million USD", "kg"}
