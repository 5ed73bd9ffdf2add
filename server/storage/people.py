"""Teams, users, their groups, and who works with which account of which device.

Whatever changes an assignment raises the revision of the devices that it is about; the signer does the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from server.storage import audit
from server.storage.assignments import groups_of, require_fitting, require_fitting_for
from server.storage.errors import ConflictError, NotFoundError, RuleBrokenError
from server.storage.roles import Actor
from server.storage.tables import Device, DeviceAccount, Group, Membership, Team, Token, User

__all__ = [
    "MOST_ACCOUNTS",
    "MOST_GROUPS",
    "add_team",
    "assign_account",
    "find_groups",
    "find_teams",
    "find_users",
    "groups_of",
    "remove_account",
    "remove_group",
    "remove_team",
    "remove_user",
    "require_team",
    "set_group",
    "set_user",
    "touch_device",
    "touch_devices_of_users",
]

MOST_ACCOUNTS: Final = 200
"""Of one device, and of groups of one user: an assignment holds no more."""
MOST_GROUPS: Final = 200


def require_team(session: Session, team: str) -> None:
    """Refuse a team that nobody has added, which is how a mistyped name is found.

    Raises:
        NotFoundError: there is none.
    """
    if session.get(Team, team) is None:
        raise NotFoundError(
            "There is no such team", detail=team, hint=f"Add it first: `cordon server team add {team}`."
        )


def add_team(session: Session, now: datetime, actor: Actor, team: str) -> bool:
    """Add a team, so that devices and users can be of it. Returns whether it is new."""
    if session.get(Team, team) is not None:
        return False
    session.add(Team(name=team, created_at=now))
    session.flush()
    audit.record(session, now, actor, "team.add", team)
    return True


def remove_team(session: Session, now: datetime, actor: Actor, team: str) -> None:
    """Remove a team that nobody is of.

    Raises:
        NotFoundError: there is none.
        ConflictError: devices, users or tokens are of it.
    """
    found = session.get(Team, team)
    if found is None:
        raise NotFoundError("There is no such team", detail=team)
    devices = session.scalar(select(func.count()).select_from(Device).where(Device.team == team)) or 0
    users = session.scalar(select(func.count()).select_from(User).where(User.team == team)) or 0
    if devices or users:
        raise ConflictError("The team is not empty", detail=f"{devices} devices, {users} users.")
    session.execute(
        update(Token).where(Token.team == team).values(team=None, revoked_at=func.coalesce(Token.revoked_at, now))
    )
    session.delete(found)
    session.flush()
    audit.record(session, now, actor, "team.remove", team)


def find_teams(session: Session) -> Sequence[tuple[str, int, int]]:
    """Return teams with how many devices and users are of each."""
    devices = dict(
        session.execute(
            select(Device.team, func.count()).where(Device.is_retired.is_(False)).group_by(Device.team)
        ).all()
    )
    users = dict(session.execute(select(User.team, func.count()).group_by(User.team)).all())
    names = session.scalars(select(Team.name).order_by(Team.name)).all()
    return [(name, devices.get(name, 0), users.get(name, 0)) for name in names]


def find_users(session: Session, *, after: str = "", team: str | None = None, limit: int = 100) -> Sequence[User]:
    """Return users by name."""
    query = select(User).where(User.name > after).order_by(User.name).limit(limit)
    return session.scalars(query if team is None else query.where(User.team == team)).all()


def set_user(
    session: Session, now: datetime, actor: Actor, name: str, *, team: str | None, groups: Sequence[str] | None
) -> User:
    """Add or change a user.

    Args:
        session: that writes.
        now: the time.
        actor: who does it.
        name: the user's.
        team: theirs; None for that of the device they work with.
        groups: theirs from now on; None leaves them as they are.

    Raises:
        NotFoundError: there is no such team.
        RuleBrokenError: they would be in too many groups, or a device's assignment too large.
    """
    if team is not None:
        require_team(session, team)
    user = session.get(User, name)
    before = (user.team if user is not None else None, groups_of(session, [name]).get(name, ()))
    if user is None:
        user = User(name=name, team=team)
        session.add(user)
    user.team = team
    session.flush()
    if groups is not None:
        wanted = tuple(sorted(set(groups)))
        if len(wanted) > MOST_GROUPS:
            raise RuleBrokenError(f"A user is in at most {MOST_GROUPS} groups")
        _set_groups(session, name, wanted)
    after = (team, groups_of(session, [name]).get(name, ()))
    if not set(after[1]) <= set(before[1]):
        require_fitting_for(session, now, [name])
    if before != after:
        touch_devices_of_users(session, [name])
        audit.record(session, now, actor, "user.set", "user", f"team {team or '-'}, {len(after[1])} groups")
    return user


def remove_user(session: Session, now: datetime, actor: Actor, name: str) -> None:
    """Forget a user, their groups and accounts.

    Raises:
        NotFoundError: there is none.
    """
    user = session.get(User, name)
    if user is None:
        raise NotFoundError("There is no such user")
    touch_devices_of_users(session, [name])
    session.delete(user)
    session.flush()
    audit.record(session, now, actor, "user.remove", "user")


def assign_account(session: Session, now: datetime, actor: Actor, *, device_id: str, account: str, user: str) -> None:
    """Say who works with an account of a device.

    Raises:
        NotFoundError: there is no such device or user.
        RuleBrokenError: the device has too many accounts, or its assignment would be too large.
    """
    device = session.get(Device, device_id)
    if device is None:
        raise NotFoundError("There is no such device", detail=device_id)
    if session.get(User, user) is None:
        raise NotFoundError("There is no such user")
    found = session.get(DeviceAccount, (device_id, account))
    if found is not None and found.user == user:
        return
    if found is not None:
        found.user = user
    else:
        count = session.scalar(
            select(func.count()).select_from(DeviceAccount).where(DeviceAccount.device_id == device_id)
        )
        if (count or 0) >= MOST_ACCOUNTS:
            raise RuleBrokenError(f"A device has at most {MOST_ACCOUNTS} accounts")
        session.add(DeviceAccount(device_id=device_id, account=account, user=user))
    touch_device(session, device_id)
    session.flush()
    require_fitting(session, now, [device_id])
    audit.record(session, now, actor, "account.assign", device_id)


def remove_account(session: Session, now: datetime, actor: Actor, *, device_id: str, account: str) -> None:
    """Say that nobody in particular works with an account of a device.

    Raises:
        NotFoundError: nobody was assigned to it.
    """
    found = session.get(DeviceAccount, (device_id, account))
    device = session.get(Device, device_id)
    if found is None or device is None:
        raise NotFoundError("Nobody is assigned to this account")
    session.delete(found)
    touch_device(session, device_id)
    session.flush()
    audit.record(session, now, actor, "account.remove", device_id)


def find_groups(session: Session, *, after: str = "", limit: int = 100) -> Sequence[tuple[str, tuple[str, ...]]]:
    """Return groups by name, each with its members."""
    names = session.scalars(select(Group.name).where(Group.name > after).order_by(Group.name).limit(limit)).all()
    members: dict[str, list[str]] = {name: [] for name in names}
    rows = session.execute(
        select(Membership.group, Membership.user).where(Membership.group.in_(names)).order_by(Membership.user)
    )
    for group, user in rows:
        members[group].append(user)
    return [(name, tuple(users)) for name, users in members.items()]


def set_group(session: Session, now: datetime, actor: Actor, name: str, members: Sequence[str]) -> None:
    """Add or replace a group's members.

    Raises:
        NotFoundError: one of them is no user.
        RuleBrokenError: one of them would be in too many groups, or a device's assignment too large.
    """
    wanted = set(members)
    known = set(session.scalars(select(User.name).where(User.name.in_(wanted))))
    if missing := len(wanted - known):
        raise NotFoundError("Some of the members are no users", detail=f"{missing} of {len(wanted)}.")
    if session.get(Group, name) is None:
        session.add(Group(name=name))
        session.flush()
    had = set(session.scalars(select(Membership.user).where(Membership.group == name)))
    crowded = session.execute(
        select(func.count())
        .select_from(Membership)
        .where(Membership.user.in_(wanted - had))
        .group_by(Membership.user)
        .having(func.count() >= MOST_GROUPS)
    ).first()
    if crowded is not None:
        raise RuleBrokenError(f"A user is in at most {MOST_GROUPS} groups")
    session.execute(delete(Membership).where(Membership.group == name, Membership.user.in_(had - wanted)))
    session.add_all(Membership(group=name, user=user) for user in sorted(wanted - had))
    session.flush()
    require_fitting_for(session, now, wanted - had)
    if changed := had ^ wanted:
        touch_devices_of_users(session, changed)
        audit.record(session, now, actor, "group.set", name, f"{len(wanted)} members")


def remove_group(session: Session, now: datetime, actor: Actor, name: str) -> None:
    """Remove a group.

    Raises:
        NotFoundError: there is none.
    """
    group = session.get(Group, name)
    if group is None:
        raise NotFoundError("There is no such group")
    touch_devices_of_users(session, session.scalars(select(Membership.user).where(Membership.group == name)))
    session.delete(group)
    session.flush()
    audit.record(session, now, actor, "group.remove", name)


def touch_device(session: Session, device_id: str) -> None:
    """Let the signer write the assignment of a device anew.

    Counted by the database: of two changes at once, read before either was written, none is lost.
    """
    session.execute(
        update(Device).where(Device.id == device_id).values(revision=Device.revision + 1),
        execution_options={"synchronize_session": False},
    )


def touch_devices_of_users(session: Session, users: Iterable[str]) -> None:
    """Let the signer write the assignments of some users' devices anew."""
    names = sorted(set(users))
    for start in range(0, len(names), 500):  # what one statement may hold
        devices = select(DeviceAccount.device_id).where(DeviceAccount.user.in_(names[start : start + 500]))
        session.execute(
            update(Device).where(Device.id.in_(devices)).values(revision=Device.revision + 1),
            execution_options={"synchronize_session": False},
        )


def _set_groups(session: Session, user: str, wanted: Sequence[str]) -> None:
    had = set(session.scalars(select(Membership.group).where(Membership.user == user)))
    for group in wanted:
        if session.get(Group, group) is None:
            session.add(Group(name=group))
    session.flush()
    session.execute(delete(Membership).where(Membership.user == user, Membership.group.in_(had - set(wanted))))
    session.add_all(Membership(group=group, user=user) for group in wanted if group not in had)
    session.flush()
