"""Events as rows of the history file, and back.

A row that holds a value this version does not know was written by a later one; it is refused, not guessed at.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from agent.core.events import EntityCount, Event
from agent.core.findings import Category, Inspection
from agent.core.gestures import Channel, DestinationStatus, Reason
from agent.core.verdicts import Action, Disposition, Label, Mode
from agent.history.errors import HistoryTooNewError

__all__ = ["EVENT_COLUMNS", "Kind", "event_key", "from_us", "parse_event", "to_row", "to_us"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

EVENT_COLUMNS = """
    e.event_id, e.occurred_at_us, k.channel, e.reason, k.destination_id, e.destination_name,
    e.destination_status, k.label_rank, k.label_name, e.category, e.entities, e.inspection, e.mode, k.action,
    COALESCE((SELECT d.disposition FROM dispositions AS d WHERE d.event_sequence = e.sequence
              ORDER BY d.sequence DESC LIMIT 1), e.disposition),
    e.rule_ids, e.policy_version
"""
"""What `parse_event` reads, from `events AS e JOIN kinds AS k`."""


class Kind(NamedTuple):
    """What events are filtered by; see `agent.history.schema`."""

    channel: str
    label_rank: int
    label_name: str
    action: str
    destination_id: str

    @classmethod
    def of(cls, event: Event) -> Kind:
        """The kind an event is of."""
        return cls(event.channel, event.label.rank, event.label.name, event.action, event.destination_id)


def to_us(instant: datetime) -> int:
    """Microseconds since 1970."""
    return (instant - _EPOCH) // _MICROSECOND


def from_us(microseconds: int) -> datetime:
    """The instant (aware UTC)."""
    return _EPOCH + timedelta(microseconds=microseconds)


def event_key(event_id: str) -> bytes | None:
    """An event id as it is stored, or None when it is no event id."""
    try:
        return bytes.fromhex(event_id)
    except ValueError:
        return None


def to_row(event: Event, kind_id: int) -> tuple[object, ...]:
    """The values of the columns of `events`, from `event_id` on.

    Raises:
        ValueError: the event id is not hexadecimal.
    """
    return (
        bytes.fromhex(event.event_id),
        to_us(event.occurred_at),
        kind_id,
        event.reason,
        event.destination_name,
        event.destination_status,
        event.category,
        json.dumps([[each.entity, each.count] for each in event.entities]),
        event.inspection,
        event.mode,
        event.disposition,
        json.dumps(event.rule_ids),
        event.policy_version,
    )


def parse_event(row: Sequence[Any]) -> Event:
    """Return the event in a row of `EVENT_COLUMNS`.

    Raises:
        HistoryTooNewError: a value is not one of those this version writes.
    """
    (
        event_id,
        occurred_at_us,
        channel,
        reason,
        destination_id,
        destination_name,
        destination_status,
        label_rank,
        label_name,
        category,
        entities,
        inspection,
        mode,
        action,
        disposition,
        rule_ids,
        policy_version,
    ) = row
    try:
        return Event(
            event_id=event_id.hex(),
            occurred_at=from_us(occurred_at_us),
            channel=Channel(channel),
            reason=Reason(reason),
            destination_id=destination_id,
            destination_name=destination_name,
            destination_status=DestinationStatus(destination_status),
            label=Label(rank=label_rank, name=label_name),
            category=None if category is None else Category(category),
            entities=tuple(EntityCount(entity=entity, count=count) for entity, count in json.loads(entities)),
            inspection=Inspection(inspection),
            mode=Mode(mode),
            action=Action(action),
            disposition=Disposition(disposition),
            rule_ids=tuple(json.loads(rule_ids)),
            policy_version=policy_version,
        )
    except (ValueError, TypeError):
        # Without its cause, which would quote the row.
        raise HistoryTooNewError(
            "The history holds an event that this version of Cordon does not understand",
            hint="Install the version that was used before, or a later one.",
        ) from None
