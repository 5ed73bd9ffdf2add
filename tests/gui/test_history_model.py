"""The history table's model: pages, filters, news, trouble."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from agent.core.errors import AgentError
from agent.core.verdicts import Disposition
from agent.ipc.messages import EventModel, HistoryListParams, HistoryListResult
from gui.itemmodels.history_model import Column, HistoryModel, ListPhase, ListState
from gui.samples import SampleHistory, sample_events
from gui.viewmodels.history_view import PAGE_SIZE, HistoryFilter, HistoryRow, Period


class SlowHistory:
    """Keeps what was asked; a test answers when it likes."""

    def __init__(self) -> None:
        self.asked: list[
            tuple[HistoryListParams, Callable[[HistoryListResult], None], Callable[[AgentError], None]]
        ] = []

    def list_history(
        self,
        params: HistoryListParams,
        on_page: Callable[[HistoryListResult], None],
        on_failure: Callable[[AgentError], None],
    ) -> None:
        """Keep."""
        self.asked.append((params, on_page, on_failure))


def many(now: datetime, count: int) -> tuple[EventModel, ...]:
    first = sample_events(now)[0]
    return tuple(
        first.with_fields({"event_id": f"e{index}", "occurred_at": now - timedelta(seconds=index)})
        for index in range(count)
    )


def made(source: object, now: datetime) -> HistoryModel:
    model = HistoryModel(source, clock=lambda: now)  # type: ignore[arg-type]  # one of the fakes above
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def test_columns_are_named_and_cells_readable(now: datetime):
    model = made(SampleHistory(sample_events(now)), now)
    model.reload()
    titles = [model.headerData(each, Qt.Orientation.Horizontal) for each in Column]
    cells = [model.index(0, each).data() for each in Column]
    assert titles == ["When", "What was found", "Going to", "Label", "Policy said", "What happened"]
    assert cells == [
        "Today, 15:38",
        "1 card number and 1 email address",
        "ChatGPT",
        "Restricted",
        "Warn",
        "Redacted",
    ]
    assert isinstance(model.index(0, 0).data(Qt.ItemDataRole.UserRole), HistoryRow)
    model.deleteLater()


def test_model_is_read_only(now: datetime):
    model = made(SampleHistory(sample_events(now)), now)
    model.reload()
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(model.index(0, 0), "x")
    model.deleteLater()


def test_pages_are_fetched_as_the_view_scrolls(now: datetime):
    model = made(SampleHistory(many(now, 2 * PAGE_SIZE + 5)), now)
    model.reload()
    sizes = [model.rowCount()]
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
        sizes.append(model.rowCount())
    assert sizes == [PAGE_SIZE, 2 * PAGE_SIZE, 2 * PAGE_SIZE + 5]
    assert model.state == ListState(phase=ListPhase.READY, total=2 * PAGE_SIZE + 5)
    model.deleteLater()


def test_one_page_at_a_time(now: datetime):
    source = SlowHistory()
    model = made(source, now)
    model.reload()
    assert not model.canFetchMore()
    model.fetchMore()
    assert len(source.asked) == 1
    assert model.state.phase is ListPhase.LOADING
    model.deleteLater()


def test_every_page_of_a_list_is_asked_with_the_same_period(now: datetime):
    source = SlowHistory()
    times = iter(now + timedelta(minutes=each) for each in range(100))
    model = HistoryModel(source, clock=lambda: next(times))
    model.reload()
    source.asked[0][1](HistoryListResult(events=many(now, 1), next_cursor=1, total=2))
    model.fetchMore()
    first, second = (asked[0] for asked in source.asked)
    assert first.since == second.since
    assert second.cursor == 1
    model.deleteLater()


def test_filter_is_passed_on(now: datetime):
    source = SlowHistory()
    model = made(source, now)
    model.reload(HistoryFilter(period=Period.ALL, label="internal"))
    assert (source.asked[0][0].label, source.asked[0][0].since) == ("internal", None)
    model.deleteLater()


def test_answer_to_an_old_question_is_dropped(now: datetime):
    source = SlowHistory()
    model = made(source, now)
    model.reload()
    model.reload(HistoryFilter(label="internal"))
    source.asked[0][1](HistoryListResult(events=many(now, 3), total=3))
    assert model.rowCount() == 0
    source.asked[1][1](HistoryListResult(events=many(now, 1), total=1))
    assert model.rowCount() == 1
    source.asked[0][2](AgentError("old"))
    assert model.state.phase is ListPhase.READY
    model.deleteLater()


def test_failure_keeps_what_was_fetched(now: datetime, qtbot: QtBot):
    source = SlowHistory()
    model = made(source, now)
    model.reload()
    source.asked[0][1](HistoryListResult(events=many(now, 2), next_cursor=2, total=9))
    model.fetchMore()
    with qtbot.waitSignal(model.state_changed):
        source.asked[1][2](AgentError("No answer"))
    assert model.rowCount() == 2
    assert model.state == ListState(phase=ListPhase.FAILED, total=9, problem="No answer.")
    assert not model.canFetchMore()
    model.deleteLater()


def test_retry_goes_on_where_the_list_broke_off(now: datetime):
    source = SlowHistory()
    events = many(now, 3)
    model = made(source, now)
    model.reload()
    source.asked[0][1](HistoryListResult(events=events[:2], next_cursor=2, total=3))
    model.fetchMore()
    source.asked[1][2](AgentError("No answer"))
    model.retry()
    assert source.asked[2][0] == source.asked[1][0]
    assert model.state == ListState(phase=ListPhase.READY, total=3)
    assert not model.canFetchMore()
    source.asked[2][1](HistoryListResult(events=events[2:], total=3))
    assert model.rowCount() == 3
    model.deleteLater()


def test_retry_of_the_first_page_is_loading_again(now: datetime):
    source = SlowHistory()
    model = made(source, now)
    model.reload()
    source.asked[0][2](AgentError("No answer"))
    model.retry()
    assert model.state == ListState(phase=ListPhase.LOADING)
    assert len(source.asked) == 2
    model.deleteLater()


def test_nothing_is_retried_when_nothing_failed(now: datetime):
    source = SlowHistory()
    model = made(source, now)
    model.reload()
    model.retry()
    source.asked[0][1](HistoryListResult(events=many(now, 1), total=1))
    model.retry()
    assert len(source.asked) == 1
    model.deleteLater()


def test_list_that_broke_off_still_takes_in_new_events(now: datetime):
    events = sample_events(now)
    source = SlowHistory()
    model = made(source, now)
    model.reload()
    source.asked[0][1](HistoryListResult(events=events[1:2], next_cursor=1, total=2))
    model.fetchMore()
    source.asked[1][2](AgentError("No answer"))
    model.announce(events[0])
    assert model.event_at(0) == events[0]
    assert model.state.phase is ListPhase.FAILED
    model.deleteLater()


def test_new_event_appears_on_top(now: datetime):
    events = sample_events(now)
    model = made(SampleHistory(events[1:]), now)
    model.reload()
    total = model.state.total
    model.announce(events[0])
    assert model.event_at(0) == events[0]
    assert model.state.total == total + 1
    model.deleteLater()


def test_new_disposition_changes_the_row(now: datetime):
    events = sample_events(now)
    model = made(SampleHistory(events), now)
    model.reload()
    model.announce(events[1].with_fields({"disposition": Disposition.FAILED}))
    assert model.index(1, Column.OUTCOME).data() == "Failed"
    assert model.rowCount() == model.state.total
    model.deleteLater()


@pytest.mark.parametrize("case", ["filtered out", "older than the list", "still loading"])
def test_event_that_does_not_belong_is_not_inserted(now: datetime, case: str):
    events = sample_events(now)
    slow = SlowHistory()
    model = made(slow if case == "still loading" else SampleHistory(events), now)
    model.reload(HistoryFilter(label="restricted"))
    rows = model.rowCount()
    stranger = events[0].with_fields({"event_id": "new"})
    if case == "filtered out":
        stranger = events[2].with_fields({"event_id": "new", "occurred_at": now})
    if case == "older than the list":
        stranger = stranger.with_fields({"occurred_at": now - timedelta(days=1)})
    model.announce(stranger)
    assert model.rowCount() == rows
    model.deleteLater()


def test_event_that_a_page_brings_again_is_listed_once(now: datetime):
    source = SlowHistory()
    events = many(now, 3)
    model = made(source, now)
    model.reload()
    source.asked[0][1](HistoryListResult(events=events[:2], next_cursor=2, total=3))
    model.fetchMore()
    source.asked[1][1](HistoryListResult(events=events[1:], total=3))
    assert [event.event_id for row in range(3) if (event := model.event_at(row))] == ["e0", "e1", "e2"]
    model.deleteLater()


def test_no_such_row(now: datetime):
    model = made(SampleHistory(()), now)
    model.reload()
    assert model.event_at(0) is None
    assert model.event_at(-1) is None
    assert model.row_of("x") is None
    assert model.state == ListState(phase=ListPhase.READY)
    model.deleteLater()
