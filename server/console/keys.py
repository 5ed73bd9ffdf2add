"""Administrators' keys: a new one is shown once."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Request, Response

from server.api.context import Context
from server.console.errors import FormError
from server.console.pages import PageRoute, redirect, render
from server.console.visitors import Submitted, Visitor, visitor_with
from server.storage import keys
from server.storage.roles import PERMISSIONS, Permission, Role

__all__ = ["PAGE_SIZE", "router"]

PAGE_SIZE: Final = 50
router: Final = APIRouter(prefix="/keys", route_class=PageRoute)
Changer = Annotated[Visitor, Depends(visitor_with(Permission.CHANGE_KEYS))]


@router.get("")
def list_keys(
    request: Request, context: Context, _visitor: Annotated[Visitor, Depends(visitor_with(Permission.READ_KEYS))]
) -> Response:
    """By id; revoked ones, too."""
    after = request.query_params.get("after", "")[:32]
    with context.database.reading() as session:
        rows = keys.find_keys(session, after=after, limit=PAGE_SIZE + 1)
    shown = rows[:PAGE_SIZE]
    return render(
        request,
        "keys",
        page="keys",
        rows=shown,
        roles=[role.value for role in Role],
        permissions=[(permission, [permission in PERMISSIONS[role] for role in Role]) for permission in Permission],
        is_continued=bool(after),
        next_page=f"/console/keys?{urlencode({'after': shown[-1].id})}" if len(rows) > PAGE_SIZE else "",
    )


@router.post("")
def create_key(request: Request, context: Context, visitor: Changer, form: Submitted) -> Response:
    """Make one, and show it this once."""
    chosen = form.text("role")
    if chosen not in set(Role):
        raise FormError("There is no such role")
    name, owner = form.text("name"), form.text("owner", title="The person")
    with context.database.writing() as session:
        row, secret = keys.create_key(
            session, context.clock(), visitor.actor, name=name, owner=owner, role=Role(chosen)
        )
    return render(request, "new_key", page="keys", key=row, secret=secret)


@router.post("/{key_id}/revoke")
def revoke_key(
    context: Context, visitor: Changer, key_id: Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")], _form: Submitted
) -> Response:
    """It is good for nothing from then on."""
    with context.database.writing() as session:
        keys.revoke_key(session, context.clock(), visitor.actor, key_id)
    return redirect("/console/keys", done="key_revoked")
