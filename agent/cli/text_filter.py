"""Text in and text out for the commands that are filters, byte for byte.

Rules kept here: whatever is not changed comes out as it came in: line ends, a missing last one, a byte order mark,
bytes that are no UTF-8. UTF-16 is read by its mark and written the same way. What holds NUL characters is no text and
is refused; so is more than the limit, since text that was read in part must not be taken for the whole.
"""

from __future__ import annotations

import codecs
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from agent.cli.scan_input import LIMIT_BYTES, STDIN, standard_input
from agent.core.errors import EnvironmentProblemError

__all__ = ["FilterInput", "FilterInputError", "read_input", "write_output"]

_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class FilterInputError(EnvironmentProblemError):
    """There is no text to work on."""

    code = "filter_input"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterInput:
    """A text with all it began with, and how it was encoded."""

    text: str = field(repr=False)
    encoding: str
    size_bytes: int


def read_input(file: str) -> FilterInput:
    """Read a file, or standard input for "-".

    Raises:
        FilterInputError: it cannot be read, is too large, or is no text.
        ScanInputError: there is no standard input.
    """
    try:
        if file == STDIN:
            return _parse(_read(standard_input()))
        with Path(file).open("rb") as stream:
            return _parse(_read(stream))
    except OSError as exc:
        raise FilterInputError(
            "The text cannot be read", detail=f"{exc.strerror}.", hint="Name a text file, or - for standard input."
        ) from exc


def write_output(text: str, encoding: str) -> None:
    """Write a text to standard output, and nothing else.

    Raises:
        FilterInputError: the text has characters that the encoding of the input has not.
    """
    try:
        data = text.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        raise FilterInputError(
            "A value holds bytes that do not fit the encoding of this text",
            hint="Convert the text to UTF-8 first (`iconv -t utf-8`).",
        ) from None
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _read(stream: BinaryIO) -> bytes:
    data = stream.read(LIMIT_BYTES + 1)
    if len(data) > LIMIT_BYTES:
        raise FilterInputError(
            "The text is too large", detail=f"The limit is {LIMIT_BYTES >> 20} MB.", hint="Split it into smaller parts."
        )
    return data


def _parse(data: bytes) -> FilterInput:
    encoding = _UTF_16.get(data[:2], "utf-8")
    try:
        text = data.decode(encoding, "surrogateescape" if encoding == "utf-8" else "strict")
    except UnicodeDecodeError:
        raise _no_text() from None
    if "\0" in text:
        raise _no_text()
    return FilterInput(text=text, encoding=encoding, size_bytes=len(data))


def _no_text() -> FilterInputError:
    return FilterInputError(
        "This is no text", hint="Give plain text in UTF-8 or UTF-16; save a document as text first."
    )
