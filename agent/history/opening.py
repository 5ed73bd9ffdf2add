"""Opens the history's file: new, known, or refused.

Rules kept here:

- A file appears with its tables in it, or not at all: an empty file at its place is damage.
- The file is looked at through a read-only connection first, so that one that cannot be read stays as it is. A file of
  a later schema version is refused and stays as it is.
- Files are 0600, the write-ahead log included (SQLite gives it the mode of the file).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.history.connection import Connection, connect, translated_errors
from agent.history.errors import HistoryCorruptError, HistoryTooNewError, HistoryUnavailableError
from agent.history.schema import SCHEMA_VERSION, migrate
from agent.history.set_aside import SIDE_SUFFIXES

__all__ = ["open_history"]

_FILE_MODE = 0o600


def open_history(path: Path, key: bytes) -> Connection:
    """Return a connection to a history of the present schema version; start one where there is none.

    Raises:
        HistoryCorruptError: the file is damaged, or `key` is not its key; it was left as it is.
        HistoryTooNewError: a later version wrote it; it was left as it is.
        HistoryUnavailableError: it cannot be reached or written.
    """
    with _translated_os_errors():
        if not path.exists():
            _create(path, key)
        elif path.stat().st_size == 0:
            # SQLite would take this for a new file, and delete a write-ahead log that belongs to the old one.
            raise HistoryCorruptError("The history file is empty")
        path.chmod(_FILE_MODE)
    version = _read_version(path, key)
    if version > SCHEMA_VERSION:
        raise HistoryTooNewError(
            "The history was written by a later version of Cordon",
            detail=f"Its schema is {version}; this version knows {SCHEMA_VERSION}.",
            hint="Install the later version again.",
        )
    connection = connect(path, key, "rw")
    try:
        with translated_errors():
            migrate(connection, version)
    except BaseException:
        connection.close()
        raise
    return connection


def _create(path: Path, key: bytes) -> None:
    """Make a file with its tables elsewhere, and put it in place whole."""
    if any(path.with_name(path.name + suffix).exists() for suffix in SIDE_SUFFIXES):
        # SQLite would apply this log to a file that it does not belong to.
        raise HistoryCorruptError("The history file is gone, and only its write-ahead log is left")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.new")
    for suffix in ("", "-journal"):  # left by a process that was killed right here
        draft.with_name(draft.name + suffix).unlink(missing_ok=True)
    os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, _FILE_MODE))
    connection = connect(draft, key, "rw", wal=False)
    try:
        with translated_errors():
            migrate(connection, 0)
    finally:
        connection.close()
    draft.rename(path)


def _read_version(path: Path, key: bytes) -> int:
    connection = connect(path, key, "ro")
    try:
        with translated_errors():
            # Reading the tables' names decrypts the first page, which shows whether the key fits.
            (tables,) = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
    finally:
        connection.close()
    if not tables or version < 1:
        raise HistoryCorruptError("The history file has no tables")
    return int(version)


@contextmanager
def _translated_os_errors() -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise HistoryUnavailableError(
            "The history file cannot be reached",
            detail=f"{exc.strerror}.",
            hint="Check free space and permissions of the state folder (`cordon doctor` names it).",
        ) from exc
