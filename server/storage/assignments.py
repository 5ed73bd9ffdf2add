"""The assignments of devices, put together from what the database says; and that none outgrows what a device reads.

Each is built by itself: one that cannot be an assignment says why, and is nobody else's trouble.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agent.core.verdicts import Action
from agent.fleet.assignment import ASSIGNMENT_LIMIT_BYTES, AssignedUser, Assignment, Grant
from agent.fleet.exceptions import ExceptionState
from server.storage.errors import RuleBrokenError
from server.storage.tables import Device, DeviceAccount, ExceptionRow, Membership, User

__all__ = ["PendingAssignment", "assignments_of", "groups_of", "require_fitting", "require_fitting_for"]

_MOST_WRITTEN_BYTES: Final = ASSIGNMENT_LIMIT_BYTES - (16 << 10)
"""What is written leaves room for what is not counted there: teams that become others, longer names of approvers."""
_BYTES_PER_CHARACTER: Final = 4
_ACCOUNT_BYTES: Final = 150
_GROUP_BYTES: Final = 3
_GRANT_BYTES: Final = 2600
_REST_BYTES: Final = 500
_PART: Final = 500
"""What one statement may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingAssignment:
    """What is to be published of a device.

    Attributes:
        revision: that it is of; a later one makes the device due again.
        assignment: None for what can be none.
        problem: which field cannot be what it is, and why; "" for none.
    """

    device_id: str
    revision: int
    assignment: Assignment | None
    problem: str = ""


def assignments_of(session: Session, now: datetime, devices: Sequence[Device]) -> Sequence[PendingAssignment]:
    """Return what devices are to be told."""
    ids = [device.id for device in devices]
    accounts: dict[str, list[DeviceAccount]] = {}
    for account in _of_devices(session, ids, DeviceAccount):
        accounts.setdefault(account.device_id, []).append(account)
    grants: dict[str, list[ExceptionRow]] = {}
    for row in _of_devices(session, ids, ExceptionRow):
        if row.state == ExceptionState.GRANTED.value and row.expires_at is not None and row.expires_at > now:
            grants.setdefault(row.device_id, []).append(row)
    names = sorted({account.user for found in accounts.values() for account in found})
    teams: dict[str, str | None] = {}
    groups: dict[str, tuple[str, ...]] = {}
    for part in _parts(names):
        teams.update({user.name: user.team for user in session.scalars(select(User).where(User.name.in_(part)))})
        groups.update(groups_of(session, part))
    return [
        _assignment(now, device, accounts.get(device.id, ()), grants.get(device.id, ()), teams, groups)
        for device in devices
    ]


def groups_of(session: Session, users: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the groups of some users, in order."""
    found: dict[str, list[str]] = {}
    rows = session.execute(
        select(Membership.user, Membership.group)
        .where(Membership.user.in_(list(users)))
        .order_by(Membership.user, Membership.group)
    )
    for user, group in rows:
        found.setdefault(user, []).append(group)
    return {user: tuple(groups) for user, groups in found.items()}


def require_fitting(session: Session, now: datetime, device_ids: Iterable[str]) -> None:
    """Refuse a change after which a device's assignment would be larger than devices read.

    Raises:
        RuleBrokenError: names the device.
    """
    for part in _parts(sorted(set(device_ids))):
        large = [device_id for device_id, size in _most_bytes(session, part).items() if size > _MOST_WRITTEN_BYTES]
        if not large:
            continue
        devices = session.scalars(select(Device).where(Device.id.in_(large))).all()
        for built in assignments_of(session, now, devices):
            if built.assignment is not None and len(built.assignment.to_bytes()) > _MOST_WRITTEN_BYTES:
                raise RuleBrokenError(
                    "The assignment of a device would be too large",
                    detail=f"Device {built.device_id}: at most {_MOST_WRITTEN_BYTES >> 10} KB.",
                    hint="Fewer accounts of the device, groups of their users, or exceptions.",
                )


def require_fitting_for(session: Session, now: datetime, users: Iterable[str]) -> None:
    """Refuse the same, for the devices of some users.

    Raises:
        RuleBrokenError: as above.
    """
    for part in _parts(sorted(set(users))):
        devices = session.scalars(select(DeviceAccount.device_id).where(DeviceAccount.user.in_(part)).distinct())
        require_fitting(session, now, devices.all())


def _most_bytes(session: Session, device_ids: Sequence[str]) -> Mapping[str, int]:
    """How large assignments can be at most: counted by the database, so that the usual small ones cost nothing."""
    found = dict.fromkeys(device_ids, _REST_BYTES)
    of_accounts = (
        select(
            DeviceAccount.device_id,
            func.count(),
            func.sum(func.length(DeviceAccount.account) + func.length(DeviceAccount.user)),
        )
        .where(DeviceAccount.device_id.in_(device_ids))
        .group_by(DeviceAccount.device_id)
    )
    of_groups = (
        select(DeviceAccount.device_id, func.count(), func.sum(func.length(Membership.group)))
        .join(Membership, Membership.user == DeviceAccount.user)
        .where(DeviceAccount.device_id.in_(device_ids))
        .group_by(DeviceAccount.device_id)
    )
    of_grants = (
        select(ExceptionRow.device_id, func.count(), func.count() * 0)
        .where(ExceptionRow.device_id.in_(device_ids), ExceptionRow.state == ExceptionState.GRANTED.value)
        .group_by(ExceptionRow.device_id)
    )
    for query, each_bytes in ((of_accounts, _ACCOUNT_BYTES), (of_groups, _GROUP_BYTES), (of_grants, _GRANT_BYTES)):
        for device_id, count, characters in session.execute(query):
            found[device_id] += int(count) * each_bytes + int(characters) * _BYTES_PER_CHARACTER
    return found


def _assignment(
    now: datetime,
    device: Device,
    accounts: Sequence[DeviceAccount],
    grants: Sequence[ExceptionRow],
    teams: Mapping[str, str | None],
    groups: Mapping[str, tuple[str, ...]],
) -> PendingAssignment:
    try:
        built = Assignment(
            device_id=device.id,
            team=device.team,
            users=tuple(
                AssignedUser(
                    account=account.account,
                    user=account.user,
                    team=teams[account.user],
                    groups=groups.get(account.user, ()),
                )
                for account in sorted(accounts, key=lambda each: each.account)
            ),
            grants=tuple(_grant(row) for row in sorted(grants, key=lambda each: each.id)),
            is_retired=device.is_retired,
            issued_at=now,
        )
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        problem = f"{exc.title}.{place}: {first['type']}."
        return PendingAssignment(device_id=device.id, revision=device.revision, assignment=None, problem=problem)
    except (KeyError, ValueError) as exc:
        problem = f"{type(exc).__name__}."
        return PendingAssignment(device_id=device.id, revision=device.revision, assignment=None, problem=problem)
    return PendingAssignment(device_id=device.id, revision=device.revision, assignment=built)


_Row = TypeVar("_Row", DeviceAccount, ExceptionRow)


def _of_devices(session: Session, ids: Sequence[str], table: type[_Row]) -> Iterator[_Row]:
    for part in _parts(ids):
        yield from session.scalars(select(table).where(table.device_id.in_(part)))


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _PART):
        yield names[start : start + _PART]


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
