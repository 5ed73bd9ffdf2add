"""The session bus that tests of keyrings share their code for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.keyring_session import KeyringSession, keyring_session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[KeyringSession]:
    """A session bus on which nothing runs."""
    with keyring_session(tmp_path / "session") as session:
        yield session
