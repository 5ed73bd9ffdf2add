"""The history in memory; test_contract.py holds it to what every store promises."""

from __future__ import annotations

from agent.core import EventQuery
from agent.history.memory import MemoryEventStore
from tests.history.samples import event, ids


def test_numbers_begin_where_they_are_told_to():
    store = MemoryEventStore(first_sequence=500)
    for number in range(3):
        store.record(event(number))
    page = store.list(EventQuery(limit=2))
    assert (page.next_cursor, store.last_sequence) == (501, 502)
    assert ids(store.list(EventQuery(cursor=501))) == ids([event(0)])
