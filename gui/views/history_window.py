"""The history window: a table with filters, and why each event was flagged.

Copying from here holds nothing to worry about: events have no content.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from agent.core.gestures import Channel
from agent.core.verdicts import Action
from agent.ipc.messages import EventModel
from gui.itemmodels.history_model import HistoryModel, ListPhase, ListState
from gui.viewmodels.history_view import (
    HistoryDetail,
    HistoryFilter,
    Period,
    default_labels,
    history_detail,
    period_name,
    total_text,
)
from gui.viewmodels.names import action_name, channel_name, label_name
from gui.viewmodels.protection import Tone
from gui.viewmodels.wording import Text, tr
from gui.views.geometry import Geometry
from gui.views.history_table import history_table
from gui.views.icons import icon
from gui.views.pieces import ComboBox, EmptyState, badge, button, clear, icon_label, label, line, set_role
from gui.views.theme import Theme, tokens

__all__ = ["HistoryWindow"]


class HistoryWindow(QWidget):
    """Shows a `HistoryModel`, which it owns."""

    def __init__(self, model: HistoryModel, *, theme: Theme, geometry: Geometry, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._model = model
        self._theme = theme
        self._geometry = geometry
        self._clock = clock
        model.setParent(self)
        set_role(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(tr(Text.HISTORY_TITLE))
        self.setMinimumSize(760, 460)
        self.resize(1160, 680)

        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 22)
        column.setSpacing(14)
        column.addLayout(self._head())
        column.addLayout(self._filters())
        column.addWidget(self._body(), 1)

        model.state_changed.connect(self._on_state)
        model.dataChanged.connect(self._refresh_detail)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self, self._reload)
        self._on_state(model.state)
        geometry.restore(self, "history")

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Qt: remember the place and hide; the tray application lives on."""
        self._geometry.save(self, "history")
        super().closeEvent(event)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(tr(Text.HISTORY_TITLE), "title"))
        words.addWidget(label(tr(Text.HISTORY_SUBTITLE), "muted"))
        row.addLayout(words, 1)
        self._count = label("", "muted", wraps=False)
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._period = _choice(tr(Text.FILTER_PERIOD), [(period_name(each), each) for each in Period], self._theme)
        self._channel = _choice(
            tr(Text.FILTER_CHANNEL),
            [(tr(Text.ANY_CHANNEL), None), *((channel_name(each), each) for each in Channel)],
            self._theme,
        )
        self._label = _choice(
            tr(Text.FILTER_LABEL),
            [(tr(Text.ANY_LABEL), None), *((label_name(each), each) for each in default_labels())],
            self._theme,
        )
        self._action = _choice(
            tr(Text.FILTER_ACTION),
            [(tr(Text.ANY_ACTION), None), *((action_name(each), each) for each in Action)],
            self._theme,
        )
        for box in (self._period, self._channel, self._label, self._action):
            row.addWidget(box)
        self._reset = button(tr(Text.FILTER_RESET), "quiet")
        self._reset.clicked.connect(self._reset_filters)
        row.addWidget(self._reset)
        row.addStretch()
        refresh = button(tr(Text.REFRESH))
        refresh.setIcon(icon("refresh", tokens(self._theme).muted))
        refresh.clicked.connect(self._reload)
        row.addWidget(refresh)
        self._show_filter(self._model.filter)
        for box in (self._period, self._channel, self._label, self._action):
            box.currentIndexChanged.connect(self._apply_filters)
        return row

    def _body(self) -> QSplitter:
        self._table = history_table(self._model, self._theme)
        self._table.selectionModel().currentRowChanged.connect(self._on_row)
        self._more_failed, self._more_problem = self._retry_strip()
        self._listed = QWidget()
        listed = QVBoxLayout(self._listed)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(10)
        listed.addWidget(self._table, 1)
        listed.addWidget(self._more_failed)
        self._empty = EmptyState("history", tr(Text.HISTORY_EMPTY), tr(Text.HISTORY_EMPTY_TEXT), theme=self._theme)
        self._quiet = EmptyState(
            "history",
            tr(Text.HISTORY_QUIET),
            tr(Text.HISTORY_QUIET_TEXT),
            theme=self._theme,
            action=tr(Text.HISTORY_SHOW_ALL),
        )
        self._no_hit = EmptyState(
            "inbox",
            tr(Text.HISTORY_NO_HIT),
            tr(Text.HISTORY_NO_HIT_TEXT),
            theme=self._theme,
            action=tr(Text.FILTER_RESET),
        )
        self._failed = EmptyState("alert", tr(Text.HISTORY_ERROR), "", theme=self._theme, action=tr(Text.HISTORY_RETRY))
        self._loading = EmptyState("refresh", tr(Text.HISTORY_LOADING), "", theme=self._theme)
        for page, press in (
            (self._quiet, self._show_all_time),
            (self._no_hit, self._reset_filters),
            (self._failed, self._model.retry),
        ):
            if page.action is not None:
                page.action.clicked.connect(press)
        self._stack = QStackedWidget()
        for each in (self._listed, self._empty, self._quiet, self._no_hit, self._failed, self._loading):
            self._stack.addWidget(each)
        self._detail = _DetailPane(self._theme)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._stack)
        splitter.addWidget(self._detail)
        splitter.setStretchFactor(0, 1)
        splitter.setHandleWidth(14)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([810, 290])
        return splitter

    def _retry_strip(self) -> tuple[QFrame, QLabel]:
        """Return what stands below a list that could not be continued, and its text."""
        strip = QFrame()
        set_role(strip, "banner", Tone.CAUTION)
        row = QHBoxLayout(strip)
        row.setContentsMargins(14, 10, 10, 10)
        row.setSpacing(12)
        row.addWidget(icon_label("alert", tokens(self._theme).tones[Tone.CAUTION], 18))
        text = label("")
        row.addWidget(text, 1)
        retry = button(tr(Text.HISTORY_RETRY))
        retry.clicked.connect(self._model.retry)
        row.addWidget(retry)
        return strip, text

    def _on_state(self, state: ListState) -> None:
        has_rows = self._model.rowCount() > 0
        self._stack.setCurrentWidget(self._listed if has_rows else self._page_without_rows(state))
        self._more_failed.setVisible(state.phase is ListPhase.FAILED)
        self._more_problem.setText(tr(Text.HISTORY_MORE_FAILED, problem=state.problem))
        self._failed.say(state.problem)
        is_counted = has_rows or state.phase is ListPhase.READY
        self._count.setText(total_text(state.total) if is_counted else "")
        # Without rows there is nothing to explain: the message gets the whole window.
        self._detail.setVisible(has_rows)
        self._offer_labels()
        if not has_rows:
            self._show_event(None)
        elif not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._model.index(0, 0))
            self._table.setFocus()

    def _page_without_rows(self, state: ListState) -> QWidget:
        chosen = self._model.filter
        if state.phase is ListPhase.LOADING:
            return self._loading
        if state.phase is ListPhase.FAILED:
            return self._failed
        if chosen.is_everything:
            return self._empty
        return self._quiet if chosen.is_period_only else self._no_hit

    def _offer_labels(self) -> None:
        """Add labels that only this policy has, as soon as one is listed."""
        for row in range(self._model.rowCount()):
            event = self._model.event_at(row)
            if event is not None and self._label.findData(event.label.name) < 0:
                self._label.addItem(label_name(event.label.name), event.label.name)

    def _apply_filters(self) -> None:
        chosen = HistoryFilter(
            period=self._period.currentData(),
            channel=self._channel.currentData(),
            label=self._label.currentData(),
            action=self._action.currentData(),
        )
        if chosen != self._model.filter:
            self._reset.setVisible(not chosen.is_default)
            self._model.reload(chosen)

    def _reload(self) -> None:
        self._model.reload()

    def _show_all_time(self) -> None:
        self._show_filter(HistoryFilter(period=Period.ALL))
        self._apply_filters()

    def _reset_filters(self) -> None:
        self._show_filter(HistoryFilter())
        self._apply_filters()

    def _show_filter(self, chosen: HistoryFilter) -> None:
        pairs = (
            (self._period, chosen.period),
            (self._channel, chosen.channel),
            (self._label, chosen.label),
            (self._action, chosen.action),
        )
        for box, value in pairs:
            box.blockSignals(True)  # noqa: FBT003 - Qt takes it by position
            box.setCurrentIndex(max(0, box.findData(value)))
            box.blockSignals(False)  # noqa: FBT003 - as above
        self._reset.setVisible(not chosen.is_default)

    def _on_row(self, current: QModelIndex) -> None:
        self._show_event(self._model.event_at(current.row()))

    def _refresh_detail(self) -> None:
        self._show_event(self._model.event_at(self._table.currentIndex().row()))

    def _show_event(self, event: EventModel | None) -> None:
        self._detail.render_detail(None if event is None else history_detail(event, now=self._clock()))


