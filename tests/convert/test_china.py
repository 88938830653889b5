"""China's tables: recorded output follows from final demand less imports; employment is spread without loss."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from base_year import BaseYear
from planwerk_tools import china
from planwerk_tools.job_messages import to_job
from planwerk_tools.leontief_choices import Choices


@pytest.mark.parametrize("year", [2017, 2020])
def test_output_follows_from_final_demand(data, year):
    folder = data / f"china-{year}"
    economy, _ = china.convert(folder, Choices())
    output = BaseYear(to_job(economy)).output
    recorded = pd.read_csv(folder / "sectors.csv", dtype={"code": str})
    computed = np.array([output[code] for code in recorded["code"]])
    assert np.abs(computed / recorded["output"] - 1).max() < 1e-11
    assert economy.labour_offers["hours"].sum() == pytest.approx(recorded["compensation_of_employees"].sum())


def test_every_employed_person_works_somewhere(data):
    folder = data / "china-2017"
    path = folder / "employment_1990_2018.csv"
    economy, _ = china.convert(folder, Choices(), employment=path, hours_per_job=1000)
    persons = pd.read_csv(path).set_index("code")["2017"]
    total = persons[[code for code in persons.index if len(code) == 1]].sum() * 1e4
    assert economy.labour_offers["hours"].sum() == pytest.approx(total * 1000, rel=2e-3)
    work = economy.flows[economy.flows["kind"] == "labour"].set_index("recipe")["amount"]
    forestry = economy.capacities.set_index("id").at["002", "amount"]
    assert work["002"] * forestry == pytest.approx(persons["A02"] * 1e4 * 1000)
