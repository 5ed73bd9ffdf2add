"""`cordon server advance`."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.cli_options import OptionError
from server.repository.errors import RepositoryError
from server.repository.folder import RepositoryFolder
from tests.server.command_line import ServerFolder, invoke


@pytest.fixture
def server(tmp_path: Path) -> ServerFolder:
    """A folder that is ready."""
    made = ServerFolder(tmp_path)
    result = made.init()
    assert result.exit_code == 0, result.output
    return made


def timestamp_of(server: ServerFolder) -> int:
    """The version that is published."""
    version: int = RepositoryFolder(server.path / "repository").state().timestamp.signed.version
    return version


def test_versions_are_raised_by_what_was_said_at_least(server: ServerFolder):
    before = timestamp_of(server)
    result = invoke("advance", *server.data, "--ahead-by", "1000")
    assert result.exit_code == 0, result.output
    assert timestamp_of(server) >= before + 1000


def test_nothing_is_raised_by_nothing(server: ServerFolder):
    before = timestamp_of(server)
    assert isinstance(invoke("advance", *server.data, "--ahead-by", "0").exception, RepositoryError)
    assert timestamp_of(server) == before


def test_it_says_what_is_missing():
    assert isinstance(invoke("advance", "--ahead-by", "10").exception, OptionError)
