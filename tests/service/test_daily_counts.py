"""How many gestures there were on a day, and which days are reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from agent.core import Channel, Disposition, Event, EventPage, EventQuery, Label
from agent.history.memory import MemoryEventStore
from agent.service.daily_counts import DailyCounts, count_day
from agent.system.state_file import StateFile
from tests.history.samples import event

TODAY = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def _on(day: date, number: int = 0, **changes: object) -> Event:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC) + timedelta(seconds=number)
    return event(number + 1000 * day.toordinal(), occurred_at=at, **changes)


class Setting:
    """A history, and the file that remembers."""

    def __init__(self, folder: Path) -> None:
        self.store = MemoryEventStore()
        self.file = StateFile(folder / "counts.json")
        self.counts = DailyCounts(self.store, self.file)

    def turned_on(self, at: datetime = NOON - DAY) -> None:
        """Policy has just turned reporting on; the day after is the first that counts."""
        assert self.counts.pending(at, is_on=True) == ()

    def days(self, now: datetime = NOON) -> list[str]:
        """Which days are pending."""
        found = self.counts.pending(now, is_on=True)
        assert found is not None
        return sorted({each.day.isoformat() for each in found})


kinds = st.tuples(
    st.sampled_from(["chatgpt", "claude"]),
    st.sampled_from(["public", "restricted"]),
    st.sampled_from(list(Channel)),
    st.sampled_from(list(Disposition)),
)


@given(st.lists(kinds, max_size=40))
def test_each_kind_is_counted_once_and_together_they_are_all(given_kinds: list[tuple[str, str, Channel, Disposition]]):
    events = [
        replace(
            _on(TODAY, number),
            destination_id=destination,
            label=Label(rank=0, name=label),
            channel=channel,
            disposition=disposition,
        )
        for number, (destination, label, channel, disposition) in enumerate(given_kinds)
    ]
    counts = list(count_day(TODAY, events))
    assert sum(each.count for each in counts) == len(events)
    found = [(each.destination_id, each.label, each.channel, each.disposition) for each in counts]
    assert len(set(found)) == len(found)
    assert {each.day for each in counts} <= {TODAY}


def test_nothing_from_before_it_was_turned_on_is_reported(tmp_path: Path):
    setting = Setting(tmp_path)
    for day in (TODAY - 5 * DAY, TODAY - DAY, TODAY):
        setting.store.record(_on(day))
    setting.turned_on(NOON)
    assert setting.days() == []
    setting.store.record(_on(TODAY + DAY))
    assert setting.days(NOON + DAY) == []
    assert setting.days(NOON + 2 * DAY) == ["2026-03-11"]


def test_today_is_not_over(tmp_path: Path):
    setting = Setting(tmp_path)
    setting.turned_on()
    setting.store.record(_on(TODAY))
    assert setting.days(datetime(2026, 3, 10, 23, 59, tzinfo=UTC)) == []
    assert setting.days(datetime(2026, 3, 11, 0, 9, tzinfo=UTC)) == []
    assert setting.days(datetime(2026, 3, 11, 0, 10, tzinfo=UTC)) == ["2026-03-10"]


def test_days_are_sent_again_until_they_are_confirmed(tmp_path: Path):
    setting = Setting(tmp_path)
    setting.turned_on()
    for day in (TODAY, TODAY + DAY):
        setting.store.record(_on(day))
    later = NOON + 2 * DAY
    assert setting.days(later) == setting.days(later) == ["2026-03-10", "2026-03-11"]
    setting.counts.confirmed(TODAY)
    assert setting.days(later) == ["2026-03-11"]
    setting.counts.confirmed(TODAY + DAY)
    setting.counts.confirmed(TODAY)
    assert setting.days(later) == []


def test_another_process_goes_on_where_the_last_one_ended(tmp_path: Path):
    setting = Setting(tmp_path)
    setting.turned_on()
    setting.store.record(_on(TODAY))
    setting.counts.confirmed(TODAY)
    again = DailyCounts(setting.store, StateFile(tmp_path / "counts.json"))
    assert again.pending(NOON + DAY, is_on=True) == ()


def test_where_policy_wants_none_there_are_none_and_the_time_is_not_made_up_for(tmp_path: Path):
    setting = Setting(tmp_path)
    setting.turned_on()
    setting.store.record(_on(TODAY))
    for day in (2, 3):
        setting.store.record(_on(TODAY + day * DAY))
    assert setting.counts.pending(NOON + DAY, is_on=False) is None
    setting.turned_on(NOON + 2 * DAY)
    assert setting.days(NOON + 4 * DAY) == ["2026-03-13"]


def test_a_month_at_most_is_made_up_for(tmp_path: Path):
    setting = Setting(tmp_path)
    setting.turned_on()
    for number in range(60):
        setting.store.record(_on(TODAY + number * DAY))
    days = setting.days(NOON + 60 * DAY)
    assert len(days) == 31
    assert days[-1] == (TODAY + 59 * DAY).isoformat()


def test_what_there_is_too_much_of_waits(tmp_path: Path):
    setting = Setting(tmp_path)
    setting.turned_on()
    for day in (TODAY, TODAY + DAY):
        for number in range(300):
            setting.store.record(_on(day, number, destination_id=f"tool-{number}"))
    assert setting.days(NOON + 2 * DAY) == ["2026-03-10"]
    setting.counts.confirmed(TODAY)
    assert setting.days(NOON + 2 * DAY) == ["2026-03-11"]


def test_more_events_than_one_page_are_all_counted(tmp_path: Path):
    setting = Setting(tmp_path)
    setting.turned_on()
    for number in range(2500):
        setting.store.record(_on(TODAY, number))
    pending = setting.counts.pending(NOON + DAY, is_on=True)
    assert pending is not None
    assert sum(each.count for each in pending) == 2500


class Unreadable(MemoryEventStore):
    """A history of which only what waits can be read."""

    def list(self, query: EventQuery) -> EventPage:
        """As always, and incomplete."""
        return replace(super().list(query), is_complete=False)


def test_a_history_that_cannot_be_read_is_read_later(tmp_path: Path):
    setting = Setting(tmp_path)
    setting.turned_on()
    unreadable = Unreadable()
    unreadable.record(_on(TODAY))
    assert DailyCounts(unreadable, setting.file).pending(NOON + DAY, is_on=True) == ()
    setting.store.record(_on(TODAY))
    assert setting.days(NOON + DAY) == ["2026-03-10"]


def test_a_clock_that_was_ahead_loses_no_later_day(tmp_path: Path):
    setting = Setting(tmp_path)
    setting.turned_on(NOON + 1000 * DAY)
    setting.store.record(_on(TODAY + DAY))
    setting.turned_on(NOON)
    assert setting.days(NOON + 2 * DAY) == ["2026-03-11"]
