"""An AI tool that is not approved is told once, natively or by a toast, and nobody answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent.ipc.prompt_messages import AppNotice
from gui.views.app_notices import AppNotices
from gui.views.notifier import NoticeAnswer
from gui.views.theme import Theme
from gui.views.toast import ToastStack
from tests.fakes.notices import FakeNotifier

OLLAMA = AppNotice(destination_id="ollama", destination_name="Ollama", alternative="Jan")


class Desk:
    """Notices, and where they are shown."""

    def __init__(self) -> None:
        self.notifier = FakeNotifier()
        self.toasts = ToastStack(theme=lambda: Theme.LIGHT)
        self.notices = AppNotices(notifier=self.notifier, toasts=self.toasts)

    def toast_names(self) -> list[str]:
        """What the toasts on the screen say."""
        return [each.accessibleName() for each in self.toasts.visible]


@pytest.fixture
def desk(qapp: QApplication) -> Iterator[Desk]:
    assert qapp is not None
    made = Desk()
    yield made
    made.toasts.clear()
    for each in (made.notices, made.toasts, made.notifier):
        each.deleteLater()


def test_it_is_told_by_the_desktop_and_details_are_the_list(desk: Desk, qtbot: QtBot):
    desk.notices.show(OLLAMA)
    assert desk.notifier.shown["app ollama"].title == "Ollama is not approved"
    assert desk.toast_names() == []
    with qtbot.waitSignal(desk.notices.details_wanted):
        desk.notifier.answered.emit("app ollama", NoticeAnswer.DETAILS)


def test_without_a_service_it_is_a_toast(desk: Desk, qtbot: QtBot):
    desk.notifier.is_available = False
    desk.notices.show(OLLAMA)
    assert desk.toast_names() == ["Ollama is not approved"]
    with qtbot.waitSignal(desk.notices.details_wanted):
        desk.toasts.details_wanted.emit("app ollama")


def test_what_the_service_cannot_show_is_a_toast(desk: Desk):
    desk.notices.show(OLLAMA)
    desk.notifier.failed.emit("app ollama")
    assert desk.toast_names() == ["Ollama is not approved"]


def test_a_dismissed_one_and_other_peoples_keys_open_nothing(desk: Desk, qtbot: QtBot):
    desk.notices.show(OLLAMA)
    with qtbot.assertNotEmitted(desk.notices.details_wanted):
        desk.notifier.answered.emit("app ollama", NoticeAnswer.DISMISSED)
        desk.notifier.answered.emit("app ollama", NoticeAnswer.DETAILS)
        desk.notifier.answered.emit("p1", NoticeAnswer.DETAILS)
        desk.notifier.failed.emit("p1")
    assert desk.toast_names() == []


def test_too_many_push_the_oldest_out(desk: Desk):
    for number in range(9):
        desk.notices.show(AppNotice(destination_id=f"app-{number}", destination_name=f"App {number}"))
    assert "app app-0" not in desk.notifier.shown
    assert len(desk.notifier.shown) == 8
