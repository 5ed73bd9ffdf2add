"""What `cordon policy status` shows: roles, versions, who may sign, until when; and what needs somebody soon. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from tuf.api.metadata import Key, Metadata, Root, Targets

from agent.fleet.targets import DEVICES_ROLE
from server.repository.keys import owner_of
from server.repository.layout import ROOT, SNAPSHOT, TARGETS, TIMESTAMP
from server.repository.online import ONLINE_DAYS
from server.repository.signing import delegation_keys
from server.repository.state import RepositoryState

__all__ = ["SOON", "RoleOverview", "overview"]

SOON: Final = timedelta(days=14)
"""Before people's signatures expire: two persons have to be found, and one may be on leave."""
_ONLINE_SHARE: Final = 4
"""What is signed online is renewed at half its life; with a quarter left nobody has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleOverview:
    """One role.

    Attributes:
        role: its name; `devices-*` for all bins.
        version: the newest; of bins, that of the one that was written most often.
        threshold: so many have to sign.
        keys: id and owner of each key.
        expires_at: of bins, the first of them.
        is_due: whether somebody has to see to it.
        is_expired: whether devices refuse it.
    """

    role: str
    version: int
    threshold: int
    keys: tuple[tuple[str, str], ...]
    expires_at: datetime
    is_due: bool
    is_expired: bool


def overview(state: RepositoryState, now: datetime, *, with_bins: bool = True) -> tuple[RoleOverview, ...]:
    """Return the roles, from the top.

    Args:
        state: what is published.
        now: aware.
        with_bins: whether the bins of devices are at hand, too.

    Raises:
        RepositoryError: a role is missing or damaged.
    """
    return tuple(_roles(state, now, with_bins))


def _roles(state: RepositoryState, now: datetime, with_bins: bool) -> Iterator[RoleOverview]:
    root, targets = state.root.signed, state.targets.signed
    offline: list[tuple[Root | Targets, str, Metadata[Any]]] = [
        (root, ROOT, state.root),
        (root, TARGETS, state.targets),
    ]
    offline += [(targets, role, state.role(role)) for role in (*state.teams().values(), DEVICES_ROLE)]
    for delegator, role, metadata in offline:
        delegation, keys = delegation_keys(delegator, role)
        yield _row(role, [metadata], delegation.threshold, keys, now, SOON)
    if with_bins and (bins := [state.role(role) for role in state.bins()]):
        keys = delegation_keys(state.role(DEVICES_ROLE).signed, next(state.bins()))[1]
        yield _row(f"{DEVICES_ROLE}-*", bins, 1, keys, now, _online_warning(DEVICES_ROLE))
    for role, metadata in ((SNAPSHOT, state.snapshot), (TIMESTAMP, state.timestamp)):
        yield _row(role, [metadata], 1, delegation_keys(root, role)[1], now, _online_warning(role))


def _row(
    role: str,
    found: Sequence[Metadata[Any]],
    threshold: int,
    keys: Sequence[Key],
    now: datetime,
    soon: timedelta,
) -> RoleOverview:
    expires_at = min(metadata.signed.expires for metadata in found)
    return RoleOverview(
        role=role,
        version=max(metadata.signed.version for metadata in found),
        threshold=threshold,
        keys=tuple((key.keyid, owner_of(key)) for key in keys),
        expires_at=expires_at,
        is_due=expires_at - now < soon,
        is_expired=expires_at <= now,
    )


def _online_warning(role: str) -> timedelta:
    return timedelta(days=ONLINE_DAYS[role]) / _ONLINE_SHARE
