"""Faulty tables: each fault is told with file, sheet, row, column and value, in CSV files as in workbooks, and all of
them at once."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from planwerk_tools import cli, exchange, plain_tables
from planwerk_tools.plain_layout import TABLES
from planwerk_tools.tables import TableFault


class Village:
    """The template in one of its forms, and its cells. Row 1 has the names of the columns."""

    def __init__(self, path: Path):
        self.path = path
        exchange.template(path)

    def put(self, table: str, row: int, column: str, value: str) -> None:
        place = [each.name for each in TABLES[table]].index(column)
        if self.path.is_dir():
            file = self.path / f"{table}.csv"
            rows = list(csv.reader(file.open(newline="")))
            rows[row - 1][place] = value
            csv.writer(file.open("w", newline="")).writerows(rows)
        else:
            book = openpyxl.load_workbook(self.path)
            book[table].cell(row, place + 1).value = value
            book.save(self.path)

    def place(self, table: str, row: int, column: str | None = None) -> str:
        if self.path.is_dir():
            return f"{table}.csv, line {row}" + (f", column {column}" if column else "")
        letters = get_column_letter([each.name for each in TABLES[table]].index(column) + 1) if column else ""
        return f"village.xlsx, sheet {table}, row {row}" + (f", column {column} ({letters}{row})" if column else "")

    def faults(self) -> list[str]:
        with pytest.raises(TableFault) as told:
            plain_tables.convert(self.path)
        return str(told.value).splitlines()[1:]


@pytest.fixture(params=["village", "village.xlsx"])
def village(request, tmp_path) -> Village:
    if not Path(request.param).suffix:
        (tmp_path / request.param).mkdir()
    return Village(tmp_path / request.param)


@pytest.fixture
def folder(tmp_path) -> Path:
    exchange.template(tmp_path / "village")
    return tmp_path / "village"


CELLS = [
    # text in a number
    ("recipes", 2, "amount", "lots", "is not a number"),
    ("cohorts", 2, "people", "200 people", "is not a number"),
    ("recipes", 2, "amount", "-180", "must be above 0"),
    ("recipes", 2, "amount", "inf", "must be finite"),
    ("recipes", 2, "amount", "", "must not be empty"),
    ("needs", 4, "floor", "1.5", "must be between 0 and 1"),
    ("labour", 2, "hours", "", "must not be empty"),
    ("settings", 4, "value", "one", "hours_per_coverage must be a number above 0"),
    ("steps", 2, "width", "0", "must be above 0"),
    # decimal commas and marks between thousands
    ("recipes", 10, "amount", "0,72", "a comma; write decimals with a point, and nothing between thousands"),
    ("labour", 2, "hours", "1 300", "write nothing between thousands"),
    ("labour", 2, "hours", "1,300.5", "write nothing between thousands"),
    ("needs", 4, "floor", "50 %", "write a share as a decimal fraction: 0.5 for 50 %"),
    # units
    ("recipes", 8, "unit", "kgs", "no such unit; did you mean kg? (to be converted into t)"),
    ("recipes", 8, "unit", "kWh", "kWh counts energy, t mass"),
    ("capacities", 2, "unit", "fields", None),  # any word may count what is never converted
    ("limits", 2, "term_unit", "l", "l counts volume, kg mass"),
    ("products", 6, "unit", "", "must not be empty"),
    # ids
    ("products", 3, "id", "grain", "stands in {row} 2 already; ids are unique"),
    ("capacities", 2, "id", "", "must not be empty"),
    ("recipes", 2, "id", "grian", "no such product; did you mean grain?"),
    ("recipes", 5, "id", "wrok", "no such kind of labour; did you mean work?"),
    ("needs", 4, "cohort", "town", "no such cohort"),
    ("steps", 2, "need", "bred", "no such need; did you mean bread?"),
    ("limits", 2, "product", "", "name either a product or a recipe, in the column of its own"),
    ("recipes", 6, "recipe", "sift", "a recipe with neither inputs nor outputs"),
    ("needs", 3, "amount_per_head", "71", "differs from what an earlier {row} of id says"),
    ("recipes", 8, "name", "Grind", "differs from what an earlier {row} of recipe says"),
    # errors of formulas
    ("recipes", 5, "amount", "#DIV/0!", "an error of the spreadsheet"),
    ("products", 2, "id", "#REF!", "an error of the spreadsheet"),
    # words
    ("products", 6, "balance", "feee", "is none of surplus_allowed, exact, free"),
    ("recipes", 6, "kind", "kapazität", "is none of input, output, labour, capacity"),
    ("settings", 3, "key", "perod", "no such setting; did you mean period?"),
    ("settings", 3, "key", "name", "is set already"),
]


@pytest.mark.parametrize("table, row, column, value, told", CELLS)
def test_each_fault_has_its_place(village, table, row, column, value, told):
    village.put(table, row, column, value)
    if told is None:
        plain_tables.convert(village.path)
        return
    said = told.format(row="line" if village.path.is_dir() else "row")
    assert village.faults()[0] == f'{village.place(table, row, column)}: "{value}": {said}'


def test_all_faults_are_told_at_once_and_each_once(village):
    """Among them such as others follow from: the columns that are there are checked although one is mistyped, and the
    mistyped one is read as the one that was meant."""
    for cell in (
        ("products", 1, "unit", "units"),
        ("recipes", 2, "amount", "lots"),
        ("recipes", 8, "unit", "kgs"),
        ("recipes", 10, "amount", "0,72"),
        ("recipes", 11, "id", "wod"),
        ("capacities", 2, "amount", "#DIV/0!"),
        ("needs", 4, "cohort", "town"),
    ):
        village.put(*cell)
    assert sorted(village.faults()) == sorted([
        f'{village.place("products", 1)}: "units": unknown column; did you mean unit?',
        f'{village.place("recipes", 8, "unit")}: "kgs": no such unit; did you mean kg? (to be converted into t)',
        f'{village.place("recipes", 2, "amount")}: "lots": is not a number',
        f'{village.place("recipes", 10, "amount")}: "0,72": a comma; write decimals with a point, and nothing between '
        "thousands",
        f'{village.place("capacities", 2, "amount")}: "#DIV/0!": an error of the spreadsheet',
        f'{village.place("needs", 4, "cohort")}: "town": no such cohort',
        f'{village.place("recipes", 11, "id")}: "wod": no such product; did you mean wood?',
    ])


def test_a_missing_column_is_told_once(village):
    """Without ids of products nobody can say which references are wrong: none of them is told."""
    village.put("products", 1, "id", "")
    head = village.place("products", 1)
    assert village.faults() == [f"{head}: a column has no heading", f"{head}: the column id is missing"]


@pytest.mark.parametrize("table, column, mistyped", [
    ("recipes", "amount", "amuont"), ("labour", "hours", "hour"), ("products", "id", "ids"), ("limits", "upper", "uper"),
])
def test_a_mistyped_column_is_one_fault(village, table, column, mistyped):
    """Neither are its rows complained about, nor what refers to them; but what stands in it is checked."""
    village.put(table, 1, column, mistyped)
    told = f'{village.place(table, 1)}: "{mistyped}": unknown column; did you mean {column}?'
    assert village.faults() == [told]
    village.put(table, 2, column, "#REF!")
    assert f'{village.place(table, 2, column)}: "#REF!": an error of the spreadsheet' in village.faults()


@pytest.mark.parametrize("table, column", [("recipes", "amount"), ("recipes", "kind"), ("labour", "hours"), ("needs", "product")])
def test_rows_are_not_complained_about_for_a_column_that_is_not_there(village, table, column):
    village.put(table, 1, column, "Spalte X")
    head = village.place(table, 1)
    assert village.faults() == [f'{head}: "Spalte X": unknown column', f"{head}: the column {column} is missing"]


def test_two_columns_that_could_be_meant(folder):
    """The first is read as the missing one, the other is unknown."""
    path = folder / "recipes.csv"
    path.write_text(path.read_text().replace("amount,unit", "amuont,amont", 1))
    assert of(folder).faults() == [
        'recipes.csv, line 1: "amuont": unknown column; did you mean amount?',
        'recipes.csv, line 1: "amont": unknown column; did you mean amount?',
    ]


def test_missing_and_strange_tables(folder):
    (folder / "needs.csv").rename(folder / "nedes.csv")
    assert Village.faults(of(folder)) == [
        "nedes.csv: is no table of a job; did you mean needs.csv?",
        "village: the table needs is missing",
    ]


def of(path: Path) -> Village:
    village = Village.__new__(Village)
    village.path = path
    return village


def test_strange_sheets_are_notes_unless_mistyped(tmp_path):
    village = Village(tmp_path / "village.xlsx")
    book = openpyxl.load_workbook(village.path)
    book.create_sheet("our notes")
    book.save(village.path)
    plain_tables.convert(village.path)
    book.create_sheet("nedes")
    book.save(village.path)
    assert village.faults() == ["village.xlsx, sheet nedes: is no table of a job; did you mean needs?"]


def test_formulas(tmp_path):
    """Results count; a formula that was never computed, one that fails and an entry taken for a date are told."""
    village = Village(tmp_path / "village.xlsx")
    book = openpyxl.load_workbook(village.path)
    import datetime

    book["recipes"]["H2"] = "=6*30"  # openpyxl computes nothing
    book["labour"]["E2"] = datetime.date(2026, 1, 5)
    book.save(village.path)
    told = village.faults()
    assert told[0] == (
        f'{village.place("recipes", 2, "amount")}: "=6*30": a formula without a result: open the file in the '
        "spreadsheet programme and save it"
    )
    assert told[1].startswith(f'{village.place("labour", 2, "hours")}: "2026-01-05')
    assert "is a date: the spreadsheet took the entry for one" in told[1] and len(told) == 2


@pytest.mark.parametrize("formula, result, fault", [("1/0", "#DIV/0!", True), ("#REF!*2", "#REF!", True), ("6*30", "180", False)])
def test_results_of_formulas(tmp_path, formula, result, fault):
    village = Village(tmp_path / "village.xlsx")
    with_result(village.path, formula, result)
    if not fault:
        assert plain_tables.convert(village.path)[0].flows["amount"].iloc[0] == pytest.approx(0.18)
        return
    assert village.faults() == [
        f'{village.place("recipes", 2, "amount")}: "{result}": the formula ={formula} fails'
    ]


def with_result(path: Path, formula: str, result: str) -> None:
    """H2 of the recipes as a spreadsheet programme saves it: the formula and the result it had."""
    import zipfile

    book = openpyxl.load_workbook(path)
    book["recipes"]["H2"] = f"={formula}"
    place = book.sheetnames.index("recipes") + 1
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = f"xl/worksheets/sheet{place}.xml"
    kind = ' t="e"' if result.startswith("#") else ""
    before = f'<c r="H2"><f>{formula}</f><v></v></c>'.encode(), f'<c r="H2"><f>{formula}</f><v /></c>'.encode()
    written = next(each for each in before if each in parts[sheet])
    parts[sheet] = parts[sheet].replace(written, f'<c r="H2"{kind}><f>{formula}</f><v>{result}</v></c>'.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_semicolons_and_decimal_commas(folder):
    """What spreadsheets of many countries write; but not both kinds of decimals in one file."""
    path = folder / "recipes.csv"
    german = path.read_text().replace(",", ";").replace(".", ",")
    path.write_text(german)
    amounts = [flow for flow in plain_tables.convert(folder)[0].flows["amount"]]
    assert 0.72 in amounts and 0.4 in amounts
    path.write_text(german.replace("0,9", "0.9"))
    assert of(folder).faults() == ['recipes.csv, line 16, column amount: "0.9": a decimal point among decimal commas']
    path.write_text(german.replace("0,72", "1.200,72"))
    assert of(folder).faults() == ['recipes.csv, line 10, column amount: "1.200,72": write nothing between thousands']


def test_lines_of_another_length(folder):
    with (folder / "stocks.csv").open("a") as file:
        file.write("flour,1,2,kg,7\n")
    assert of(folder).faults() == ['stocks.csv, line 3: "flour,1,2,kg,7": has 5 cells, the first line 4']


def test_text_that_is_not_utf8(folder):
    """And the other tables are checked nevertheless."""
    path = folder / "products.csv"
    path.write_bytes(path.read_text().replace("Flour", "Weißmehl").encode("latin-1"))
    (folder / "cohorts.csv").write_text("id,name,people\nvillage,,0\n")
    assert of(folder).faults() == [
        "products.csv: line 3 is not UTF-8 text; save the file as 'CSV UTF-8'",
        'cohorts.csv, line 2, column people: "0": must be above 0',
    ]


@pytest.mark.parametrize("command, told", [
    (["tables", "{}/village.xlsx", "-o", "{}/job.pb"], "no such file: {}/village.xlsx"),
    (["tables", "{}/village", "-o", "{}/job.pb"], "no such file or folder: {}/village"),
    (["useeio", "{}/us", "-o", "{}/job.pb"], "no such file or folder: {}/us"),
    (["useeio", "{}", "-o", "{}/job.pb"], "no such file: {}/sectors.csv"),
    (["pymrio", "{}/mrio", "-o", "{}/job.pb"], "no such file or folder: {}/mrio"),
    (["useeio", "{}", "-o", "{}/jobs/job.pb"], "no such file or folder: {}/jobs"),
    (["export", "{}/job.pb", "-o", "{}/job.xlsx"], "no such file: {}/job.pb"),
])
def test_what_is_not_there_is_named(tmp_path, command, told, capsys):
    assert cli.main([part.format(tmp_path) for part in command]) == 2
    assert capsys.readouterr().err == f"planwerk-convert: {told.format(tmp_path)}\n"


@pytest.mark.parametrize("name", ["village.xls", "village.ods", "village.csv", "village.xlsx"])
def test_files_that_are_no_workbooks(tmp_path, name, capsys):
    (tmp_path / name).write_text("id,name\n")
    assert cli.main(["tables", str(tmp_path / name), "-o", str(tmp_path / "job.pb")]) == 2
    assert "neither a folder of CSV files nor an xlsx file; save it as .xlsx" in capsys.readouterr().err


def test_many_faults_are_counted_and_the_first_shown(folder):
    rows = "".join(f"thing-{row},Thing,\n" for row in range(500))
    (folder / "products.csv").write_text("id,name,unit\n" + rows)
    for table in ("recipes", "needs", "limits", "stocks"):
        path = folder / f"{table}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    with pytest.raises(TableFault) as told:
        plain_tables.convert(folder)
    lines = str(told.value).splitlines()
    assert len(lines) == 102 and lines[0] == "500 faults" and lines[-1] == "... and 400 more"
    assert 'products.csv, line 101, column unit: "": must not be empty' in lines[100]


def test_faults_of_tiers(folder):
    (folder / "tiers.csv").write_text(
        "tier,aim,tolerance,depth,origin,product,recipe,coefficient\n"
        "first,worst of,,2,assembly,,,\nthen,coverage,0.001,,,,,\nleast,use,,,water board,,,\n"
    )
    assert of(folder).faults() == [
        'tiers.csv, line 2, column aim: "worst of": is none of floors, worst_off, coverage, regret, burden, use, '
        "surplus, weighted",
        'tiers.csv, line 4, column product: "": name either a product or a recipe, in the column of its own',
    ]


def test_a_unit_that_may_be_mistyped_is_noted(folder):
    path = folder / "capacities.csv"
    path.write_text(path.read_text().replace(",ha,", ",hba,"))
    (folder / "recipes.csv").write_text((folder / "recipes.csv").read_text())
    notes = plain_tables.convert(folder)[0].provenance.notes
    assert 'capacities.csv, line 2, column unit: "hba" is not in the table of units; did you mean ha?' in notes
