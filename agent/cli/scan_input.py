"""What `cordon scan` reads: files, folders, standard input.

Rules kept here: a folder means every regular file below it, in a fixed order; links in it are not followed, and version
control's own folders are left out (what was committed lies there compressed). What cannot be read becomes an error of
its own, so that the caller can go on with the rest. No path is in an error: the caller names what the person named.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from agent.cli.output import error_console
from agent.core import Content, ContentKind, ContentProblem
from agent.core.errors import EnvironmentProblemError

__all__ = [
    "LIMIT_BYTES",
    "STDIN",
    "ScanInput",
    "ScanInputError",
    "expand",
    "open_input",
    "read_content",
    "size_bytes",
    "standard_input",
]

STDIN = "-"
LIMIT_BYTES = 64 << 20
"""The most that is read of one input."""

_NOT_ENTERED = frozenset({".git", ".hg", ".svn"})
_HINT = "Name a text file or a folder, or - for standard input."


class ScanInputError(EnvironmentProblemError):
    """Something named on the command line cannot be read."""

    code = "scan_input"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanInput:
    """One thing to read.

    Attributes:
        name: as the person named it, with the way below a named folder; "-" for standard input.
        size_bytes: as far as the file system tells; 0 where it does not.
    """

    name: str
    size_bytes: int = 0


def expand(names: Iterable[str]) -> list[ScanInput]:
    """Everything to read, in the order named, and by name below a folder. Reading finds out what is not there."""
    found: list[ScanInput] = []
    for name in names:
        if name != STDIN and Path(name).is_dir():
            found += _below(name)
        else:
            found.append(ScanInput(name=name, size_bytes=size_bytes(name)))
    return found


def _below(folder: str) -> Iterator[ScanInput]:
    unreadable: list[str] = []
    for place, folders, files in os.walk(folder, onerror=lambda error: unreadable.append(error.filename)):
        folders[:] = sorted(name for name in folders if name not in _NOT_ENTERED)
        for file in sorted(files):
            path = Path(place, file)
            try:
                state = path.lstat()
            except OSError:  # gone meanwhile, or not ours to see: said when it is read
                yield ScanInput(name=str(path))
                continue
            if stat.S_ISREG(state.st_mode):
                yield ScanInput(name=str(path), size_bytes=state.st_size)
    for name in unreadable:
        yield ScanInput(name=name)


def size_bytes(name: str) -> int:
    """Size of a named input, as `ScanInput.size_bytes`."""
    try:
        return 0 if name == STDIN else Path(name).stat().st_size
    except OSError:
        return 0


def standard_input() -> BinaryIO:
    """Standard input's bytes; who sits at a terminal is told that they are waited for.

    Raises:
        ScanInputError: there is none.
    """
    if sys.stdin is None:
        raise ScanInputError("There is no standard input", hint="Name a text file, or pipe one in.")
    if sys.stdin.isatty():
        error_console().print("Type or paste the text, then press Ctrl+D.", style="dim")
    return sys.stdin.buffer


@contextmanager
def open_input(name: str) -> Iterator[BinaryIO]:
    """The bytes of a named input.

    Raises:
        ScanInputError: it is not there or may not be read.
    """
    if name == STDIN:
        yield standard_input()
        return
    try:
        stream = Path(name).open("rb")  # noqa: SIM115 - closed below; errors of its user are not errors of opening it
    except OSError as exc:
        raise _unreadable(exc) from exc
    with stream:
        yield stream


def _unreadable(error: OSError) -> ScanInputError:
    return ScanInputError("The file cannot be read", detail=f"{error.strerror}.", hint=_HINT)


def read_content(name: str) -> Content:
    """A named input as text: UTF-8, or UTF-16 with its mark; what holds NUL bytes otherwise is no text.

    Raises:
        ScanInputError: as `open_input`, or reading it failed.
    """
    with open_input(name) as stream:
        try:
            data = stream.read(LIMIT_BYTES + 1)
        except OSError as exc:
            raise _unreadable(exc) from exc
    problem = ContentProblem.TOO_LARGE if len(data) > LIMIT_BYTES else None
    data = data[:LIMIT_BYTES]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    elif b"\0" in data[:8192]:
        return Content(kind=ContentKind.OTHER, size_bytes=len(data))
    else:
        text = data.decode("utf-8-sig", errors="replace")
    kind = ContentKind.TEXT if text else ContentKind.EMPTY
    return Content(kind=kind, text=text, size_bytes=len(data), problem=problem)
