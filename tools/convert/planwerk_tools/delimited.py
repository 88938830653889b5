"""Files of parts (.pbs) part by part: messages one after the other, each behind its length as a varint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

PART_LIMIT = 16 << 20


class CutFile(ValueError):
    """The file ends in the middle of a part, or holds something else."""


def lengths(file: BinaryIO) -> Iterator[int]:
    """Of one part after the other; the caller reads or skips each before asking for the next."""
    while (length := _read_varint(file)) is not None:
        if length > PART_LIMIT:
            raise CutFile(f"a part of {length} bytes at byte {file.tell()}; {PART_LIMIT} are allowed")
        yield length


def read_parts(file: BinaryIO, first: int = 0) -> Iterator[bytes]:
    """Every part from number `first` on; those before it are skipped."""
    for index, length in enumerate(lengths(file)):
        if index < first:
            file.seek(length, 1)
            continue
        part = file.read(length)
        if len(part) < length:
            raise CutFile(f"the file ends in the middle of part {index}")
        yield part


def delimiter(length: int) -> bytes:
    digits = bytearray()
    while length > 127:
        digits.append(length & 127 | 128)
        length >>= 7
    return bytes([*digits, length])


def _read_varint(file: BinaryIO) -> int | None:
    value = shift = 0
    while byte := file.read(1):
        value |= (byte[0] & 127) << shift
        if byte[0] < 128:
            return value
        shift += 7
        if shift > 35:
            raise CutFile(f"no length of a part at byte {file.tell()}")
    if shift:
        raise CutFile("the file ends in the middle of a length")
    return None
