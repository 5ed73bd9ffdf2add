"""The history window: table, filters, detail, and what is shown instead of a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from agent.core.errors import AgentError
from agent.core.verdicts import Disposition
from agent.ipc.wire import LabelModel
from gui.itemmodels.history_model import HistoryModel, HistorySource
from gui.samples import SampleHistory, sample_events
from gui.views.geometry import Geometry
from gui.views.history_window import HistoryWindow
from gui.views.theme import Theme
from tests.gui.test_history_model import many


class Opener:
    """Opens history windows, and closes them after the test."""

    def __init__(self, theme: Theme, geometry: Geometry, now: datetime) -> None:
        self._theme, self._geometry, self._now = theme, geometry, now
        self.windows: list[HistoryWindow] = []
        self.model: HistoryModel

    def __call__(self, source: HistorySource) -> HistoryWindow:
        """Return a visible window over a source."""
        self.model = HistoryModel(source, clock=lambda: self._now)
        window = HistoryWindow(self.model, theme=self._theme, geometry=self._geometry, clock=lambda: self._now)
        self.windows.append(window)
        self.model.reload()
        window.show()
        return window


@pytest.fixture
def open_window(theme: Theme, geometry: Geometry, now: datetime) -> Iterator[Opener]:
    opener = Opener(theme, geometry, now)
    yield opener
    for window in opener.windows:
        window.close()
        window.deleteLater()


def texts(window: HistoryWindow) -> str:
    QCoreApplication.processEvents()
    return "\n".join(each.text() for each in window.findChildren(QLabel) if each.isVisible())


def box(window: HistoryWindow, name: str) -> QComboBox:
    (found,) = (each for each in window.findChildren(QComboBox) if each.accessibleName() == name)
    return found


def press(window: HistoryWindow, text: str) -> None:
    (found,) = (each for each in window.findChildren(QPushButton) if each.text() == text and each.isVisible())
    found.click()


def choose(combo: QComboBox, text: str) -> None:
    combo.setCurrentIndex(combo.findText(text))


def test_first_event_is_chosen_and_explained(open_window: Opener, now: datetime):
    window = open_window(SampleHistory(sample_events(now)))
    shown = texts(window)
    for part in ("11 events", "1 card number and 1 email address", "The redacted version was used", "warn-restricted"):
        assert part in shown


def test_choosing_another_row_explains_that_one(open_window: Opener, now: datetime):
    window = open_window(SampleHistory(sample_events(now)))
    table = window.findChild(QTableView)
    assert isinstance(table, QTableView)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert "12 email addresses" in texts(window)
    assert "The redacted version was used" not in texts(window)


def test_filters_ask_again_and_can_be_reset(open_window: Opener, now: datetime):
    window = open_window(SampleHistory(sample_events(now)))
    all_rows = open_window.model.rowCount()
    choose(box(window, "Label"), "Internal")
    filtered = open_window.model.rowCount()
    assert 0 < filtered < all_rows
    assert {open_window.model.index(row, 3).data() for row in range(filtered)} == {"Internal"}
    press(window, "Reset filters")
    assert open_window.model.rowCount() == all_rows
    assert box(window, "Label").currentText() == "Any label"


def test_every_filter_has_an_effect(open_window: Opener, now: datetime):
    window = open_window(SampleHistory(sample_events(now)))
    counts = []
    for name, value in (("Period", "All time"), ("Channel", "Browser"), ("Policy said", "Block")):
        choose(box(window, name), value)
        counts.append(open_window.model.rowCount())
        if name != "Period":
            press(window, "Reset filters") if name == "Channel" and counts[-1] else None
    assert counts[0] == len(sample_events(now))
    assert counts[1:] == [0, 0]


def test_nothing_yet_is_said_only_of_the_whole_history(open_window: Opener):
    window = open_window(SampleHistory(()))
    assert "Nothing in this period" in texts(window)
    assert "Nothing yet" not in texts(window)
    assert not any(each.isVisible() for each in window.findChildren(QTableView))
    press(window, "Show all time")
    assert box(window, "Period").currentText() == "All time"
    assert "Nothing yet" in texts(window)


def test_quiet_week_leads_to_what_came_before(open_window: Opener, now: datetime):
    old = sample_events(now)[0].with_fields({"occurred_at": now - timedelta(days=8)})
    window = open_window(SampleHistory((old,)))
    assert "Nothing yet" not in texts(window)
    press(window, "Show all time")
    assert open_window.model.rowCount() == 1


def test_nothing_fits_is_another_message_than_nothing_yet(open_window: Opener, now: datetime):
    filtered = open_window(SampleHistory(sample_events(now)))
    choose(box(filtered, "Policy said"), "Block")
    assert "Nothing fits these filters" in texts(filtered)


def test_trouble_is_said_and_can_be_tried_again(open_window: Opener, now: datetime):
    source = SampleHistory(sample_events(now), error=AgentError("No answer"))
    window = open_window(source)
    assert "cannot be read" in texts(window)
    assert "No answer." in texts(window)
    source.error = None
    press(window, "Try again")
    assert open_window.model.rowCount() > 0
    assert "cannot be read" not in texts(window)


def test_list_that_broke_off_says_so_and_goes_on(open_window: Opener, now: datetime):
    source = SampleHistory(many(now, 5), page_limit=3)
    window = open_window(source)
    source.error = AgentError("No answer")
    open_window.model.fetchMore()
    for part in ("Older events could not be loaded. No answer.", "5 events"):
        assert part in texts(window)
    assert "cannot be read" not in texts(window)
    source.error = None
    press(window, "Try again")
    assert open_window.model.rowCount() == 5
    assert "could not be loaded" not in texts(window)


def test_loading_is_said(open_window: Opener):
    assert "Loading…" in texts(open_window(SampleHistory((), answers=False)))


def test_labels_of_this_policy_are_offered(open_window: Opener, now: datetime):
    event = sample_events(now)[0].with_fields({"label": LabelModel(rank=5, name="top_secret")})
    window = open_window(SampleHistory((event,)))
    assert box(window, "Label").findText("Top secret") > 0
    assert box(window, "Label").findText("Restricted") > 0


def test_scrolling_fetches_more(open_window: Opener, now: datetime, qtbot: QtBot):
    window = open_window(SampleHistory(many(now, 250)))
    table = window.findChild(QTableView)
    assert isinstance(table, QTableView)
    first = open_window.model.rowCount()
    table.scrollToBottom()
    qtbot.waitUntil(lambda: open_window.model.rowCount() > first)
    assert "250 events" in texts(window)


def test_new_disposition_is_shown_in_the_open_detail(open_window: Opener, now: datetime):
    events = sample_events(now)
    window = open_window(SampleHistory(events))
    open_window.model.announce(events[0].with_fields({"disposition": Disposition.ACKNOWLEDGED}))
    assert "kept the original" in texts(window)


def test_controls_have_names_and_tab_order_is_the_reading_order(open_window: Opener, now: datetime):
    window = open_window(SampleHistory(sample_events(now)))
    box(window, "Period").setFocus()
    order = []
    for _ in range(6):
        focused = window.focusWidget()
        order.append(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert order == ["Period", "Channel", "Label", "Policy said", "Refresh", "Recent activity"]


def test_escape_closes(open_window: Opener, qtbot: QtBot):
    window = open_window(SampleHistory(()))
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isVisible())
