"""Pages over several sources."""

from __future__ import annotations

from agent.core import Action, EventPage, EventQuery
from agent.history.memory import MemoryEventStore
from agent.history.paging import is_match, list_events
from tests.history.samples import START, event, ids


def source(*numbers: int, first_sequence: int = 1) -> MemoryEventStore:
    store = MemoryEventStore(first_sequence=first_sequence)
    for number in numbers:
        store.record(event(number))
    return store


def test_no_source_gives_an_empty_page():
    assert list_events((), EventQuery()) == EventPage(events=(), next_cursor=None, total=0)


def test_several_sources_are_one_list():
    sources = (source(1, 4, 5), source(2, 3, 6, first_sequence=10))
    page = list_events(sources, EventQuery())
    assert ids(page) == ids([event(number) for number in (6, 5, 4, 3, 2, 1)])
    assert page.total == 6


def test_a_page_goes_on_in_every_source():
    sources = (source(1, 4, 5), source(2, 3, 6, first_sequence=10))
    first = list_events(sources, EventQuery(limit=2))
    second = list_events(sources, EventQuery(limit=3, cursor=first.next_cursor))
    assert ids(second) == ids([event(4), event(3), event(2)])
    assert second.next_cursor == 10


def test_a_query_without_conditions_matches_every_event():
    assert is_match(event(), EventQuery(cursor=3, limit=1))


def test_one_condition_that_fails_is_enough():
    assert is_match(event(), EventQuery(since=START, action=Action.WARN))
    assert not is_match(event(), EventQuery(since=START, action=Action.BLOCK))
