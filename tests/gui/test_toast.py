"""Our own notifications."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QEnterEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.samples import sample_prompt
from gui.viewmodels.protection import Tone
from gui.viewmodels.warning import Notice, notice
from gui.views.theme import Theme
from gui.views.toast import TOAST_LIMIT, Toast, ToastStack

PLAIN = Notice(title="Done", text="Paste it now.")


@pytest.fixture
def stack(theme: Theme) -> Iterator[ToastStack]:
    made = ToastStack(theme=lambda: theme)
    yield made
    made.clear()
    made.deleteLater()


def press(toast: Toast, name: str) -> None:
    next(each for each in toast.findChildren(QPushButton) if each.accessibleName() == name).click()


@pytest.mark.parametrize(
    ("name", "signal"),
    [("Details", "details_wanted"), ("Copy redacted", "redacted_wanted"), ("Dismiss", "dismissed")],
)
def test_each_button_says_what_was_pressed_and_the_toast_leaves(
    stack: ToastStack, qtbot: QtBot, now: datetime, name: str, signal: str
):
    stack.ask("p", notice(sample_prompt(now)), Tone.CAUTION)
    with qtbot.waitSignal(getattr(stack, signal)) as pressed:
        press(stack.visible[0], name)
    assert pressed.args == ["p"]
    assert stack.visible == ()


def test_without_an_offer_there_is_no_redacted_button(stack: ToastStack, now: datetime):
    stack.ask("p", notice(sample_prompt(now).with_fields({"offers": ()})), Tone.CAUTION)
    names = [each.accessibleName() for each in stack.visible[0].findChildren(QPushButton)]
    assert names == ["Details", "Dismiss"]


def test_takes_no_focus(stack: ToastStack):
    stack.tell(PLAIN, Tone.GOOD)
    (toast,) = stack.visible
    assert toast.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert toast.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert toast.accessibleName() == "Done"


def test_same_key_replaces(stack: ToastStack, now: datetime):
    stack.ask("p", notice(sample_prompt(now)), Tone.CAUTION)
    stack.ask("p", PLAIN, Tone.CAUTION)
    assert [each.accessibleName() for each in stack.visible] == ["Done"]


def test_withdrawn_without_an_answer(stack: ToastStack, qtbot: QtBot, now: datetime):
    stack.ask("p", notice(sample_prompt(now)), Tone.CAUTION)
    with qtbot.assertNotEmitted(stack.dismissed):
        stack.withdraw("p")
        stack.withdraw("unknown")
    assert stack.visible == ()


def test_stacked_from_the_bottom_without_overlap(stack: ToastStack):
    for _ in range(TOAST_LIMIT + 2):
        stack.tell(PLAIN, Tone.GOOD)
    toasts = stack.visible
    assert len(toasts) == TOAST_LIMIT
    tops = [each.y() for each in toasts]
    assert tops == sorted(tops)
    area = toasts[0].screen().availableGeometry()
    assert all(area.contains(each.geometry()) for each in toasts)


def test_leaves_by_itself_but_waits_under_the_pointer(theme: Theme, qtbot: QtBot):
    toast = Toast(PLAIN, Tone.GOOD, theme=theme, asks=False, stays_ms=60)
    toast.move(QCursor.pos() + QPoint(100, 100))
    with qtbot.waitSignal(toast.left):
        toast.appear()
    toast.appear()
    with qtbot.assertNotEmitted(toast.left, wait=150):
        QCoreApplication.sendEvent(toast, QEnterEvent(QPointF(), QPointF(), QPointF()))
    with qtbot.waitSignal(toast.left):
        QCoreApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    toast.deleteLater()
