"""Where everything is."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.core.errors import AgentError
from server.cli_options import OptionError, opened, places


def test_one_folder_has_everything(tmp_path: Path):
    found = places(tmp_path, None)
    assert found.database == f"sqlite:///{tmp_path / 'server.db'}"
    assert (found.require_repository(), found.keys) == (tmp_path / "repository", tmp_path / "keys")


def test_each_may_be_elsewhere(tmp_path: Path):
    found = places(tmp_path, "postgresql:///x", None, tmp_path / "files")
    assert (found.database, found.repository) == ("postgresql:///x", tmp_path / "files")


def test_an_address_with_a_password_comes_from_a_private_file(tmp_path: Path):
    file = tmp_path / "database.url"
    file.write_text("postgresql://a:b@c/d\n")
    file.chmod(0o600)
    assert places(None, None, file).database == "postgresql://a:b@c/d"
    file.chmod(0o644)
    with pytest.raises(AgentError, match="other users"):
        places(None, None, file)
    with pytest.raises(OptionError):
        places(None, "sqlite://", file)


def test_something_must_be_said(tmp_path: Path):
    with pytest.raises(OptionError, match="database"):
        places(None, None)
    with pytest.raises(OptionError, match="repository"):
        places(None, "sqlite://").require_repository()
    with pytest.raises(OptionError, match="no folder"), opened(places(tmp_path / "none", None)):
        pass


def test_a_database_of_sqlite_gets_its_tables(tmp_path: Path):
    with opened(places(tmp_path, None)) as database:
        database.check()
    assert (tmp_path / "server.db").exists()
