"""The values of the inventory: what is remembered of an app, how it is now, and what happened to it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from agent.core.apps import Evidence
from agent.core.gestures import Destination

__all__ = ["AppEvent", "AppEventKind", "AppRecord", "AppState"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppRecord:
    """What is remembered of an app from one start of the agent to the next: an id, instants, and fixed words.

    Attributes:
        destination_id: from the catalogue.
        first_seen_at: when it was first recognized here (aware UTC).
        last_used_at: when it was last started, had the focus, or ended; None where none of that was seen.
        told_at: when the person was last told that it is not approved; None where they never were.
        evidence: everything it was ever recognized by, in the order of the enum.
    """

    destination_id: str
    first_seen_at: datetime
    last_used_at: datetime | None = None
    told_at: datetime | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppState:
    """An app now.

    Attributes:
        destination: as the catalogue has it.
        record: what is remembered of it.
        pids: of its processes, sorted.
        is_running: it has a process, or its local server answers.
        is_installed: something of it is installed, whether or not it runs.
    """

    destination: Destination
    record: AppRecord
    pids: tuple[int, ...] = ()
    is_running: bool = False
    is_installed: bool = False


class AppEventKind(enum.StrEnum):
    """What happened to an app."""

    FIRST_SEEN = "first_seen"
    STARTED = "started"
    STOPPED = "stopped"
    USED = "used"
    """Its window got the focus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppEvent:
    """Something happened to an app; `at` is when it was noticed (aware UTC)."""

    kind: AppEventKind
    destination: Destination
    at: datetime
