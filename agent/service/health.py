"""The table of open health issues.

Rules kept here: reporting is safe from any thread and never blocks; an issue keeps its first `since`; what people see
leaves out issues that another open one explains, and those that are younger than their time to become visible. A clock
that was set back hides nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from agent.core.health import HealthCode, HealthIssue, Severity

__all__ = ["HealthTable"]

_log = logging.getLogger(__name__)


class HealthTable:
    """Implements `HealthReporter`.

    Args:
        clock: returns the current instant (aware UTC).
    """

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._open: dict[HealthCode, HealthIssue] = {}
        self._listener: Callable[[], None] = lambda: None

    def set_listener(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every change, on the thread that made it; one listener at a time."""
        self._listener = listener

    def report(self, code: HealthCode, detail: str = "") -> None:
        """Open an issue, or renew its detail."""
        with self._lock:
            known = self._open.get(code)
            if known is not None and known.detail == detail:
                return
            since = known.since if known is not None else self._clock()
            self._open[code] = HealthIssue(code=code, since=since, detail=detail)
        if known is None:
            _log.warning("health: %s opened. %s", code, detail)
        self._listener()

    def clear(self, code: HealthCode) -> None:
        """Close an issue."""
        with self._lock:
            if self._open.pop(code, None) is None:
                return
        _log.info("health: %s closed", code)
        self._listener()

    def open_codes(self) -> frozenset[HealthCode]:
        """Every open issue, also those that are not shown."""
        with self._lock:
            return frozenset(self._open)

    def open_issues(self) -> tuple[HealthIssue, ...]:
        """The same, whole, oldest first."""
        with self._lock:
            return tuple(sorted(self._open.values(), key=lambda issue: issue.since))

    def visible(self) -> tuple[HealthIssue, ...]:
        """What people are shown now, most severe first, then oldest first."""
        now = self._clock()
        with self._lock:
            issues = dict(self._open)
        shown = [
            issue
            for issue in issues.values()
            if not any(cause in issues for cause in issue.kind.depends_on) and not _is_waiting(issue, now)
        ]
        return tuple(sorted(shown, key=lambda issue: (-_SEVERITY_RANK[issue.kind.severity], issue.since)))

    def next_visible_at(self) -> datetime | None:
        """When the next open issue becomes visible; None when no open issue is waiting for that."""
        now = self._clock()
        with self._lock:
            return min((_visible_at(each) for each in self._open.values() if _is_waiting(each, now)), default=None)


def _visible_at(issue: HealthIssue) -> datetime:
    return issue.since + timedelta(seconds=issue.kind.time_to_visible_s)


def _is_waiting(issue: HealthIssue, now: datetime) -> bool:
    return issue.since <= now < _visible_at(issue)


_SEVERITY_RANK = {severity: rank for rank, severity in enumerate(Severity)}
