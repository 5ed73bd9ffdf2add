"""Typed parameters and results of every IPC method.

Every model is frozen and refuses unknown fields and lax types: both ends ship together and `PROTOCOL_VERSION` guards
the rest. The models under "prompt channel" may hold content: they never travel over the public socket, and their `repr`
leaves it out. msgspec, not pydantic, because the tray pays for what it loads (docs/adr/0008).

| method | direction | params → result |
|---|---|---|
| `hello` | client → agent, first message | `HelloParams` → `HelloResult` |
| `status.get` | client → agent | `Nothing` → `StatusResult` |
| `notify.subscribe` | client → agent | `Nothing` → `StatusResult`, then `notify` notifications (`Notify`) |
| `history.list` | client → agent | `HistoryListParams` → `HistoryListResult` |
| `gui.show` | client → agent | `GuiShowParams` → `Nothing` |
| `agent.stop` | client → agent | `Nothing` → `Nothing` |
| `tray.ready` | tray → agent, prompt channel, once it can show prompts | `Nothing` |
| `prompt.show` | agent → tray, prompt channel | `Prompt` |
| `prompt.withdraw` | agent → tray, prompt channel | `PromptWithdraw` |
| `window.show` | agent → tray, prompt channel | `GuiShowParams` |
| `prompt.answer` | tray → agent, prompt channel | `PromptAnswer` → `PromptAnswerResult` |
"""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Self

import msgspec
from msgspec import Meta

from agent.core.errors import AgentError
from agent.core.events import EntityCount, Event, EventPage, EventQuery
from agent.core.findings import Category, Inspection
from agent.core.gestures import Channel, DestinationStatus, Reason
from agent.core.health import ChannelCoverage, Coverage, HealthIssue, Severity
from agent.core.verdicts import Action, Disposition, Label, Mode, Offer

__all__ = [
    "CoverageModel",
    "EntityCountModel",
    "EventModel",
    "Excerpt",
    "GuiShowParams",
    "GuiWindow",
    "HealthIssueModel",
    "HelloParams",
    "HelloResult",
    "HistoryListParams",
    "HistoryListResult",
    "LabelModel",
    "Nothing",
    "Notify",
    "ParamsError",
    "Prompt",
    "PromptAnswer",
    "PromptAnswerResult",
    "PromptChoice",
    "PromptFinding",
    "PromptWithdraw",
    "Span",
    "StatusResult",
    "WireModel",
]

ShortText = Annotated[str, Meta(max_length=200)]
Identifier = Annotated[str, Meta(min_length=1, max_length=100)]
Instant = Annotated[datetime, Meta(tz=True)]

_QUOTED_FIELD = re.compile(r"`(?:\$\.)?(\w+)")


class ParamsError(AgentError):
    """Parameters or a result do not fit their method. Names the fields, never their values."""

    code = "ipc_params"


class WireModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of everything typed that crosses IPC."""

    @classmethod
    def parse(cls, untrusted: Mapping[str, object]) -> Self:
        """Return the typed value.

        Raises:
            ParamsError: a field is missing, unknown or of the wrong type.
        """
        try:
            # By way of text, because only there half a surrogate pair is refused.
            return msgspec.json.decode(json.dumps(untrusted), type=cls)
        except msgspec.DecodeError as exc:
            # Without a cause, and without names that are not ours: both may quote what was sent.
            named = set(_QUOTED_FIELD.findall(str(exc))) & set(cls.__struct_fields__)
            where = ", ".join(sorted(named)) or "unknown fields"
            raise ParamsError("An IPC message has wrong fields", detail=f"{cls.__name__}: {where}.") from None

    def to_json(self) -> dict[str, object]:
        """Return plain JSON values; what has its default is left out."""
        # By way of text, because msgspec leaves tuples as they are.
        plain: dict[str, object] = json.loads(json.dumps(msgspec.to_builtins(self)))
        return plain

    def with_fields(self, changes: Mapping[str, object]) -> Self:
        """Return a copy with some fields changed."""
        return msgspec.structs.replace(self, **changes)


class Nothing(WireModel, frozen=True):
    """No parameters, or no result."""


class HelloParams(WireModel, frozen=True):
    """First message of a client."""

    protocol: int
    client: Identifier
    client_version: Identifier


class HelloResult(WireModel, frozen=True):
    """The agent's answer; `instance_id` changes with every start of the agent."""

    protocol: int
    agent_version: str
    instance_id: str
    pid: int


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


class LabelModel(WireModel, frozen=True):
    """A label and its rank; higher is more sensitive."""

    rank: int
    name: ShortText


