"""What is appended to a history: an event, or what became of one later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agent.core.events import Event
from agent.core.verdicts import Disposition

__all__ = ["DispositionChange", "Entry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionChange:
    """The disposition that the event of this id has since an instant (aware UTC)."""

    event_id: str
    disposition: Disposition
    at: datetime


Entry = Event | DispositionChange
