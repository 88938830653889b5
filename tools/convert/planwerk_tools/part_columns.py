"""Columns and blocks of streams of parts: texts, numbers and lists as proto/planwerk/v1/parts.proto lays them out."""

from __future__ import annotations

from typing import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from planwerk.v1 import parts_pb2
from planwerk_tools.tables import text_array

BLOCK_BYTES = 4 << 20  # what a block is estimated to take at most, unless one row alone takes more
NUMBER, INTEGER = 8, 5  # bytes of a double, most bytes of a position


def text_column(values: pa.Array) -> parts_pb2.TextColumn | None:
    """None where all are empty: the reader then takes empty texts."""
    lengths = pc.binary_length(values).to_numpy(zero_copy_only=False)
    if not lengths.any():
        return None
    offsets = np.frombuffer(values.buffers()[1], dtype=np.int64)[values.offset : values.offset + len(values) + 1]
    text = values.buffers()[2].slice(offsets[0], offsets[-1] - offsets[0]).to_pybytes().decode()
    return parts_pb2.TextColumn(text=text, lengths=lengths.tolist())


def recurring(values: pa.Array) -> parts_pb2.RecurringTextColumn | None:
    if not pc.binary_length(values).to_numpy(zero_copy_only=False).any():
        return None
    coded = values.dictionary_encode()
    return parts_pb2.RecurringTextColumn(entries=text_column(coded.dictionary), places=coded.indices.to_pylist())


def unless(values: np.ndarray, default: float) -> list:
    """Left empty where every row has the default."""
    return [] if (values == default).all() else values.tolist()


def rows_in_blocks(bytes_of_rows: np.ndarray) -> Iterator[slice]:
    begin, ends = 0, np.cumsum(bytes_of_rows)
    while begin < len(ends):
        before = ends[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, before + BLOCK_BYTES, side="right")))
        yield slice(begin, end)
        begin = end


class Rows:
    """A table's columns as arrays; `bytes` is what each row takes in a block, texts included."""

    def __init__(self, frame: pd.DataFrame, more_bytes: np.ndarray | int = 0):
        self.columns = {
            name: text_array(values) if pd.api.types.is_string_dtype(values) else values.to_numpy()
            for name, values in frame.items()
        }
        self.bytes = np.zeros(len(frame)) + more_bytes
        for values in self.columns.values():
            if isinstance(values, pa.Array):
                self.bytes += pc.binary_length(values).to_numpy(zero_copy_only=False) + INTEGER
            else:
                self.bytes += NUMBER

    def __getitem__(self, name: str):
        return self.columns[name]

    def blocks(self) -> Iterator[slice]:
        return rows_in_blocks(self.bytes)


class Lists:
    """Entries of lists, one list per owner: sorted by owner, in their order within one."""

    def __init__(self, owners: np.ndarray, count: int, **columns: np.ndarray):
        order = np.argsort(owners, kind="stable")
        self.counts = np.bincount(owners, minlength=count)
        self._ends = np.concatenate([[0], np.cumsum(self.counts)])
        self._columns = {name: values[order] for name, values in columns.items()}

    def of(self, rows: slice, name: str) -> list:
        return self._columns[name][self._ends[rows.start] : self._ends[rows.stop]].tolist()

    def any(self, name: str) -> bool:
        return bool(self._columns[name].any())

    def counts_of(self, rows: slice) -> list:
        return unless(self.counts[rows], 0)
