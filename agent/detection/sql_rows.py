"""Rows of an SQL INSERT, read as records: each value under the name of its column, as in a table.

`INSERT INTO users (name, password) VALUES ('Jane', '…'), ('John', '…')`, in any dialect's quoting of names and with
doubled or escaped quotes in strings. Statements without column names say nothing about their values and are left alone.

Everything is in bytes, in one pass, linear in the length of the statement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from agent.detection.tables import Cell

__all__ = ["INSERT_REGEX", "cells_of_inserts"]

INSERT_REGEX = rb"(?i)\binsert\s+(?:ignore\s+|or\s+\w+\s+)?into\s+[^\s(]+\s*(\([^()]+\)\s*values\s*\()"
"""The head of a statement, as RE2; its group begins with the column names and ends where the first row opens."""

_NAME = re.compile(rb"[^\s,()\"'`\[\]]+(?: [^\s,()\"'`\[\]]+)*")
_VALUE = re.compile(
    rb"\s*(?:[NnEeBb]?'((?:[^'\\]|''|\\.)*)'|\"((?:[^\"\\]|\"\"|\\.)*)\"|([^\s,()'\"]*)(?:\([^()]*\))?)\s*([,)])",
    re.DOTALL,
)
_NEXT_ROW = re.compile(rb"\s*,\s*\(")


def cells_of_inserts(
    data: bytes, heads: Iterable[tuple[int, int]], is_known: Callable[[bytes], bool]
) -> Iterator[Cell]:
    """The values of every statement whose columns have a known name.

    Args:
        data: the text.
        heads: start and end of the group of `INSERT_REGEX`, in order.
        is_known: whether a column's name holds a word that a recognizer knows.
    """
    for start, end in heads:
        names = [match.group() for match in _NAME.finditer(data[start + 1 : data.index(b")", start)])]
        columns = {index: name for index, name in enumerate(names) if is_known(name)}
        if columns:
            yield from _rows(data, end, columns)


def _rows(data: bytes, position: int, columns: dict[int, bytes]) -> Iterator[Cell]:
    column = 0
    while (value := _VALUE.match(data, position)) is not None:
        name = columns.get(column)
        if name is not None:
            group = next(number for number in (1, 2, 3) if value.start(number) >= 0)
            if value.start(group) < value.end(group):
                yield Cell(name, value.start(group), value.end(group))
        column, position = column + 1, value.end()
        if value.group(4) == b")":
            following = _NEXT_ROW.match(data, position)
            if following is None:
                return
            column, position = 0, following.end()
