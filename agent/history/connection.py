"""Connections to an encrypted file, and what SQLite's errors mean.

Rules kept here:

- The key is given as 32 raw bytes; there is no passphrase to guess. It is in no error: SQLite's messages quote SQL, so
  the statement that carries it is translated without its cause.
- SQLCipher's own log, which goes to standard error, is off; what it has to say comes back as an error code.
- Deleted data is overwritten, and a commit is on the disk when it returns.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeAlias
from urllib.parse import quote

from sqlcipher3 import dbapi2

from agent.history.errors import HistoryCorruptError, HistoryError, HistoryUnavailableError

__all__ = ["KEY_BYTES", "Connection", "connect", "translated_errors"]

Connection: TypeAlias = Any
"""Of sqlcipher3, which publishes no types."""

KEY_BYTES = 32
_BUSY_TIMEOUT_S = 2.0
_WAL_LIMIT_BYTES = 16 * 1024 * 1024
_PRIMARY_CODE = 0xFF
_CORRUPT_CODES = frozenset({dbapi2.SQLITE_CORRUPT, dbapi2.SQLITE_NOTADB})


def connect(path: Path, key: bytes, mode: Literal["ro", "rw"], *, wal: bool = True) -> Connection:
    """Open an existing file; the first statement that reads tells whether the key fits.

    Args:
        path: the file.
        key: its 32 bytes.
        mode: read-only or for writing too.
        wal: write through a write-ahead log; it makes two files of one until they are closed.

    Raises:
        HistoryError: it cannot be opened.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"a history key has {KEY_BYTES} bytes")
    with translated_errors():
        connection = dbapi2.connect(
            f"file:{quote(str(path))}?mode={mode}", uri=True, isolation_level=None, timeout=_BUSY_TIMEOUT_S
        )
    try:
        with translated_errors():
            connection.execute("PRAGMA cipher_log_level = NONE")
        _give_key(connection, key)
        if mode == "rw":
            with translated_errors():
                if wal:
                    connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT_BYTES}")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA secure_delete = ON")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn SQLite's errors into ours.

    Raises:
        HistoryCorruptError: the file is damaged, or the key does not fit.
        HistoryUnavailableError: anything else that SQLite has a code for.
    """
    try:
        yield
    except dbapi2.Error as exc:
        if (translated := _translate(exc)) is None:
            raise
        raise translated from exc


def _give_key(connection: Connection, key: bytes) -> None:
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    except dbapi2.Error:
        raise HistoryUnavailableError("The history key was not taken") from None


def _translate(exc: dbapi2.Error) -> HistoryError | None:
    """The error of ours, or None for a wrong use of the library, which is a bug and stays what it is."""
    code = getattr(exc, "sqlite_errorcode", None)
    if code is None:
        return None
    detail = f"{exc.sqlite_errorname}."
    if code & _PRIMARY_CODE in _CORRUPT_CODES:
        return HistoryCorruptError("The history file is damaged, or its key is another one", detail=detail)
    return HistoryUnavailableError(
        "The history file cannot be read or written",
        detail=detail,
        hint="Check free space and permissions of the state folder (`cordon doctor` names it).",
    )
