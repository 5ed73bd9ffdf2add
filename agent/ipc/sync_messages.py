"""Typed parameters and results about the organization's server. None has a field that could hold content.

The agent and the machine service both have these methods:

| method | params → result |
|---|---|
| `sync.status` | `Nothing` → `SyncStatusResult` |
| `sync.now` | `Nothing` → `SyncStatusResult`, once it has tried |
| `sync.sent` | `Nothing` → `SentResult` |
| `exception.request` | `ExceptionRequestParams` → `ExceptionModel` |
| `exception.list` | `Nothing` → `ExceptionListResult` |

Whose exceptions they are comes from the socket. A `SyncModel` also travels in the agent's status.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from agent.core.sync import SyncTrouble
from agent.core.verdicts import Action, Layer
from agent.ipc.wire import Identifier, Instant, ShortText, WireModel

__all__ = [
    "ExceptionListResult",
    "ExceptionModel",
    "ExceptionRequestParams",
    "LayerModel",
    "SentResult",
    "SyncModel",
    "SyncStatusResult",
]

_Detail = Annotated[str, Meta(max_length=1000)]
_Address = Annotated[str, Meta(max_length=400)]


class LayerModel(WireModel, frozen=True):
    """A layer of the policy in force."""

    layer: Layer
    name: ShortText
    version: ShortText


class SyncModel(WireModel, frozen=True):
    """How a device stands with its organization's server.

    Attributes:
        server: its address.
        device_id: as the server knows this device.
        by_machine: whether the machine service syncs, for all users.
        attempted_at: when it was last asked; None before the first time.
        succeeded_at: when it last answered as it should.
        trouble: of the last attempt.
        detail: more about the trouble.
        versions: of the metadata that the device trusts, by role.
        fresh_until: until when the server vouches for the policy's being the newest.
    """

    server: _Address
    device_id: ShortText
    by_machine: bool
    attempted_at: Instant | None = None
    succeeded_at: Instant | None = None
    trouble: SyncTrouble | None = None
    detail: _Detail = ""
    versions: dict[str, int] = msgspec.field(default_factory=dict)
    fresh_until: Instant | None = None
    is_retired: bool = False


class SyncStatusResult(WireModel, frozen=True):
    """Nothing stands in it where no organization governs the device."""

    sync: SyncModel | None = None


class SentResult(WireModel, frozen=True):
    """What was sent last, byte for byte.

    Attributes:
        body: of the last check-in, as JSON; None where none was sent.
    """

    body: str | None = None
    sent_at: Instant | None = None


class ExceptionRequestParams(WireModel, frozen=True):
    """What is asked for; `agent.fleet.exceptions.ExceptionRequest` says what the fields mean."""

    rule_ids: tuple[ShortText, ...]
    destination_id: ShortText
    label: ShortText
    days: int
    reason: ShortText
    down_to: Action = Action.AUDIT


class ExceptionModel(WireModel, frozen=True):
    """A request and what became of it.

    Attributes:
        state: "waiting" while the server does not have it, then as the server says (`ExceptionState`).
    """

    request_id: Identifier
    rule_ids: tuple[ShortText, ...]
    destination_id: ShortText
    state: ShortText
    requested_at: Instant | None = None
    decided_at: Instant | None = None
    expires_at: Instant | None = None


class ExceptionListResult(WireModel, frozen=True):
    """What whoever asks has asked for, the newest last."""

    exceptions: tuple[ExceptionModel, ...] = ()
