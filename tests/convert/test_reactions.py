"""Reaction networks: hand-made ones, ModelSEED's least flux, and the published growth of metabolisms."""

from __future__ import annotations

import csv
import gzip

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from job_programme import programme_of
from planwerk.v1 import economy_pb2
from planwerk_tools import reactions
from planwerk_tools.job_messages import to_job


def write(folder, name, text):
    with gzip.open(folder / name, "wt") as file:
        file.write(text)


@pytest.fixture
def chemistry(tmp_path):
    """Water (free) splits both ways into x and y; y -> z only backwards; transport of x; one reaction is obsolete."""
    write(
        tmp_path,
        "compounds.csv.gz",
        "id,name,is_obsolete\ncpd00001,H2O,0\nx,X,0\ny,Y,0\nz,Z,0\n",
    )
    write(
        tmp_path,
        "reactions.csv.gz",
        "id,name,direction,status,is_obsolete\nsplit,Split,=,OK,0\nback,Back,<,OK,0\nmove,Move,>,OK,0\n"
        "old,Old,>,OK,1\nodd,Odd,>,MI:H:1,0\n",
    )
    write(
        tmp_path,
        "stoichiometry.csv.gz",
        "reaction,compound,compartment,coefficient\nsplit,cpd00001,0,-2\nsplit,x,0,1\nsplit,y,0,1\nback,z,0,-1\n"
        "back,y,0,3\n"
        "move,x,0,-1\nmove,x,1,1\nold,cpd00001,0,-1\nold,z,0,1\nodd,cpd00001,0,-1\nodd,z,0,1\n",
    )
    return tmp_path


def test_both_ways_are_two_recipes(chemistry):
    economy, report = reactions.convert_modelseed(chemistry)
    assert economy.recipes["id"].tolist() == ["split", "split:reverse", "back:reverse"]
    flows = economy.flows.set_index(["recipe", "kind", "id"])["amount"]
    assert flows["split:reverse", "output", "cpd00001"] == 2 and flows["split:reverse", "input", "y"] == 1
    assert flows["back:reverse", "input", "y"] == 3 and flows["back:reverse", "output", "z"] == 1
    assert economy.needs["product"].tolist() == ["x", "y", "z"]
    # four splits give 4 x, and 4 y of which 3 become z by one backward run
    assert programme_of(to_job(economy)).least_labour() == pytest.approx(5)
    assert any("2 reactions obsolete or not OK, 1 in which nothing is left" in line for line in report)


def test_compartments_apart(chemistry):
    economy, _ = reactions.convert_modelseed(chemistry, merge=False)
    assert "move" in set(economy.recipes["id"])
    assert set(economy.needs["product"]) == {"x_c0", "x_c1", "y_c0", "z_c0"}


def test_modelseed_reference(data):
    folder = data / "reactions-modelseed"
    with open(folder / "reference.csv", newline="") as file:
        reference = {line["quantity"]: float(line["value"]) for line in csv.DictReader(file)}
    economy, _ = reactions.convert_modelseed(folder)
    goods = economy.flows[economy.flows["kind"] != "labour"]
    forward = goods[~goods["recipe"].str.endswith(":reverse")]
    once = goods[~goods["recipe"].str.removesuffix(":reverse").isin(forward["recipe"])]
    assert len(forward) + len(once) == reference["coefficients_after_merging_compartments"]
    assert len(economy.products) == reference["compounds_in_them"]
    assert len(economy.needs) == reference["producible_compounds_outside_medium"]
    least = programme_of(to_job(economy)).least_labour()
    assert least == pytest.approx(reference["min_total_flux_one_unit_of_each_producible"], rel=1e-7)


def most_growth(job) -> float:
    """max growth of the job's recipes in steady state, from its messages alone."""
    economy = job.economy
    row = {product.id: place for place, product in enumerate(economy.products)}
    assert all(p.balance == economy_pb2.Product.EXACT for p in economy.products if p.id != reactions.GROWTH)
    entries = [
        (sign * flow.amount, row[flow.product], column)
        for column, recipe in enumerate(economy.recipes)
        for sign, side in ((1, recipe.outputs), (-1, recipe.inputs))
        for flow in side
    ]
    values, rows, columns = zip(*entries)
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(len(row), len(economy.recipes)))
    growth = row[reactions.GROWTH]
    steady = np.arange(len(row)) != growth
    bounds = [(r.lower_activity, r.upper_activity if r.HasField("upper_activity") else None) for r in economy.recipes]
    cost = -matrix[growth].toarray().ravel()
    solution = linprog(cost, A_eq=matrix[steady], b_eq=np.zeros(steady.sum()), bounds=bounds, method="highs")
    assert solution.status == 0, solution.message
    return -solution.fun


@pytest.mark.parametrize("name, digits", [("ecoli-core", 1e-9), ("ecoli-ijo1366", 1e-9), ("yeast", 1e-6)])
def test_growth_of_metabolisms(data, name, digits):
    folder = data / f"metabolism-{name}"
    with open(folder / "reference.csv", newline="") as file:
        reference = float(next(csv.DictReader(file))["value"])
    economy, _ = reactions.convert_metabolism(folder)
    assert most_growth(to_job(economy)) == pytest.approx(reference, rel=digits)


def test_bounds_become_bounds_of_two_recipes(tmp_path):
    write(
        tmp_path,
        "reactions.csv.gz",
        "idx,id,name,lower_bound,upper_bound,objective\n0,in,In,-10,1000,0\n1,must,Must,2,5,0\n2,back,Back,-4,-1,0\n"
        "3,shut,Shut,0,0,0\n4,grow,Grow,0,1000,2\n",
    )
    write(tmp_path, "metabolites.csv.gz", "idx,id,name,compartment,formula\n0,m,M,c,C\n")
    write(tmp_path, "S.csv.gz", "row,col,coefficient\n0,0,-1\n0,1,-1\n0,2,-1\n0,3,-1\n0,4,-1\n")
    economy, _ = reactions.convert_metabolism(tmp_path)
    bounds = economy.recipes.set_index("id")[["lower_activity", "upper_activity"]].T.to_dict("list")
    assert bounds == {"in": [0, 1000], "in:reverse": [0, 10], "must": [2, 5], "back:reverse": [1, 4], "grow": [0, 1000]}
    # 10 in, 4 back, 2 must: 12 are left to grow, each worth 2
    assert most_growth(to_job(economy)) == pytest.approx(24)


def test_contradicting_bounds_are_named(tmp_path):
    write(tmp_path, "reactions.csv.gz", "idx,id,name,lower_bound,upper_bound,objective\n0,odd,Odd,3,1,0\n")
    write(tmp_path, "metabolites.csv.gz", "idx,id,name,compartment,formula\n0,m,M,c,C\n")
    write(tmp_path, "S.csv.gz", "row,col,coefficient\n0,0,1\n")
    with pytest.raises(ValueError, match="odd"):
        reactions.convert_metabolism(tmp_path)
