"""Fixtures of the end-to-end tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.desktop import Desktop, running_desktop


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    """A desktop with everything a person's has: panel, notifications, keyring."""
    with running_desktop(tmp_path / "desktop", tint2=True, notifications=True, keyring=True) as running:
        yield running
