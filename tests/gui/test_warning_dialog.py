"""The warning dialog: what it shows, and what its keys do."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import datetime

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from agent.ipc.prompt_messages import Excerpt, PromptChoice
from gui.samples import sample_prompt, sample_secret_prompt
from gui.viewmodels.warning import warning_state
from gui.views.theme import Theme
from gui.views.warning_dialog import WarningDialog


@pytest.fixture
def dialog(theme: Theme) -> Iterator[WarningDialog]:
    made = WarningDialog(theme=theme)
    yield made
    made.withdraw()
    made.deleteLater()


def texts(dialog: WarningDialog) -> str:
    return "\n".join(each.text() for each in dialog.findChildren(QLabel))


def excerpt_of(dialog: WarningDialog) -> QTextEdit:
    found = dialog.findChild(QTextEdit)
    assert isinstance(found, QTextEdit)
    return found


def marked(box: QTextEdit) -> str:
    """Return the characters that are highlighted."""
    cursor = QTextCursor(box.document())
    found = ""
    while not cursor.atEnd():
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
        if cursor.charFormat().background().style() != Qt.BrushStyle.NoBrush:
            found += cursor.selectedText()
        cursor.clearSelection()
    return found


def test_shows_what_where_why_and_what_to_do(dialog: WarningDialog, now: datetime):
    dialog.render_state(warning_state(sample_prompt(now)))
    dialog.open_by_itself()
    shown = texts(dialog)
    for part in ("Card number on the way to ChatGPT", "valid check digit", "Copy the redacted version", "not stored"):
        assert part in shown
    assert marked(excerpt_of(dialog)) == "4111 1111 1111 1111billing@example.com"


def test_markup_in_content_stays_text(dialog: WarningDialog, now: datetime):
    hostile = "<b>bold</b> <img src='http://example.com/x'> &amp;"
    excerpt = Excerpt(text=hostile, spans=(), is_cut_before=False, is_cut_after=False)
    prompt = sample_prompt(now).with_fields({"excerpts": (excerpt,), "rule_messages": ("<h1>big</h1>",)})
    dialog.render_state(warning_state(prompt))
    assert excerpt_of(dialog).toPlainText() == hostile
    assert all(each.textFormat() is Qt.TextFormat.PlainText for each in dialog.findChildren(QLabel) if each.text())
    assert "<h1>big</h1>" in texts(dialog)


def test_enter_takes_the_redacted_version(dialog: WarningDialog, qtbot: QtBot, now: datetime):
    dialog.render_state(warning_state(sample_prompt(now)))
    dialog.open_asked_for()
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert chosen.args == ["sample-card", PromptChoice.REDACTED]
    assert not dialog.isVisible()


def test_default_button_has_the_focus(dialog: WarningDialog, now: datetime):
    dialog.render_state(warning_state(sample_prompt(now)))
    dialog.open_asked_for()
    focused = dialog.focusWidget()
    assert isinstance(focused, QPushButton)
    assert (focused.text(), focused.isDefault()) == ("Copy redacted version", True)


@pytest.mark.parametrize("way", ["escape", "close", "button"])
def test_closing_keeps_the_original(dialog: WarningDialog, qtbot: QtBot, now: datetime, way: str):
    dialog.render_state(warning_state(sample_prompt(now)))
    dialog.open_asked_for()
    with qtbot.waitSignal(dialog.chosen) as chosen:
        if way == "escape":
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        elif way == "close":
            dialog.close()
        else:
            next(each for each in dialog.findChildren(QPushButton) if each.text() == "Keep original").click()
    assert chosen.args == ["sample-card", PromptChoice.ACKNOWLEDGED]
    assert not dialog.isVisible()


def test_answers_once(dialog: WarningDialog, qtbot: QtBot, now: datetime):
    dialog.render_state(warning_state(sample_prompt(now)))
    dialog.open_asked_for()
    dialog.close()
    with qtbot.assertNotEmitted(dialog.chosen):
        dialog.close()


def test_withdrawn_prompt_gets_no_answer(dialog: WarningDialog, qtbot: QtBot, now: datetime):
    dialog.render_state(warning_state(sample_prompt(now)))
    dialog.open_by_itself()
    with qtbot.assertNotEmitted(dialog.chosen):
        dialog.withdraw()
    assert not dialog.isVisible()
    assert dialog.prompt_id == ""


def holders(dialog: WarningDialog, content: str) -> list[QWidget]:
    """Return the widgets that hold content, by whatever they could show or tell."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found = []
    for widget in [dialog, *QApplication.allWidgets()]:
        told = [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle()]
        if isinstance(widget, QTextEdit):
            told.append(widget.toPlainText())
        if isinstance(widget, QLabel | QPushButton):
            told.append(widget.text())
        if any(content in each for each in told):
            found.append(widget)
    return found


