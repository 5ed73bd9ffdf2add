"""The index file: what is in it, written in one pass and verified as a whole when opened.

    8 bytes   magic, the last two the version
    4 bytes   length of the header
    header    JSON: columns with their kinds and counts, rows, key id, sizes of the parts
    filter    one bit for each value's digest, by remainder; one in `FILTER_BITS_PER_VALUE` is set
    fan-out   for each leading bit pattern of a pair's digest, where its entries begin
    entries   sorted: 8 bytes digest of the pair, 4 bytes row
    32 bytes  keyed BLAKE2b over everything before

All numbers are big-endian. Looking up touches a few hundred bytes, so that a mapped file takes no memory.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from agent.detection.exact_data.canonical import ColumnKind
from agent.detection.exact_data.digests import DIGEST_BYTES, IndexKey, ValueDigest
from agent.detection.exact_data.errors import ExactDataError

__all__ = [
    "COLUMN_LIMIT",
    "ENTRY_BYTES",
    "FILTER_BITS_PER_VALUE",
    "MAC_BYTES",
    "MAGIC",
    "ROW_LIMIT",
    "Column",
    "ExactDataIndex",
    "Header",
    "fan_out_bits",
    "open_index",
    "read_header",
    "write_header",
]

MAGIC: Final = b"CRDNED\x00\x01"
ENTRY_BYTES: Final = DIGEST_BYTES + 4
MAC_BYTES: Final = 32
COLUMN_LIMIT: Final = 8
ROW_LIMIT: Final = 1 << 24
FILTER_BITS_PER_VALUE: Final = 32
"""So coarse that it passes one in 32 values that are in no record: enough to spare nearly all pairs, and of little use
to somebody who guesses."""

_HEADER_LIMIT_BYTES = 1 << 16
_ENTRIES_PER_BUCKET = 8
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the records: its name in the file, what counts of it, how many of its values are in the index."""

    name: str
    kind: ColumnKind
    values: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What an index says of itself.

    Attributes:
        rows: records in it.
        lengths: how many characters values have in their one form.
        letter_runs: the most runs of letters in a value that has digits and is no e-mail address.
        most_words: words of the value without digits that has most; 0 when there is none, and such words need not be
            looked at.
        filter_bytes: length of the filter.
        entries: number of entries.
    """

    columns: tuple[Column, ...]
    rows: int
    key_id: str
    lengths: tuple[int, ...]
    letter_runs: int
    most_words: int
    filter_bytes: int
    entries: int


def fan_out_bits(entries: int) -> int:
    """How many leading bits of a digest the fan-out tells apart, for some `_ENTRIES_PER_BUCKET` entries each."""
    return max(0, math.ceil(math.log2(max(1, entries) / _ENTRIES_PER_BUCKET))) if entries > _ENTRIES_PER_BUCKET else 0


def write_header(header: Header) -> bytes:
    """Magic, length and header."""
    fields = {
        "columns": [{"name": each.name, "kind": each.kind, "values": each.values} for each in header.columns],
        "rows": header.rows,
        "key_id": header.key_id,
        "lengths": header.lengths,
        "letter_runs": header.letter_runs,
        "most_words": header.most_words,
        "filter_bytes": header.filter_bytes,
        "entries": header.entries,
    }
    encoded = json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace")
    return MAGIC + struct.pack(">I", len(encoded)) + encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactDataIndex:
    """A verified index over bytes or a mapped file. Immutable: threads share it."""

    header: Header
    key: IndexKey
    _filter: memoryview = field(repr=False)
    _fan_out: memoryview = field(repr=False)
    _entries: memoryview = field(repr=False)

    def may_hold(self, digest: ValueDigest) -> bool:
        """Whether a value may be in a record: False is sure."""
        bit = digest % (8 * len(self._filter))
        return bool(self._filter[bit >> 3] >> (bit & 7) & 1)

    def rows(self, pair: bytes) -> Iterator[int]:
        """The rows that hold both values of a pair's digest."""
        bits = fan_out_bits(self.header.entries)
        bucket = int.from_bytes(pair, "big") >> (8 * DIGEST_BYTES - bits)
        first, last = struct.unpack_from(">2I", self._fan_out, 4 * bucket)
        for entry in range(first, last):
            start = entry * ENTRY_BYTES
            if self._entries[start : start + DIGEST_BYTES] == pair:
                yield int.from_bytes(self._entries[start + DIGEST_BYTES : start + ENTRY_BYTES], "big")


