"""What syncing with the organization's server comes to: something new, nothing new, or a named trouble."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

__all__ = ["SyncReport", "SyncTrouble"]


class SyncTrouble(enum.StrEnum):
    """Why there is nothing newer; what was in force stays in force. Crosses IPC."""

    UNREACHABLE = "unreachable"
    """No answer: network, name, time-out."""
    PROXY_REFUSED = "proxy_refused"
    """The proxy wants other credentials, or does not let us through."""
    UNTRUSTED_SERVER = "untrusted_server"
    """Nobody that this device trusts has signed the server's certificate."""
    NOT_KNOWN = "not_known"
    """The server does not know this device, or no longer."""
    SERVER_FAILED = "server_failed"
    """It answers, and not as it should."""
    FORGED = "forged"
    """Signatures are missing or wrong, or a file is not the one that was signed."""
    ROLLED_BACK = "rolled_back"
    """Older than what this device already trusts."""
    EXPIRED = "expired"
    """Nothing fresh is offered: an old state is held up, or the server's signer stands still."""
    TOO_LARGE = "too_large"
    """A file is larger than it may be."""
    UNUSABLE = "unusable"
    """Well signed, and this version of Cordon cannot use it."""
    STORE_FAILED = "store_failed"
    """It cannot be kept on this device: disk full, folder not writable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What came of one attempt.

    Attributes:
        at: when it ended (aware UTC), by this device's clock.
        is_changed: whether another set of files is in force now.
        trouble: None when all went well.
        detail: more about the trouble: roles, versions, codes; safe to show.
        versions: of the metadata that this device trusts, by role.
        fresh_until: when the newest verified timestamp expires; None before the first one.
        is_clock_behind: whether the device's clock is behind what was already verified.
        next_check_in_s: when the server wants to hear again; None where it was not asked.
    """

    at: datetime
    is_changed: bool = False
    trouble: SyncTrouble | None = None
    detail: str = ""
    versions: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    fresh_until: datetime | None = None
    is_clock_behind: bool = False
    next_check_in_s: int | None = None
