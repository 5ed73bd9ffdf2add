"""The database: one pool of connections; a transaction reads or writes, and says which before it begins.

SQLite knows one writer at a time: writers of this process queue up here, those of others wait at most `_WAIT_S`. It
runs with a write-ahead log and syncs at checkpoints: a power cut may lose the last moments, and never more than that
(a check-in is sent again, a publication is published again).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from server.storage.errors import StorageError

__all__ = ["Database", "parse_database_url"]

_WAIT_S: Final = 10
_WRITER_WAIT_S: Final = 20.0
_CONNECTIONS: Final = 10
_MORE_CONNECTIONS: Final = 10
_WRITES: Final = "cordon_writes"
_DRIVERS: Final = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


def parse_database_url(given: str) -> URL:
    """Return where the database is: `sqlite:////file` or `postgresql://user:password@host/name`.

    Raises:
        StorageError: it is of another kind, or no address.
    """
    try:
        url = make_url(given)
    except ArgumentError as exc:
        raise StorageError("The database's address cannot be read") from exc
    driver = _DRIVERS.get(url.drivername.partition("+")[0])
    if driver is None:
        raise StorageError(
            "This kind of database is not known", hint="sqlite:////folder/server.db, or postgresql://user@host/name."
        )
    return url.set(drivername=driver)


class Database:
    """A database.

    Args:
        url: of `parse_database_url`.
        writer_wait_s: how long a writer waits for another one of this process, with SQLite.
    """

    def __init__(self, url: URL, *, writer_wait_s: float = _WRITER_WAIT_S) -> None:
        self._writer_wait_s = writer_wait_s
        self.is_sqlite = url.drivername == "sqlite"
        arguments: dict[str, Any] = {"timeout": _WAIT_S} if self.is_sqlite else {"connect_timeout": _WAIT_S}
        if self.is_sqlite:
            _make_private(url.database)
        try:
            self._engine = create_engine(
                url,
                connect_args=arguments,
                hide_parameters=True,  # they are names of people, and hashes of secrets
                pool_size=_CONNECTIONS,
                max_overflow=_MORE_CONNECTIONS,
                pool_timeout=_WAIT_S,
                pool_pre_ping=not self.is_sqlite,
            )
        except (ArgumentError, NoSuchModuleError) as exc:
            raise StorageError("The database's address cannot be used") from exc
        self._lock = threading.Lock() if self.is_sqlite else None
        if self.is_sqlite:
            event.listen(self._engine, "connect", _prepare_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)
        self._writing_engine = self._engine.execution_options(**{_WRITES: True})

    @property
    def engine(self) -> Engine:
        """For migrations and tests."""
        return self._writing_engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a transaction that changes nothing.

        Raises:
            StorageError: the database does not answer.
        """
        with _translated(), Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction; an error undoes all of it.

        Raises:
            StorageError: the database does not answer, or another process writes for too long.
        """
        with (
            _translated(),
            self._one_writer(),
            Session(self._writing_engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def _one_writer(self) -> Iterator[None]:
        """SQLite has one writer; whoever waits in vain is told so, and may come again."""
        if self._lock is None:
            yield
        elif self._lock.acquire(timeout=self._writer_wait_s):
            try:
                yield
            finally:
                self._lock.release()
        else:
            raise StorageError("The database is busy", hint="Try again in a moment.")

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """Open a transaction that sees one moment, however long it takes to read it all.

        Raises:
            StorageError: the database does not answer.
        """
        # A reader of SQLite's write-ahead log has that anyway.
        engine = self._engine if self.is_sqlite else self._engine.execution_options(isolation_level="REPEATABLE READ")
        with _translated(), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def check(self) -> None:
        """See whether it answers.

        Raises:
            StorageError: it does not.
        """
        with self.reading() as session:
            session.execute(text("SELECT 1"))

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeoutError) as exc:
        cause = getattr(exc, "orig", None) or exc
        raise StorageError(
            "The database does not do what it should",
            detail=f"{type(cause).__name__}.",
            hint="Its own log says more. `cordon server migrate` brings its tables up to date.",
        ) from exc


def _make_private(file: str | None) -> None:
    """Make the file for its owner only, whatever the umask; SQLite gives its logs the same permissions."""
    if not file or file == ":memory:":
        return
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.fchmod(descriptor, 0o600)
        finally:
            os.close(descriptor)
    except OSError as exc:
        raise StorageError("The database cannot be opened", detail=f"{exc.strerror}.") from exc


def _prepare_sqlite(connection: Any, _record: Any) -> None:  # noqa: ANN401 - of the driver
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says so
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    # A reader that turns into a writer half-way may find that another one was faster: so writers begin as writers.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
