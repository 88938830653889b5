"""Tables of an economy as a stream of parts (.pbs; proto/planwerk/v1/parts.proto says how one is put together).

Columnar from end to end: a million goods never become a million objects.
"""

from __future__ import annotations

import hashlib
from typing import BinaryIO, Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from planwerk.v1 import job_pb2, parts_pb2
from planwerk_tools.job_messages import BALANCES, put_provenance
from planwerk_tools.tables import FLOW_TABLES, Economy, positions, text_array

MAGIC = "planwerk job parts"
VERSION = 1
PART_LIMIT = 16 << 20
BLOCK_BYTES = 4 << 20  # what a block is estimated to take at most, unless one row alone takes more
NUMBER, INTEGER = 8, 5  # bytes of a double, most bytes of a position
KINDS = [field.name for field in job_pb2.JobPart.DESCRIPTOR.fields if field.name not in ("header", "trailer")]


def write(economy: Economy, file: BinaryIO) -> None:
    """Writes the whole stream. The tables must have passed tables.check."""
    writer = _PartWriter(file)
    writer.write(header=_header(economy))
    counts = {}
    for kind in KINDS:  # in the order of their field numbers
        blocks, counts[kind] = BLOCKS[kind](economy) if kind in BLOCKS else ((), 0)
        for block in blocks:
            writer.write(**{kind: block})
    writer.write_trailer(counts)


class _PartWriter:
    def __init__(self, file: BinaryIO):
        self._file = file
        self._hash = hashlib.sha256()

    def write(self, **part) -> None:
        payload = job_pb2.JobPart(**part).SerializeToString(deterministic=True)
        if len(payload) > PART_LIMIT:
            raise ValueError(f"a single {next(iter(part))} entry takes {len(payload)} bytes; {PART_LIMIT} are allowed")
        for piece in (_varint(len(payload)), payload):
            self._hash.update(piece)
            self._file.write(piece)

    def write_trailer(self, counts: dict[str, int]) -> None:
        self.write(
            trailer=parts_pb2.PartTrailer(kinds=counts.keys(), counts=counts.values(), sha256=self._hash.digest())
        )


def _varint(number: int) -> bytes:
    digits = bytearray()
    while number > 127:
        digits.append(number & 127 | 128)
        number >>= 7
    return bytes(digits + bytes([number]))


def _header(economy: Economy) -> job_pb2.JobHeader:
    header = job_pb2.JobHeader(
        magic=MAGIC, version=VERSION, name=economy.name, description=economy.description, period=economy.period
    )
    put_provenance(economy, header.provenance)
    header.objective.hours_per_coverage = economy.hours_per_coverage
    return header


# ---- columns ----


def _text_column(values: pa.Array) -> parts_pb2.TextColumn | None:
    """None where all are empty: the reader then takes empty texts."""
    lengths = pc.binary_length(values).to_numpy(zero_copy_only=False)
    if not lengths.any():
        return None
    offsets = np.frombuffer(values.buffers()[1], dtype=np.int64)[values.offset : values.offset + len(values) + 1]
    text = values.buffers()[2].slice(offsets[0], offsets[-1] - offsets[0]).to_pybytes().decode()
    return parts_pb2.TextColumn(text=text, lengths=lengths.tolist())


def _recurring(values: pa.Array) -> parts_pb2.RecurringTextColumn | None:
    if not pc.binary_length(values).to_numpy(zero_copy_only=False).any():
        return None
    coded = values.dictionary_encode()
    return parts_pb2.RecurringTextColumn(entries=_text_column(coded.dictionary), places=coded.indices.to_pylist())


def _unless(values: np.ndarray, default: float) -> list:
    """Left empty where every row has the default."""
    return [] if (values == default).all() else values.tolist()


def _rows_in_blocks(bytes_of_rows: np.ndarray) -> Iterator[slice]:
    begin, ends = 0, np.cumsum(bytes_of_rows)
    while begin < len(ends):
        before = ends[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, before + BLOCK_BYTES, side="right")))
        yield slice(begin, end)
        begin = end


class _Rows:
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
        return _rows_in_blocks(self.bytes)


class _Lists:
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
        return _unless(self.counts[rows], 0)


# ---- blocks ----


def _labels(rows: _Rows, part: slice) -> dict:
    return {"ids": _text_column(rows["id"][part]), "names": _text_column(rows["name"][part])}


def _products(economy: Economy):
    rows = _Rows(economy.products)
    balances = economy.products["balance"].map(BALANCES).to_numpy(dtype=np.int64)
    blocks = (
        job_pb2.ProductBlock(
            **_labels(rows, part), units=_recurring(rows["unit"][part]), balances=_unless(balances[part], 0)
        )
        for part in rows.blocks()
    )
    return blocks, len(economy.products)


def _labour_kinds(economy: Economy):
    rows = _Rows(economy.labour_kinds)
    return (job_pb2.LabourKindBlock(**_labels(rows, part)) for part in rows.blocks()), len(economy.labour_kinds)


def _capacities(economy: Economy):
    rows = _Rows(economy.capacities)
    blocks = (
        job_pb2.CapacityBlock(
            **_labels(rows, part), units=_recurring(rows["unit"][part]), amounts=_unless(rows["amount"][part], 0)
        )
        for part in rows.blocks()
    )
    return blocks, len(economy.capacities)


