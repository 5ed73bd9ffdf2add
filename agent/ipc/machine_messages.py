"""Typed parameters and results of the machine service's own methods, which users' agents and the command line ask.

| method | params → result |
|---|---|
| `hello`, the first message | `HelloParams` → `HelloResult` |
| `machine.status` | `Nothing` → `MachineStatusResult` |
| `machine.policy` | `Nothing` → `MachinePolicyResult` |
| `machine.report` | `MachineReportParams` → `MachineReportResult` |
| `notify.subscribe` | `Nothing` → `MachinePolicyResult`, then `notify` notifications of that kind |

It also has those of `agent/ipc/sync_messages.py`. Whose report it is comes from the socket.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from agent.ipc.messages import HealthIssueModel
from agent.ipc.sync_messages import SyncModel
from agent.ipc.wire import Instant, WireModel

__all__ = ["MachinePolicyResult", "MachineReportParams", "MachineReportResult", "MachineStatusResult"]


class MachinePolicyResult(WireModel, frozen=True):
    """Which set of policies the machine service has in force.

    Attributes:
        generation: goes up with every change; None while there is no set.
        checked_in_at: when the server last took a check-in.
    """

    sync: SyncModel
    generation: int | None = None
    checked_in_at: Instant | None = None


class MachineReportParams(WireModel, frozen=True):
    """What an agent has to say in the next check-in.

    Attributes:
        session: an `agent.fleet.check_in.Session`, as JSON.
    """

    session: Annotated[str, Meta(max_length=256 << 10)]


class MachineReportResult(WireModel, frozen=True):
    """What of it the server has.

    Attributes:
        counted_through: the last day whose counts it has from this session; None for none.
    """

    counted_through: date | None = None


class MachineStatusResult(WireModel, frozen=True):
    """How the service is.

    Attributes:
        sessions: so many users' agents have reported since it was started.
    """

    agent_version: str
    pid: int
    policy: MachinePolicyResult
    health: tuple[HealthIssueModel, ...] = ()
    sessions: int = 0
