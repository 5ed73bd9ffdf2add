"""The server's clock."""

from __future__ import annotations

from datetime import UTC, datetime

__all__ = ["system_clock"]


def system_clock() -> datetime:
    """Return the time."""
    return datetime.now(UTC)
