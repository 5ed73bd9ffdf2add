"""Typed parameters and results about the AI apps on this device.

| method | params → result |
|---|---|
| `apps.list` | `Nothing` → `AppListResult` |
| `apps.explain` | `AppExplainParams` → `AppExplanation` |

None has a field for a command line, a path or a window's title: of a process its number and name travel, nothing else.
"""

from __future__ import annotations

from agent.core.apps import Evidence
from agent.core.gestures import DestinationKind, DestinationStatus
from agent.ipc.sync_messages import LayerModel
from agent.ipc.wire import Identifier, Instant, ShortText, WireModel

__all__ = ["AppExplainParams", "AppExplanation", "AppListResult", "AppModel", "AppProcess"]


class AppModel(WireModel, frozen=True):
    """An AI app. Every field travels, so that programs find each of them.

    Attributes:
        id: of the catalogue; what policies and events call it.
        status: what the policy in force thinks of it.
        running: it has a process, or its local server answers.
        pids: of its processes; none where a server of another user answers.
        installed: something of it is installed, whether or not it runs.
        first_seen_at: when it was first recognized here; None where it never was.
        last_used_at: when it was last started, had the focus, or ended.
        evidence: what it was ever recognized by.
    """

    id: Identifier
    name: ShortText
    vendor: ShortText
    kind: DestinationKind
    status: DestinationStatus
    running: bool
    pids: tuple[int, ...]
    installed: bool
    first_seen_at: Instant | None
    last_used_at: Instant | None
    evidence: tuple[Evidence, ...]


class AppListResult(WireModel, frozen=True):
    """All that were seen, those that run first, then by name.

    Attributes:
        sees_processes: False where processes cannot be read, so that more may run.
    """

    apps: tuple[AppModel, ...]
    sees_processes: bool = True


class AppExplainParams(WireModel, frozen=True):
    """Which app: its id or name, or the number of a process."""

    subject: Identifier


class AppProcess(WireModel, frozen=True):
    """A process as the system shows it."""

    pid: int
    name: ShortText


class AppExplanation(WireModel, frozen=True):
    """Why something is an AI app, or is none.

    Attributes:
        app: None where the process belongs to none that the catalogue knows.
        process: the one that was asked about; None where an app was.
        recognized_by: what made the process that app.
        said_by: the policy that gives the app its status; None where it is as the catalogue has it.
        policy: the policy in force, by name and version.
    """

    policy: ShortText
    app: AppModel | None = None
    process: AppProcess | None = None
    recognized_by: Evidence | None = None
    said_by: LayerModel | None = None
