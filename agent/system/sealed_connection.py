"""Connections to an encrypted file (SQLCipher), and what SQLite's errors mean.

Rules kept here:

- The key is given as 32 raw bytes; there is no passphrase to guess. It is in no error: SQLite's messages quote SQL, so
  the statement that carries it is translated without its cause.
- SQLCipher's own log, which goes to standard error, is off; what it has to say comes back as an error code.
- Deleted data is overwritten, and a commit is on the disk when it returns.
- Errors are those of whoever owns the file, so that a person reads of the history or of the vault, not of a database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias
from urllib.parse import quote

from sqlcipher3 import dbapi2

from agent.core.errors import EnvironmentProblemError

__all__ = ["KEY_BYTES", "Connection", "FileErrors", "connect", "translated_errors"]

Connection: TypeAlias = Any
"""Of sqlcipher3, which publishes no types."""

KEY_BYTES = 32
_WAL_LIMIT_BYTES = 16 * 1024 * 1024
_PRIMARY_CODE = 0xFF
_CORRUPT_CODES = frozenset({dbapi2.SQLITE_CORRUPT, dbapi2.SQLITE_NOTADB})


@dataclass(frozen=True, slots=True, kw_only=True)
class FileErrors:
    """The errors of one kind of file.

    Attributes:
        subject: what a person calls the file ("history").
        corrupt: nothing can read it, or the key does not fit.
        too_new: a later version wrote it.
        unavailable: it cannot be reached or written now.
        damage_hint: what to do about a file that nothing can read.
    """

    subject: str
    corrupt: type[EnvironmentProblemError]
    too_new: type[EnvironmentProblemError]
    unavailable: type[EnvironmentProblemError]
    damage_hint: str = ""

    def is_corrupt(self, title: str, *, detail: str = "") -> EnvironmentProblemError:
        """The error for a file that nothing can read."""
        return self.corrupt(title, detail=detail, hint=self.damage_hint)

    def is_unavailable(self, title: str, *, detail: str) -> EnvironmentProblemError:
        """The error for a file that cannot be reached or written now."""
        return self.unavailable(
            title,
            detail=detail,
            hint="Check free space and permissions of the state folder (`cordon doctor` names it).",
        )


def connect(
    path: Path,
    key: bytes,
    mode: Literal["ro", "rw"],
    *,
    errors: FileErrors,
    wal: bool = True,
    busy_timeout_s: float = 2.0,
) -> Connection:
    """Open an existing file; the first statement that reads tells whether the key fits.

    Args:
        path: the file.
        key: its 32 bytes.
        mode: read-only or for writing too.
        errors: what to raise.
        wal: write through a write-ahead log; it makes two files of one until they are closed.
        busy_timeout_s: how long to wait for another process that writes.

    Raises:
        EnvironmentProblemError: one of `errors`: it cannot be opened.
        ValueError: the key has another length.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key of the {errors.subject} has {KEY_BYTES} bytes")
    with translated_errors(errors):
        connection = dbapi2.connect(
            f"file:{quote(str(path))}?mode={mode}", uri=True, isolation_level=None, timeout=busy_timeout_s
        )
    try:
        with translated_errors(errors):
            connection.execute("PRAGMA cipher_log_level = NONE")
        _give_key(connection, key, errors)
        if mode == "rw":
            with translated_errors(errors):
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
def translated_errors(errors: FileErrors) -> Iterator[None]:
    """Turn SQLite's errors into those of a file.

    Raises:
        EnvironmentProblemError: `errors.corrupt` when the file is damaged or the key does not fit, `errors.unavailable`
            for anything else that SQLite has a code for.
    """
    try:
        yield
    except dbapi2.Error as exc:
        if (translated := _translate(exc, errors)) is None:
            raise
        raise translated from exc


def _give_key(connection: Connection, key: bytes, errors: FileErrors) -> None:
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    except dbapi2.Error:
        raise errors.unavailable(f"The {errors.subject} key was not taken") from None


def _translate(exc: dbapi2.Error, errors: FileErrors) -> EnvironmentProblemError | None:
    """The error of ours, or None for a wrong use of the library, which is a bug and stays what it is."""
    code = getattr(exc, "sqlite_errorcode", None)
    if code is None:
        return None
    detail = f"{exc.sqlite_errorname}."
    if code & _PRIMARY_CODE in _CORRUPT_CODES:
        return errors.is_corrupt(f"The {errors.subject} file is damaged, or its key is another one", detail=detail)
    return errors.is_unavailable(f"The {errors.subject} file cannot be read or written", detail=detail)
