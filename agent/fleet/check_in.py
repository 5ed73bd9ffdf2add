"""What a device says of itself, and what the server answers. docs/privacy.md lists every field.

A device checks in when something has changed, and otherwise once an hour. `sequence` goes up with each, so that a
recorded check-in cannot be played again. Numbers of gestures are sent only where policy turns that on, by whole days,
and a day that is sent twice counts once.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from agent.core.gestures import Channel
from agent.core.health import Coverage
from agent.core.verdicts import Disposition, Layer
from agent.fleet.message import Instant, Message, Name, ShortText, Slug

__all__ = [
    "CHECK_IN_LIMIT_BYTES",
    "CHECK_IN_PATH",
    "ChannelState",
    "CheckIn",
    "CheckInReply",
    "DailyCount",
    "HealthState",
    "HistoryHead",
    "LayerVersion",
    "Session",
]

CHECK_IN_LIMIT_BYTES: Final = 256 << 10
CHECK_IN_PATH: Final = "/v1/check-ins"
"""POST, signed."""

SessionId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,60}$")]
"""Of a health issue; newer agents know codes that this server does not."""


class LayerVersion(Message):
    """A layer of the policy in force; its version as its author wrote it."""

    layer: Layer
    version: ShortText


class HealthState(Message):
    """An open issue, without its details."""

    code: Code
    since: Instant


class ChannelState(Message):
    """What is seen or held of a channel in this session."""

    channel: Channel
    coverage: Coverage


class HistoryHead(Message):
    """A link of the history's chain (docs/privacy.md): with it a history that was re-written is found."""

    sequence: Annotated[int, Field(ge=0, lt=1 << 63)]
    mac: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class DailyCount(Message):
    """How many gestures of one kind there were on one day; never single ones' times."""

    day: Annotated[date, Field(ge=date(1970, 1, 2), le=date(2200, 1, 1))]
    destination_id: Slug
    label: Name
    channel: Channel
    disposition: Disposition
    count: Annotated[int, Field(ge=1, le=1_000_000_000)]


class Session(Message):
    """An agent, which is one person's: which one, only the device knows.

    Attributes:
        session_id: random, of this person's installation; changes when they remove their own state.
        layers: of the policy in force, global first; empty while none is.
        history_head: the newest link of the history's chain; None while nothing was recorded or it cannot be read.
        history_earlier: links that were reported as heads before, as they are now.
        counts: of whole days that were not sent before; None where policy does not turn reporting on.
    """

    session_id: SessionId
    agent_version: ShortText
    layers: Annotated[tuple[LayerVersion, ...], Field(max_length=3)] = ()
    health: Annotated[tuple[HealthState, ...], Field(max_length=100)] = ()
    channels: Annotated[tuple[ChannelState, ...], Field(max_length=50)] = ()
    history_head: HistoryHead | None = None
    history_earlier: Annotated[tuple[HistoryHead, ...], Field(max_length=10)] = ()
    counts: Annotated[tuple[DailyCount, ...], Field(max_length=2000)] | None = None


class CheckIn(Message):
    """A device at one moment.

    Attributes:
        sequence: higher than that of any check-in of this device before.
        metadata_versions: of the repository's roles that the device trusts: `root`, `targets`, `snapshot`,
            `timestamp`, its team's.
        health: of the machine service or, without one, of syncing.
        sessions: agents that have run since the last check-in.
    """

    schema_version: Literal[1] = 1
    sequence: Annotated[int, Field(ge=1, lt=1 << 53)]
    agent_version: ShortText
    os: ShortText
    os_version: ShortText = ""
    has_machine_service: bool
    metadata_versions: Annotated[dict[Slug, Annotated[int, Field(ge=1, lt=1 << 31)]], Field(max_length=10)] = Field(
        default_factory=dict
    )
    health: Annotated[tuple[HealthState, ...], Field(max_length=100)] = ()
    sessions: Annotated[tuple[Session, ...], Field(max_length=50)] = ()


class CheckInReply(Message):
    """The server's answer.

    Attributes:
        server_at: its clock.
        next_in_s: when to check in again, in seconds, if nothing happens before.
    """

    server_at: Instant
    next_in_s: Annotated[int, Field(ge=30, le=86_400)] = 3600
