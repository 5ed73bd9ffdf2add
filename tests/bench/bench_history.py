"""What the encrypted history costs when it is empty, and when it holds a million events.

Run: `python -m tests.bench.bench_history`. A year of events of 144 kinds (combinations of channel, label, action and
destination), which is more than one person produces; ids are random, as the agent's are. Takes about a minute.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from rich.progress import track

from agent.core import (
    Action,
    Channel,
    DestinationStatus,
    Disposition,
    EntityCount,
    Event,
    EventQuery,
    Inspection,
    Label,
    Mode,
    Reason,
)
from agent.history.entries import Entry
from agent.history.store import SqlCipherEventStore
from tests.bench.table import Row, print_table

__all__ = ["measure"]

_KEY = bytes(range(32))
_MILLION = 1_000_000
_BATCH = 10_000
_BATCHES_PER_PART = 10
_START = datetime(2026, 1, 1, tzinfo=UTC)
_YEAR = timedelta(days=365)
_LABELS = (
    Label(rank=1, name="internal"),
    Label(rank=2, name="confidential"),
    Label(rank=3, name="restricted"),
)
_LEAST_EVENTS_PER_S = 10_000.0
_PAGE_AT_MOST_MS = 50.0


def measure() -> list[Row]:
    """Every figure; takes about a minute."""
    with tempfile.TemporaryDirectory(prefix="bench-history-") as folder:
        with closing(SqlCipherEventStore.open(Path(folder) / "empty.db", _KEY)) as store:
            empty = _events_per_s(store, _events(_BATCH, seed=1))
        path = Path(folder) / "history.db"
        with closing(SqlCipherEventStore.open(path, _KEY)) as store:
            _fill(store)
            full = _events_per_s(store, _events(_BATCH, seed=2, start=_START + _YEAR, span=timedelta(days=3)))
        # Opened again, so that no page is in memory yet.
        with closing(SqlCipherEventStore.open(path, _KEY)) as store:
            pages = [_page(what, store, query) for what, query in _queries(store)]
        size_mb = path.stat().st_size / 1e6
    return [
        _rate("batch of 10,000, first events", empty),
        _rate("batch of 10,000", full),
        *pages,
        Row(what="file", figure=size_mb, unit="MB"),
    ]


def _queries(store: SqlCipherEventStore) -> Iterator[tuple[str, EventQuery]]:
    newest = EventQuery()
    quarter = EventQuery(since=_START + timedelta(days=100, hours=7), until=_START + timedelta(days=190, hours=17))
    yield "newest page", newest
    yield "next page", replace(newest, cursor=store.list(newest).next_cursor)
    yield "page in the middle", replace(newest, cursor=_MILLION // 2)
    yield "last page", replace(newest, cursor=50)
    yield "one channel", replace(newest, channel=Channel.BROWSER)
    yield "one label", replace(newest, label="restricted")
    yield "a rare destination", replace(newest, destination_id="app-7")
    yield (
        "all filters",
        replace(newest, channel=Channel.BROWSER, label="internal", action=Action.WARN, destination_id="app-7"),
    )
    yield "a quarter of the year", quarter
    yield "a quarter, one label", replace(quarter, label="restricted")
    yield "nothing matches", replace(newest, label="secret")


def _fill(store: SqlCipherEventStore) -> None:
    """Record a million events in few transactions."""
    random = Random(0)  # noqa: S311 - made-up events
    part = _BATCH * _BATCHES_PER_PART
    parts = _MILLION // part
    for number in track(range(parts), description="recording a million events", transient=True):
        store.record_all(_events(part, seed=random.random(), start=_START + _YEAR * number / parts, span=_YEAR / parts))


def _events(count: int, *, seed: float, start: datetime = _START, span: timedelta = _YEAR) -> list[Entry]:
    random = Random(seed)  # noqa: S311 - made-up events
    kinds = [
        _template(channel, label, action, f"app-{number}")
        for channel in (Channel.CLIPBOARD, Channel.BROWSER, Channel.FILE_UPLOAD)
        for label in _LABELS
        for action in (Action.AUDIT, Action.WARN)
        for number in range(8)
    ]
    chosen = random.choices(kinds, weights=[1 / (1 + number % 8) for number in range(len(kinds))], k=count)
    return [
        replace(kind, event_id=random.randbytes(16).hex(), occurred_at=start + span * number / count)
        for number, kind in enumerate(chosen)
    ]


def _template(channel: Channel, label: Label, action: Action, destination_id: str) -> Event:
    return Event(
        event_id="",
        occurred_at=_START,
        channel=channel,
        reason=Reason.FOCUS,
        destination_id=destination_id,
        destination_name=destination_id.title(),
        destination_status=DestinationStatus.UNKNOWN,
        label=label,
        category=None,
        entities=(EntityCount(entity="CREDIT_CARD", count=1), EntityCount(entity="EMAIL", count=3)),
        inspection=Inspection.COMPLETE,
        mode=Mode.ENFORCE,
        action=action,
        disposition=Disposition.WARNED,
        rule_ids=("warn-confidential",),
        policy_version="1",
    )


def _events_per_s(store: SqlCipherEventStore, entries: list[Entry]) -> float:
    began = time.perf_counter()
    store.record_all(entries)
    return len(entries) / (time.perf_counter() - began)


def _rate(what: str, per_s: float) -> Row:
    return Row(
        what=what, figure=per_s, unit="events/s", budget=f"≥ {_LEAST_EVENTS_PER_S:,g}", ok=per_s >= _LEAST_EVENTS_PER_S
    )


def _page(what: str, store: SqlCipherEventStore, query: EventQuery) -> Row:
    """The first time it is asked for counts: a person asks once."""
    began = time.perf_counter()
    store.list(query)
    took_ms = (time.perf_counter() - began) * 1000
    return Row(
        what=f"page: {what}",
        figure=took_ms,
        unit="ms",
        budget=f"≤ {_PAGE_AT_MOST_MS:g}",
        ok=took_ms <= _PAGE_AT_MOST_MS,
    )


if __name__ == "__main__":
    rows = measure()
    print_table("History of a million events", rows)
    sys.exit(any(row.ok is False for row in rows))
