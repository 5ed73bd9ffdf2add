"""Opens an encrypted file of ours: new, known, or refused.

Rules kept here:

- A file appears with its tables in it, or not at all: an empty file at its place is damage.
- The file is looked at through a read-only connection first, so that one that cannot be read stays as it is. A file of
  a later schema version is refused and stays as it is.
- Files are 0600, the write-ahead log included (SQLite gives it the mode of the file).
- `PRAGMA user_version` is the number of migrations a file has had. Migrations only go forward; each runs in a
  transaction of its own together with the new version number.

Two processes must not start the same file at the same moment; whoever allows several keeps a lock around this.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from agent.system.sealed_connection import Connection, FileErrors, connect, translated_errors

__all__ = ["SIDE_SUFFIXES", "Migrations", "migrate", "open_sealed_file"]

Migrations: TypeAlias = Sequence[Sequence[str]]
"""The statements of each step, from version 0 on. A published step never changes."""

SIDE_SUFFIXES = ("-wal", "-shm")
"""Of the files that SQLite keeps beside a database and that belong to it."""

_FILE_MODE = 0o600


def open_sealed_file(
    path: Path,
    key: bytes,
    migrations: Migrations,
    *,
    errors: FileErrors,
    busy_timeout_s: float = 2.0,
) -> Connection:
    """Return a connection to a file of the present schema version; start one where there is none.

    Raises:
        EnvironmentProblemError: `errors.corrupt`: the file is damaged, or `key` is not its key; it was left as it is.
            `errors.too_new`: a later version wrote it; it was left as it is. `errors.unavailable`: it cannot be
            reached or written.
    """
    with _translated_os_errors(errors):
        if not path.exists():
            _create(path, key, migrations, errors)
        elif path.stat().st_size == 0:
            # SQLite would take this for a new file, and delete a write-ahead log that belongs to the old one.
            raise errors.is_corrupt(f"The {errors.subject} file is empty")
        path.chmod(_FILE_MODE)
    version = _read_version(path, key, errors, busy_timeout_s)
    if version > len(migrations):
        raise errors.too_new(
            f"The {errors.subject} was written by a later version of Cordon",
            detail=f"Its schema is {version}; this version knows {len(migrations)}.",
            hint="Install the later version again.",
        )
    connection = connect(path, key, "rw", errors=errors, busy_timeout_s=busy_timeout_s)
    try:
        with translated_errors(errors):
            migrate(connection, migrations, version)
    except BaseException:
        connection.close()
        raise
    return connection


def migrate(connection: Connection, migrations: Migrations, version: int) -> None:
    """Bring a file from a version to the present one; `version` is 0 for an empty file."""
    for number, statements in enumerate(migrations[version:], start=version + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _create(path: Path, key: bytes, migrations: Migrations, errors: FileErrors) -> None:
    """Make a file with its tables elsewhere, and put it in place whole."""
    if any(path.with_name(path.name + suffix).exists() for suffix in SIDE_SUFFIXES):
        # SQLite would apply this log to a file that it does not belong to.
        raise errors.is_corrupt(f"The {errors.subject} file is gone, and only its write-ahead log is left")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.new")
    for suffix in ("", "-journal"):  # left by a process that was killed right here
        draft.with_name(draft.name + suffix).unlink(missing_ok=True)
    os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, _FILE_MODE))
    connection = connect(draft, key, "rw", errors=errors, wal=False)
    try:
        with translated_errors(errors):
            migrate(connection, migrations, 0)
    finally:
        connection.close()
    draft.rename(path)


def _read_version(path: Path, key: bytes, errors: FileErrors, busy_timeout_s: float) -> int:
    connection = connect(path, key, "ro", errors=errors, busy_timeout_s=busy_timeout_s)
    try:
        with translated_errors(errors):
            # Reading the tables' names decrypts the first page, which shows whether the key fits.
            (tables,) = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
    finally:
        connection.close()
    if not tables or version < 1:
        raise errors.is_corrupt(f"The {errors.subject} file has no tables")
    return int(version)


@contextmanager
def _translated_os_errors(errors: FileErrors) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise errors.is_unavailable(f"The {errors.subject} file cannot be reached", detail=f"{exc.strerror}.") from exc
