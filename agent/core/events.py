"""The stored record of one judged gesture, and how records are asked for.

An event has no field that could hold content, a matched value, a window title or a path.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agent.core.findings import Category, Inspection
from agent.core.gestures import Channel, DestinationStatus, Reason
from agent.core.verdicts import Action, Disposition, Label, Mode

__all__ = ["EntityCount", "Event", "EventPage", "EventQuery"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityCount:
    """How many findings of one entity there were."""

    entity: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One judged gesture: verdict and disposition, no content.

    Attributes:
        event_id: 32 lower-case hex digits.
        occurred_at: aware UTC.
        entities: by entity name.
        action: what policy answered.
        disposition: what happened; the latest one when read back.
        rule_ids: the triggered rules, strictest first.
    """

    event_id: str
    occurred_at: datetime
    channel: Channel
    reason: Reason
    destination_id: str
    destination_name: str
    destination_status: DestinationStatus
    label: Label
    category: Category | None
    entities: tuple[EntityCount, ...]
    inspection: Inspection
    mode: Mode
    action: Action
    disposition: Disposition
    rule_ids: tuple[str, ...]
    policy_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventQuery:
    """Which events, newest first. None means "any".

    Attributes:
        since: not before this instant (inclusive, aware UTC).
        until: before this instant (exclusive, aware UTC).
        channel: only this channel.
        label: only this label name.
        action: only this verdict.
        destination_id: only this destination.
        limit: at most this many, 1 to 1000.
        cursor: where the page starts, taken from the page before; None for the newest.
    """

    since: datetime | None = None
    until: datetime | None = None
    channel: Channel | None = None
    label: str | None = None
    action: Action | None = None
    destination_id: str | None = None
    limit: int = 100
    cursor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """One page, newest first.

    Attributes:
        events: at most `limit`.
        next_cursor: pass it as `cursor` for the next page; None on the last page.
        total: how many events the query matches, over all pages.
        is_complete: False while the stored events cannot be read and only those that wait to be stored are here.
    """

    events: tuple[Event, ...]
    next_cursor: int | None
    total: int
    is_complete: bool = True
