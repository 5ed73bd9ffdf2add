"""When to look for a new policy, and when to check in; pure: what happened and the time in, the next time out.

Rules kept here:

- Looking costs a request of some hundred bytes and is done every two minutes, a check-in once an hour or as the server
  says. Both vary by a fifth, so that devices that were switched on together do not ask together.
- A look that finds news costs an exchange, and most news are about other devices: after exchanges that brought nothing
  new for this one, looks come at half and at a quarter of the pace, until one brings something or there is no news.
- In trouble the pauses double with each failure, up to an hour, and each is drawn from the whole range below that: a
  server that comes back is not met by everybody at once. The first success brings the usual pauses back.
- A wish (`cordon sync now`, a network that came back) is fulfilled at once, but not more often than every ten seconds,
  whoever wishes.
- Seconds are those of a clock that nobody can set and that goes on while the machine sleeps. So a device that wakes is
  late, and asks at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

__all__ = ["CHECK_IN_S", "LONGEST_PAUSE_S", "LOOK_S", "WISH_PAUSE_S", "SyncSchedule"]

LOOK_S: Final = 120.0
CHECK_IN_S: Final = 3600.0
LONGEST_PAUSE_S: Final = 3600.0
WISH_PAUSE_S: Final = 10.0
_SHORTEST_PAUSE_S: Final = 5.0
_JITTER: Final = 0.2
_SLOWEST: Final = 2
"""As a power of two: every eight minutes."""

Draw = Callable[[], float]
"""Returns a number from 0 to below 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncSchedule:
    """What is due when; a new one after everything that happened.

    Attributes:
        look_at_s: when to look next.
        check_in_at_s: when a check-in is due.
        asked_at_s: when the server was last asked anything.
        failures: in a row.
        in_vain: exchanges in a row that brought nothing for this device.
    """

    look_at_s: float
    check_in_at_s: float
    asked_at_s: float = float("-inf")
    failures: int = 0
    in_vain: int = 0

    @classmethod
    def beginning(cls, now_s: float, draw: Draw) -> SyncSchedule:
        """At the start everything is due, within a few seconds: many devices are switched on at nine."""
        soon_s = now_s + draw() * _SHORTEST_PAUSE_S
        return cls(look_at_s=soon_s, check_in_at_s=soon_s)

    @property
    def next_at_s(self) -> float:
        """When there is something to do."""
        if self.failures:
            return self.look_at_s
        return min(self.look_at_s, self.check_in_at_s)

    def is_check_in_due(self, now_s: float) -> bool:
        """Whether what is asked next should be with a check-in."""
        return now_s >= self.check_in_at_s

    def looked(self, now_s: float, draw: Draw) -> SyncSchedule:
        """Somebody looked, and there was nothing new."""
        return replace(self, look_at_s=now_s + _varied(LOOK_S, draw), asked_at_s=now_s, failures=0, in_vain=0)

    def fetched_in_vain(self, now_s: float, draw: Draw) -> SyncSchedule:
        """There was news, and none of it for this device."""
        pause_s = _varied(LOOK_S * 2 ** min(self.in_vain + 1, _SLOWEST), draw)
        return replace(self, look_at_s=now_s + pause_s, asked_at_s=now_s, failures=0, in_vain=self.in_vain + 1)

    def checked_in(self, now_s: float, draw: Draw, *, next_in_s: float | None) -> SyncSchedule:
        """All is fetched and the server has taken a check-in; it wants the next one in so many seconds."""
        pause_s = _varied(CHECK_IN_S if next_in_s is None else next_in_s, draw)
        return replace(self.looked(now_s, draw), check_in_at_s=now_s + pause_s)

    def failed(self, now_s: float, draw: Draw) -> SyncSchedule:
        """It was asked, and something went wrong."""
        failures = self.failures + 1
        # 2 ** 20 seconds are above the limit, and larger powers are of no use.
        ceiling_s = min(LONGEST_PAUSE_S, LOOK_S * 2 ** min(failures - 1, 20))
        pause_s = _SHORTEST_PAUSE_S + draw() * (ceiling_s - _SHORTEST_PAUSE_S)
        return replace(self, look_at_s=now_s + pause_s, asked_at_s=now_s, failures=failures)

    def wished(self, now_s: float, *, with_check_in: bool) -> SyncSchedule:
        """Somebody wants it now."""
        soon_s = max(now_s, self.asked_at_s + WISH_PAUSE_S)
        return replace(
            self,
            look_at_s=min(self.look_at_s, soon_s),
            check_in_at_s=min(self.check_in_at_s, soon_s) if with_check_in else self.check_in_at_s,
        )


def _varied(pause_s: float, draw: Draw) -> float:
    return pause_s * (1 - _JITTER + 2 * _JITTER * draw())
