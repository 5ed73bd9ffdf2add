"""The audit log: pages of it, all of it as a file, and whether its chain is whole."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from server.api.auditing import export_log
from server.api.context import Context
from server.console.errors import FormError
from server.console.pages import PageRoute, render
from server.console.visitors import Visitor, visitor_with
from server.storage import audit
from server.storage.roles import Permission

__all__ = ["PAGE_SIZE", "router"]

PAGE_SIZE: Final = 100
router: Final = APIRouter(prefix="/audit", route_class=PageRoute)
Reader = Annotated[Visitor, Depends(visitor_with(Permission.READ_AUDIT))]
_FILTERS: Final = ("actor", "action", "since", "until")


@router.get("")
def show_log(request: Request, context: Context, _visitor: Reader) -> Response:
    """The newest first. Checking the chain reads all of it, so it is done when asked for."""
    asked = {name: request.query_params.get(name, "").strip()[:100] for name in _FILTERS}
    since, until = _parse_day(asked["since"]), _parse_day(asked["until"])
    wanted = audit.AuditFilter(
        actor=asked["actor"] or None,
        action=asked["action"] or None,
        since=since,
        until=until + timedelta(days=1) if until is not None else None,
    )
    before = request.query_params.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) <= 18 else None
    with context.database.snapshot() as session:
        rows = audit.find_entries(session, wanted, before=number, limit=PAGE_SIZE + 1)
        head = audit.head(session)
        checked = audit.verify_log(session) if request.query_params.get("check") else None
    shown = rows[:PAGE_SIZE]
    kept = {name: value for name, value in asked.items() if value}
    return render(
        request,
        "audit",
        page="audit",
        rows=shown,
        head=head,
        checked=checked,
        asked=asked,
        is_filtered=bool(kept),
        is_continued=number is not None,
        first_page=f"/console/audit?{urlencode(kept)}",
        next_page=f"/console/audit?{urlencode({**kept, 'before': shown[-1].number})}" if len(rows) > PAGE_SIZE else "",
    )


@router.get("/export")
def export(context: Context, visitor: Reader) -> Response:
    """All of it as CSV."""
    return export_log(visitor.actor, context, "csv")


def _parse_day(text: str) -> datetime | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as exc:
        raise FormError("This is no day", hint="As 2027-03-31.") from exc
    if day == date.max:
        raise FormError("This day is too late")
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
