"""The table of the history window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import QCoreApplication, QItemSelectionModel, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from gui.itemmodels.history_model import Column, HistoryModel
from gui.samples import SampleHistory, sample_events
from gui.views.history_table import history_table
from gui.views.theme import Theme, tokens


@pytest.fixture
def table(theme: Theme, now: datetime) -> Iterator[QTableView]:
    model = HistoryModel(SampleHistory(sample_events(now)), clock=lambda: now)
    made = history_table(model, theme)
    made.resize(900, 400)
    model.setParent(made)
    model.reload()
    made.setCurrentIndex(model.index(0, 0))
    made.show()
    QCoreApplication.processEvents()
    yield made
    made.hide()
    made.deleteLater()


def test_chosen_rows_are_copied_as_lines(table: QTableView):
    second = table.model().index(1, 0)
    rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    table.selectionModel().select(second, rows)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[:3] for line in lines] == [
        ["Today, 15:38", "1 card number and 1 email address", "ChatGPT"],
        ["Today, 14:51", "12 email addresses and 4 phone numbers", "Claude"],
    ]


def test_other_keys_are_the_tables_own(table: QTableView):
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 1


def test_label_is_drawn_in_its_tone(table: QTableView, theme: Theme):
    tone = table.model().index(1, 0).data(Qt.ItemDataRole.UserRole).label_tone
    cell = table.visualRect(table.model().index(1, Column.LABEL))
    image = table.viewport().grab(cell).toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert QColor(tokens(theme).tints[tone]).name() in seen
