"""Typed parameters and results of the methods of the public socket. None here has a field that could hold content.

| method | params → result |
|---|---|
| `hello`, the first message | `HelloParams` → `HelloResult` |
| `status.get` | `Nothing` → `StatusResult` |
| `notify.subscribe` | `Nothing` → `StatusResult`, then `notify` notifications (`Notify`) |
| `history.list` | `HistoryListParams` → `HistoryListResult` |
| `policy.get` | `Nothing` → `PolicyResult` |
| `policy.reload` | `Nothing` → `PolicyInForceResult` |
| `gui.show` | `GuiShowParams` → `Nothing` |
| `agent.stop` | `Nothing` → `Nothing` |

Those about AI apps are in `agent/ipc/app_messages.py`, those about the organization's server in
`agent/ipc/sync_messages.py`, the one that does carry content in `agent/ipc/hook_messages.py`, the prompt channel's in
`agent/ipc/prompt_messages.py`.
"""

from __future__ import annotations

import enum
from typing import Annotated, Self

import msgspec
from msgspec import Meta

from agent.core.events import Event, EventPage, EventQuery
from agent.core.findings import Category, Inspection
from agent.core.gestures import Channel, DestinationStatus, Reason
from agent.core.health import ChannelCoverage, Coverage, HealthIssue, Severity
from agent.core.in_force import PolicyFacts, PolicyOrigin
from agent.core.verdicts import Action, Disposition, Mode
from agent.ipc.hello import HelloParams, HelloResult
from agent.ipc.sync_messages import LayerModel, SyncModel
from agent.ipc.wire import EntityCountModel, Identifier, Instant, LabelModel, ShortText, WireModel

__all__ = [
    "CoverageModel",
    "EventModel",
    "GuiShowParams",
    "GuiWindow",
    "HealthIssueModel",
    "HelloParams",
    "HelloResult",
    "HistoryListParams",
    "HistoryListResult",
    "Notify",
    "PolicyInForceResult",
    "PolicyResult",
    "StatusResult",
]


class HealthIssueModel(WireModel, frozen=True):
    """An open, visible health issue, with its words."""

    code: str
    severity: Severity
    title: str
    text: str
    hint: str
    detail: str
    since: Instant

    @classmethod
    def of(cls, issue: HealthIssue) -> HealthIssueModel:
        """The wire form of an issue."""
        kind = issue.kind
        return cls(
            code=issue.code,
            severity=kind.severity,
            title=kind.title,
            text=kind.text,
            hint=kind.hint,
            detail=issue.detail,
            since=issue.since,
        )


class CoverageModel(WireModel, frozen=True):
    """One row of the capability matrix."""

    channel: Channel
    coverage: Coverage
    why: str

    @classmethod
    def of(cls, row: ChannelCoverage) -> CoverageModel:
        """The wire form of a row."""
        return cls(channel=Channel(row.channel), coverage=row.coverage, why=row.why)


class StatusResult(WireModel, frozen=True):
    """Everything the tray shows about the agent."""

    agent_version: str
    instance_id: str
    pid: int
    started_at: Instant
    mode: Mode
    policy_name: str
    policy_version: str
    clipboard_backend: str
    """"x11", "polling" or "none"."""
    tray_connected: bool
    health: tuple[HealthIssueModel, ...]
    coverage: tuple[CoverageModel, ...]
    policy_origin: PolicyOrigin = PolicyOrigin.PACKAGED
    policy_layers: tuple[LayerModel, ...] = ()
    sync: SyncModel | None = None
    """None where no organization governs the device."""


class PolicyInForceResult(WireModel, frozen=True):
    """Which policy is in force."""

    name: str
    version: str
    mode: Mode
    origin: PolicyOrigin

    @classmethod
    def of(cls, facts: PolicyFacts) -> Self:
        """The wire form."""
        return msgspec.convert(facts, cls, from_attributes=True)


class PolicyResult(PolicyInForceResult, frozen=True):
    """The policy in force, whole.

    Attributes:
        documents: of its layers, as canonical JSON, upper ones first.
    """

    documents: tuple[str, ...]


class EventModel(WireModel, frozen=True):
    """An event; `agent.core.events.Event` says what the fields mean."""

    event_id: Identifier
    occurred_at: Instant
    channel: Channel
    reason: Reason
    destination_id: ShortText
    destination_name: ShortText
    destination_status: DestinationStatus
    label: LabelModel
    entities: tuple[EntityCountModel, ...]
    inspection: Inspection
    mode: Mode
    action: Action
    disposition: Disposition
    rule_ids: tuple[ShortText, ...]
    policy_version: ShortText
    category: Category | None = None

    @classmethod
    def of(cls, event: Event) -> EventModel:
        """The wire form of an event: field by field, by name."""
        return msgspec.convert(event, cls, from_attributes=True)

    def to_event(self) -> Event:
        """The domain form."""
        return msgspec.convert(self, Event, from_attributes=True)


class HistoryListParams(WireModel, frozen=True):
    """Which events; `agent.core.events.EventQuery` says what the fields mean."""

    since: Instant | None = None
    until: Instant | None = None
    channel: Channel | None = None
    label: ShortText | None = None
    action: Action | None = None
    destination_id: ShortText | None = None
    limit: Annotated[int, Meta(ge=1, le=1000)] = 100
    cursor: int | None = None

    def to_query(self) -> EventQuery:
        """The domain form."""
        return EventQuery(**msgspec.structs.asdict(self))


class HistoryListResult(WireModel, frozen=True):
    """One page, newest first."""

    events: tuple[EventModel, ...]
    total: int
    next_cursor: int | None = None
    is_complete: bool = True
    """False while only events that wait to be stored can be read."""

    @classmethod
    def of(cls, page: EventPage) -> HistoryListResult:
        """The wire form of a page."""
        events = tuple(EventModel.of(event) for event in page.events)
        return cls(events=events, next_cursor=page.next_cursor, total=page.total, is_complete=page.is_complete)


class Notify(WireModel, frozen=True):
    """What changed; an absent field is unchanged.

    Attributes:
        status: the whole new status.
        event: a new event, or a known one (same `event_id`) with a new disposition.
        apps_changed: `apps.list` would return something else than before.
    """

    status: StatusResult | None = None
    event: EventModel | None = None
    apps_changed: bool = False


class GuiWindow(enum.StrEnum):
    """A window of the tray application."""

    HISTORY = "history"
    STATUS = "status"
    APPS = "apps"


class GuiShowParams(WireModel, frozen=True):
    """Bring a window of the tray application to the front."""

    window: GuiWindow
