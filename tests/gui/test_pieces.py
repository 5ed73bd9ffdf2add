"""The building blocks."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.viewmodels.protection import Tone
from gui.views.pieces import EmptyState, badge, button, clear, label
from gui.views.theme import Theme


def test_text_is_never_markup():
    for made in (label("<b>x</b>"), badge("<b>x</b>", Tone.BAD)):
        assert made.textFormat() is Qt.TextFormat.PlainText
        made.deleteLater()


def test_clear_leaves_nothing_of_nested_layouts():
    window = QWidget()
    column, row = QVBoxLayout(window), QHBoxLayout()
    row.addWidget(label("inner"))
    column.addLayout(row)
    column.addWidget(label("outer"))
    column.addStretch()
    clear(column)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert column.count() == 0
    assert window.findChildren(QLabel) == []
    window.deleteLater()


def test_button_has_its_text_as_accessible_name():
    made = button("Refresh")
    assert made.accessibleName() == "Refresh"
    made.deleteLater()


def test_empty_state_has_a_button_only_when_there_is_something_to_do():
    without = EmptyState("inbox", "Nothing", "Yet.", theme=Theme.DARK)
    with_action = EmptyState("inbox", "Nothing", "Yet.", theme=Theme.DARK, action="Retry")
    assert without.action is None
    assert with_action.action is not None
    assert with_action.action.text() == "Retry"
    without.deleteLater()
    with_action.deleteLater()
