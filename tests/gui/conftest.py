"""What every test of the tray needs: a screen that nobody sees, sample data, and no leaks.

`pytest tests/gui --onscreen` shows the windows.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from gui.views.geometry import Geometry
from gui.views.theme import Theme, apply_theme

_HERE = Path(__file__).parent
NOW = datetime(2026, 3, 12, 15, 42, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch for looking at the windows."""
    parser.addoption("--onscreen", action="store_true", help="show the tray's windows while they are tested")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the screen before the first QApplication is made."""
    if not config.getoption("--onscreen", default=False):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says that it cannot raise windows and has no tray; other Qt warnings fail a test."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", "systemTrayWindowChanged"))


@pytest.fixture(autouse=True)
def _no_leaks(qapp: QApplication) -> Iterator[None]:
    """No thread, running timer or top-level widget outlives a test."""
    threads = set(threading.enumerate())
    widgets = _widgets(qapp)
    yield
    assert {each for each in threading.enumerate() if each.is_alive()} <= threads
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert _widgets(qapp) <= widgets
    running = [each for each in gc.get_objects() if type(each) is QTimer and isValid(each) and each.isActive()]
    assert running == []


def _widgets(qapp: QApplication) -> set[str]:
    return {f"{type(each).__name__} {hash(each)}" for each in qapp.topLevelWidgets() if isValid(each)}


@pytest.fixture
def now() -> datetime:
    """One afternoon."""
    return NOW


@pytest.fixture(params=list(Theme))
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    """Both themes, one after the other."""
    chosen: Theme = request.param
    apply_theme(qapp, chosen)
    return chosen


@pytest.fixture
def geometry(tmp_path: Path) -> Geometry:
    """Settings of nobody."""
    return Geometry(tmp_path / "tray.ini")
