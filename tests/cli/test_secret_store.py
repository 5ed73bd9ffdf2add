"""Keys for commands that open encrypted files themselves."""

from __future__ import annotations

import pytest

from agent.cli.secret_store import command_secret_store
from tests.cli.conftest import Home


def test_a_key_is_made_once_and_told_to_lie_in_a_file(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    for name, value in home.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    made = command_secret_store("album").load_or_create("album", 32)
    assert "The album's key lies in a private file" in capsys.readouterr().err
    assert command_secret_store("album").load_or_create("album", 32) == made
    assert command_secret_store("album").load_or_create("another", 32) != made
