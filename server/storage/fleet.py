"""What the console shows beside lists: how fresh policies are, what is wrong on which device, who signs, who asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy import func as sql
from sqlalchemy.orm import Session

from agent.fleet.exceptions import ExceptionState
from server.storage.tables import Device, DeviceAccount, ExceptionRow, Lease, OpenIssue, Publication, PublicationState

__all__ = [
    "SIGNER_LEASE",
    "Freshness",
    "SigningOf",
    "count_freshness",
    "find_decided",
    "find_open",
    "issues_by_device",
    "requesters_of",
    "signer_held_until",
    "signings",
]

SIGNER_LEASE: Final = "signer"
"""`server.signer.loop.LEASE`, which the web process does not load."""

_OPEN: Final = (ExceptionState.PENDING.value, ExceptionState.NEEDS_OFFLINE_APPROVER.value)
_MOST_PUBLICATIONS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """Devices in service, by the version of the global policy's role that they trust.

    Attributes:
        behind: trust an older one than what is published.
        unknown: have not said.
    """

    current: int
    behind: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningOf:
    """Who signed what was published, and when that was."""

    author: str
    signers: tuple[str, ...]
    summary: str
    published_at: datetime


def count_freshness(session: Session, published_version: int | None) -> Freshness:
    """Count devices by how fresh their policy is.

    Args:
        session: any.
        published_version: of the role `targets`; None where nothing is published.
    """
    version = Device.metadata_versions["targets"].as_integer()
    rows = session.execute(select(version, sql.count()).where(Device.is_retired.is_(False)).group_by(version)).all()
    current = behind = unknown = 0
    for said, number in rows:
        if said is None or published_version is None:
            unknown += number
        elif said >= published_version:
            current += number
        else:
            behind += number
    return Freshness(current=current, behind=behind, unknown=unknown)


def issues_by_device(session: Session, device_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the codes of open health issues of some devices; at most 1000 of them."""
    found: dict[str, list[str]] = {}
    rows = session.execute(
        select(OpenIssue.device_id, OpenIssue.code)
        .where(OpenIssue.device_id.in_(list(device_ids[:1000])))
        .distinct()
        .order_by(OpenIssue.device_id, OpenIssue.code)
    )
    for device_id, code in rows:
        found.setdefault(device_id, []).append(code)
    return {device_id: tuple(codes) for device_id, codes in found.items()}


def signer_held_until(session: Session) -> datetime | None:
    """Return until when a signer has said that it works; None where none does."""
    return session.scalar(select(Lease.expires_at).where(Lease.name == SIGNER_LEASE))


def find_open(session: Session, *, limit: int = 100) -> Sequence[ExceptionRow]:
    """Return requests that wait for somebody, who has waited longest first."""
    query = select(ExceptionRow).where(ExceptionRow.state.in_(_OPEN))
    return session.scalars(query.order_by(ExceptionRow.requested_at, ExceptionRow.id).limit(limit)).all()


def find_decided(
    session: Session, *, before: tuple[datetime, str] | None = None, limit: int = 50
) -> Sequence[ExceptionRow]:
    """Return requests that wait for nobody, the newest first.

    Args:
        session: any.
        before: time and id of the last of the page before.
        limit: at most so many.
    """
    query = select(ExceptionRow).where(ExceptionRow.state.not_in(_OPEN))
    if before is not None:
        at, last = before
        query = query.where(
            or_(ExceptionRow.requested_at < at, and_(ExceptionRow.requested_at == at, ExceptionRow.id < last))
        )
    return session.scalars(query.order_by(ExceptionRow.requested_at.desc(), ExceptionRow.id.desc()).limit(limit)).all()


def requesters_of(session: Session, rows: Iterable[ExceptionRow]) -> Mapping[str, str]:
    """Return the users who asked, by the requests' ids; those of accounts that nobody is assigned to are missing."""
    asked = {row.id: (row.device_id, row.account) for row in rows}
    devices = sorted({device for device, _ in asked.values()})
    users: dict[tuple[str, str], str] = {}
    for start in range(0, len(devices), 500):  # what one statement may hold
        part = devices[start : start + 500]
        for found in session.scalars(select(DeviceAccount).where(DeviceAccount.device_id.in_(part))):
            users[found.device_id, found.account] = found.user
    return {request_id: users[whose] for request_id, whose in asked.items() if whose in users}


def signings(session: Session) -> Mapping[str, SigningOf]:
    """Return who signed what is in each folder of the repository last, as far as the newest publications say."""
    rows = session.scalars(
        select(Publication)
        .where(Publication.state == PublicationState.PUBLISHED.value)
        .order_by(Publication.decided_at.desc(), Publication.submitted_at.desc())
        .limit(_MOST_PUBLICATIONS)
    )
    found: dict[str, SigningOf] = {}
    for row in rows:
        said = row.receipt or {}
        signing = SigningOf(
            author=str(said.get("author", "")),
            signers=tuple(str(name) for name in said.get("signers", ())),
            summary=str(said.get("summary", "")),
            published_at=row.decided_at or row.submitted_at,
        )
        for folder in said.get("folders", ()):
            found.setdefault(str(folder), signing)
    return found