@pytest.mark.parametrize("way", ["withdrawn", "answered", "closed", "escape"])
def test_content_is_forgotten_when_the_warning_is_over(dialog: WarningDialog, now: datetime, way: str):
    dialog.render_state(warning_state(sample_prompt(now)))
    dialog.open_asked_for()
    box = excerpt_of(dialog)
    assert holders(dialog, "4111") == [box]
    if way == "withdrawn":
        dialog.withdraw()
    elif way == "answered":
        next(each for each in dialog.findChildren(QPushButton) if each.text() == "Keep original").click()
    elif way == "closed":
        dialog.close()
    else:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert holders(dialog, "4111") == []
    assert dialog.prompt_id == ""


def test_used_again_after_it_forgot(dialog: WarningDialog, now: datetime):
    dialog.render_state(warning_state(sample_prompt(now)))
    dialog.withdraw()
    dialog.render_state(warning_state(sample_prompt(now)))
    dialog.open_by_itself()
    assert "4111" in excerpt_of(dialog).toPlainText()
    assert "Card number on the way to ChatGPT" in texts(dialog)


def test_opened_by_itself_takes_no_focus(dialog: WarningDialog, now: datetime):
    dialog.render_state(warning_state(sample_secret_prompt(now)))
    dialog.open_by_itself()
    assert dialog.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert dialog.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    dialog.open_asked_for()
    assert not dialog.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


def test_new_prompt_replaces_all_of_the_old_one(dialog: WarningDialog, now: datetime):
    dialog.render_state(warning_state(sample_prompt(now)))
    dialog.render_state(warning_state(sample_secret_prompt(now)))
    assert "ChatGPT" not in texts(dialog)
    assert [each.text() for each in dialog.findChildren(QPushButton)] == ["Understood"]
    assert dialog.prompt_id == "sample-secret"


def test_tab_goes_through_excerpt_and_buttons(dialog: WarningDialog, now: datetime):
    dialog.render_state(warning_state(sample_prompt(now)))
    dialog.open_asked_for()
    order = []
    for _ in range(4):
        focused = dialog.focusWidget()
        order.append(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert order == ["Copy redacted version", "Where", "Keep original", "Copy redacted version"]


def test_screen_reader_gets_title_and_sentence(dialog: WarningDialog, now: datetime):
    dialog.render_state(warning_state(sample_prompt(now)))
    assert dialog.accessibleName() == "Card number on the way to ChatGPT"
    assert "If you paste now" in dialog.accessibleDescription()


def test_endless_content_stays_on_the_screen(dialog: WarningDialog, now: datetime):
    excerpt = Excerpt(text="word " * 5_000, spans=(), is_cut_before=True, is_cut_after=True)
    prompt = sample_prompt(now).with_fields({"excerpts": (excerpt,) * 12})
    dialog.render_state(warning_state(prompt))
    dialog.open_by_itself()
    assert dialog.height() <= dialog.screen().availableGeometry().height()


def test_a_link_leads_to_the_organization_s_explanation_and_to_nothing_else(dialog: WarningDialog, now: datetime):
    address = 'https://intranet.example/ai?a=1&b="2"'
    dialog.render_state(warning_state(msgspec.structs.replace(sample_prompt(now), learn_more=address)))
    (found,) = (each for each in dialog.findChildren(QLabel) if each.openExternalLinks())
    assert found.accessibleName() == "Why your organization asks for this"
    assert html.escape(address) in found.text()
    assert found.textInteractionFlags() & Qt.TextInteractionFlag.LinksAccessibleByKeyboard


@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "http://intranet.example", "javascript:alert(1)"])
def test_no_other_address_becomes_a_link(dialog: WarningDialog, now: datetime, address: str):
    dialog.render_state(warning_state(msgspec.structs.replace(sample_prompt(now), learn_more=address)))
    assert not any(each.openExternalLinks() for each in dialog.findChildren(QLabel))
