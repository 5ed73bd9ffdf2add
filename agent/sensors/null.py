"""The sensor of a session that shows nothing: starts, stops, emits never."""

from __future__ import annotations

from collections.abc import Callable

from agent.core.ports import Observation

__all__ = ["NullSensor"]


class NullSensor:
    """Stands where no sensor can work; the health issue that says so comes from whoever chose it."""

    backend = "none"

    def start(self, emit: Callable[[Observation], None]) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""
