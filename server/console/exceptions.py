"""Exceptions: what waits for a decision first, then what was decided."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Request, Response

from agent.fleet.exceptions import ExceptionState
from server.api.context import Context
from server.console.pages import PageRoute, redirect, render
from server.console.visitors import Submitted, Visitor, visitor_with
from server.storage import fleet, requests
from server.storage.errors import NotFoundError
from server.storage.roles import Permission

__all__ = ["PAGE_SIZE", "router"]

PAGE_SIZE: Final = 50
_MOST_OPEN: Final = 100
router: Final = APIRouter(prefix="/exceptions", route_class=PageRoute)
Decider = Annotated[Visitor, Depends(visitor_with(Permission.DECIDE_EXCEPTIONS))]
RequestId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.get("")
def list_exceptions(
    request: Request,
    context: Context,
    visitor: Annotated[Visitor, Depends(visitor_with(Permission.READ_EXCEPTIONS))],
) -> Response:
    """Who has waited longest is first."""
    before = _parse_place(request.query_params.get("before", ""))
    with context.database.reading() as session:
        waiting = fleet.find_open(session, limit=_MOST_OPEN + 1) if before is None else []
        decided = fleet.find_decided(session, before=before, limit=PAGE_SIZE + 1)
        users = fleet.requesters_of(session, waiting) if visitor.may(Permission.READ_PEOPLE) else {}
    shown = decided[:PAGE_SIZE]
    return render(
        request,
        "exceptions",
        page="exceptions",
        now=context.clock(),
        waiting=waiting[:_MOST_OPEN],
        has_more_waiting=len(waiting) > _MOST_OPEN,
        users=users,
        decided=shown,
        is_continued=before is not None,
        next_page=f"/console/exceptions?{urlencode({'before': _place(shown[-1].requested_at, shown[-1].id)})}"
        if len(decided) > PAGE_SIZE
        else "",
    )


@router.post("/{request_id}/approve")
def approve(context: Context, visitor: Decider, request_id: RequestId, form: Submitted) -> Response:
    """Grant it, where the policy lets the server."""
    days = form.number("days", least=1, most=366)
    with context.database.writing() as session:
        row = requests.approve(session, context.clock(), visitor.actor, request_id, context.limits, days=days)
    is_granted = row.state == ExceptionState.GRANTED
    return redirect("/console/exceptions", done="approved" if is_granted else "needs_offline")


@router.post("/{request_id}/refuse")
def refuse(context: Context, visitor: Decider, request_id: RequestId, _form: Submitted) -> Response:
    """Say no."""
    with context.database.writing() as session:
        requests.refuse(session, context.clock(), visitor.actor, request_id)
    return redirect("/console/exceptions", done="refused")


@router.post("/{request_id}/revoke")
def revoke(context: Context, visitor: Decider, request_id: RequestId, _form: Submitted) -> Response:
    """Take it back."""
    with context.database.writing() as session:
        requests.revoke(session, context.clock(), visitor.actor, request_id)
    return redirect("/console/exceptions", done="revoked")


def _place(at: datetime, request_id: str) -> str:
    return f"{at.isoformat()}~{request_id}"


def _parse_place(text: str) -> tuple[datetime, str] | None:
    if not text:
        return None
    at_text, _, request_id = text.partition("~")
    try:
        at = datetime.fromisoformat(at_text)
    except ValueError as exc:
        raise NotFoundError("There is no such page", hint="Begin with the first one.") from exc
    if at.tzinfo is None:
        raise NotFoundError("There is no such page", hint="Begin with the first one.")
    return at, request_id[:32]
