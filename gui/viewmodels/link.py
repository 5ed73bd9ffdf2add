"""What the tray knows about the agent at one moment."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from agent.ipc.messages import StatusResult

__all__ = ["Link", "LinkState"]


class LinkState(enum.Enum):
    """The public socket, seen from the tray."""

    CONNECTING = enum.auto()
    CONNECTED = enum.auto()
    LOST = enum.auto()
    """No agent answers; it is tried again."""
    REFUSED = enum.auto()
    """An agent answers that speaks another version; it is tried again, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A snapshot.

    Attributes:
        state: of the connection.
        status: the agent's latest status; None unless connected.
    """

    state: LinkState = LinkState.CONNECTING
    status: StatusResult | None = None
