"""`cordon server import|backup|restore|audit`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.backup import BackupError
from server.cli_options import OptionError, places
from server.storage.database import Database, parse_database_url
from server.storage.errors import ConflictError, ImportRefusedError
from tests.server.command_line import invoke
from tests.server.repository.organization import Organization


@pytest.fixture
def data(organization: Organization, sqlite_url: str, tmp_path: Path) -> tuple[str, ...]:
    """Options of a folder with a repository and a database."""
    assert organization.path == tmp_path / "repository"
    assert sqlite_url.endswith(f"{tmp_path / 'server.db'}")
    return ("--data", str(tmp_path))


def test_a_file_is_imported_or_its_wrong_line_named(data: tuple[str, ...], tmp_path: Path):
    file = tmp_path / "people.csv"
    file.write_text("account,device,user\n,,jane\n")
    assert "1 users" in invoke("import", str(file), *data).output
    file.write_text(f"account,device,user\njdoe,{'0' * 32},jane\n")
    assert isinstance(invoke("import", str(file), *data).exception, ImportRefusedError)
    assert isinstance(invoke("import", str(tmp_path / "none.csv"), *data).exception, OptionError)


def test_a_backup_comes_back(data: tuple[str, ...], tmp_path: Path):
    invoke("team", "add", "berlin", *data)
    file = tmp_path / "a.backup"
    made = invoke("backup", str(file), *data)
    assert made.exit_code == 0, made.output
    new = ("--data", str(tmp_path / "new"))
    restored = invoke("restore", str(file), *new)
    assert restored.exit_code == 0, restored.output
    assert "berlin" in invoke("team", "list", *new).output
    assert (tmp_path / "new" / "repository" / "metadata" / "timestamp.json").exists()
    assert isinstance(invoke("restore", str(file), *new).exception, BackupError)


def test_the_audit_log_is_verified(data: tuple[str, ...], tmp_path: Path):
    invoke("team", "add", "berlin", *data)
    whole = invoke("audit", "verify", *data, "--format", "json")
    said = json.loads(whole.output)
    assert (whole.exit_code, said["entries"], said["broken_at"]) == (0, 1, None)
    noted = f"{said['entries']}:{said['digest']}"
    assert invoke("audit", "verify", *data, "--expect", noted).exit_code == 0
    other = invoke("audit", "verify", *data, "--expect", f"1:{'0' * 64}")
    assert isinstance(other.exception, ConflictError)
    assert isinstance(invoke("audit", "verify", *data, "--expect", "1").exception, OptionError)
    database = Database(parse_database_url(places(tmp_path, None).database))
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit_entries SET actor = 'other'")
    database.close()
    altered = invoke("audit", "verify", *data)
    assert (altered.exit_code, "entry 1" in altered.output) == (1, True)
