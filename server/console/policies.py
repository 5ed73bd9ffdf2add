"""Policies that are in force, who signed them, and what was handed in to be published."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response

from server.api.context import Context
from server.console.pages import PageRoute, redirect, render
from server.console.published import read_published, role_of
from server.console.visitors import Submitted, Visitor, visitor_with
from server.storage import fleet, people, publications
from server.storage.errors import StorageError
from server.storage.roles import Permission

__all__ = ["router"]

router: Final = APIRouter(prefix="/policies", route_class=PageRoute)
_MOST_PUBLICATIONS: Final = 30


@router.get("")
def show_policies(
    request: Request,
    context: Context,
    _visitor: Annotated[Visitor, Depends(visitor_with(Permission.READ_PUBLICATIONS))],
) -> Response:
    """By layer, the global one first."""
    now = context.clock()
    published = read_published(context.repository, now)
    try:
        policies = dict(context.limits.policies())
        trouble = published.trouble
    except StorageError as exc:
        policies, trouble = {}, f"{exc.title}. {exc.detail}"
    expiries = {expiry.role: expiry for expiry in published.expiries}
    with context.database.reading() as session:
        signed = fleet.signings(session)
        teams = people.find_teams(session)
        handed_in = publications.find_publications(session, limit=_MOST_PUBLICATIONS)
    rows = [(folder, policy, signed.get(folder), expiries.get(role_of(policy))) for folder, policy in policies.items()]
    return render(
        request,
        "policies",
        page="policies",
        now=now,
        rows=rows,
        trouble=trouble,
        teams=[(name, devices, users, f"teams/{name}" in policies) for name, devices, users in teams],
        publications=handed_in,
    )


@router.post("/teams")
def add_team(
    context: Context, visitor: Annotated[Visitor, Depends(visitor_with(Permission.CHANGE_TEAMS))], form: Submitted
) -> Response:
    """Add a team, so that devices can be of it."""
    team = form.slug("team", title="The team's name")
    with context.database.writing() as session:
        people.add_team(session, context.clock(), visitor.actor, team)
    return redirect("/console/policies", done="team_added")
