"""An organization with a repository, and a device that follows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.repository.commands import Desk, copy_of
from tests.server.repository.organization import Device, Organization


@pytest.fixture
def organization(tmp_path: Path) -> Organization:
    """With an empty repository."""
    return Organization(path=tmp_path / "repository").create()


@pytest.fixture
def device(organization: Organization, tmp_path: Path) -> Device:
    """That has not seen anything yet."""
    return Device(repository=organization.path, store=tmp_path / "device")


@pytest.fixture(scope="session")
def prepared_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """With keys and a repository; not to be changed."""
    return Desk(folder=tmp_path_factory.mktemp("desk")).with_repository()


@pytest.fixture
def desk(prepared_desk: Desk, tmp_path: Path) -> Desk:
    """With keys and a repository."""
    return copy_of(prepared_desk, tmp_path / "desk")
