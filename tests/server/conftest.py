"""A server's database, of both kinds, and the server itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.storage.database import Database, parse_database_url
from server.storage.migrating import migrate
from tests.server.postgresql import PostgreSql, postgresql_programs, running_postgresql
from tests.server.repository.organization import Organization
from tests.server.world import World


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSql]:
    """A running PostgreSQL."""
    if postgresql_programs() is None and not os.environ.get("CI"):
        pytest.skip("PostgreSQL is not installed (installer/linux/system-packages.sh test)")
    with running_postgresql() as running:
        yield running


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables, to be copied."""
    file = tmp_path_factory.mktemp("template") / "server.db"
    migrated(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql_template(postgresql: PostgreSql) -> str:
    """The name of a database with its tables, to be copied."""
    url = postgresql.new_database()
    migrated(url)
    return url.partition("@/")[2].partition("?")[0]


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a database of SQLite with its tables."""
    file = tmp_path / "server.db"
    shutil.copyfile(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database with its tables, of each kind."""
    if request.param == "sqlite":
        url: str = request.getfixturevalue("sqlite_url")
        return url
    running: PostgreSql = request.getfixturevalue("postgresql")
    return running.new_database(request.getfixturevalue("postgresql_template"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    running: PostgreSql = request.getfixturevalue("postgresql")
    return running.new_database()


def migrated(url: str) -> None:
    """Make its tables."""
    opened = Database(parse_database_url(url))
    migrate(opened)
    opened.close()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with its tables, of each kind."""
    opened = Database(parse_database_url(database_url))
    yield opened
    opened.close()


@pytest.fixture
def organization(tmp_path: Path) -> Organization:
    """With an empty repository."""
    return Organization(path=tmp_path / "repository").create()


@pytest.fixture
def world(organization: Organization, sqlite_url: str) -> Iterator[World]:
    """A running server on SQLite, with a repository."""
    with World(organization, sqlite_url) as running:
        yield running


@pytest.fixture
def any_world(organization: Organization, database_url: str) -> Iterator[World]:
    """As above, on each kind of database."""
    with World(organization, database_url) as running:
        yield running
