"""The page of AI tools: every state it can be in, and the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from agent.core.errors import AgentError
from agent.ipc.app_messages import AppListResult
from gui.itemmodels.app_list import AppList
from gui.samples import SampleApps, sample_apps
from gui.views.apps_page import AppsPage
from gui.views.theme import Theme
from tests.gui.conftest import NOW


class Shown:
    """A page on view."""

    def __init__(self, theme: Theme, source: SampleApps) -> None:
        self.source = source
        self.apps = AppList(source)
        self.page = AppsPage(self.apps, theme=theme, clock=lambda: NOW)
        self.apps.setParent(self.page)
        self.page.resize(640, 360)
        self.page.show()

    def says(self) -> str:
        """Every text on view."""
        QCoreApplication.processEvents()
        return "\n".join(each.text() for each in self.page.findChildren(QLabel) if each.isVisibleTo(self.page))

    def close(self) -> None:
        """Take it away."""
        self.page.close()
        self.page.deleteLater()


@pytest.fixture
def shown(theme: Theme) -> Iterator[Shown]:
    made = Shown(theme, SampleApps(sample_apps(NOW)))
    yield made
    made.close()


def test_lists_what_was_seen(shown: Shown):
    for part in ("4 tools", "Claude Code", "Running", "Approved", "Not approved", "Installed", "Not seen in use"):
        assert part in shown.says()
    assert "does not let Cordon see" not in shown.says()


def test_says_what_cannot_be_seen(shown: Shown):
    shown.source.result = sample_apps(NOW).with_fields({"sees_processes": False})
    shown.apps.announce()
    assert "does not let Cordon see which programs run" in shown.says()
    assert "Claude Code" in shown.says()


def test_without_any_it_says_so_and_what_will_come(shown: Shown):
    shown.source.result = AppListResult(apps=())
    shown.apps.announce()
    assert "No AI tool was seen yet" in shown.says()
    assert "Claude Code" not in shown.says()


def test_a_failure_can_be_tried_again(theme: Theme):
    shown = Shown(theme, SampleApps(sample_apps(NOW), error=AgentError("It is away")))
    assert "It is away." in shown.says()
    shown.source.error = None
    (retry,) = (each for each in shown.page.findChildren(QPushButton) if each.isVisibleTo(shown.page))
    retry.click()
    assert "Claude Code" in shown.says()
    shown.close()


def test_before_the_first_answer_it_is_loading(theme: Theme):
    shown = Shown(theme, SampleApps(None))
    assert "Loading…" in shown.says()
    shown.close()


def test_nothing_is_asked_for_while_nobody_looks(shown: Shown):
    shown.page.hide()
    shown.source.result = AppListResult(apps=())
    shown.apps.announce()
    assert shown.apps.state.result == sample_apps(NOW)
    shown.page.show()
    assert shown.apps.state.result == AppListResult(apps=())


def test_a_long_list_is_read_with_the_keyboard_and_stays_in_place_when_it_changes(shown: Shown, qtbot: QtBot):
    app = sample_apps(NOW).apps[0]
    many = tuple(app.with_fields({"id": f"app-{number}", "name": f"App {number}"}) for number in range(60))
    shown.source.result = AppListResult(apps=many)
    shown.apps.announce()
    (area,) = shown.page.findChildren(QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    assert area.focusPolicy() is Qt.FocusPolicy.StrongFocus
    QTest.keyClick(area, Qt.Key.Key_PageDown)
    place = area.verticalScrollBar().value()
    assert place > 0
    longest = area.verticalScrollBar().maximum()
    shown.source.result = AppListResult(apps=many[:-1])
    shown.apps.announce()
    qtbot.waitUntil(lambda: 0 < area.verticalScrollBar().maximum() < longest)
    assert area.verticalScrollBar().value() == place


def test_each_row_is_spoken_whole(shown: Shown, now: datetime):
    spoken = [each.accessibleName() for each in shown.page.findChildren(QFrame) if each.accessibleName()]
    assert any(each.startswith("Ollama: Not approved. Running. First seen") for each in spoken)
    assert now == NOW
