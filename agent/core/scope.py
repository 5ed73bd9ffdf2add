"""Who sends, from where, when: what a rule may be limited to, beside the content and its destination."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime

__all__ = ["OperatingSystem", "Scope"]


class OperatingSystem(enum.StrEnum):
    """What the device runs."""

    LINUX = "linux"
    WINDOWS = "windows"
    MACOS = "macos"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The circumstances of one gesture. What is not known is empty, and no condition on it holds.

    Attributes:
        user: name of the account.
        groups: names of the groups that it is in.
        team: as the server assigned it.
        device_id: as the server knows the device.
        os: what the device runs.
        addresses: of the device's networks, as text.
        at: now (aware, in the device's own time zone).
    """

    user: str = field(default="", repr=False)
    groups: frozenset[str] = field(default=frozenset(), repr=False)
    team: str = ""
    device_id: str = ""
    os: OperatingSystem | None = None
    addresses: tuple[str, ...] = field(default=(), repr=False)
    at: datetime | None = None
