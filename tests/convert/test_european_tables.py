"""Small national tables: what is made follows from final use, as the books that print them show."""

from __future__ import annotations

import pytest

from base_year import BaseYear
from planwerk_tools import european_tables
from planwerk_tools.job_messages import to_job
from planwerk_tools.leontief_choices import Choices
from planwerk_tools.sources import Inputs


def converted(folder, read, hours_per_job=1.0, **choices):
    inputs = Inputs(folder)
    return european_tables.convert(read(inputs, hours_per_job), Choices(**choices), inputs)


def test_croatia(data):
    economy, report = converted(data / "croatia-2010", european_tables.croatia)
    output = BaseYear(to_job(economy)).output
    recorded = economy.capacities.set_index("id")["amount"]
    assert len(output) == 65
    assert sum(output.values()) == pytest.approx(557837122.789, rel=1e-6)  # P1 of the table, in 1,000 kuna
    assert recorded["CPA_U"] < 1e-6  # extraterritorial bodies make what they use: nothing follows from demand
    for product, amount in recorded.items():
        assert output[product] == pytest.approx(amount, abs=5)  # the table misses its own totals by 1.2
    assert economy.labour_offers["hours"].tolist() == [1370425]  # persons of the 65 products
    assert any("1.13225e+06" in note for note in economy.provenance.notes)


def test_germany(data):
    economy, _ = converted(data / "eurostat-small", european_tables.germany, limits={"CO2": 0.9})
    year = BaseYear(to_job(economy))
    recorded = {"agriculture_group": 43910, "industry_group": 1079446, "construction": 245606}
    recorded |= {"trade_group": 540063, "business_services_group": 692487, "other_services_group": 508918}
    assert year.output == pytest.approx(recorded, abs=100)  # the row of industry adds up to 1,079,400
    # 904,158 kt of carbon dioxide, of which households give off 217,137.
    assert year.total("CO2") == pytest.approx(904158 - 217137, rel=1e-3)
    assert year.labour() == pytest.approx(36428e3, rel=1e-4)
    assert economy.limits["upper"].tolist() == [pytest.approx(0.9 * 687020)]
    assert dict(zip(economy.stocks["product"], economy.stocks["opening"]))["agriculture_group"] == 6


def test_netherlands(data):
    economy, _ = converted(data / "eurostat-small", european_tables.netherlands)
    year = BaseYear(to_job(economy))
    recorded = {"agriculture_group": 21863, "mining_group": 12292, "manufacturing_group": 210900}
    recorded |= {"utilities_group": 18249, "construction_group": 60244, "services_group": 435953}
    assert year.output == pytest.approx(recorded, rel=1e-3)
    assert year.labour() == pytest.approx(2336 + 520 + 35083 + 1629 + 14339 + 151784, rel=1e-3)
    assert set(economy.labour_kinds["id"]) == {"wages"}
