"""What the repository says of itself now, as the overview and the page of policies show it.

A repository that is empty or cannot be read is something to show, and no reason not to show the rest.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from agent.core.verdicts import Layer
from agent.fleet.targets import DEVICES_ROLE
from server.repository.errors import RepositoryError
from server.repository.folder import PublishedPolicy, RepositoryFolder
from server.repository.layout import ONLINE_DAYS_FIELD, ROOT, SNAPSHOT, TARGETS, TIMESTAMP

__all__ = ["Published", "RoleExpiry", "Urgency", "read_published", "role_of"]

_OFFLINE_SOON: Final = timedelta(days=30)
_ONLINE: Final = {SNAPSHOT: SNAPSHOT, TIMESTAMP: TIMESTAMP, f"{DEVICES_ROLE}-*": DEVICES_ROLE}


class Urgency(enum.StrEnum):
    """Of signing a role again."""

    FINE = "fine"
    SOON = "soon"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleExpiry:
    """When a role expires.

    Attributes:
        is_online: whether the signer signs it again by itself.
    """

    role: str
    at: datetime
    is_online: bool
    urgency: Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The repository.

    Attributes:
        targets_version: of the role that signs the global policy; None while nothing is published.
        trouble: why it cannot be read; "" where it can.
    """

    targets_version: int | None = None
    expiries: tuple[RoleExpiry, ...] = ()
    trouble: str = ""

    @property
    def urgent(self) -> tuple[RoleExpiry, ...]:
        """What somebody should look at, the first to expire first."""
        return tuple(
            sorted((expiry for expiry in self.expiries if expiry.urgency is not Urgency.FINE), key=lambda each: each.at)
        )


def read_published(folder: RepositoryFolder, now: datetime) -> Published:
    """Return how the repository is."""
    if folder.is_empty():
        return Published()
    try:
        said = folder.metadata(ROOT).signed.unrecognized_fields.get(ONLINE_DAYS_FIELD)
        days = said if isinstance(said, dict) else {}
        return Published(
            targets_version=folder.metadata(TARGETS).signed.version,
            expiries=tuple(_expiry(role, at, days, now) for role, at in folder.expiries().items()),
        )
    except RepositoryError as exc:
        return Published(trouble=f"{exc.title}. {exc.detail} {exc.hint}")


def role_of(policy: PublishedPolicy) -> str:
    """Return the role that signs a policy."""
    return f"team-{policy.name}" if policy.layer is Layer.TEAM else TARGETS


def _expiry(role: str, at: datetime, days: Mapping[str, object], now: datetime) -> RoleExpiry:
    is_online = role in _ONLINE
    lasts = days.get(_ONLINE.get(role, ""))
    # The signer renews at half of the time: what has less than a third left was not renewed.
    soon = timedelta(days=lasts if isinstance(lasts, int) else 1) / 3 if is_online else _OFFLINE_SOON
    urgency = Urgency.EXPIRED if at <= now else Urgency.SOON if at - now < soon else Urgency.FINE
    return RoleExpiry(role=role, at=at, is_online=is_online, urgency=urgency)
