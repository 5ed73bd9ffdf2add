"""Events, keys and queries for tests of the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from agent.core import (
    Action,
    Category,
    Channel,
    DestinationStatus,
    Disposition,
    EntityCount,
    Event,
    EventPage,
    EventQuery,
    Inspection,
    Label,
    Mode,
    Reason,
)
from agent.core.ports import EventStore

__all__ = ["KEY", "OTHER_KEY", "START", "all_pages", "event", "events", "ids"]

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))


def event(number: int = 0, **changes: Any) -> Event:  # noqa: ANN401 - the fields of an event
    """The event of that number, a second after the one before."""
    made = Event(
        event_id=f"{number:032x}",
        occurred_at=START + timedelta(seconds=number),
        channel=Channel.CLIPBOARD,
        reason=Reason.FOCUS,
        destination_id="chatgpt",
        destination_name="ChatGPT",
        destination_status=DestinationStatus.UNAPPROVED,
        label=Label(rank=3, name="restricted"),
        category=None,
        entities=(EntityCount(entity="CREDIT_CARD", count=2), EntityCount(entity="EMAIL", count=1)),
        inspection=Inspection.COMPLETE,
        mode=Mode.ENFORCE,
        action=Action.WARN,
        disposition=Disposition.WARNED,
        rule_ids=("warn-restricted", "audit-all"),
        policy_version="7",
    )
    return replace(made, **changes)


def events(count: int, *, spread: timedelta = timedelta(days=9), seed: int = 1) -> list[Event]:
    """Events of many kinds at instants that often coincide, in no order."""
    random = Random(seed)  # noqa: S311 - test data
    return [
        event(
            number,
            occurred_at=START + spread * random.randrange(count) / count,
            channel=random.choice(list(Channel)[:3]),
            label=Label(rank=rank, name=("public", "internal", "confidential", "restricted")[rank]),
            category=random.choice([None, *Category]),
            action=random.choice(list(Action)),
            destination_id=random.choice(["chatgpt", "claude", "cursor"]),
        )
        for number in range(count)
        for rank in (random.randrange(4),)
    ]


def ids(page: EventPage | Sequence[Event]) -> list[str]:
    """The ids of events, in order."""
    return [each.event_id for each in (page.events if isinstance(page, EventPage) else page)]


def all_pages(store: EventStore, query: EventQuery) -> list[EventPage]:
    """Every page from the query's on."""
    pages = [store.list(query)]
    while (cursor := pages[-1].next_cursor) is not None:
        pages.append(store.list(replace(query, cursor=cursor)))
    return pages
