"""Fixtures of the end-to-end tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.desktop import Desktop, running_desktop
from tests.e2e.installed import Cordon, install_cordon


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    """A desktop with everything a person's has: panel, notifications, keyring."""
    with running_desktop(tmp_path / "desktop", tint2=True, notifications=True, keyring=True) as running:
        yield running


@pytest.fixture(scope="session")
def cordon_program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script of an installed Cordon."""
    return install_cordon(tmp_path_factory.mktemp("installed"))


@pytest.fixture
def cordon(cordon_program: Path, desktop: Desktop) -> Cordon:
    """The installed Cordon on the desktop; not started."""
    return Cordon(program=cordon_program, env=desktop.env)
