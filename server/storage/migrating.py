"""Brings a database's tables to this version, step by step; refuses one that a newer version has changed.

The steps are Alembic's (`migrations/versions`), run in one transaction without its command line and its `env.py`: who
runs them has the connection already.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from server.storage.database import Database
from server.storage.errors import StorageError
from server.storage.tables import Base

__all__ = ["Operations", "current_version", "is_current", "migrate", "newest_version", "require_current"]

_FOLDER: Final = Path(__file__).with_name("migrations")


def newest_version() -> str:
    """Return the version that this code needs."""
    head = _scripts().get_current_head()
    if head is None:
        raise StorageError("There are no migrations in this installation")
    return head


def current_version(database: Database) -> str | None:
    """Return the version of a database; None of an empty one.

    Raises:
        StorageError: it does not answer.
    """
    try:
        with database.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except DBAPIError as exc:
        raise StorageError(
            "The database cannot be opened",
            detail=f"{type(exc.orig).__name__}.",
            hint="Is the server running, and are the address, the name and the password right?",
        ) from exc


def is_current(database: Database) -> bool:
    """Whether it has the tables that this code needs."""
    return current_version(database) == newest_version()


def require_current(database: Database) -> None:
    """Refuse a database of another version.

    Raises:
        StorageError: it is.
    """
    version = current_version(database)
    if version == newest_version():
        return
    _refuse_newer(version)
    raise StorageError("The database's tables are of an older version", hint="Run `cordon server migrate`.")


def migrate(database: Database) -> bool:
    """Bring it to this version, all or nothing. Returns whether there was anything to do.

    Raises:
        StorageError: it was changed by a newer version, or does not answer.
    """
    _refuse_newer(before := current_version(database))
    if before == newest_version():
        return False
    scripts = _scripts()

    def steps(version: Any, _context: MigrationContext) -> Any:  # noqa: ANN401 - Alembic's own
        return scripts._upgrade_revs("head", version)  # noqa: SLF001 - what its own command calls

    try:
        with database.engine.begin() as connection:
            _lock(connection)
            with EnvironmentContext(Config(), scripts, fn=steps) as environment:
                environment.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
                environment.run_migrations()
    except DBAPIError as exc:
        raise StorageError("The database could not be migrated", detail=f"{type(exc.orig).__name__}.") from exc
    return True


def _lock(connection: Connection) -> None:
    """Two replicas that start together: the second one finds nothing to do."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7226673)")


def _refuse_newer(version: str | None) -> None:
    if version is None:
        return
    try:
        known = _scripts().get_revision(version)
    except CommandError:
        known = None
    if known is None:
        raise StorageError(
            "The database was changed by a newer version of the server",
            hint="Install that version, or restore a backup that this one has made.",
        )


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_FOLDER))
