"""From places in a derived text back to the original it was made of.

A derived text is a row of pieces. A *plain* piece is the original's own characters, so that every offset in it has its
place; an *opaque* one stands for something written differently (a decoded token, a ligature), and maps to the whole of
what it stands for. What lies between pieces was put in by us and has no place in the original.

Offsets may count code points or bytes; a map is about one of them. Immutable once built.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["OffsetMap", "Piece"]


class Piece(NamedTuple):
    """One run of the derived text (`start` to `end`) and what it is in the original (`origin_start` to `origin_end`).

    A tuple, since hostile text is made of a million of them.

    Attributes:
        origin: how the piece came about, in an administrator's words; empty for the original's own text.
        is_plain: whether both runs are the same characters.
    """

    start: int
    end: int
    origin_start: int
    origin_end: int
    origin: str = ""
    is_plain: bool = True


class OffsetMap:
    """The pieces of one derived text, in order and without overlaps in it."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]

    def piece_at(self, offset: int) -> Piece | None:
        """The piece that holds the character at an offset."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self._pieces[index].end:
            return None
        return self._pieces[index]

    def original_span(self, start: int, end: int) -> tuple[int, int] | None:
        """The smallest original span that holds everything of a derived one; None when all of it was put in by us."""
        first = bisect_right(self._starts, start) - 1
        if first >= 0 and end <= (piece := self._pieces[first]).end and start < end:
            # Within one piece, as nearly all are.
            if not piece.is_plain:
                return piece.origin_start, piece.origin_end
            shift = piece.origin_start - piece.start
            return start + shift, end + shift
        if first < 0 or start >= self._pieces[first].end:
            first += 1
        last = bisect_right(self._starts, end - 1) - 1
        if first > last:
            return None
        head, tail = self._pieces[first], self._pieces[last]
        begin = head.origin_start + max(0, start - head.start) if head.is_plain else head.origin_start
        finish = tail.origin_start + min(end, tail.end) - tail.start if tail.is_plain else tail.origin_end
        return (begin, finish) if begin < finish else None