class _DetailPane(QFrame):
    """Why one event was flagged, and what happened."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        set_role(self, "card")
        self.setMinimumWidth(260)
        content = QWidget()
        set_role(content, "scrolled")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(20, 18, 20, 18)
        self._column.setSpacing(8)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(area)

    def render_detail(self, detail: HistoryDetail | None) -> None:
        """Show an event, or what to do to see one."""
        clear(self._column)
        if detail is None:
            hint = label(tr(Text.DETAIL_NONE), "muted")
            hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._column.addWidget(hint, 1)
            return
        self._column.addWidget(label(detail.title, "subtitle"))
        row = QHBoxLayout()
        row.addWidget(badge(detail.label, detail.label_tone))
        row.addWidget(label(detail.when, "muted"), 1)
        self._column.addLayout(row)
        self._column.addSpacing(8)
        self._column.addWidget(label(tr(Text.DETAIL_WHY), "overline"))
        for sentence in detail.why:
            self._column.addWidget(label(sentence))
        self._column.addSpacing(8)
        self._column.addWidget(label(tr(Text.DETAIL_WHAT_HAPPENED), "overline"))
        self._column.addWidget(label(detail.outcome))
        self._column.addSpacing(8)
        self._column.addWidget(line())
        self._column.addSpacing(4)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for index, fact in enumerate(detail.facts):
            grid.addWidget(label(fact.name, "caption", wraps=False), index, 0, Qt.AlignmentFlag.AlignTop)
            value = label(fact.value, "caption")
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value, index, 1)
        grid.setColumnStretch(1, 1)
        self._column.addLayout(grid)
        self._column.addStretch()
        self.setAccessibleName(" ".join((detail.title, *detail.why, detail.outcome)))


def _choice(name: str, entries: list[tuple[str, object]], theme: Theme) -> ComboBox:
    box = ComboBox(theme)
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
    for text, value in entries:
        box.addItem(text, value)
    return box
