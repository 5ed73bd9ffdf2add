"""Text to bytes for RE2, and byte offsets back to code points.

Rules kept here: any `str` can be encoded, a lone surrogate becomes one "?" byte; an ASCII text needs no map at all; a
map is filled in one pass over the text, whatever the number of spans. A later normalization stage composes its own
map on top of this one.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["aligned", "code_point_offsets", "encode"]

_CONTINUATION_MASK = 0xC0
_CONTINUATION = 0x80


def encode(text: str) -> bytes:
    """The text as valid UTF-8."""
    return text.encode("utf-8", "replace")


def aligned(data: bytes, offset: int) -> int:
    """The start of the character that the byte at `offset` belongs to."""
    while 0 < offset < len(data) and data[offset] & _CONTINUATION_MASK == _CONTINUATION:
        offset -= 1
    return offset


def code_point_offsets(data: bytes, offsets: Iterable[int]) -> dict[int, int]:
    """Code-point offset of each byte offset; every offset must be the start of a character or the end of the text."""
    mapped: dict[int, int] = {}
    last = count = 0
    for offset in sorted(set(offsets)):
        count += len(data[last:offset].decode("utf-8"))
        last = offset
        mapped[offset] = count
    return mapped
