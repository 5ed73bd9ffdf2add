"""Tables in a text, read as records: each cell under a header that names something, as a line "header: cell".

A column's name stands far from most of its cells; read as records, the recognizers see it beside each of them, as they
would in a form. What counts as a table: a header line of short names, and below it, line by line, rows with as many
cells: separated by comma, semicolon, tab or bar (CSV after RFC 4180, with quoted cells; Markdown and psql tables with
their rules), or by two and more spaces. Only columns are read whose name holds a word that some recognizer knows.

Everything is in bytes (UTF-8), in one pass, linear in the length of the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

__all__ = ["HEADER_REGEX", "Cell", "cells_under_headers"]

_NAME = rb"[A-Za-z_\x80-\xff][A-Za-z0-9_.#()/\x80-\xff-]*(?: [A-Za-z0-9_.#()/\x80-\xff-]+){0,4}"
_CELL_OF_HEADER = rb"[ ]*\"?" + _NAME + rb"\"?[ ]*"
HEADER_REGEX = rb"(?m)^(?:[|]|#[ ]?)?" + _CELL_OF_HEADER + rb"(?:[,;|\t]" + _CELL_OF_HEADER + rb")+[|]?\r?$"
"""What may be a header line, as RE2: names of up to five words that begin with a letter, and nothing but names. Some
programs set a "#" before it."""

_ALIGNED_NAME = rb"[A-Za-z_][A-Za-z0-9_.#()/-]*(?: [A-Za-z0-9_.#()/-]+)*"
ALIGNED_HEADER_REGEX = rb"(?m)^ *" + _ALIGNED_NAME + rb"(?: {2,}" + _ALIGNED_NAME + rb")+ *\r?$"
"""The same for columns that are set apart by two and more spaces."""

_LONGEST_HEADER_CELL = 40
_LONGEST_HEADER = 4096
_LONGEST_ABBREVIATION = 4
_OUTER_BARS = 2
_FEWEST_TRIES = 500
_BYTES_PER_TRY = 200
_LINES_IN_A_CELL = 20
_RULE = re.compile(rb"[-+|: =]+\r?\n?")
_BEGINS_A_RULE = frozenset((b"-", b"+", b"|", b":", b" ", b"="))
_QUOTED = re.compile(rb'[ ]*"((?:[^"]|"")*)"[ ]*')
_CODE = re.compile(rb"[(){}=]")
_HUMP = re.compile(rb"(?<=[a-z])(?=[A-Z])")
_ALIGNED_CELL = re.compile(rb"\S+(?: \S+)*")


class Cell(NamedTuple):
    """A cell's place in the text, and its column's name. A tuple, since long tables have a hundred thousand."""

    name: bytes
    start: int
    end: int


def cells_under_headers(
    data: bytes, headers: Iterable[tuple[int, int]], is_known: Callable[[bytes], bool]
) -> Iterator[Cell]:
    """The cells of every table, row by row.

    Args:
        data: the text.
        headers: start and end of lines that may be headers, in order.
        is_known: whether a name, or a line of them, holds a word that a recognizer knows.
    """
    position = 0
    # Text that is nothing but headers is no table.
    for start, end in islice(headers, _FEWEST_TRIES + len(data) // _BYTES_PER_TRY):
        if start < position or end - start > _LONGEST_HEADER:
            continue
        table = _table(data, start, end, is_known)
        if table is not None:
            position = yield from table.cells()


def _table(data: bytes, start: int, end: int, is_known: Callable[[bytes], bool]) -> _Table | None:
    line = data[start:end].rstrip(b"\r")
    header = line.removeprefix(b"#")
    if not is_known(header):
        return None
    separator = max((b"|", b"\t", b";", b","), key=header.count)
    if separator not in header:
        separator = b""
    # Most lines that look like a header are prose: what stands below them tells at once.
    below = data[end + 1 : _line_end(data, end + 1)]
    if below.count(separator or b"  ") < header.count(separator or b"  ", 0, _LONGEST_HEADER) - _OUTER_BARS:
        return None
    # Mostly it is a comment; below it there are more of them, or code.
    if header != line and (below.startswith(b"#") or _CODE.search(below)):
        return None
    spans = _split(header, separator)
    names = [header[begin:stop] for begin, stop in spans]
    if max(map(len, names)) > _LONGEST_HEADER_CELL or _is_sentence(names[-1]):
        return None
    columns = {index: _HUMP.sub(b" ", name) for index, name in enumerate(names) if name and is_known(name)}
    if not columns:
        return None
    return _Table(data, end + 1, separator, len(spans), columns)


def _is_sentence(name: bytes) -> bool:
    """Whether the last of the names ends as a sentence does, not as an abbreviation."""
    return name.endswith(b".") and len(name) > _LONGEST_ABBREVIATION


class _Table:
    """The rows below one header."""

    def __init__(self, data: bytes, start: int, separator: bytes, width: int, columns: dict[int, bytes]) -> None:
        self._data = data
        self._start = start
        self._separator = separator
        self._width = width
        self._columns = tuple(columns.items())

    def cells(self) -> Generator[Cell, None, int]:
        """The cells of the columns with a known name; the generator's value is where the table ends."""
        data, size = self._data, len(self._data)
        is_plain = self._separator not in (b"", b"|")
        position = self._start
        quote = -1
        while position < size:
            end = _line_end(data, position)
            if quote < position:
                quote = data.find(b'"', position)
                quote = size if quote < 0 else quote
            if quote < end:
                end = self._row_end(position, end)
            row = data[position:end]
            if row[:1] not in _BEGINS_A_RULE or not _RULE.fullmatch(row):
                cells = self._plain_cells(row) if is_plain and quote >= end else self._cells(row)
                if cells is None:
                    break
                for name, begin, stop in cells:
                    yield Cell(name, position + begin, position + stop)
            position = end + 1
        return position

    def _cells(self, row: bytes) -> list[Cell] | None:
        """The cells of one row, by offsets in it; None when it is none of this table."""
        spans = _split(row.rstrip(b"\r"), self._separator)
        if len(spans) != self._width:
            return None
        return [Cell(name, *spans[index]) for index, name in self._columns if spans[index][0] < spans[index][1]]

    def _plain_cells(self, row: bytes) -> list[Cell] | None:
        """The same for a row without quotes, as nearly all are: only the cells that are asked for are measured."""
        texts = row.split(self._separator)
        if len(texts) != self._width:
            return None
        cells = []
        position = last = 0
        for index, name in self._columns:
            position += sum(map(len, texts[last:index])) + index - last
            last, text = index, texts[index]
            stripped = text.strip()
            if stripped:
                begin = position if len(stripped) == len(text) else position + len(text) - len(text.lstrip())
                cells.append(Cell(name, begin, begin + len(stripped)))
        return cells

    def _row_end(self, position: int, line_end: int) -> int:
        """The end of the line, or of the line in which an open quotation is closed."""
        end = line_end
        if self._data.count(b'"', position, end) % 2:
            for _ in range(_LINES_IN_A_CELL):
                if end >= len(self._data):
                    break
                end = _line_end(self._data, end + 1)
                if self._data.count(b'"', position, end) % 2 == 0:
                    return end
        return line_end


