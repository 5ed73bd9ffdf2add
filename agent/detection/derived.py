"""What a text says in another form: cells of tables and of SQL inserts under their column's name, and decoded tokens.

All of it becomes one derived text, a record on each line, which the recognizers read after the text itself; its offset
map leads back. Records are kept apart by a separator that no context word reaches across. The derived text is at most
twice as long as the text: what does not fit is left out and said so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from agent.detection.compiled import LazyRegex, Span
from agent.detection.context import RECORD_SEPARATOR
from agent.detection.decoding import PERCENT_REGEX, Decoded, decoded_percent, decoded_tokens
from agent.detection.offset_map import OffsetMap, Piece
from agent.detection.sql_rows import INSERT_REGEX, cells_of_inserts
from agent.detection.tables import ALIGNED_HEADER_REGEX, HEADER_REGEX, Cell, cells_under_headers

__all__ = ["HINTS", "DerivedText", "derive"]

_SMALLEST_LIMIT = 4096
_LONGEST_HINT = 8192
"""A header line, or the head of a statement, is shorter."""

_LABEL_BYTES = 48
"""How much of a token's line goes before it."""

_HEADER, _ALIGNED, _INSERT, _PERCENT = range(4)

HINTS = tuple(LazyRegex(regex) for regex in (HEADER_REGEX, ALIGNED_HEADER_REGEX, INSERT_REGEX, PERCENT_REGEX))
"""What shows that there may be something to derive, for the recognizers' prefilter to look for on its way."""

_READERS: Mapping[int, Callable[[bytes, Iterable[tuple[int, int]], Callable[[bytes], bool]], Iterator[Cell]]] = {
    _HEADER: cells_under_headers,
    _ALIGNED: cells_under_headers,
    _INSERT: cells_of_inserts,
}
_BEFORE_RECORD = b"\n" + RECORD_SEPARATOR + b"\n"
_TABLE = "read as: a cell under its column's name"


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedText:
    """Bytes to recognize in, and the way back to the text's bytes. The same cell under the same name is in it once.

    Attributes:
        data: the records.
        offsets: from them to the text.
        copies: where else in the text a cell begins, by the start of its piece.
        complete: False when not all of it fitted.
    """

    data: bytes = field(repr=False)
    offsets: OffsetMap
    copies: Mapping[int, Sequence[int]]
    complete: bool


def derive(
    data: bytes,
    hints: Sequence[Sequence[tuple[int, int]]],
    tokens: Sequence[tuple[int, int]],
    is_known: Callable[[bytes], bool],
) -> DerivedText | None:
    """The derived text; None when there is none.

    Args:
        data: the text.
        hints: for each of `HINTS`, the parts of the text in which a match may begin.
        tokens: start and end of the long tokens, in order.
        is_known: whether a column's name holds a word that a recognizer knows.
    """
    if not any(hints) and not tokens:
        return None
    builder = _Builder(data)
    for hint, read in _READERS.items():
        for cell in read(data, _matches(data, hint, hints[hint]), is_known):
            if not builder.add_cell(cell):
                break
    for decoded in chain(decoded_tokens(data, tokens), _decoded_percent(data, hints[_PERCENT])):
        label = b"" if decoded.continues else _label(data, decoded.start)
        builder.add(label, decoded)
    return builder.derived()


def _decoded_percent(data: bytes, parts: Sequence[tuple[int, int]]) -> Iterator[Decoded]:
    for start, end in _matches(data, _PERCENT, parts):
        yield from decoded_percent(data[start:end], start)


def _matches(data: bytes, hint: int, parts: Sequence[Span]) -> Iterator[Span]:
    regex = HINTS[hint].compiled
    position = 0
    for start, end in parts:
        position = max(position, start)
        limit = min(len(data), end + _LONGEST_HINT)
        while position < end and (spans := regex.search(data, position, limit)) is not None:
            if spans[0][0] >= end:
                break
            yield spans[-1]
            position = max(spans[0][1], position + 1)


def _label(data: bytes, start: int) -> bytes:
    line_start = data.rfind(b"\n", max(0, start - _LABEL_BYTES), start) + 1
    label = data[max(line_start, start - _LABEL_BYTES) : start]
    # Never from within a character.
    while label and label[0] & 0xC0 == 0x80:
        label = label[1:]
    return label


class _Builder:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._limit = max(_SMALLEST_LIMIT, 2 * len(data))
        self._parts: list[bytes] = []
        self._pieces: list[Piece] = []
        self._length = 0
        self._complete = True
        self._cells: dict[tuple[bytes, bytes], int] = {}
        self._copies: dict[int, list[int]] = {}

    def add_cell(self, cell: Cell) -> bool:
        """Put a cell behind the other records, unless it is there already; False when it does not fit."""
        name, begin, stop = cell
        text = self._data[begin:stop]
        known = self._cells.get((name, text))
        if known is not None:
            self._copies.setdefault(known, []).append(begin)
            return True
        label = _BEFORE_RECORD + name + b": "
        start = self._length + len(label)
        end = start + len(text)
        if end > self._limit:
            self._complete = False
            return False
        self._cells[name, text] = start
        self._put(label, text, Piece(start, end, begin, stop, _TABLE))
        return True

    def add(self, label: bytes, decoded: Decoded) -> None:
        """Put what was decoded behind the other records, where it fits."""
        before = label if decoded.continues else _BEFORE_RECORD + label
        start = self._length + len(before)
        end = start + len(decoded.text)
        if end > self._limit:
            self._complete = False
            return
        piece = Piece(start, end, decoded.start, decoded.end, decoded.origin, is_plain=False)
        self._put(before, decoded.text, piece)

    def derived(self) -> DerivedText | None:
        if not self._pieces:
            return None
        return DerivedText(
            data=b"".join(self._parts),
            offsets=OffsetMap(self._pieces),
            copies=self._copies,
            complete=self._complete,
        )

    def _put(self, before: bytes, text: bytes, piece: Piece) -> None:
        self._parts += (before, text)
        self._pieces.append(piece)
        self._length = piece.end
