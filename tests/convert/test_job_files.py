"""Job files: the same job in every form, the same bytes every time; faults are told before anything is written."""

from __future__ import annotations

import math
import subprocess

import pandas as pd
import pytest
from google.protobuf import json_format, text_format

from planwerk.v1 import job_pb2
from planwerk_tools import cli, job_messages, job_writer, part_columns, tables, units


@pytest.fixture
def bakery() -> tables.Economy:
    def frame(table, *rows):
        return pd.DataFrame(rows, columns=list(tables.COLUMNS[table]))

    return tables.Economy(
        name="bakery",
        description="",
        period="day",
        provenance=tables.Provenance("written by hand", "1", "Apache-2.0", ["bread is bread"]),
        products=frame("products", ("bread", "Brot, süß", "kg", "surplus_allowed", "food"), ("air", "", "m3", "free", "")),
        recipes=frame("recipes", ("bake", "Bake", 0.0, float("inf"), 0.5), ("beg", "", 0.0, 2.0, 0.0)),
        flows=frame(
            "flows",
            ("bake", "input", "air", 0.1),
            ("bake", "output", "bread", 1.0),
            ("bake", "labour", "baker", 0.2),
            ("beg", "output", "bread", 1.0),
        ),
        cohorts=frame("cohorts", ("village", "", 30.0)),
        needs=frame("needs", ("eat", "", "village", "bread", 1.0, 0.0, 0.3, 1.0, "assembly", 1.0, "hunger")),
        labour_kinds=frame("labour_kinds", ("baker", "")),
        labour_offers=frame("labour_offers", ("morning", "baker", "village", 8.0, 1.0)),
        stocks=frame("stocks", ("bread", 1.0, 0.0)),
    )


def test_every_form_holds_the_same_job(bakery, tmp_path):
    read = {
        ".pb": lambda content: job_pb2.Job.FromString(content),
        ".json": lambda content: json_format.Parse(content, job_pb2.Job()),
        ".textproto": lambda content: text_format.Parse(content, job_pb2.Job()),
    }
    for form, parse in read.items():
        path = tmp_path / f"job{form}"
        job_writer.write(bakery, path)
        assert parse(path.read_bytes()) == job_messages.to_job(bakery)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["job.json", "job.pb", "job.textproto"]


def test_unbounded_activity_is_unset(bakery):
    bake, beg = job_messages.to_job(bakery).economy.recipes
    assert not bake.HasField("upper_activity") and beg.upper_activity == 2


def test_unknown_form_is_refused(bakery, tmp_path):
    with pytest.raises(ValueError, match="job.csv"):
        job_writer.write(bakery, tmp_path / "job.csv")


@pytest.mark.parametrize(
    "table, column, value, message",
    [
        ("flows", "id", "cake", "flows: product: unknown ids cake"),
        ("flows", "recipe", "fry", "flows: recipe: unknown ids fry"),
        ("flows", "amount", -1.0, "amounts must be positive"),
        ("flows", "amount", float("nan"), "amounts must be positive"),
        ("needs", "product", "cake", "needs: product: unknown ids cake"),
        ("needs", "cohort", "town", "needs: cohort: unknown ids town"),
        ("products", "id", "air", "products: duplicate ids air"),
    ],
)
def test_faults_are_named(bakery, tmp_path, table, column, value, message):
    getattr(bakery, table).loc[0, column] = value
    with pytest.raises(tables.TableFault, match=message):
        job_writer.write(bakery, tmp_path / "job.pb")
    assert not list(tmp_path.iterdir())


def test_units_come_from_the_table():
    assert units.conversion_factor("t", "kg") == 1000
    assert units.conversion_factor("s", "h") == pytest.approx(1 / 3600, rel=1e-15)
    with pytest.raises(ValueError, match="mass"):
        units.conversion_factor("t", "kWh")
    with pytest.raises(KeyError):
        units.conversion_factor("t", "gobbet")


def test_streams_of_parts_hold_the_same_job(bakery, planwerk, tmp_path):
    """Read by the C++ reader, and written again by it: the stream and the message are one job."""
    bakery.labour_offers.loc[1] = ["morning", "baker", "village", 2.0, 1.5]
    bakery.alternatives.loc[0] = ["eat", "air", 2.0, 0.5]
    bakery.limits.loc[0] = ["fog", "Fog", "m3", -math.inf, 3.0, "assembly"]
    bakery.limit_terms = tables.complete(
        "limit_terms", pd.DataFrame({"limit": ["fog", "fog"], "product": ["air", ""], "recipe": ["", "beg"]})
    )
    bakery.tiers.loc[0] = ["least", "use", 0.01, float("nan"), "assembly"]
    bakery.tier_terms.loc[0] = ["least", "", "bake", 2.0]
    bakery.capacities.loc[0] = ["oven", "Oven", "h", 5.0]
    bakery.flows.loc[len(bakery.flows)] = ["bake", "capacity", "oven", 0.25]
    for form in (".pb", ".pbs"):
        job_writer.write(bakery, tmp_path / f"job{form}")
        command = [planwerk, "convert", str(tmp_path / f"job{form}"), str(tmp_path / f"from{form}.json")]
        subprocess.run(command, check=True, capture_output=True)
    assert (tmp_path / "from.pb.json").read_text() == (tmp_path / "from.pbs.json").read_text()


def test_long_tables_take_several_blocks(bakery, tmp_path, monkeypatch):
    """Cut into blocks of one row, the parts hold the same rows in order."""
    monkeypatch.setattr(part_columns, "BLOCK_BYTES", 1)
    job_writer.write(bakery, tmp_path / "job.pbs")
    content, ids, at = (tmp_path / "job.pbs").read_bytes(), [], 0
    while at < len(content):
        length, shift = 0, 0
        while True:
            byte = content[at]
            at, length, shift = at + 1, length | (byte & 127) << shift, shift + 7
            if byte < 128:
                break
        part = job_pb2.JobPart.FromString(content[at : at + length])
        at += length
        if part.HasField("recipes"):
            ids.append((part.recipes.ids.text, list(part.recipes.outputs.amounts)))
        if part.HasField("trailer"):
            assert dict(zip(part.trailer.kinds, part.trailer.counts))["recipes"] == 2
    assert ids == [("bake", [1.0]), ("beg", [1.0])]


def test_missing_input_is_an_error_of_use(tmp_path, capsys):
    assert cli.main(["us-bea-2012", str(tmp_path), "-o", str(tmp_path / "job.pb")]) == 2
    assert "industries.csv" in capsys.readouterr().err
