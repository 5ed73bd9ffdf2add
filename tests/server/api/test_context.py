"""What requests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import event

from server.api.context import ServerContext
from server.settings import ServerSettings
from server.storage.database import Database
from server.storage.errors import StorageError
from tests.server.world import World


def test_a_devices_key_is_asked_for_once(world: World):
    device_id = world.device().device_id
    context: ServerContext = world.app.state.context
    statements: list[object] = []
    event.listen(context.database._engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    first = context.device_key(device_id)
    seen = len(statements)
    assert seen > 0
    assert context.device_key(device_id) is first
    assert len(statements) == seen
    assert context.device_key("0" * 32) is None


def test_without_a_repository_there_is_no_fingerprint(database: Database, tmp_path: Path):
    settings = ServerSettings(database=SecretStr("sqlite://"), repository=tmp_path / "none")
    with pytest.raises(StorageError):
        ServerContext(settings, database).root_fingerprint()
