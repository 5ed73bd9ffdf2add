"""What waits stays bounded and in order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import Disposition, Event, EventQuery
from agent.history.backlog import Backlog, list_with_waiting
from agent.history.entries import DispositionChange, Entry
from agent.history.memory import MemoryEventStore
from tests.history.samples import START, event, ids


def test_the_oldest_makes_room():
    backlog = Backlog(2)
    assert [backlog.append(event(number)) for number in range(4)] == [0, 0, 1, 1]
    assert backlog.waiting() == (event(2), event(3))


def test_what_is_being_written_is_not_given_up():
    backlog = Backlog(2)
    backlog.append(event(0))
    assert backlog.take(5) == (event(0),)
    assert [backlog.append(event(number)) for number in (1, 2)] == [0, 1]
    assert len(backlog) == 2
    backlog.put_back()
    assert backlog.waiting() == (event(0), event(2))


def test_what_is_written_is_gone():
    backlog = Backlog(5)
    backlog.append(event(0))
    backlog.append(event(1))
    backlog.take(1)
    backlog.written()
    assert backlog.waiting() == (event(1),)


def test_giving_everything_up_counts_what_is_being_written_too():
    backlog = Backlog(5)
    for number in range(3):
        backlog.append(event(number))
    backlog.take(2)
    assert backlog.clear() == 3
    assert len(backlog) == 0


@given(
    limit=st.integers(1, 5),
    steps=st.lists(st.sampled_from(["append", "take", "written", "put_back"]), max_size=60),
)
def test_nothing_is_lost_unseen_and_nothing_changes_its_order(limit: int, steps: list[str]):
    backlog = Backlog(limit)
    appended = given_up = 0
    written: list[Entry] = []
    taken: tuple[Entry, ...] = ()
    for step in steps:
        match step:
            case "append":
                given_up += backlog.append(event(appended))
                appended += 1
            case "take" if not taken:
                taken = backlog.take(2)
            case "written":
                written += taken
                taken = ()
                backlog.written()
            case "put_back":
                taken = ()
                backlog.put_back()
        assert len(backlog) <= limit
        assert len(written) + len(backlog) + given_up == appended
    if taken:
        backlog.put_back()
    kept = [*written, *backlog.waiting()]
    numbers = [int(each.event_id, 16) for each in kept if isinstance(each, Event)]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("is_open", [True, False])
def test_waiting_entries_are_listed_as_if_they_were_written(*, is_open: bool):
    written = MemoryEventStore()
    for number in range(3):
        written.record(event(number))
    entries: list[Entry] = [
        event(3),
        DispositionChange(event_id=event(2).event_id, disposition=Disposition.REDACTED, at=START),
        DispositionChange(event_id=event(3).event_id, disposition=Disposition.ACKNOWLEDGED, at=START),
    ]
    page = list_with_waiting(entries, written if is_open else None, EventQuery(limit=2), last_sequence=3)
    shown = ["acknowledged", "redacted"] if is_open else ["acknowledged"]
    assert [each.disposition for each in page.events] == shown
    assert page.total == (4 if is_open else 1)
    if is_open:
        rest = list_with_waiting(entries, written, EventQuery(cursor=page.next_cursor), last_sequence=3)
        assert ids(rest) == ids([event(1), event(0)])