def open_index(untrusted: memoryview, key: IndexKey) -> ExactDataIndex:
    """Return the index in the bytes, verified as a whole.

    Raises:
        ExactDataError: it is no index, of a newer version, made with another key, cut off or altered.
    """
    header, start = read_header(untrusted)
    if header.key_id != key.key_id:
        raise ExactDataError("The index was made with another key", hint="Give the key file it was built with.")
    fan_out_bytes = 4 * ((1 << fan_out_bits(header.entries)) + 1)
    ends = [start + header.filter_bytes]
    ends.append(ends[-1] + fan_out_bytes)
    ends.append(ends[-1] + header.entries * ENTRY_BYTES)
    if len(untrusted) != ends[-1] + MAC_BYTES:
        raise _damaged("Its length is not what its header says.")
    mac = key.mac()
    for position in range(0, ends[-1], _CHUNK_BYTES):
        mac.update(untrusted[position : min(position + _CHUNK_BYTES, ends[-1])])
    # Who can time this has the file and the key.
    if mac.digest() != untrusted[ends[-1] :]:
        raise _damaged("Its content was altered.")
    return ExactDataIndex(
        header=header,
        key=key,
        _filter=untrusted[start : ends[0]],
        _fan_out=untrusted[ends[0] : ends[1]],
        _entries=untrusted[ends[1] : ends[2]],
    )


def read_header(untrusted: memoryview) -> tuple[Header, int]:
    """Return the header, which only the key can verify, and where the parts begin.

    Raises:
        ExactDataError: it is no index, of a newer version, or cut off.
    """
    magic = bytes(untrusted[: len(MAGIC)])
    if magic[:-2] != MAGIC[:-2]:
        raise ExactDataError("The file is no exact-data index", hint="`cordon edm build` makes one.")
    if magic != MAGIC:
        raise ExactDataError(
            "The index has a format that this version of Cordon does not know", hint="Build it again, or update Cordon."
        )
    start = len(MAGIC) + 4
    if len(untrusted) < start:
        raise _damaged("It is cut off.")
    (length,) = struct.unpack_from(">I", untrusted, len(MAGIC))
    if length > _HEADER_LIMIT_BYTES or len(untrusted) < start + length:
        raise _damaged("It is cut off.")
    try:
        return _parse_header(json.loads(bytes(untrusted[start : start + length]))), start + length
    except (ValueError, KeyError, TypeError) as exc:
        raise _damaged("Its header cannot be read.") from exc


def _parse_header(raw: object) -> Header:
    """The header, without trust; raises ValueError, KeyError or TypeError."""
    fields = cast("Mapping[str, object]", raw)
    numbers = {name: fields[name] for name in ("rows", "letter_runs", "most_words", "filter_bytes", "entries")}
    columns, lengths, key_id = fields["columns"], fields["lengths"], fields["key_id"]
    if not isinstance(columns, list) or not isinstance(lengths, list) or not isinstance(key_id, str):
        raise TypeError
    if not all(isinstance(number, int) and 0 <= number < 1 << 32 for number in numbers.values()):
        raise ValueError
    if not numbers["filter_bytes"]:
        raise ValueError
    return Header(
        columns=tuple(
            Column(name=str(each["name"]), kind=ColumnKind(each["kind"]), values=int(each["values"]))
            for each in columns
        ),
        key_id=key_id,
        lengths=tuple(int(length) for length in lengths),
        **cast("dict[str, int]", numbers),
    )


def _damaged(detail: str) -> ExactDataError:
    return ExactDataError("The index is damaged", detail=detail, hint="Copy it again, or build it again.")