def _line_end(data: bytes, position: int) -> int:
    end = data.find(b"\n", position)
    return len(data) if end < 0 else end


def _split(row: bytes, separator: bytes) -> list[tuple[int, int]]:
    """Where the cells are, without quotes, outer spaces, and the bars at both ends of a line."""
    if separator == b"|":
        first = len(row) - len(row.lstrip())
        stripped = row.strip()
        begin = first + stripped.startswith(b"|")
        stop = first + len(stripped) - (len(stripped) > 1 and stripped.endswith(b"|"))
        return _trimmed(row, begin, stop, separator)
    if not separator:
        return [match.span() for match in _ALIGNED_CELL.finditer(row)]
    if b'"' in row:
        return _split_quoted(row, separator)
    return _trimmed(row, 0, len(row), separator)


def _trimmed(row: bytes, position: int, limit: int, separator: bytes) -> list[tuple[int, int]]:
    spans = []
    for cell in row[position:limit].split(separator):
        size, stripped = len(cell), len(cell.strip())
        begin = position if stripped == size else position + size - len(cell.lstrip())
        spans.append((begin, begin + stripped))
        position += size + 1
    return spans


def _split_quoted(row: bytes, separator: bytes) -> list[tuple[int, int]]:
    spans = []
    position = 0
    while position <= len(row):
        quoted = _QUOTED.match(row, position)
        if quoted is not None and row[quoted.end() : quoted.end() + 1] in (separator, b""):
            spans.append(quoted.span(1))
            position = quoted.end() + 1
            continue
        end = row.find(separator, position)
        end = len(row) if end < 0 else end
        spans += _trimmed(row, position, end, separator)
        position = end + 1
    return spans
