"""Digests of values to the parts of an index file."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from agent.detection.exact_data.digests import DIGEST_BYTES, IndexKey, pair_digest
from agent.detection.exact_data.index import ENTRY_BYTES, FILTER_BITS_PER_VALUE, Header, fan_out_bits, write_header

__all__ = ["Assembled", "assemble"]

_BUCKETS = 256
_ROWS_PER_STEP = 4096

MakeHeader = Callable[[int, int, int], Header]
"""Rows, bytes of the filter and entries to a header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """An index in parts, in the order of the file; `rows` have at least one pair."""

    parts: tuple[bytes, ...] = field(repr=False)
    rows: int
    entries: int


def assemble(
    columns: Sequence[array[int]], key: IndexKey, header: MakeHeader, advance: Callable[[int], None]
) -> Assembled:
    """Return the index of columns of digests, row by row; 0 stands for no value."""
    rows, buckets = _entries(columns, key, advance)
    ordered = [_sorted(bucket) for bucket in buckets]
    entries = sum(map(len, ordered)) // ENTRY_BYTES
    bits = _filter(columns)
    head = write_header(header(rows, len(bits), entries))
    body = (head, bits, _fan_out(ordered, entries), *ordered)
    mac = key.mac()
    for part in body:
        mac.update(part)
    return Assembled(parts=(*body, mac.digest()), rows=rows, entries=entries)


def _entries(
    columns: Sequence[array[int]], key: IndexKey, advance: Callable[[int], None]
) -> tuple[int, list[bytearray]]:
    """Rows that can be found, and their entries by the digest's first byte."""
    hasher = key.pair_hasher()
    buckets = [bytearray() for _ in range(_BUCKETS)]
    rows = 0
    for row, digests in enumerate(zip(*columns, strict=True)):
        if row % _ROWS_PER_STEP == _ROWS_PER_STEP - 1:
            advance(_ROWS_PER_STEP)
        # A value that stands in two columns of the row is one value.
        usable = sorted({digest for digest in digests if digest})
        rows += len(usable) > 1
        number = row.to_bytes(ENTRY_BYTES - DIGEST_BYTES, "big")
        for lower, higher in combinations(usable, 2):
            pair = pair_digest(hasher, lower, higher)
            buckets[pair[0]] += pair + number
    return rows, buckets


def _sorted(bucket: bytearray) -> bytes:
    return b"".join(sorted(bytes(bucket[at : at + ENTRY_BYTES]) for at in range(0, len(bucket), ENTRY_BYTES)))


def _filter(columns: Sequence[array[int]]) -> bytes:
    size = sum(len(column) - column.count(0) for column in columns) * FILTER_BITS_PER_VALUE // 8
    bits = bytearray(max(size, 8))
    for column in columns:
        for digest in column:
            if digest:
                bit = digest % (8 * len(bits))
                bits[bit >> 3] |= 1 << (bit & 7)
    return bytes(bits)


def _fan_out(ordered: Sequence[bytes], entries: int) -> bytes:
    """For each leading bit pattern the position of its first entry; one more for the end."""
    bits = fan_out_bits(entries)
    starts = array("I", [0]) * ((1 << bits) + 1)
    for entry, leading in enumerate(_leading(ordered, 8 * DIGEST_BYTES - bits), start=1):
        starts[leading + 1] = entry
    for place in range(1, len(starts)):
        starts[place] = max(starts[place], starts[place - 1])
    return struct.pack(f">{len(starts)}I", *starts)


def _leading(ordered: Sequence[bytes], shift: int) -> Iterator[int]:
    for bucket in ordered:
        for at in range(0, len(bucket), ENTRY_BYTES):
            yield int.from_bytes(bucket[at : at + DIGEST_BYTES], "big") >> shift
