"""What administrators ask of devices: which there are, how they are, which team they are of."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from agent.fleet.message import DeviceId, Slug
from server.api.administrators import CountsReader, DeviceChanger, FleetReader
from server.api.context import Context
from server.api.messages import Counts, DeviceDetail, DeviceEntry, Page, Summary
from server.api.problems import responses
from server.storage import devices, reports
from server.storage.roles import Permission

__all__ = ["DeviceChange", "router"]

router: Final = APIRouter(prefix="/v1/admin", tags=["fleet"])
DeviceParameter = Annotated[DeviceId, Path(description="A device's id.")]


class DeviceQuery(BaseModel):
    """Which devices; what is left out does not matter.

    Attributes:
        policy_version: in force in one of its sessions.
        issue: code of a health issue that is open there.
        token: id of the one that it has enrolled with.
        silent_days: not heard of for so long.
        after: `next` of the page before.
    """

    model_config = ConfigDict(extra="forbid")

    team: Slug | None = None
    agent_version: Annotated[str | None, Field(max_length=100)] = None
    policy_version: Annotated[str | None, Field(max_length=310)] = None
    issue: Annotated[str | None, Field(pattern=r"^[a-z0-9_]{1,60}$")] = None
    token: Annotated[str | None, Field(max_length=100)] = None
    is_retired: bool | None = None
    silent_days: Annotated[int | None, Field(ge=0, le=3660)] = None
    has_history_trouble: bool | None = None
    after: Annotated[str, Field(max_length=100)] = ""
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


class DeviceChange(BaseModel):
    """What to change of a device; what is left out stays.

    Attributes:
        team: null for none.
        acknowledges_history: somebody has looked into the troubles with its histories.
    """

    model_config = ConfigDict(extra="forbid")

    team: Slug | None = None
    is_retired: bool | None = None
    acknowledges_history: bool = False


@router.get("/devices", responses=responses(401, 403, 422), summary="Devices, by id")
def list_devices(_actor: FleetReader, context: Context, asked: Annotated[DeviceQuery, Query()]) -> Page[DeviceEntry]:
    """Devices that match everything that is asked for. `next` of the answer is `after` of the next page."""
    wanted = devices.DeviceFilter(
        team=asked.team,
        agent_version=asked.agent_version,
        policy_version=asked.policy_version,
        issue=asked.issue,
        token_id=asked.token,
        is_retired=asked.is_retired,
        not_seen_since=context.clock() - timedelta(days=asked.silent_days) if asked.silent_days is not None else None,
        has_history_trouble=asked.has_history_trouble,
    )
    with context.database.reading() as session:
        rows = devices.find_devices(session, wanted, after=asked.after, limit=asked.limit)
    return Page(items=[DeviceEntry.of(row) for row in rows], next=rows[-1].id if len(rows) == asked.limit else None)


@router.get("/devices/{device_id}", responses=responses(401, 403, 404, 422), summary="One device")
def read_device(actor: FleetReader, context: Context, device_id: DeviceParameter) -> DeviceDetail:
    """What it has said last. Who works with it is shown to keys that may read that."""
    with context.database.reading() as session:
        device = devices.get_device(session, device_id)
        accounts = devices.accounts_of(session, device_id) if actor.may(Permission.READ_PEOPLE) else None
        return DeviceDetail.build(
            device, devices.sessions_of(session, device_id), devices.issues_of(session, device_id), accounts
        )


@router.patch("/devices/{device_id}", responses=responses(401, 403, 404, 422), summary="Change a device")
def change_device(
    actor: DeviceChanger, context: Context, device_id: DeviceParameter, change: DeviceChange
) -> DeviceEntry:
    """Its team, whether it is in service. Devices learn it with their next refresh."""
    with context.database.writing() as session:
        device = devices.change_device(
            session,
            context.clock(),
            actor,
            device_id,
            team=change.team if "team" in change.model_fields_set else devices.Unset,
            is_retired=change.is_retired,
            acknowledges_history=change.acknowledges_history,
        )
    return DeviceEntry.of(device)


@router.get("/summary", responses=responses(401, 403), summary="The fleet in numbers")
def read_summary(_actor: FleetReader, context: Context) -> Summary:
    """By version, health, policy and team."""
    with context.database.reading() as session:
        return Summary(**asdict(reports.summarize(session, context.clock())))


@router.get("/counts", responses=responses(401, 403, 422), summary="Gestures by day, all devices together")
def read_counts(
    _actor: CountsReader,
    context: Context,
    since: date,
    until: date,
    team: Slug | None = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
) -> list[Counts]:
    """Only where policy turns reporting on. From the day `since` until before the day `until`."""
    with context.database.reading() as session:
        rows = reports.count_days(session, since=since, until=until, team=team, limit=limit)
    return [Counts(**asdict(row)) for row in rows]
