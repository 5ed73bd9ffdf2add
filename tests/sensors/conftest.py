"""Fixtures of the sensors' tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.health import RecordingHealth
from tests.fakes.observations import ObservationLog
from tests.x_server import XServer, running_x_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[XServer]:
    """An X server for all tests of a module."""
    with running_x_server(tmp_path_factory.mktemp("x-server")) as running:
        yield running


@pytest.fixture
def health() -> RecordingHealth:
    return RecordingHealth()


@pytest.fixture
def log() -> ObservationLog:
    return ObservationLog()
