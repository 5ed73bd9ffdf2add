"""The history table: read-only, pages fetched from the agent as the view scrolls.

Rules kept here: at most one page is under way; an answer to a question that is not asked any more is dropped; every
page of one list is asked with the same `now`, so that the period does not move while a person scrolls; scrolling does
not ask again for a page that failed, only `retry` does, and goes on where the list broke off.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from agent.core.errors import AgentError
from agent.ipc.messages import EventModel, HistoryListParams, HistoryListResult
from gui.viewmodels.history_view import HistoryFilter, HistoryRow, history_row, matches, problem_text
from gui.viewmodels.wording import Text, tr

__all__ = ["Column", "HistoryModel", "HistorySource", "ListPhase", "ListState"]

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class HistorySource(Protocol):
    """Where pages come from; the agent client is one."""

    def list_history(
        self,
        params: HistoryListParams,
        on_page: Callable[[HistoryListResult], None],
        on_failure: Callable[[AgentError], None],
    ) -> None:
        """Ask for a page; exactly one callback is called, later."""


class Column(enum.IntEnum):
    """The columns, in order."""

    WHEN = 0
    WHAT = 1
    DESTINATION = 2
    LABEL = 3
    ACTION = 4
    OUTCOME = 5


_TITLES = {
    Column.WHEN: Text.COLUMN_WHEN,
    Column.WHAT: Text.COLUMN_WHAT,
    Column.DESTINATION: Text.COLUMN_DESTINATION,
    Column.LABEL: Text.COLUMN_LABEL,
    Column.ACTION: Text.COLUMN_ACTION,
    Column.OUTCOME: Text.COLUMN_OUTCOME,
}


class ListPhase(enum.Enum):
    """How the list is doing."""

    LOADING = enum.auto()
    """The first page is under way."""
    READY = enum.auto()
    FAILED = enum.auto()
    """The latest page did not come; the rows before it are still listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """The list as a whole.

    Attributes:
        total: events that fit the filter, fetched or not.
        problem: why it failed; empty otherwise.
    """

    phase: ListPhase = ListPhase.LOADING
    total: int = 0
    problem: str = ""


class HistoryModel(QAbstractTableModel):
    """Events, newest first.

    Signals:
        state_changed: a `ListState`.
    """

    state_changed = Signal(object)

    def __init__(self, source: HistorySource, *, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        """Prepare an empty list; `reload` fetches.

        Args:
            source: where pages come from.
            clock: the present instant, aware, in the local time zone.
            parent: Qt owner.
        """
        super().__init__(parent)
        self._source = source
        self._clock = clock
        self._filter = HistoryFilter()
        self._asked_at = clock()
        self._question = 0
        self._is_fetching = False
        self._cursor: int | None = None
        self._events: list[EventModel] = []
        self._rows: list[HistoryRow] = []
        self._state = ListState()

    @property
    def state(self) -> ListState:
        """How the list is doing."""
        return self._state

    @property
    def filter(self) -> HistoryFilter:
        """What is listed."""
        return self._filter

    def event_at(self, row: int) -> EventModel | None:
        """Return the event of a row; None when there is no such row."""
        return self._events[row] if 0 <= row < len(self._events) else None

    def row_of(self, event_id: str) -> int | None:
        """Return the row that shows an event; None when it is not fetched."""
        return next((row for row, event in enumerate(self._events) if event.event_id == event_id), None)

    def reload(self, chosen: HistoryFilter | None = None) -> None:
        """Start again at the newest event, with another filter if one is given."""
        self._filter = self._filter if chosen is None else chosen
        self._asked_at = self._clock()
        self._question += 1
        self._cursor = None
        self.beginResetModel()
        self._events, self._rows = [], []
        self.endResetModel()
        self._set_state(ListState())
        self._fetch()

    def retry(self) -> None:
        """Ask again for the page that failed. Nothing happens when none did."""
        if self._state.phase is not ListPhase.FAILED:
            return
        self._set_state(replace(self._state, phase=ListPhase.READY if self._rows else ListPhase.LOADING, problem=""))
        self._fetch()

    def announce(self, event: EventModel) -> None:
        """Take in an event that just happened, or a known one's new disposition."""
        if self._state.phase is not ListPhase.READY and not self._rows:
            return
        now = self._clock()
        row = self.row_of(event.event_id)
        if row is not None:
            self._events[row], self._rows[row] = event, history_row(event, now=now)
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))
        elif matches(event, self._filter, now=now) and (
            not self._events or event.occurred_at >= self._events[0].occurred_at
        ):
            self.beginInsertRows(_ROOT, 0, 0)
            self._events.insert(0, event)
            self._rows.insert(0, history_row(event, now=now))
            self.endInsertRows()
            self._set_state(replace(self._state, total=self._state.total + 1))

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:  # noqa: N802 - Qt's name
        """Qt: how many rows are fetched."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:  # noqa: N802 - Qt's name
        """Qt: how many columns."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a cell. `UserRole` is the whole `HistoryRow`."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _cell(row, Column(index.column()))
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Qt: a column's title."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(_TITLES[Column(section)])
        return None

    def canFetchMore(self, parent: AnyIndex = _ROOT) -> bool:  # noqa: N802 - Qt's name
        """Qt: whether the agent has older events."""
        is_idle = not self._is_fetching and self._state.phase is ListPhase.READY
        return not parent.isValid() and self._cursor is not None and is_idle

    def fetchMore(self, parent: AnyIndex = _ROOT) -> None:  # noqa: N802 - Qt's name
        """Qt: ask for the next page."""
        if self.canFetchMore(parent):
            self._fetch()

    def _fetch(self) -> None:
        question = self._question
        self._is_fetching = True

        def on_page(page: HistoryListResult) -> None:
            if question == self._question:
                self._append(page)

        def on_failure(error: AgentError) -> None:
            if question == self._question:
                self._is_fetching = False
                self._set_state(replace(self._state, phase=ListPhase.FAILED, problem=problem_text(error)))

        params = self._filter.to_params(now=self._asked_at, cursor=self._cursor)
        self._source.list_history(params, on_page, on_failure)

    def _append(self, page: HistoryListResult) -> None:
        self._cursor = page.next_cursor
        known = {event.event_id for event in self._events}
        fresh = [event for event in page.events if event.event_id not in known]
        if fresh:
            now = self._clock()
            first = len(self._events)
            self.beginInsertRows(_ROOT, first, first + len(fresh) - 1)
            self._events += fresh
            self._rows += [history_row(event, now=now) for event in fresh]
            self.endInsertRows()
        # Only now: who listens to inserted rows may ask for more of them, inside of this insertion.
        self._is_fetching = False
        self._set_state(ListState(phase=ListPhase.READY, total=max(page.total, len(self._events))))

    def _set_state(self, state: ListState) -> None:
        self._state = state
        self.state_changed.emit(state)


def _cell(row: HistoryRow, column: Column) -> str:
    match column:
        case Column.WHEN:
            return row.when
        case Column.WHAT:
            return row.what
        case Column.DESTINATION:
            return row.destination
        case Column.LABEL:
            return row.label
        case Column.ACTION:
            return row.action
        case Column.OUTCOME:
            return row.outcome
