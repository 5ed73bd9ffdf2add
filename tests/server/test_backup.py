"""Backups: from SQLite to PostgreSQL and back; damaged ones change nothing."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from server.backup import BackupError, read_backup, restore_backup, write_backup
from server.storage import audit, publications
from server.storage.database import Database, parse_database_url
from server.storage.migrating import newest_version
from server.storage.roles import COMMAND_LINE, Role
from server.storage.tables import Base
from tests.server.postgresql import PostgreSql
from tests.server.repository.organization import Device, Organization, policy_text
from tests.server.world import World


@pytest.fixture
def other(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind, beside the world's."""
    target = tmp_path / "other.db"
    if database_url.startswith("sqlite"):
        Path(database_url.removeprefix("sqlite:///")).rename(target)
        database_url = f"sqlite:///{target}"
    opened = Database(parse_database_url(database_url))
    yield opened
    opened.close()


@pytest.fixture
def filled(organization: Organization, postgresql: PostgreSql, postgresql_template: str) -> Iterator[World]:
    """A server on PostgreSQL with something of everything."""
    with World(organization, postgresql.new_database(postgresql_template)) as world:
        organization.publish_global(policy_text())
        world.add_team("berlin")
        client = world.device("berlin")
        client.check_in(1)
        client.ask_for_exception()
        world.admin(Role.OPERATOR, "PUT", "/v1/admin/users/jane", {"groups": ["Sales"]})
        with world.database.writing() as session:
            publications.submit(session, world.now, COMMAND_LINE, [b"\x00\xff" * 1000])
        world.sign()
        with world.database.writing() as session:
            publications.submit(session, world.now, COMMAND_LINE, [b"\x00\xff" * 1000])
        yield world


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, without what the signer will say again after a restore."""
    with database.reading() as session:
        return {
            table.name: [
                tuple(row)
                for row in session.execute(
                    select(*(each for each in table.c if each.name != "published_revision")).order_by(
                        *table.primary_key
                    )
                )
            ]
            for table in Base.metadata.sorted_tables
            if table.name != "leases"
        }


def test_what_was_there_is_there_again(filled: World, other: Database, tmp_path: Path):
    file = tmp_path / "server.backup"
    written = write_backup(filled.database, filled.organization.path, file, filled.now)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read_backup(file) == written
    restored = restore_backup(other, tmp_path / "restored", file)
    assert restored == written
    assert everything(other) == everything(filled.database)
    with other.reading() as session:  # whatever was published since, all is published again
        assert set(session.scalars(select(Base.metadata.tables["devices"].c.published_revision))) == {0}
    with other.reading() as session:
        assert audit.verify_log(session).broken_at is None
    device = Device(repository=tmp_path / "restored", store=tmp_path / "device", now=filled.now)
    assert device.read("policy/policy.json") == policy_text()


def test_nothing_is_restored_over_something(filled: World, other: Database, tmp_path: Path):
    file = tmp_path / "server.backup"
    write_backup(filled.database, filled.organization.path, file, filled.now)
    with pytest.raises(BackupError, match="not empty"):
        restore_backup(filled.database, None, file)
    with pytest.raises(BackupError, match="a repository already"):
        restore_backup(other, filled.organization.path, file)
    restore_backup(other, None, file)
    with pytest.raises(BackupError, match="exists already"):
        write_backup(filled.database, None, file, filled.now)


@pytest.mark.parametrize("damage", ["cut", "bit", "row", "extra", "missing", "version", "nothing"])
def test_a_damaged_or_foreign_backup_changes_nothing(world: World, sqlite_template: Path, tmp_path: Path, damage: str):
    world.device().check_in(1)
    file, broken = tmp_path / "server.backup", tmp_path / "broken.backup"
    write_backup(world.database, world.organization.path, file, world.now)
    content = file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    if damage == "cut":
        broken.write_bytes(content[: len(content) // 2])
    elif damage == "bit":
        middle = len(content) // 3
        broken.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    elif damage != "nothing":
        if damage == "row":
            entries["tables/devices.jsonl"] = entries["tables/devices.jsonl"].replace(b"linux", b"other")
        elif damage == "extra":
            entries["repository/metadata/9.root.json"] = b"{}"
        elif damage == "missing":
            del entries["repository/metadata/1.root.json"]
        else:
            version = f'"schema_version":"{newest_version()}"'.encode()
            entries["backup.json"] = entries["backup.json"].replace(version, b'"schema_version":"0"')
        with zipfile.ZipFile(broken, "w") as archive:
            for name, entry in entries.items():
                archive.writestr(name, entry)
    empty = tmp_path / "empty.db"
    empty.write_bytes(sqlite_template.read_bytes())
    database = Database(parse_database_url(f"sqlite:///{empty}"))
    try:
        with pytest.raises(BackupError):
            restore_backup(database, tmp_path / "restored", broken)
        assert not any(everything(database).values())
        assert not (tmp_path / "restored").exists()
    finally:
        database.close()
