"""A health table that remembers everything it was told."""

from __future__ import annotations

import threading

from agent.core.health import HealthCode

__all__ = ["RecordingHealth"]


class RecordingHealth:
    """Implements `HealthReporter`; safe to call from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[HealthCode, str] = {}
        self._reported: list[HealthCode] = []

    def report(self, code: HealthCode, detail: str = "") -> None:
        """Open an issue, or renew its detail."""
        with self._lock:
            self._open[code] = detail
            self._reported.append(code)

    def clear(self, code: HealthCode) -> None:
        """Close an issue."""
        with self._lock:
            self._open.pop(code, None)

    @property
    def open_codes(self) -> frozenset[HealthCode]:
        """What is wrong now."""
        with self._lock:
            return frozenset(self._open)

    @property
    def reported(self) -> tuple[HealthCode, ...]:
        """Every report so far, in order."""
        with self._lock:
            return tuple(self._reported)

    def detail(self, code: HealthCode) -> str:
        """The detail of an open issue.

        Raises:
            KeyError: it is not open.
        """
        with self._lock:
            return self._open[code]
