"""The question before Cordon is stopped."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.views.stop_question import StopQuestion


def test_enter_and_escape_keep_it_running(qtbot: QtBot):
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        question = StopQuestion()
        question.open()
        with qtbot.waitSignal(question.rejected), qtbot.assertNotEmitted(question.accepted):
            QTest.keyClick(question, key)
        question.deleteLater()


def test_stop_has_to_be_pressed(qtbot: QtBot):
    question = StopQuestion()
    question.open()
    with qtbot.waitSignal(question.accepted):
        next(each for each in question.findChildren(QPushButton) if each.text() == "Stop Cordon").click()
    question.deleteLater()
