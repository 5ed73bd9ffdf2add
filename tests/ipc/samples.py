"""Events and statuses for tests that need one, whatever it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from agent.core import (
    Action,
    Category,
    Channel,
    DestinationStatus,
    Disposition,
    EntityCount,
    Event,
    Inspection,
    Label,
    Mode,
    Reason,
)
from agent.ipc.messages import StatusResult

__all__ = ["EVENT", "STATUS", "event"]

EVENT = Event(
    event_id="0" * 32,
    occurred_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    channel=Channel.CLIPBOARD,
    reason=Reason.FOCUS,
    destination_id="chatgpt",
    destination_name="ChatGPT",
    destination_status=DestinationStatus.UNKNOWN,
    label=Label(rank=3, name="restricted"),
    category=Category.FINANCIAL,
    entities=(EntityCount(entity="CREDIT_CARD", count=1),),
    inspection=Inspection.COMPLETE,
    mode=Mode.ENFORCE,
    action=Action.WARN,
    disposition=Disposition.WARNED,
    rule_ids=("restricted-to-ai",),
    policy_version="1",
)

STATUS = StatusResult(
    agent_version="0.0.0",
    instance_id="an instance",
    pid=1,
    started_at=datetime(2026, 1, 2, tzinfo=UTC),
    mode=Mode.ENFORCE,
    policy_name="Test",
    policy_version="1",
    clipboard_backend="x11",
    tray_connected=True,
    health=(),
    coverage=(),
)


def event(**changes: Any) -> Event:  # noqa: ANN401 - the fields of an event
    """The sample event with other fields."""
    return replace(EVENT, **changes)
