"""A server with a policy, and a device that is enrolled with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.core.verdicts import Layer
from tests.fakes.repository_server import RepositoryServer
from tests.fakes.signed_repository import SignedRepository, policy_text
from tests.sync.device import Device


@pytest.fixture
def server() -> Iterator[RepositoryServer]:
    repository = SignedRepository()
    repository.publish(Layer.GLOBAL, policy_text("1"))
    with RepositoryServer(repository) as running:
        yield running


@pytest.fixture
def device(server: RepositoryServer, tmp_path: Path) -> Device:
    enrolled = Device(tmp_path / "state").enrolled(server.token())
    server.requests.clear()
    return enrolled
