"""Reading input files and remembering which bytes they were."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pandas as pd

from planwerk_tools import progress


class Inputs:
    """Files in one folder, and others beside. Notes the SHA-256 of every file read, for the provenance of the job."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)
        self._hashes: dict[str, str] = {}

    def csv(self, name: str, **options) -> pd.DataFrame:
        return self.csv_elsewhere(self.folder / name, **options)

    def csv_elsewhere(self, path: Path, **options) -> pd.DataFrame:
        # Codes such as 1111A0 or 00100 stay text; an empty cell is empty text, not a number.
        packed = "gzip" if path.suffix == ".gz" else None
        with progress.reading(self._noted(path)) as file:
            return pd.read_csv(file, keep_default_na=False, compression=packed, **options)

    def json(self, name: str):
        with progress.reading(self._noted(self.folder / name)) as file, gzip.open(file) as content:
            return json.load(content)

    def note(self, path: Path) -> None:
        """A file that somebody else reads."""
        self._noted(path)

    def note_all(self, pattern: str) -> None:
        for path in sorted(self.folder.glob(pattern)):
            self._noted(path)

    def notes(self) -> list[str]:
        return [f"input {name} sha256 {digest}" for name, digest in sorted(self._hashes.items())]

    def _noted(self, path: Path) -> Path:
        with open(path, "rb") as file:
            self._hashes[self._name(path)] = hashlib.file_digest(file, "sha256").hexdigest()
        return path

    def _name(self, path: Path) -> str:
        """Below the folder, else without folders: where the files lay does not belong into the job."""
        path = Path(path)
        return str(path.relative_to(self.folder)) if path.is_relative_to(self.folder) else path.name
