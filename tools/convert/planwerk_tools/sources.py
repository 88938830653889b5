"""Reading input files and remembering which bytes they were."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pandas as pd


class Inputs:
    """Files below one folder. Notes the SHA-256 of every file read, for the provenance of the job."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)
        self._hashes: dict[str, str] = {}

    def csv(self, name: str, **options) -> pd.DataFrame:
        # Codes such as 1111A0 or 00100 stay text; an empty cell is empty text, not a number.
        return pd.read_csv(self._noted(name), keep_default_na=False, **options)

    def json(self, name: str):
        with gzip.open(self._noted(name), "rt", encoding="utf-8") as file:
            return json.load(file)

    def notes(self) -> list[str]:
        return [f"input {name} sha256 {digest}" for name, digest in sorted(self._hashes.items())]

    def _noted(self, name: str) -> Path:
        path = self.folder / name
        self._hashes[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return path
