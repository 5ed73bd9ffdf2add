"""What the signer has to do: devices whose assignment has changed since it was published, and what it is now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from agent.core.verdicts import Action
from agent.fleet.assignment import AssignedUser, Assignment, Grant
from agent.fleet.exceptions import ExceptionState
from server.storage.people import groups_of
from server.storage.tables import Device, DeviceAccount, ExceptionRow, Publication, PublicationState, User

__all__ = ["PendingAssignment", "has_work", "mark_published", "pending_assignments"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingAssignment:
    """What is to be published of a device.

    Attributes:
        revision: that it is of; a later one makes the device due again.
    """

    device_id: str
    revision: int
    assignment: Assignment


def has_work(session: Session, now: datetime) -> bool:
    """Whether there is anything to sign. Cheap: it is asked every second."""
    due = or_(
        select(Device.id).where(Device.revision > Device.published_revision).limit(1).exists(),
        select(Publication.id).where(Publication.state == PublicationState.PENDING.value).limit(1).exists(),
        select(ExceptionRow.id)
        .where(ExceptionRow.state == ExceptionState.GRANTED.value, ExceptionRow.expires_at <= now)
        .limit(1)
        .exists(),
    )
    return bool(session.scalar(select(due)))


def pending_assignments(session: Session, now: datetime, *, limit: int = 2000) -> Sequence[PendingAssignment]:
    """Return assignments that are not published yet, at most so many."""
    devices = session.scalars(select(Device).where(Device.revision > Device.published_revision).limit(limit)).all()
    ids = [device.id for device in devices]
    accounts: dict[str, list[DeviceAccount]] = {}
    for account in _in_parts(session, ids, DeviceAccount):
        accounts.setdefault(account.device_id, []).append(account)
    grants: dict[str, list[ExceptionRow]] = {}
    for row in _in_parts(session, ids, ExceptionRow):
        if row.state == ExceptionState.GRANTED.value and row.expires_at is not None and row.expires_at > now:
            grants.setdefault(row.device_id, []).append(row)
    names = sorted({account.user for found in accounts.values() for account in found})
    users: dict[str, User] = {}
    groups: dict[str, tuple[str, ...]] = {}
    for start in range(0, len(names), 500):
        part = names[start : start + 500]
        users.update({user.name: user for user in session.scalars(select(User).where(User.name.in_(part)))})
        groups.update(groups_of(session, part))
    return [
        PendingAssignment(
            device_id=device.id,
            revision=device.revision,
            assignment=Assignment(
                device_id=device.id,
                team=device.team,
                users=tuple(
                    AssignedUser(
                        account=account.account,
                        user=account.user,
                        team=users[account.user].team,
                        groups=groups.get(account.user, ()),
                    )
                    for account in sorted(accounts.get(device.id, ()), key=lambda each: each.account)
                ),
                grants=tuple(_grant(row) for row in sorted(grants.get(device.id, ()), key=lambda each: each.id)),
                is_retired=device.is_retired,
                issued_at=now,
            ),
        )
        for device in devices
    ]


def mark_published(session: Session, revisions: Mapping[str, int]) -> None:
    """Keep which revisions of which devices are published."""
    for device_id, revision in revisions.items():
        session.execute(
            update(Device)
            .where(Device.id == device_id, Device.published_revision < revision)
            .values(published_revision=revision),
            execution_options={"synchronize_session": False},
        )


_Row = TypeVar("_Row", DeviceAccount, ExceptionRow)


def _in_parts(session: Session, ids: Sequence[str], table: type[_Row]) -> Iterator[_Row]:
    for start in range(0, len(ids), 500):  # what one statement may hold
        yield from session.scalars(select(table).where(table.device_id.in_(ids[start : start + 500])))


def _grant(row: ExceptionRow) -> Grant:
    if row.granted_at is None or row.expires_at is None:
        raise ValueError("a grant has its times")
    return Grant(
        exception_id=row.id,
        rule_ids=tuple(row.rule_ids),
        destination_ids=(row.destination_id,),
        accounts=(row.account,),
        device_ids=(row.device_id,),
        down_to=Action(row.down_to),
        granted_at=row.granted_at,
        expires_at=row.expires_at,
        approved_by=row.decided_by or "",
    )