class EntityCountModel(WireModel, frozen=True):
    """How many findings of one entity."""

    entity: ShortText
    count: int


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
        """The wire form of an event."""
        return cls(
            event_id=event.event_id,
            occurred_at=event.occurred_at,
            channel=event.channel,
            reason=event.reason,
            destination_id=event.destination_id,
            destination_name=event.destination_name,
            destination_status=event.destination_status,
            label=LabelModel(rank=event.label.rank, name=event.label.name),
            category=event.category,
            entities=tuple(EntityCountModel(entity=each.entity, count=each.count) for each in event.entities),
            inspection=event.inspection,
            mode=event.mode,
            action=event.action,
            disposition=event.disposition,
            rule_ids=event.rule_ids,
            policy_version=event.policy_version,
        )

    def to_event(self) -> Event:
        """The domain form."""
        return Event(
            event_id=self.event_id,
            occurred_at=self.occurred_at,
            channel=self.channel,
            reason=self.reason,
            destination_id=self.destination_id,
            destination_name=self.destination_name,
            destination_status=self.destination_status,
            label=Label(rank=self.label.rank, name=self.label.name),
            category=self.category,
            entities=tuple(EntityCount(entity=each.entity, count=each.count) for each in self.entities),
            inspection=self.inspection,
            mode=self.mode,
            action=self.action,
            disposition=self.disposition,
            rule_ids=self.rule_ids,
            policy_version=self.policy_version,
        )


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

    @classmethod
    def of(cls, page: EventPage) -> HistoryListResult:
        """The wire form of a page."""
        events = tuple(EventModel.of(event) for event in page.events)
        return cls(events=events, next_cursor=page.next_cursor, total=page.total)


class Notify(WireModel, frozen=True):
    """What changed; an absent field is unchanged.

    Attributes:
        status: the whole new status.
        event: a new event, or a known one (same `event_id`) with a new disposition.
    """

    status: StatusResult | None = None
    event: EventModel | None = None


class GuiWindow(enum.StrEnum):
    """A window of the tray application."""

    HISTORY = "history"
    STATUS = "status"


class GuiShowParams(WireModel, frozen=True):
    """Bring a window of the tray application to the front."""

    window: GuiWindow


# ---- prompt channel only: these may hold content -------------------------------------------------------------------


class Span(WireModel, frozen=True):
    """A finding inside an excerpt; offsets are code points of the excerpt's text."""

    start: int
    end: int
    entity: ShortText


class Excerpt(WireModel, frozen=True):
    """A piece of the content around findings, cut at word ends where possible."""

    text: str
    spans: tuple[Span, ...]
    is_cut_before: bool
    is_cut_after: bool

    def __repr__(self) -> str:
        return f"Excerpt({len(self.text)} characters, {len(self.spans)} spans)"


class PromptFinding(WireModel, frozen=True):
    """Why something was found, one row per entity and recognizer."""

    entity: ShortText
    recognizer: ShortText
    confidence: float
    count: int
    summary: str


class Prompt(WireModel, frozen=True):
    """A question or warning for the person. Merged and bounded on the agent's side.

    Attributes:
        prompt_id: answers name it; a prompt with a known id replaces the one on screen.
        action: the verdict (WARN or stricter).
        rule_messages: the policy author's words for the triggered rules, strictest first; may be empty.
        excerpts: content around the findings, for the dialog only; never for a notification.
        more_findings: findings that are in no excerpt.
        offers: what the person may choose, in order.
        expires_at: the agent stops waiting for an answer then.
    """

    prompt_id: Identifier
    channel: Channel
    destination_id: ShortText
    destination_name: ShortText
    destination_status: DestinationStatus
    label: LabelModel
    action: Action
    entities: tuple[EntityCountModel, ...]
    findings: tuple[PromptFinding, ...]
    excerpts: tuple[Excerpt, ...]
    more_findings: int
    rule_messages: tuple[str, ...]
    offers: tuple[Offer, ...]
    expires_at: Instant
    category: Category | None = None


class PromptWithdraw(WireModel, frozen=True):
    """The prompt is of no use any more (the clipboard changed, it expired): take it off the screen."""

    prompt_id: Identifier


class PromptChoice(enum.StrEnum):
    """What the person chose."""

    ACKNOWLEDGED = "acknowledged"
    """Read it and closed it."""
    REDACTED = "redacted"
    """Put the redacted text on the clipboard."""
    NOT_SHOWN = "not_shown"
    """The tray could not show it."""


class PromptAnswer(WireModel, frozen=True):
    """The person's answer. The first one counts."""

    prompt_id: Identifier
    choice: PromptChoice


class PromptAnswerResult(WireModel, frozen=True):
    """What became of it; FAILED means that nothing was changed."""

    disposition: Disposition