def _recipes(economy: Economy):
    count = len(economy.recipes)
    lists = {field: _flow_lists(economy, kind) for kind, field in FLOW_FIELDS.items()}
    entries = sum(each.counts for each in lists.values())
    rows = _Rows(economy.recipes, entries * (NUMBER + INTEGER) + 4 * INTEGER)

    def flows(each: _Lists, part: slice) -> job_pb2.FlowColumns:
        return job_pb2.FlowColumns(
            counts=each.counts_of(part), subjects=each.of(part, "subjects"), amounts=each.of(part, "amounts")
        )

    blocks = (
        job_pb2.RecipeBlock(
            **_labels(rows, part),
            **{field: flows(each, part) for field, each in lists.items()},
            lower_activities=_unless(rows["lower_activity"][part], 0),
            upper_activities=_unless(rows["upper_activity"][part], np.inf),
            strains=_unless(rows["strain"][part], 0),
        )
        for part in rows.blocks()
    )
    return blocks, count


FLOW_FIELDS = {"input": "inputs", "output": "outputs", "labour": "labour", "capacity": "capacities"}


def _flow_lists(economy: Economy, kind: str) -> _Lists:
    flows = economy.flows[economy.flows["kind"] == kind]
    return _Lists(
        positions(flows["recipe"], economy.recipes["id"]),
        len(economy.recipes),
        subjects=positions(flows["id"], getattr(economy, FLOW_TABLES[kind])["id"]),
        amounts=flows["amount"].to_numpy(),
    )


def _cohorts(economy: Economy):
    rows = _Rows(economy.cohorts)
    blocks = (
        job_pb2.CohortBlock(**_labels(rows, part), sizes=rows["size"][part].tolist()) for part in rows.blocks()
    )
    return blocks, len(economy.cohorts)


def _needs(economy: Economy):
    needs, more = economy.needs, economy.alternatives
    products = pd.concat([needs["product"], more["product"]], ignore_index=True)
    alternatives = _Lists(
        np.concatenate([np.arange(len(needs)), positions(more["need"], needs["id"])]),
        len(needs),
        products=positions(products, economy.products["id"]),
        rates=np.concatenate([needs["rate"], more["rate"]]),
        regrets=np.concatenate([needs["regret"], more["regret"]]),
    )
    cohorts = positions(needs["cohort"], economy.cohorts["id"])
    rows = _Rows(needs, alternatives.counts * (NUMBER + INTEGER))
    blocks = (
        job_pb2.NeedBlock(
            **_labels(rows, part),
            cohorts=cohorts[part].tolist(),
            amounts_per_head=rows["amount_per_head"][part].tolist(),
            alternative_counts=alternatives.counts_of(part),
            products=alternatives.of(part, "products"),
            rates=alternatives.of(part, "rates"),
            regrets=alternatives.of(part, "regrets") if alternatives.any("regrets") else [],
            weights=_unless(rows["weight"][part], 1),
            weight_origins=_recurring(rows["weight_origin"][part]),
            floors=_unless(rows["floor"][part], 0),
            reasons=_recurring(rows["reason"][part]),
        )
        for part in rows.blocks()
    )
    return blocks, len(needs)


def _labour_offers(economy: Economy):
    steps = economy.labour_offers
    offers = steps.drop_duplicates("id")
    lists = _Lists(
        positions(steps["id"], offers["id"]),
        len(offers),
        hours=steps["hours"].to_numpy(),
        burdens=steps["burden"].to_numpy(),
    )
    kinds = positions(offers["kind"], economy.labour_kinds["id"])
    cohorts = positions(offers["cohort"], economy.cohorts["id"]) + 1
    rows = _Rows(offers, lists.counts * 2 * NUMBER)
    blocks = (
        job_pb2.LabourOfferBlock(
            ids=_text_column(rows["id"][part]),
            kinds=kinds[part].tolist(),
            cohorts_plus_1=_unless(cohorts[part], 0),
            step_counts=lists.counts_of(part),
            step_hours=lists.of(part, "hours"),
            step_burdens=lists.of(part, "burdens"),
        )
        for part in rows.blocks()
    )
    return blocks, len(offers)


def _limits(economy: Economy):
    rows = _Rows(economy.limits)
    blocks = (
        job_pb2.LimitBlock(
            **_labels(rows, part),
            units=_recurring(rows["unit"][part]),
            lowers=_unless(rows["lower"][part], -np.inf),
            uppers=_unless(rows["upper"][part], np.inf),
            origins=_recurring(rows["origin"][part]),
        )
        for part in rows.blocks()
    )
    return blocks, len(economy.limits)


def _limit_terms(economy: Economy):
    terms = economy.limit_terms
    limits = positions(terms["limit"], economy.limits["id"])
    order = np.argsort(limits, kind="stable")
    products = positions(terms["product"], economy.products["id"])[order] + 1
    recipes = positions(terms["recipe"], economy.recipes["id"])[order] + 1
    limits, coefficients = limits[order], terms["coefficient"].to_numpy()[order]
    blocks = (
        job_pb2.LimitTermBlock(
            limits=limits[part].tolist(),
            products_plus_1=_unless(products[part], 0),
            recipes_plus_1=_unless(recipes[part], 0),
            coefficients=coefficients[part].tolist(),
        )
        for part in _rows_in_blocks(np.full(len(terms), 3 * INTEGER + NUMBER))
    )
    return blocks, len(terms)


def _stocks(economy: Economy):
    stocks = economy.stocks
    products = positions(stocks["product"], economy.products["id"])
    rows = _Rows(stocks)
    blocks = (
        job_pb2.StockBlock(
            products=products[part].tolist(),
            openings=_unless(rows["opening"][part], 0),
            closings=_unless(rows["closing"][part], 0),
        )
        for part in rows.blocks()
    )
    return blocks, len(stocks)


BLOCKS = {
    "products": _products,
    "labour_kinds": _labour_kinds,
    "capacities": _capacities,
    "recipes": _recipes,
    "cohorts": _cohorts,
    "needs": _needs,
    "labour_offers": _labour_offers,
    "limits": _limits,
    "limit_terms": _limit_terms,
    "stocks": _stocks,
}
