"""Devices: which there are, how one is, and what an operator changes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Request, Response

from agent.core.gestures import Channel
from agent.fleet.message import DeviceId
from server.api.context import Context
from server.console.pages import PageRoute, redirect, render
from server.console.visitors import Submitted, Visitor, visitor_with
from server.storage import devices, fleet, people, reports, requests
from server.storage.roles import Permission

__all__ = ["PAGE_SIZE", "router"]

PAGE_SIZE: Final = 50
router: Final = APIRouter(prefix="/devices", route_class=PageRoute)
Reader = Annotated[Visitor, Depends(visitor_with(Permission.READ_FLEET))]
Changer = Annotated[Visitor, Depends(visitor_with(Permission.CHANGE_DEVICES))]
PeopleChanger = Annotated[Visitor, Depends(visitor_with(Permission.CHANGE_PEOPLE))]
DeviceParameter = Annotated[DeviceId, Path()]

_SERVICE: Final = {"": False, "in": False, "retired": True, "all": None}
_FILTERS: Final = ("id", "team", "issue", "version", "policy", "service", "silent", "history")
_LONGEST_FILTER: Final = 310


@router.get("")
def list_devices(request: Request, context: Context, _visitor: Reader) -> Response:
    """Devices that match what is asked for; a page of them, by id."""
    asked = {name: request.query_params.get(name, "").strip()[:_LONGEST_FILTER] for name in _FILTERS}
    after = request.query_params.get("after", "")[:_LONGEST_FILTER]
    now = context.clock()
    wanted = devices.DeviceFilter(
        id_prefix=asked["id"].lower() or None,
        team=asked["team"] or None,
        agent_version=asked["version"] or None,
        policy_version=asked["policy"] or None,
        issue=asked["issue"] or None,
        is_retired=_SERVICE.get(asked["service"], False),
        not_seen_since=now - reports.SILENT_AFTER if asked["silent"] else None,
        has_history_trouble=True if asked["history"] else None,
    )
    with context.database.reading() as session:
        rows = devices.find_devices(session, wanted, after=after, limit=PAGE_SIZE + 1)
        issues = fleet.issues_by_device(session, [row.id for row in rows])
        teams = people.find_teams(session)
        summary = reports.summarize(session, now)
    shown = rows[:PAGE_SIZE]
    kept = {name: value for name, value in asked.items() if value}
    return render(
        request,
        "devices",
        page="devices",
        now=now,
        rows=shown,
        issues=issues,
        teams=[name for name, _, _ in teams],
        codes=sorted(summary.by_issue),
        versions=sorted(summary.by_agent_version),
        asked=asked,
        is_filtered=bool(kept),
        is_continued=bool(after),
        silent_since=now - reports.SILENT_AFTER,
        first_page=f"/console/devices?{urlencode(kept)}",
        next_page=f"/console/devices?{urlencode({**kept, 'after': shown[-1].id})}" if len(rows) > PAGE_SIZE else "",
    )


@router.get("/{device_id}")
def show_device(request: Request, context: Context, visitor: Reader, device_id: DeviceParameter) -> Response:
    """Everything that a device has said last."""
    with context.database.reading() as session:
        device = devices.get_device(session, device_id)
        sessions = devices.sessions_of(session, device_id)
        issues = devices.issues_of(session, device_id)
        accounts = devices.accounts_of(session, device_id) if visitor.may(Permission.READ_PEOPLE) else None
        asked = requests.requests_of(session, device_id, limit=20) if visitor.may(Permission.READ_EXCEPTIONS) else ()
        teams = people.find_teams(session)
    coverage = {
        (each.session_id, channel.get("channel")): channel.get("coverage")
        for each in sessions
        for channel in each.channels
    }
    known = [channel.value for channel in Channel]
    said = sorted({str(channel) for _, channel in coverage})
    return render(
        request,
        "device",
        page="devices",
        now=context.clock(),
        device=device,
        sessions=sessions,
        issues=issues,
        accounts=accounts,
        requests=asked,
        teams=[name for name, _, _ in teams],
        channels=[*(name for name in known if name in said), *(name for name in said if name not in known)],
        coverage=coverage,
        silent_since=context.clock() - timedelta(days=reports.SILENT_AFTER.days),
    )


@router.get("/{device_id}/retire")
def ask_before_retiring(request: Request, context: Context, _visitor: Changer, device_id: DeviceParameter) -> Response:
    """Ask whether it is meant."""
    with context.database.reading() as session:
        device = devices.get_device(session, device_id)
    return render(request, "retire", page="devices", device=device)


@router.post("/{device_id}/retire")
def retire(context: Context, visitor: Changer, device_id: DeviceParameter, _form: Submitted) -> Response:
    """Take it out of service."""
    return _change(context, visitor, device_id, is_retired=True)


@router.post("/{device_id}/restore")
def restore(context: Context, visitor: Changer, device_id: DeviceParameter, _form: Submitted) -> Response:
    """Take it back into service."""
    return _change(context, visitor, device_id, is_retired=False)


@router.post("/{device_id}/team")
def set_team(context: Context, visitor: Changer, device_id: DeviceParameter, form: Submitted) -> Response:
    """Change its team."""
    team = form.optional("team") or None
    with context.database.writing() as session:
        devices.change_device(session, context.clock(), visitor.actor, device_id, team=team)
    return redirect(f"/console/devices/{device_id}", done="team")


@router.post("/{device_id}/history")
def acknowledge(context: Context, visitor: Changer, device_id: DeviceParameter, _form: Submitted) -> Response:
    """Somebody has looked into the trouble with its histories."""
    with context.database.writing() as session:
        devices.change_device(session, context.clock(), visitor.actor, device_id, acknowledges_history=True)
    return redirect(f"/console/devices/{device_id}", done="acknowledged")


@router.post("/{device_id}/accounts")
def assign(context: Context, visitor: PeopleChanger, device_id: DeviceParameter, form: Submitted) -> Response:
    """Say who works with an account."""
    account, user = form.text("account"), form.text("user")
    with context.database.writing() as session:
        people.assign_account(session, context.clock(), visitor.actor, device_id=device_id, account=account, user=user)
    return redirect(f"/console/devices/{device_id}", done="assigned")


@router.post("/{device_id}/accounts/remove")
def unassign(context: Context, visitor: PeopleChanger, device_id: DeviceParameter, form: Submitted) -> Response:
    """Say that nobody in particular works with it."""
    account = form.text("account")
    with context.database.writing() as session:
        people.remove_account(session, context.clock(), visitor.actor, device_id=device_id, account=account)
    return redirect(f"/console/devices/{device_id}", done="unassigned")


def _change(context: Context, visitor: Visitor, device_id: str, *, is_retired: bool) -> Response:
    with context.database.writing() as session:
        devices.change_device(session, context.clock(), visitor.actor, device_id, is_retired=is_retired)
    return redirect(f"/console/devices/{device_id}", done="retired" if is_retired else "restored")
