"""The status window shows what it is told and says what was pressed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from agent.core.health import HEALTH_ISSUES, HealthCode
from gui.itemmodels.app_list import AppList
from gui.samples import SampleApps, sample_apps, sample_governed_status, sample_status
from gui.viewmodels.link import Link, LinkState
from gui.viewmodels.status_view import status_state
from gui.views.apps_page import AppsPage
from gui.views.geometry import Geometry
from gui.views.status_window import StatusPage, StatusWindow
from gui.views.theme import Theme
from tests.gui.conftest import NOW


def status_window(theme: Theme, geometry: Geometry) -> StatusWindow:
    apps = AppList(SampleApps(sample_apps(NOW)))
    made = StatusWindow(theme=theme, geometry=geometry, apps=AppsPage(apps, theme=theme, clock=lambda: NOW))
    apps.setParent(made)
    return made


@pytest.fixture
def window(theme: Theme, geometry: Geometry) -> Iterator[StatusWindow]:
    made = status_window(theme, geometry)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def render(window: StatusWindow, link: Link, now: datetime, *, has_tray: bool = True) -> None:
    window.render_state(status_state(link, tray_version="0.1.0", now=now), has_tray=has_tray)


def texts(window: QWidget) -> str:
    QCoreApplication.processEvents()
    return "\n".join(each.text() for each in window.findChildren(QLabel) if each.isVisibleTo(window))


def press(window: QWidget, text: str) -> None:
    QCoreApplication.processEvents()
    (found,) = (each for each in window.findChildren(QPushButton) if each.text() == text and each.isVisible())
    found.click()


def test_overview_shows_issues_with_hints_and_what_is_in_force(window: StatusWindow, now: datetime):
    render(window, Link(state=LinkState.CONNECTED, status=sample_status(now, issues=(HealthCode.NO_KEYRING,))), now)
    shown = texts(window)
    for part in (
        "Protected, with limits",
        "No system keyring",
        HEALTH_ISSUES[HealthCode.NO_KEYRING].hint,
        "Packaged default",
    ):
        assert part in shown


def test_new_state_replaces_the_old_one(window: StatusWindow, now: datetime):
    render(window, Link(state=LinkState.CONNECTED, status=sample_status(now, issues=(HealthCode.NO_KEYRING,))), now)
    render(window, Link(state=LinkState.CONNECTED, status=sample_status(now)), now)
    assert "No system keyring" not in texts(window)
    assert "Nothing needs your attention" in texts(window)


def test_lost_agent_can_be_started_from_here(window: StatusWindow, qtbot: QtBot, now: datetime):
    render(window, Link(state=LinkState.LOST), now)
    assert "Not protected" in texts(window)
    with qtbot.waitSignal(window.start_wanted):
        press(window, "Start Cordon")
    assert not any(each.text() == "Stop Cordon" and each.isVisible() for each in window.findChildren(QPushButton))


def test_running_agent_can_be_stopped_from_here(window: StatusWindow, qtbot: QtBot, now: datetime):
    render(window, Link(state=LinkState.CONNECTED, status=sample_status(now)), now)
    with qtbot.waitSignal(window.stop_wanted):
        press(window, "Stop Cordon")
    with qtbot.waitSignal(window.history_wanted):
        press(window, "Recent activity…")


@pytest.mark.parametrize(
    ("text", "page", "part"),
    [
        ("AI tools", StatusPage.APPS, "Claude Code"),
        ("Coverage", StatusPage.COVERAGE, "Middle-click paste is not watched yet."),
        ("What my employer sees", StatusPage.PRIVACY, "Keystrokes and pictures of your screen"),
        ("About", StatusPage.ABOUT, "Apache-2.0"),
    ],
)
def test_pages_are_reached_by_their_names(window: StatusWindow, now: datetime, text: str, page: StatusPage, part: str):
    render(window, Link(state=LinkState.CONNECTED, status=sample_status(now)), now)
    assert part not in texts(window)
    press(window, text)
    assert window.page is page
    assert part in texts(window)


def test_the_employer_page_follows_what_is_known(window: StatusWindow, now: datetime):
    window.show_page(StatusPage.PRIVACY)
    render(window, Link(state=LinkState.CONNECTED, status=sample_status(now)), now)
    assert "sees nothing" in texts(window)
    render(window, Link(state=LinkState.CONNECTED, status=sample_governed_status(now)), now)
    shown = texts(window)
    assert "sees nothing" not in shown
    assert "https://cordon.example.com" in shown


def test_without_a_tray_it_says_how_to_come_back(window: StatusWindow, now: datetime):
    link = Link(state=LinkState.CONNECTED, status=sample_status(now))
    render(window, link, now, has_tray=False)
    assert "cordon gui --window status" in texts(window)
    render(window, link, now, has_tray=True)
    assert "cordon gui" not in texts(window)


def test_escape_closes_and_the_size_is_kept(
    window: StatusWindow, qtbot: QtBot, now: datetime, theme: Theme, geometry: Geometry
):
    render(window, Link(state=LinkState.LOST), now)
    window.resize(701, 555)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isVisible())
    again = status_window(theme, geometry)
    assert (again.width(), again.height()) == (701, 555)
    again.deleteLater()


def test_keyboard_reaches_every_button(window: StatusWindow, qtbot: QtBot, now: datetime):
    render(window, Link(state=LinkState.LOST), now)
    qtbot.waitUntil(window.isActiveWindow)
    QCoreApplication.processEvents()
    order = []
    for _ in range(4):
        order.append(window.focusWidget().accessibleName())
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert order == ["Overview", "Recent activity…", "Start Cordon", "Overview"]


def test_arrow_keys_turn_the_pages(window: StatusWindow, qtbot: QtBot, now: datetime):
    render(window, Link(state=LinkState.CONNECTED, status=sample_status(now)), now)
    qtbot.waitUntil(window.isActiveWindow)
    pages = []
    for _ in StatusPage:
        pages.append(window.page)
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    assert pages == list(StatusPage)
