"""What users' agents have reported to the machine service, until the server has it.

Rules kept here:

- One report of each user, the newest; at most so many users, so many of one share, and no report above its size. One
  user cannot crowd out another: the oldest report goes first, of the share that is full before all others.
- A check-in takes as many as fit, those that wait longest first; the others are in the next one.
- Whose session is whose is known here only, and never sent.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Final

from agent.fleet.check_in import Session
from agent.fleet.message import parse_message

__all__ = ["SESSION_LIMIT_BYTES", "MachineSessions"]

SESSION_LIMIT_BYTES: Final = 128 << 10
_MOST_USERS: Final = 50
_MOST_OF_ONE_SHARE: Final = 8
_BUDGET_BYTES: Final = 200 << 10
"""Of a check-in; all of it may have 256 KB."""


@dataclass(slots=True)
class _Reported:
    share: Hashable
    session: Session
    size_bytes: int
    is_waiting: bool
    counted_through: date | None = None


class MachineSessions:
    """Implements `SessionSource`. On the event loop.

    Args:
        wanted: is called when there is something new to send.
        share: whose share a user's report uses; left out, each user has one.
    """

    def __init__(
        self, wanted: Callable[[], None] = lambda: None, share: Callable[[int], Hashable] = lambda uid: uid
    ) -> None:
        self._wanted = wanted
        self._share = share
        self._by_user: dict[int, _Reported] = {}

    def __len__(self) -> int:
        """So many users have reported."""
        return len(self._by_user)

    def report(self, uid: int, untrusted: bytes) -> date | None:
        """Take a user's report, and return up to which day the server has this session's counts.

        Raises:
            MessageRefusedError: it is none, or too large.
        """
        session = parse_message(Session, untrusted, SESSION_LIMIT_BYTES)
        known = self._by_user.pop(uid, None)
        is_same = known is not None and known.session.session_id == session.session_id
        counted = known.counted_through if known is not None and is_same else None
        share = self._share(uid)
        self._by_user[uid] = _Reported(
            share=share,
            session=session,
            size_bytes=len(untrusted),
            is_waiting=True,
            counted_through=counted,
        )
        of_share = [each for each, reported in self._by_user.items() if reported.share == share]
        for oldest in of_share[:-_MOST_OF_ONE_SHARE]:
            del self._by_user[oldest]
        while len(self._by_user) > _MOST_USERS:
            del self._by_user[next(iter(self._by_user))]
        if known is None or known.session.layers != session.layers:
            self._wanted()
        return counted

    async def sessions(self) -> tuple[Session, ...]:
        """Return those that wait, as many as fit."""
        left_bytes, found = _BUDGET_BYTES, []
        for each in self._by_user.values():
            if each.is_waiting and each.size_bytes <= left_bytes:
                left_bytes -= each.size_bytes
                found.append(each.session)
        return tuple(found)

    async def accepted(self, sessions: tuple[Session, ...]) -> None:
        """The server has these; what was reported since then waits for the next time."""
        sent = {each.session_id: each for each in sessions}
        for reported in self._by_user.values():
            session = sent.get(reported.session.session_id)
            if session is None:
                continue
            if session.counts:
                through = max(each.day for each in session.counts)
                reported.counted_through = max(through, reported.counted_through or through)
            if session == reported.session:
                reported.is_waiting = False

    def is_own(self, session_id: str, uid: int) -> bool:
        """Whether a session is this user's, as far as is known."""
        reported = self._by_user.get(uid)
        return reported is not None and reported.session.session_id == session_id
