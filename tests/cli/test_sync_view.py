"""How the command line shows how a device stands with its server, and where it asks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rich.text import Text

from agent.cli.sync_view import TROUBLE_WORDS, MachineServiceAwayError, connect_machine, print_sync, sync_rows
from agent.core.sync import SyncTrouble
from agent.ipc.messages import StatusResult
from agent.ipc.peer import PeerRefusedError
from tests.fakes.agent_server import FakeAgent
from tests.fakes.sync_front import SYNC


def test_every_trouble_has_its_words():
    assert TROUBLE_WORDS.keys() == set(SyncTrouble)


def test_everything_is_shown_and_nothing_steers_the_terminal():
    sync = SYNC.with_fields({"trouble": SyncTrouble.FORGED, "detail": "\x1b[31mroot", "is_retired": True})
    rows = {name: value.plain if isinstance(value, Text) else value for name, value in sync_rows(sync)}
    assert rows["server"] == "https://cordon.example.com"
    assert rows["last success"] == "2026-01-02 03:04 UTC"
    assert rows["metadata"] == "root 1, timestamp 7"
    assert "not what the organization has signed" in rows["trouble"]
    assert "retired" in rows
    assert not any("\x1b" in value for value in rows.values())


def test_what_is_not_known_is_not_made_up():
    rows = dict(sync_rows(SYNC.with_fields({"succeeded_at": None, "fresh_until": None, "versions": {}})))
    assert rows["last success"] == "never"
    assert not {"trouble", "metadata", "confirmed until", "retired"} & rows.keys()


def test_without_an_organization_it_says_how_to_get_one(capsys: pytest.CaptureFixture[str]):
    print_sync(None)
    assert "cordon enroll --token-file FILE" in capsys.readouterr().out


def test_a_service_that_is_away_is_named(tmp_path: Path):
    with pytest.raises(MachineServiceAwayError, match="systemctl start cordon-machine"):
        connect_machine(tmp_path / "m.sock", tmp_path)


def test_only_the_owner_of_the_state_is_believed(tmp_path: Path, status: StatusResult):
    with FakeAgent(tmp_path / "m.sock", status):
        connect_machine(tmp_path / "m.sock", tmp_path).close()
        if os.getuid() != 0:
            with pytest.raises(PeerRefusedError):
                connect_machine(tmp_path / "m.sock", Path("/"))
