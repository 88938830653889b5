"""Plain tables: the template, the way to a job and back, and every fault told at once with its place."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest

from planwerk.v1 import job_pb2, plan_pb2
from planwerk_tools import cli, exchange, frames, job_parts, messages, plain_tables
from planwerk_tools.job_messages import to_job
from planwerk_tools.tables import TableFault


@pytest.fixture
def folder(tmp_path):
    exchange.template(tmp_path / "village")
    return tmp_path / "village"


def job_of(path) -> job_pb2.Job:
    return to_job(plain_tables.convert(path)[0])


def faults_of(path) -> list[str]:
    with pytest.raises(TableFault) as told:
        plain_tables.convert(path)
    return str(told.value).splitlines()[1:]


def without_notes(job: job_pb2.Job) -> job_pb2.Job:
    del job.economy.provenance.notes[:]
    return job


def test_template_is_a_job(folder):
    job = job_of(folder).economy
    assert [product.id for product in job.products] == ["grain", "flour", "bread", "noodles", "nitrate", "wood"]
    assert job.products[4].balance == 2
    grow = job.recipes[0]
    assert [(flow.product, flow.amount) for flow in grow.inputs] == [("grain", pytest.approx(0.18))]  # 180 kg
    assert job.recipes[1].outputs[0].amount == pytest.approx(0.78)
    assert job.recipes[3].labour[0].amount == pytest.approx(1.5) and job.recipes[3].upper_activity == 20
    assert job.recipes[2].strain == 0.2
    bread = job.needs[0]
    assert bread.amount_per_head == pytest.approx(0.07)
    assert [(way.product, way.rate if way.HasField("rate") else 1, way.regret) for way in bread.alternatives] == [
        ("bread", 1, 0),
        ("noodles", 1.2, 0.5),
    ]
    assert [(step.hours, step.burden) for step in job.labour_offers[0].steps] == [(300, 1), (200, 2)]
    assert job.limits[0].upper == 150 and not job.limits[0].HasField("lower")
    assert (job.stocks[0].opening, job.stocks[0].closing) == (0.5, 0.3)
    assert job.objective.hours_per_coverage == 1


def test_workbook_and_folder_are_the_same_job(folder, tmp_path):
    exchange.template(tmp_path / "village.xlsx")
    assert without_notes(job_of(tmp_path / "village.xlsx")) == without_notes(job_of(folder))


@pytest.mark.parametrize("form", ["folder", "out.xlsx"])
def test_job_to_tables_and_back(folder, tmp_path, form):
    first = job_of(folder)
    tables, left_out = frames.of_job(first)
    assert left_out == []
    frames.write(tables, tmp_path / form)
    assert without_notes(job_of(tmp_path / form)) == without_notes(first)


def test_same_tables_same_bytes(folder, tmp_path):
    written = []
    for name in ("a.pbs", "b.pbs"):
        assert cli.main(["tables", str(folder), "-o", str(tmp_path / name)]) == 0
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1] and job_parts.MAGIC.encode() in written[0]


def replace(folder, table, old, new):
    path = folder / f"{table}.csv"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(
    "table, old, new, told",
    [
        (
            "products",
            "id,name,unit",
            "id,name,units",
            'products.csv, line 1: "units": unknown column; did you mean unit?',
        ),
        ("products", "id,name,unit", "id,name,units", "products.csv, line 1: the column unit is missing"),
        (
            "products",
            "flour,Flour",
            "grain,Flour",
            'products.csv, line 3, column id: "grain": stands in the table already',
        ),
        (
            "products",
            ",free",
            ",feee",
            'products.csv, line 6, column balance: "feee": is none of surplus_allowed, exact',
        ),
        ("recipes", ",180,", ",lots,", 'recipes.csv, line 2, column amount: "lots": is not a number'),
        (
            "recipes",
            ",0.72,",
            ',"0,72",',
            'recipes.csv, line 10, column amount: "0,72": a decimal comma; write a point',
        ),
        ("recipes", ",25,", ",#DIV/0!,", 'line 5, column amount: "#DIV/0!": an error of the spreadsheet'),
        ("recipes", ",180,", ",-180,", 'recipes.csv, line 2, column amount: "-180": must be above 0'),
        ("recipes", ",180,", ",,", 'recipes.csv, line 2, column amount: "": must not be empty'),
        ("recipes", "input,grain,180", "input,grian,180", 'column id: "grian": no such product; did you mean grain?'),
        (
            "recipes",
            "labour,work,25",
            "labour,wrok,25",
            'column id: "wrok": no such kind of labour; did you mean work?',
        ),
        (
            "recipes",
            ",780,kg",
            ",780,kgs",
            'column unit: "kgs": no such unit; did you mean kg? (to be converted into t)',
        ),
        ("recipes", ",780,kg", ",780,kWh", 'line 8, column unit: "kWh": kWh counts energy, t mass'),
        (
            "recipes",
            "mill,,,,,output",
            "mill,Grind,,,,output",
            'line 8, column name: "Grind": differs from what an earlier',
        ),
        (
            "recipes",
            "capacity,fields",
            "kapazität,fields",
            'column kind: "kapazität": is none of input, output, labour',
        ),
        ("needs", "village,wood", "town,wood", 'needs.csv, line 4, column cohort: "town": no such cohort'),
        ("needs", ",0.5,cold", ",1.5,cold", 'line 4, column floor: "1.5": must be between 0 and 1'),
        ("limits", "nitrate,,1", ",,1", 'limits.csv, line 2, column product: "": name either a product or a recipe'),
        (
            "settings",
            "hours_per_coverage,1",
            "hours_per_coverage,one",
            'hours_per_coverage: "one": must be a number above 0',
        ),
        ("settings", "period,", "perod,", 'column key: "perod": no such setting; did you mean period?'),
        (
            "stocks",
            "grain,500",
            "grain,500,7",
            'stocks.csv, line 2: "grain,500,7,300,kg": has 5 cells, the first line 4',
        ),
    ],
)
def test_faults_are_told_by_place_and_value(folder, table, old, new, told):
    replace(folder, table, old, new)
    assert any(told in line for line in faults_of(folder)), faults_of(folder)


def test_all_faults_are_told_at_once(folder):
    replace(folder, "recipes", ",25,", ",many,")
    replace(folder, "products", "flour,Flour,t", "flour,Flour,")
    replace(folder, "cohorts", ",200", ",-1")
    faults = faults_of(folder)
    assert len(faults) == 3 and {line.split(".")[0] for line in faults} == {"recipes", "products", "cohorts"}


def test_many_faults_are_counted_and_the_first_shown(folder):
    rows = "".join(f"thing-{row},Thing,\n" for row in range(500))
    (folder / "products.csv").write_text("id,name,unit\n" + rows)
    with pytest.raises(TableFault) as told:
        plain_tables.convert(folder)
    lines = str(told.value).splitlines()
    assert len(lines) == 102 and lines[0] == "500 faults" and lines[-1] == "... and 400 more"
    assert 'products.csv, line 101, column unit: "": must not be empty' in lines[100]


def test_missing_and_strange_tables(folder):
    (folder / "needs.csv").rename(folder / "nedes.csv")
    faults = faults_of(folder)
    assert "nedes.csv: is no table of a job; did you mean needs.csv?" in faults
    assert "village: the table needs is missing" in faults


def test_text_that_is_not_utf8(folder):
    path = folder / "products.csv"
    path.write_bytes(path.read_text().replace("Flour", "Weißmehl").encode("latin-1"))
    with pytest.raises(TableFault, match="products.csv: line 3: is not UTF-8"):
        plain_tables.convert(folder)


def test_semicolons_and_decimal_commas(folder):
    """What spreadsheets of many countries write; but not both kinds of decimals in one column."""
    path = folder / "recipes.csv"
    path.write_text(
        path.read_text().replace(",", ";").replace("0.72", "0,72").replace("0.4", "0,4").replace("0.9", "0,9")
    )
    amounts = [flow.amount for flow in job_of(folder).economy.recipes[2].inputs]
    assert amounts == [0.72, 0.4]
    path.write_text(path.read_text().replace("0,9", "0.9"))
    assert any('"0.9": a decimal point among decimal commas' in line for line in faults_of(folder))


def test_faults_of_a_workbook(tmp_path):
    path = tmp_path / "village.xlsx"
    exchange.template(path)
    book = openpyxl.load_workbook(path)
    book["recipes"]["H2"] = "=1/0"  # never computed by a spreadsheet
    book["products"]["A4"] = "grain"
    book["cohorts"]["C2"] = "200 people"
    book.create_sheet("nedes")
    book.create_sheet("our notes")
    book.save(path)
    faults = faults_of(path)
    assert any(
        "village.xlsx, sheet recipes, line 2, column amount" in line and "without a result" in line for line in faults
    )
    assert any('sheet cohorts, line 2, column people: "200 people": is not a number' in line for line in faults)
    assert any("sheet nedes: is no table of a job; did you mean needs?" in line for line in faults)
    assert not any("our notes" in line for line in faults)


def test_cohorts_and_settings_may_be_left_out(folder):
    (folder / "cohorts.csv").unlink()
    (folder / "settings.csv").unlink()
    economy, _ = plain_tables.convert(folder)
    assert economy.cohorts[["id", "size"]].values.tolist() == [["village", 1]]
    assert economy.name == "village" and economy.hours_per_coverage == 1
    assert sum("each cohort" in note or "hours_per_coverage" in note for note in economy.provenance.notes) == 2


TIERS = """tier,aim,tolerance,depth,origin,product,recipe,coefficient
first,worst off,,2,assembly,,,
then,coverage,0.001,,,,,
least,use,,,water board,nitrate,,
least,,,,,,cut_wood,0.5
"""


def test_tiers(folder, tmp_path):
    (folder / "tiers.csv").write_text(TIERS)
    job = job_of(folder)
    first, then, least = job.economy.objective.tiers
    assert (first.aim, first.depth, first.origin, first.HasField("tolerance")) == (2, 2, "assembly", False)
    assert (then.aim, then.tolerance, then.HasField("depth")) == (3, 0.001, False)
    assert [(term.product, term.recipe, term.coefficient) for term in least.terms] == [
        ("nitrate", "", 1),
        ("", "cut_wood", 0.5),
    ]
    frames.write(frames.of_job(job)[0], tmp_path / "back")
    assert without_notes(job_of(tmp_path / "back")) == without_notes(job)


def test_faults_of_tiers(folder):
    (folder / "tiers.csv").write_text(TIERS.replace("worst off", "worst of").replace("nitrate", ""))
    faults = faults_of(folder)
    assert any('tiers.csv, line 2, column aim: "worst of": is none of floors, worst_off' in line for line in faults)
    assert any('tiers.csv, line 4, column product: "": name either' in line for line in faults)


def test_job_that_tables_cannot_hold_is_told(folder):
    job = job_of(folder)
    job.economy.needs[0].steps.add(width=1, value=3)
    job.economy.labour_kinds.add(id="magic")
    assert frames.of_job(job)[1] == ["labour kinds that nobody offers: magic", frames.LEFT_OUT]


def test_plan_to_tables(tmp_path):
    plan = plan_pb2.Plan(job_name="village", status=plan_pb2.Plan.OPTIMAL)
    plan.recipes.add(recipe="bake", name="Bake", activity=2.5)
    need = plan.needs.add(need="eat", unit="t", coverage=0.5)
    need.deliveries.add(product="bread", amount=3)
    need.deliveries.add(product="noodles", amount=1)
    plan.labour_offers.add(offer="villagers", hours=[300, 12.5])
    plan.certificate.objective = -7.25
    (tmp_path / "plan.pb").write_bytes(plan.SerializeToString())
    for form, read in (("csv", pd.read_csv), ("parquet", pd.read_parquet)):
        assert cli.main(["export", str(tmp_path / "plan.pb"), "--form", form, "-o", str(tmp_path / form)]) == 0
        assert read(tmp_path / form / f"recipes.{form}")["activity"].tolist() == [2.5]
        deliveries = read(tmp_path / form / f"needs_deliveries.{form}")
        assert deliveries.values.tolist() == [["eat", "bread", 3], ["eat", "noodles", 1]]
        assert read(tmp_path / form / f"labour_offers_hours.{form}")["hours"].tolist() == [300, 12.5]
        summary = read(tmp_path / form / f"summary.{form}").set_index("key")["value"]
        assert summary["status"] == "OPTIMAL" and float(summary["certificate.objective"]) == -7.25
    assert cli.main(["export", str(tmp_path / "plan.pb"), "-o", str(tmp_path / "plan.xlsx")]) == 0
    assert openpyxl.load_workbook(tmp_path / "plan.xlsx")["needs"]["A2"].value == "eat"


def test_jobs_are_told_from_plans(folder, tmp_path):
    job = tmp_path / "job.pb"
    for form in (".pb", ".json", ".textproto"):
        job = tmp_path / f"job{form}"
        assert cli.main(["tables", str(folder), "-o", str(job)]) == 0
        assert isinstance(messages.read(job), job_pb2.Job)
    (tmp_path / "noise.json").write_text("{}")
    with pytest.raises(TableFault, match="neither a job nor a plan"):
        messages.read(tmp_path / "noise.json")
    with pytest.raises(TableFault, match="planwerk convert"):
        assert cli.main(["tables", str(folder), "-o", str(tmp_path / "job.pbs")]) == 0
        messages.read(tmp_path / "job.pbs")


def test_template_is_planned(folder, planwerk, tmp_path):
    import subprocess

    job, plan = tmp_path / "job.pb", tmp_path / "plan.pb"
    assert cli.main(["tables", str(folder), "-o", str(job)]) == 0
    for command in (["check", job], ["plan", job, "-o", plan], ["verify", job, plan]):
        done = subprocess.run([planwerk, *map(str, command)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    answer = messages.read(plan)
    # 150 kg of nitrate are 5 ha of the 6: land is not what binds.
    assert {limit.limit: limit.value for limit in answer.limits}["nitrate"] <= 150 * (1 + 1e-9)
    assert {need.need: need.coverage for need in answer.needs}["warmth"] >= 0.5
