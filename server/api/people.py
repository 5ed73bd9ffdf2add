"""Teams, users, groups (shaped as SCIM has them), accounts, and the import of all of it."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from agent.fleet.message import DeviceId, Name, Slug
from server.api.administrators import FleetReader, PeopleChanger, PeopleReader, TeamChanger
from server.api.context import Context, ServerContext
from server.api.messages import AccountEntry, After, Answer, Limit, Page
from server.api.problems import responses
from server.storage import people
from server.storage.importing import import_assignments
from server.storage.roles import Actor

__all__ = ["router"]

router: Final = APIRouter(prefix="/v1/admin", tags=["people"])
TeamParameter = Annotated[Slug, Path(description="A team's name.")]
UserParameter = Annotated[Name, Path(description="A user, as the organization names them.")]
GroupParameter = Annotated[Name, Path(description="A group's display name.")]
DeviceParameter = Annotated[DeviceId, Path(description="A device's id.")]
AccountParameter = Annotated[Name, Path(description="An account's name on the device.")]


class TeamEntry(Answer):
    """A team, and how many are of it."""

    name: str
    devices: int
    users: int


class UserWish(BaseModel):
    """What a user is to be; groups that are left out stay."""

    model_config = ConfigDict(extra="forbid")

    team: Slug | None = None
    groups: Annotated[list[Name], Field(max_length=people.MOST_GROUPS)] | None = None


class UserEntry(Answer):
    """A user."""

    name: str
    team: str | None
    groups: list[str]


class AccountWish(BaseModel):
    """Who works with an account."""

    model_config = ConfigDict(extra="forbid")

    user: Name


class Member(BaseModel):
    """A member of a group, as in SCIM."""

    value: Name


class GroupWish(BaseModel):
    """A group's members, as in SCIM."""

    members: Annotated[list[Member], Field(max_length=10_000)]


class GroupEntry(BaseModel):
    """A group, as in SCIM (RFC 7643, section 4.2)."""

    displayName: str  # noqa: N815 - SCIM's name
    members: list[Member]


class Imported(Answer):
    """What was imported."""

    lines: int
    users: int
    accounts: int


@router.get("/teams", responses=responses(401, 403), summary="Teams")
def list_teams(_actor: FleetReader, context: Context) -> list[TeamEntry]:
    """By name."""
    with context.database.reading() as session:
        return [TeamEntry(name=name, devices=of, users=users) for name, of, users in people.find_teams(session)]


@router.put("/teams/{team}", status_code=204, responses=responses(401, 403, 422), summary="Add a team")
def add_team(actor: TeamChanger, context: Context, team: TeamParameter) -> None:
    """So that devices and users can be of it. Its policy is signed with keys of its own (`cordon policy team`)."""
    with context.database.writing() as session:
        people.add_team(session, context.clock(), actor, team)


@router.delete("/teams/{team}", status_code=204, responses=responses(401, 403, 404, 409, 422), summary="Remove a team")
def remove_team(actor: TeamChanger, context: Context, team: TeamParameter) -> None:
    """That nobody is of. Tokens for it are revoked."""
    with context.database.writing() as session:
        people.remove_team(session, context.clock(), actor, team)


@router.get("/users", responses=responses(401, 403, 422), summary="Users")
def list_users(
    _actor: PeopleReader, context: Context, team: Slug | None = None, after: After = "", limit: Limit = 100
) -> Page[UserEntry]:
    """By name."""
    with context.database.reading() as session:
        rows = people.find_users(session, after=after, team=team, limit=limit)
        groups = people.groups_of(session, [row.name for row in rows])
    items = [UserEntry(name=row.name, team=row.team, groups=list(groups.get(row.name, ()))) for row in rows]
    return Page(items=items, next=rows[-1].name if len(rows) == limit else None)


@router.put("/users/{user}", responses=responses(401, 403, 404, 422), summary="Add or change a user")
def set_user(actor: PeopleChanger, context: Context, user: UserParameter, wish: UserWish) -> UserEntry:
    """Their team and their groups."""
    with context.database.writing() as session:
        row = people.set_user(session, context.clock(), actor, user, team=wish.team, groups=wish.groups)
        groups = people.groups_of(session, [user]).get(user, ())
    return UserEntry(name=row.name, team=row.team, groups=list(groups))


@router.delete("/users/{user}", status_code=204, responses=responses(401, 403, 404, 422), summary="Forget a user")
def remove_user(actor: PeopleChanger, context: Context, user: UserParameter) -> None:
    """And which accounts and groups were theirs."""
    with context.database.writing() as session:
        people.remove_user(session, context.clock(), actor, user)


@router.put(
    "/devices/{device_id}/accounts/{account}",
    responses=responses(401, 403, 404, 422),
    summary="Say who works with an account",
)
def assign_account(
    actor: PeopleChanger, context: Context, device_id: DeviceParameter, account: AccountParameter, wish: AccountWish
) -> AccountEntry:
    """The user must be known."""
    with context.database.writing() as session:
        people.assign_account(session, context.clock(), actor, device_id=device_id, account=account, user=wish.user)
    return AccountEntry(account=account, user=wish.user)


@router.delete(
    "/devices/{device_id}/accounts/{account}",
    status_code=204,
    responses=responses(401, 403, 404, 422),
    summary="Say that nobody in particular works with an account",
)
def remove_account(
    actor: PeopleChanger, context: Context, device_id: DeviceParameter, account: AccountParameter
) -> None:
    """The device's team counts for it from then on."""
    with context.database.writing() as session:
        people.remove_account(session, context.clock(), actor, device_id=device_id, account=account)


@router.get("/groups", responses=responses(401, 403, 422), summary="Groups")
def list_groups(_actor: PeopleReader, context: Context, after: After = "", limit: Limit = 100) -> Page[GroupEntry]:
    """By name, with their members."""
    with context.database.reading() as session:
        rows = people.find_groups(session, after=after, limit=limit)
    items = [GroupEntry(displayName=name, members=[Member(value=each) for each in users]) for name, users in rows]
    return Page(items=items, next=rows[-1][0] if len(rows) == limit else None)


@router.put("/groups/{group}", responses=responses(401, 403, 404, 422), summary="Add or replace a group")
def set_group(actor: PeopleChanger, context: Context, group: GroupParameter, wish: GroupWish) -> GroupEntry:
    """Its members, all of them; they must be known users."""
    members = sorted({member.value for member in wish.members})
    with context.database.writing() as session:
        people.set_group(session, context.clock(), actor, group, members)
    return GroupEntry(displayName=group, members=[Member(value=each) for each in members])


@router.delete("/groups/{group}", status_code=204, responses=responses(401, 403, 404, 422), summary="Remove a group")
def remove_group(actor: PeopleChanger, context: Context, group: GroupParameter) -> None:
    """Its members stay users."""
    with context.database.writing() as session:
        people.remove_group(session, context.clock(), actor, group)


@router.post(
    "/import",
    responses=responses(401, 403, 422),
    openapi_extra={"requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}},
    summary="Import assignments (CSV)",
)
async def import_file(actor: PeopleChanger, request: Request, context: Context) -> Imported:
    """Columns account, device, user, team, groups (docs/server.md). All of it, or nothing and the wrong line."""
    content = await request.body()
    return await run_in_threadpool(_import, context, actor, content)


def _import(context: ServerContext, actor: Actor, content: bytes) -> Imported:
    with context.database.writing() as session:
        result = import_assignments(session, context.clock(), actor, content)
    return Imported(lines=result.lines, users=result.users, accounts=result.accounts)
