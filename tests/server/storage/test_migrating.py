"""From an empty database up to the tables of this version, on both kinds."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from server.storage.database import Database, parse_database_url
from server.storage.errors import StorageError
from server.storage.migrating import current_version, is_current, migrate, newest_version, require_current
from server.storage.tables import Base


def test_migrations_lead_to_the_tables_of_the_code(database: Database):
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_migrating_twice_changes_nothing(database: Database):
    assert not migrate(database)
    assert is_current(database)
    require_current(database)


def test_an_empty_database_is_migrated_first(empty_database_url: str):
    database = Database(parse_database_url(empty_database_url))
    assert current_version(database) is None
    with pytest.raises(StorageError, match="older"):
        require_current(database)
    assert migrate(database)
    assert current_version(database) == newest_version()
    database.close()


def test_a_newer_schema_is_refused(database: Database):
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refused in (migrate, require_current):
        with pytest.raises(StorageError, match="newer"):
            refused(database)
