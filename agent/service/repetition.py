"""What was said a short while ago: of a content and a destination once, unless there is more to be said.

Remembered are fingerprints, and only so many of them.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from agent.core import Action

__all__ = ["REPEAT_S", "UNSEEN_REPEAT_S", "Repetition"]

REPEAT_S = 600.0
UNSEEN_REPEAT_S = 10.0
"""After a warning that nobody could be shown."""
_LIMIT = 256

Subject = tuple[bytes, str]
"""A content's fingerprint, and the id of a destination."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    at: datetime
    action: Action


class Repetition:
    """Remembers; on the event loop."""

    def __init__(self) -> None:
        self._said: OrderedDict[Subject, _Said] = OrderedDict()

    def is_one(self, subject: Subject, action: Action, now: datetime) -> bool:
        """Whether something as strict was said of it a short while ago; if not, remembers that it is said now."""
        said = self._said.get(subject)
        # An instant that lies ahead was taken before the clock was set back: it says nothing.
        is_recent = said is not None and timedelta(0) <= now - said.at < timedelta(seconds=REPEAT_S)
        if said is not None and is_recent and action.rank <= said.action.rank:
            return True
        self._said[subject] = _Said(at=now, action=action)
        self._said.move_to_end(subject)
        while len(self._said) > _LIMIT:
            self._said.popitem(last=False)
        return False

    def was_not_seen(self, subject: Subject) -> None:
        """Nobody could be shown what was just said: it may be said again soon."""
        said = self._said[subject]
        self._said[subject] = replace(said, at=said.at - timedelta(seconds=REPEAT_S - UNSEEN_REPEAT_S))
