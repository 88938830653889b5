"""The short form of chaos.py."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
from chaos import Chaos, find_program  # noqa: E402


def test_nothing_promised_is_lost(tmp_path):
    program = find_program()
    if program is None:
        pytest.skip("no planwerk-service in build/*/bin (set PLANWERK_BIN)")
    chaos = Chaos(program, tmp_path, seed="ci266")  # five disasters of five kinds
    assert chaos.run(rounds=5) == []
    assert set(chaos.befallen) == {"kill_worker", "full_disk", "kill_service", "freeze_worker", "drain_and_kill"}
    assert chaos.ledger.acknowledged > 5
    assert chaos.slowest_start_s < 10
