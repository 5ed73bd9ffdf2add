"""What every event store promises, held to by all of them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.core import Action, Category, Channel, Disposition, Event, EventQuery, Label
from agent.core.errors import SecretStoreLockedError
from agent.core.ports import EventStore
from agent.history.memory import MemoryEventStore
from agent.history.recorder import HistoryFile, HistoryRecorder
from agent.history.store import SqlCipherEventStore
from tests.fakes.health import RecordingHealth
from tests.fakes.history_file import FakeHistoryFile
from tests.history.samples import KEY, START, all_pages, event, events, ids

Fresh = Callable[[], AbstractContextManager[EventStore]]

NEVER = "f" * 32


def is_asked_for(each: Event, query: EventQuery) -> bool:
    """What the fields of a query say, read off their description."""
    conditions = [
        query.since is None or query.since <= each.occurred_at,
        query.until is None or each.occurred_at < query.until,
        query.channel is None or query.channel is each.channel,
        query.label is None or query.label == each.label.name,
        query.action is None or query.action is each.action,
        query.destination_id is None or query.destination_id == each.destination_id,
    ]
    return all(conditions)


def expected(recorded: list[Event], query: EventQuery) -> list[Event]:
    """What a query lists over all pages."""
    numbered = [(each.occurred_at, number, each) for number, each in enumerate(recorded)]
    return [each for _, _, each in sorted(numbered, reverse=True) if is_asked_for(each, query)]


instants = st.one_of(st.none(), st.integers(-24, 11 * 24).map(lambda hours: START + timedelta(hours=hours)))
queries = st.builds(
    EventQuery,
    since=instants,
    until=instants,
    channel=st.sampled_from([None, *list(Channel)[:4]]),
    label=st.sampled_from([None, "restricted", "public", "secret"]),
    action=st.sampled_from([None, *Action]),
    destination_id=st.sampled_from([None, "chatgpt", "nowhere"]),
    limit=st.integers(1, 100),
)


@contextmanager
def memory() -> Iterator[EventStore]:
    with closing(MemoryEventStore()) as store:
        yield store


@contextmanager
def file() -> Iterator[EventStore]:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(SqlCipherEventStore.open(Path(folder) / "history.db", KEY)) as store,
    ):
        yield store


@contextmanager
def recorder() -> Iterator[EventStore]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        with started(load_key=lambda: KEY, open_file=lambda key: SqlCipherEventStore.open(path, key)) as store:
            yield store


@contextmanager
def recorder_with_a_locked_keyring() -> Iterator[EventStore]:
    def load_key() -> bytes:
        raise SecretStoreLockedError("The keyring is locked")

    with started(load_key=load_key, open_file=lambda _: FakeHistoryFile()) as store:
        yield store


@contextmanager
def recorder_with_a_disk_that_fills_up() -> Iterator[EventStore]:
    with started(load_key=lambda: KEY, open_file=lambda _: FakeHistoryFile(room=20)) as store:
        yield store


@contextmanager
def started(*, load_key: Callable[[], bytes], open_file: Callable[[bytes], HistoryFile]) -> Iterator[EventStore]:
    store = HistoryRecorder(
        load_key=load_key, open_file=open_file, set_file_aside=lambda: "unused", health=RecordingHealth()
    )
    store.start()
    with closing(store):
        yield store


STORES = [memory, file, recorder, recorder_with_a_locked_keyring, recorder_with_a_disk_that_fills_up]


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Iterator[EventStore]:
    with request.param() as made:
        yield made


def test_an_empty_store_lists_nothing(store: EventStore):
    page = store.list(EventQuery())
    assert (page.events, page.next_cursor, page.total) == ((), None, 0)


@pytest.mark.parametrize(
    "recorded",
    [
        event(),
        event(category=Category.LEGAL, entities=(), rule_ids=(), disposition=Disposition.FAILED),
        event(occurred_at=START.replace(microsecond=123456), label=Label(rank=0, name="öffentlich")),
    ],
)
def test_an_event_comes_back_whole(store: EventStore, recorded: Event):
    store.record(recorded)
    assert store.list(EventQuery()).events == (recorded,)


def test_an_instant_is_the_same_in_every_time_zone(store: EventStore):
    store.record(event(occurred_at=datetime(2026, 3, 1, 14, tzinfo=timezone(timedelta(hours=2)))))
    assert store.list(EventQuery(since=START)).total == 1
    assert store.list(EventQuery(until=START)).total == 0


def test_the_newest_event_is_first_whatever_was_recorded_first(store: EventStore):
    for number in (2, 5, 1):
        store.record(event(number))
    assert ids(store.list(EventQuery())) == ids([event(5), event(2), event(1)])


def test_of_one_instant_the_event_recorded_last_is_first(store: EventStore):
    for number in (2, 5, 1):
        store.record(event(number, occurred_at=START))
    assert ids(store.list(EventQuery())) == ids([event(1), event(5), event(2)])


def test_an_event_recorded_twice_is_one(store: EventStore):
    store.record(event())
    store.record(event())
    page = store.list(EventQuery())
    assert (page.events, page.next_cursor, page.total) == ((event(),), None, 1)


def test_a_time_range_includes_its_begin_and_not_its_end(store: EventStore):
    for number in range(4):
        store.record(event(number))
    page = store.list(EventQuery(since=event(1).occurred_at, until=event(3).occurred_at))
    assert (ids(page), page.total) == (ids([event(2), event(1)]), 2)


def test_the_latest_disposition_is_shown(store: EventStore):
    store.record(event(1))
    store.record(event(2))
    for disposition in (Disposition.REDACTED, Disposition.ACKNOWLEDGED):
        store.record_disposition(event(1).event_id, disposition, START + timedelta(days=30))
    assert [each.disposition for each in store.list(EventQuery()).events] == [
        Disposition.WARNED,
        Disposition.ACKNOWLEDGED,
    ]


def test_a_disposition_finds_an_event_of_an_earlier_day(store: EventStore):
    for number in range(3):
        store.record(event(number, occurred_at=START - timedelta(days=number * 40)))
    store.record_disposition(event(2).event_id, Disposition.REDACTED, START)
    assert [each.disposition for each in store.list(EventQuery()).events] == [
        Disposition.WARNED,
        Disposition.WARNED,
        Disposition.REDACTED,
    ]


def test_what_is_older_is_forgotten_by_whole_days(store: EventStore):
    old, older = START - timedelta(days=1), START - timedelta(days=40)
    recorded = [event(1), event(2, occurred_at=old), event(3, occurred_at=older, action=Action.AUDIT), event(4)]
    for each in recorded:
        store.record(each)
    store.record_disposition(event(3).event_id, Disposition.REDACTED, START)
    store.forget_before(old)  # the same day: nothing of it goes
    assert ids(store.list(EventQuery())) == ids([recorded[3], recorded[0], recorded[1]])
    store.forget_before(START)
    page = store.list(EventQuery())
    assert (ids(page), page.total) == (ids([recorded[3], recorded[0]]), 2)
    assert store.list(EventQuery(until=START + timedelta(days=1))).total == 2
    assert store.list(EventQuery(action=Action.AUDIT)).total == 0
    store.record_disposition(event(3).event_id, Disposition.FAILED, START)
    store.record(event(5))
    assert store.list(EventQuery()).total == 3


@settings(max_examples=25, deadline=None)
@given(
    number=st.integers(0, 40),
    seed=st.integers(0, 10**6),
    hours=st.integers(-24, 11 * 24),
    query=queries,
)
def test_what_is_left_is_what_was_recorded_since(number: int, seed: int, hours: int, query: EventQuery):
    recorded = events(number, seed=seed)
    before = START + timedelta(hours=hours)
    left = [each for each in recorded if each.occurred_at.date() >= before.date()]
    with file() as of_file:
        for each in recorded:
            of_file.record(each)
        of_file.forget_before(before)
        listed = [each for page in all_pages(of_file, query) for each in page.events]
        assert [each.event_id for each in listed] == [each.event_id for each in expected(left, query)]
        assert of_file.list(query).total == len(expected(left, query))


@pytest.mark.parametrize("unknown", [NEVER, "", "no event id"])
def test_a_disposition_of_an_unknown_event_is_ignored(store: EventStore, unknown: str):
    store.record(event())
    store.record_disposition(unknown, Disposition.REDACTED, START)
    assert store.list(EventQuery()).events == (event(),)


@pytest.mark.parametrize("cursor", [0, -1, 10**6, 2**80, -(2**80)])
def test_an_unknown_cursor_gives_an_empty_page(store: EventStore, cursor: int):
    store.record(event())
    page = store.list(EventQuery(cursor=cursor))
    assert (page.events, page.next_cursor, page.total) == ((), None, 1)


def test_an_event_that_arrives_between_two_pages_neither_repeats_nor_hides_another(store: EventStore):
    for number in range(4):
        store.record(event(number))
    first = store.list(EventQuery(limit=2))
    store.record(event(9))
    second = store.list(EventQuery(limit=2, cursor=first.next_cursor))
    assert ids(first) + ids(second) == ids([event(number) for number in (3, 2, 1, 0)])
    assert (second.total, second.next_cursor) == (5, None)


def test_a_full_last_page_has_no_next_one(store: EventStore):
    for number in range(4):
        store.record(event(number))
    assert [len(page.events) for page in all_pages(store, EventQuery(limit=2))] == [2, 2]


@pytest.mark.parametrize("fresh", STORES)
@settings(deadline=None, max_examples=25)
@given(count=st.integers(0, 80), seed=st.integers(0, 1000), several=st.lists(queries, min_size=1, max_size=12))
def test_all_pages_together_are_all_that_was_asked_for(fresh: Fresh, count: int, seed: int, several: list[EventQuery]):
    recorded = events(count, seed=seed) if count else []
    with fresh() as store:
        for each in recorded:
            store.record(each)
        for query in several:
            pages = all_pages(store, query)
            wanted = expected(recorded, query)
            assert [each for page in pages for each in page.events] == wanted
            assert {page.total for page in pages} == {len(wanted)}
            assert all(len(page.events) == query.limit for page in pages[:-1])


def test_closing_twice_is_closing_once(store: EventStore):
    store.record(event())
    store.close()
    store.close()
