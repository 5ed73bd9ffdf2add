"""What devices count of gestures, where policy turns that on: by week, and by one thing at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response

from server.api.context import Context
from server.console.pages import PageRoute, render
from server.console.visitors import Visitor, visitor_with
from server.storage import people
from server.storage.breakdowns import FEWEST_DEVICES, Breakdown, break_down, count_weeks
from server.storage.roles import Permission
from server.storage.tables import DailyCountRow

__all__ = ["router"]

router: Final = APIRouter(prefix="/activity", route_class=PageRoute)
_SPANS: Final = {"4": 4, "12": 12, "26": 26}
_COLUMNS: Final = (
    ("Label", DailyCountRow.label),
    ("Destination", DailyCountRow.destination_id),
    ("What happened", DailyCountRow.disposition),
    ("Channel", DailyCountRow.channel),
)


@router.get("")
def show_activity(
    request: Request, context: Context, _visitor: Annotated[Visitor, Depends(visitor_with(Permission.READ_COUNTS))]
) -> Response:
    """Of whole weeks, up to this one; never about fewer than five devices."""
    team = request.query_params.get("team", "")[:60]
    weeks = _SPANS.get(request.query_params.get("weeks", ""), 12)
    today = context.clock().date()
    this_monday = today - timedelta(days=today.weekday())
    since, until = this_monday - timedelta(weeks=weeks - 1), this_monday + timedelta(weeks=1)
    with context.database.reading() as session:
        by_week = count_weeks(session, first_monday=since, weeks=weeks, team=team or None)
        found = [
            (title, break_down(session, column, since=since, until=until, team=team or None))
            for title, column in _COLUMNS
        ]
        teams = people.find_teams(session)
    largest = max((week.count for week in by_week if week is not None), default=0)
    return render(
        request,
        "activity",
        page="counts",
        mondays=[(since + timedelta(weeks=number), week) for number, week in enumerate(by_week)],
        largest=max(1, largest),
        breakdowns=[(title, found, _largest(found)) for title, found in found],
        has_any=any(week is None or week.count for week in by_week),
        teams=[name for name, _, _ in teams],
        team=team,
        weeks=weeks,
        spans=sorted(_SPANS.values()),
        fewest=FEWEST_DEVICES,
    )


def _largest(found: Breakdown) -> int:
    return max((group.count for group in found.groups), default=1)
