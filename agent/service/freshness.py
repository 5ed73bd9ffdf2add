"""How long the policy in force is known to be the newest one, and a time that nobody can set back.

Rules kept here:

- Time is at least what it was when the policy in force was verified, and what has really passed since it was read:
  whoever sets the clock back neither revives an exception that has expired nor makes an old policy look fresh. Times
  count as long as those who may tell them stay the same: when the online key was replaced, a thief's word is void.
- A policy is stale once the server's last signature has run out: it goes on, and health says so. It is outdated once
  its grace has passed, too; what then happens is its author's to say (`offline`), and the engine's to do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from agent.core.health import HealthCode
from agent.core.ports import HealthReporter
from agent.core.verdicts import OfflineMode

__all__ = ["PolicyFreshness"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    verified_at: datetime
    read_s: float
    fresh_until: datetime
    told_by: tuple[str, ...]


class PolicyFreshness:
    """Threads may ask at once.

    Args:
        health: is told when a policy has become stale or outdated, and when it is fresh again.
        clock: now (aware), which anybody may set.
        elapsed_s: seconds since some moment; goes on while the machine sleeps, and nobody can set it.
    """

    def __init__(
        self, health: HealthReporter, *, clock: Callable[[], datetime], elapsed_s: Callable[[], float]
    ) -> None:
        self._health = health
        self._clock = clock
        self._elapsed_s = elapsed_s
        self._lock = threading.Lock()
        self._known: _Known | None = None
        self._offline = (OfflineMode.KEEP, timedelta(0))

    def read(self, *, verified_at: datetime, fresh_until: datetime, told_by: tuple[str, ...] = ()) -> None:
        """A verified policy was read.

        Args:
            verified_at: when it was verified.
            fresh_until: until when the server vouches for its being the newest.
            told_by: whose word that is.
        """
        with self._lock:
            known = self._known
            if known is not None and known.told_by == told_by:
                fresh_until = max(fresh_until, known.fresh_until)
                verified_at = max(verified_at, self._floor(known))
            self._known = _Known(
                verified_at=verified_at, read_s=self._elapsed_s(), fresh_until=fresh_until, told_by=told_by
            )

    def in_force(self, mode: OfflineMode, grace: timedelta) -> None:
        """It is in force now: what it wants when it could not be renewed for longer than its grace."""
        self._offline = (mode, grace)
        self.look()

    def renewed(self, fresh_until: datetime) -> None:
        """The server vouches for the policy in force until then; earlier than before means nothing."""
        with self._lock:
            known = self._known
            if known is None:
                return
            self._known = _Known(
                verified_at=known.verified_at,
                read_s=known.read_s,
                fresh_until=max(fresh_until, known.fresh_until),
                told_by=known.told_by,
            )
        self.look()

    @property
    def fresh_until(self) -> datetime | None:
        """Until when the server vouches for the policy; None before one was read."""
        known = self._known
        return known.fresh_until if known is not None else None

    def now(self) -> datetime:
        """Return the time, in the clock's own time zone."""
        now, known = self._clock(), self._known
        if known is None:
            return now
        return max(now, self._floor(known)).astimezone(now.tzinfo)

    def is_outdated(self, grace: timedelta) -> bool:
        """Whether a policy with this grace could not be renewed for longer than that."""
        known = self._known
        return known is not None and self.now() >= known.fresh_until + grace

    def look(self) -> None:
        """Have health say how it is now; called now and then, since nobody else notices that time passes."""
        known = self._known
        if known is None:
            return
        mode, grace = self._offline
        if self.now() < known.fresh_until:
            self._health.clear(HealthCode.POLICY_STALE)
        else:
            self._health.report(HealthCode.POLICY_STALE, f"Confirmed until {known.fresh_until:%Y-%m-%d %H:%M} UTC.")
        if mode is OfflineMode.FAIL_CLOSED and self.is_outdated(grace):
            ended_at = known.fresh_until + grace
            self._health.report(HealthCode.POLICY_OUTDATED, f"Its grace ended on {ended_at:%Y-%m-%d %H:%M} UTC.")
        else:
            self._health.clear(HealthCode.POLICY_OUTDATED)

    def _floor(self, known: _Known) -> datetime:
        return known.verified_at + timedelta(seconds=max(0.0, self._elapsed_s() - known.read_s))
