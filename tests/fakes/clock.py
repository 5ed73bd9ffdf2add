"""A clock that stands still until it is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

__all__ = ["FakeClock"]


class FakeClock:
    """Call it for the current instant; `advance` moves that, back too."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The instant it was moved to."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Move it."""
        self.now += timedelta(seconds=seconds)
