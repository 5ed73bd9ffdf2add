"""What is written to a history: an event, what became of one later, or that it is time to forget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agent.core.events import Event
from agent.core.verdicts import Disposition

__all__ = ["DispositionChange", "Entry", "Forgetting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionChange:
    """The disposition that the event of this id has since an instant (aware UTC)."""

    event_id: str
    disposition: Disposition
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """Events of all days (UTC) that had ended by an instant (aware UTC) are deleted."""

    before: datetime


Entry = Event | DispositionChange | Forgetting
