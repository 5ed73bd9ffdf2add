"""The tray icon, with and without a host."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from gui.samples import sample_prompt, sample_status
from gui.viewmodels.link import Link, LinkState
from gui.viewmodels.protection import protection
from gui.viewmodels.tray_menu import Command, CommandKind, tray_menu
from gui.views.theme import Theme
from gui.views.tray import Tray


class Desktop:
    """Has a tray host, or gets one later."""

    def __init__(self) -> None:
        self.has_host = True


@pytest.fixture
def desktop() -> Desktop:
    return Desktop()


@pytest.fixture
def tray(desktop: Desktop) -> Iterator[Tray]:
    made = Tray(has_host=lambda: desktop.has_host, poll_ms=10)
    lost = Link(state=LinkState.LOST)
    made.render_state(protection(lost), Theme.LIGHT, tray_menu(lost, ()))
    yield made
    made.stop()
    made.deleteLater()


def test_appears_where_there_is_a_host(tray: Tray, qtbot: QtBot):
    with qtbot.assertNotEmitted(tray.host_changed):
        tray.start()
    assert tray.is_visible


def test_says_that_there_is_no_host_and_picks_one_up_later(tray: Tray, desktop: Desktop, qtbot: QtBot):
    desktop.has_host = False
    with qtbot.waitSignal(tray.host_changed) as gone:
        tray.start()
    assert not tray.is_visible
    with qtbot.waitSignal(tray.host_changed) as came:
        desktop.has_host = True
    assert (gone.args, came.args) == ([False], [True])
    assert tray.is_visible


def test_notices_that_the_host_went_away_and_came_back(tray: Tray, desktop: Desktop, qtbot: QtBot):
    tray.start()
    for has_host in (False, True):
        with qtbot.waitSignal(tray.host_changed) as changed:
            desktop.has_host = has_host
        assert changed.args == [has_host]
        assert tray.is_visible is has_host
        assert len([each for each in tray.findChildren(QSystemTrayIcon) if each.isVisible()]) == has_host


def test_host_that_stays_is_no_news(tray: Tray, qtbot: QtBot):
    tray.start()
    with qtbot.assertNotEmitted(tray.host_changed, wait=60):
        pass


def test_stopped_tray_takes_no_notice_of_hosts(tray: Tray, desktop: Desktop, qtbot: QtBot):
    tray.start()
    tray.stop()
    assert not tray.is_visible
    with qtbot.assertNotEmitted(tray.host_changed, wait=60):
        desktop.has_host = False


def test_menu_follows_the_state(tray: Tray, qtbot: QtBot, now: datetime):
    link = Link(state=LinkState.CONNECTED, status=sample_status(now))
    tray.start()
    tray.render_state(protection(link), Theme.LIGHT, tray_menu(link, (sample_prompt(now),)))
    texts = [action.text() for action in tray.menu.actions()]
    assert texts[0] == "Cordon: Protected"
    assert "Stop Cordon" in texts
    lost = Link(state=LinkState.LOST)
    tray.render_state(protection(lost), Theme.LIGHT, tray_menu(lost, ()))
    texts = [action.text() for action in tray.menu.actions()]
    assert texts[0] == "Cordon: Not protected"
    assert "Stop Cordon" not in texts
    with qtbot.waitSignal(tray.commanded) as wish:
        next(action for action in tray.menu.actions() if action.text() == "Start Cordon").trigger()
    assert wish.args == [Command(kind=CommandKind.START)]


def test_first_line_of_the_menu_cannot_be_pressed(tray: Tray):
    lost = Link(state=LinkState.LOST)
    tray.render_state(protection(lost), Theme.DARK, tray_menu(lost, ()))
    assert not tray.menu.actions()[0].isEnabled()
