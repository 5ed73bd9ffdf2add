"""Reads the chosen columns of a table of records, row by row, for `cordon edm build`.

Rules kept here: what separates the cells is found out from the first line; errors tell the line and the reason, and
never a cell, not even of the first line: a file without headings begins with a record.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from agent.core.errors import EnvironmentProblemError

__all__ = ["EdmTableError", "Table", "open_table"]

_DELIMITERS = ",;\t|"


class EdmTableError(EnvironmentProblemError):
    """The table of records cannot be read."""

    code = "edm_table"


@dataclass(slots=True, kw_only=True)
class Table:
    """A table that is being read.

    Attributes:
        size_bytes: of the file; 0 where it has no size.
        ragged: rows so far that were too short to hold every column.
    """

    size_bytes: int
    ragged: int = 0
    _stream: BinaryIO = field(repr=False)
    _cells: Iterator[list[str]] = field(repr=False)
    _places: tuple[int, ...]

    @property
    def position_bytes(self) -> int:
        """How far the file was read."""
        return self._stream.tell()

    def rows(self) -> Iterator[list[str]]:
        """The chosen cells of each row.

        Raises:
            EdmTableError: a line cannot be read.
        """
        longest = max(self._places)
        number = 1
        try:
            for row in self._cells:
                number += 1
                if len(row) > longest:
                    yield [row[place] for place in self._places]
                elif row:
                    self.ragged += 1
        except (csv.Error, UnicodeDecodeError) as exc:
            raise _unreadable(exc, number) from None  # the cause would quote the text


@contextmanager
def open_table(path: Path, columns: Sequence[str]) -> Iterator[Table]:
    """Open a CSV file with headings in its first line; UTF-8.

    Raises:
        EdmTableError: it cannot be read, or lacks one of the columns.
    """
    try:
        stream = path.open("rb")
    except OSError as exc:
        raise EdmTableError("The table cannot be read", detail=f"{exc.strerror}.", hint="Name a CSV file.") from exc
    with stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        try:
            first = text.readline()
            headings = next(csv.reader([first], delimiter=_delimiter(first), strict=True), [])
        except (csv.Error, UnicodeDecodeError, OSError) as exc:
            raise _unreadable(exc, 1) from None  # as above
        places = tuple(_place(column, headings) for column in columns)
        yield Table(
            size_bytes=os.fstat(stream.fileno()).st_size,
            _stream=stream,
            _cells=csv.reader(text, delimiter=_delimiter(first), strict=True),
            _places=places,
        )


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _place(column: str, headings: Sequence[str]) -> int:
    found = [place for place, heading in enumerate(headings) if heading.strip().casefold() == column.casefold()]
    if len(found) != 1:
        raise EdmTableError(
            f"The table has {'more than one' if found else 'no'} column {column}",
            detail=f"Its first line has {len(headings)} cells.",
            hint="The first line must hold the names of the columns.",
        )
    return found[0]


def _unreadable(error: Exception, line: int) -> EdmTableError:
    reason = "It is not UTF-8" if isinstance(error, UnicodeDecodeError) else "Quotes or cells do not add up"
    return EdmTableError(
        "The table cannot be read", detail=f"{reason}, at or after row {line}.", hint="Save it as CSV in UTF-8."
    )
