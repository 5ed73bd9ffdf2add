"""`cordon history verify`, on the files of an instance."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import Result

from agent.history import SqlCipherEventStore
from agent.history.connection import connect
from agent.system.folders import xdg_folders
from agent.system.sealed_connection import KEY_BYTES
from agent.system.secrets import system_secret_store
from tests.cli.conftest import Home
from tests.fakes.health import RecordingHealth
from tests.history.samples import events


class _History:
    """The history of an instance: three events."""

    def __init__(self, home: Home) -> None:
        folders = xdg_folders(home.env)
        assert not folders.prepare()
        self.key = system_secret_store(folders, home.env, RecordingHealth()).load_or_create("history", KEY_BYTES)
        self.file: Path = folders.history_file
        with closing(SqlCipherEventStore.open(self.file, self.key)) as store:
            store.record_all(events(3))

    def tamper(self) -> None:
        with closing(connect(self.file, self.key, "rw")) as connection:
            connection.execute("UPDATE events SET disposition = 'redacted' WHERE sequence = 2")


@pytest.fixture
def history(home: Home) -> _History:
    return _History(home)


@pytest.mark.usefixtures("history")
def test_an_untouched_history_is_said_to_be_whole_with_its_head(cordon: Callable[..., Result]):
    done = cordon("history", "verify")
    assert done.exit_code == 0
    assert "as it was written: 3 links checked, 3 events." in done.stdout
    head = done.stdout.split()[-1]
    again = cordon("history", "verify", "--head", head)
    assert (again.exit_code, again.stdout) == (0, done.stdout)


def test_a_change_is_named_and_ends_with_1(cordon: Callable[..., Result], history: _History):
    history.tamper()
    done = cordon("history", "verify")
    assert done.exit_code == 1
    assert "link 2: the entry is not as it was written" in done.stdout
    parsed = json.loads(cordon("history", "verify", "--format", "json").stdout)
    assert parsed["troubles"] == [{"kind": "altered", "link": 2, "count": 1}]
    assert (parsed["links"], parsed["events"], parsed["is_compared"]) == (3, 3, None)


@pytest.mark.usefixtures("history")
def test_another_head_ends_with_1(cordon: Callable[..., Result]):
    done = cordon("history", "verify", "--head", f"3:{'0' * 64}")
    assert done.exit_code == 1
    assert "replaced, rewritten or cut off" in done.stdout


def test_a_device_without_a_history_has_nothing_to_check_unless_a_head_was_told(
    cordon: Callable[..., Result], home: Home
):
    done = cordon("history", "verify")
    assert (done.exit_code, done.stdout) == (0, "Nothing was recorded on this device yet.\n")
    assert json.loads(cordon("history", "verify", "--format", "json").stdout)["head"] is None
    assert cordon("history", "verify", "--head", f"3:{'0' * 64}").exit_code == 1
    assert not (Path(home.env["HOME"]) / ".local").exists()


@pytest.mark.parametrize("head", ["3", "0:" + "0" * 64, "3:" + "0" * 63, "x:" + "0" * 64])
def test_what_is_no_head_is_a_wrong_use(cordon: Callable[..., Result], head: str):
    done = cordon("history", "verify", "--head", head)
    assert done.exit_code == 2
    assert "NUMBER:MAC" in done.stderr
