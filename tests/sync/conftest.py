"""A server with a policy, and a device that is enrolled with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.core.verdicts import Layer
from tests.fakes.repository_server import RepositoryServer
from tests.fakes.signed_repository import SignedRepository, policy_text
from tests.sync.device import Device

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of one's own is made in it


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """In memory where the system has such a folder: most of a test's time went to flushing files to a disk."""
    with tempfile.TemporaryDirectory(prefix="sync-", dir=_MEMORY if _MEMORY.is_dir() else None) as name:
        yield Path(name)


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
