"""The web process, put together."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from server.app import create_app
from server.settings import ServerSettings
from server.storage.errors import StorageError
from tests.server.world import World


def test_a_database_without_tables_is_refused(tmp_path: Path):
    settings = ServerSettings(database=SecretStr(f"sqlite:///{tmp_path / 'new.db'}"), repository=tmp_path)
    with pytest.raises(StorageError, match="migrate"):
        create_app(settings)


def test_no_page_loads_anything_from_elsewhere(world: World):
    for target in ("/docs", "/redoc"):
        assert world.anybody("GET", target).status == 404


def test_every_error_of_a_route_is_documented_as_a_problem(world: World):
    for path, item in world.app.openapi()["paths"].items():
        for method, operation in item.items():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert "application/problem+json" in answer["content"], (method, path, status)
