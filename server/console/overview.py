"""The first page: how the fleet is, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response

from server.api.context import Context
from server.console.pages import PageRoute, render
from server.console.published import read_published
from server.console.visitors import Visitor, visitor_with
from server.storage import fleet, reports
from server.storage.roles import Permission

__all__ = ["router", "shares"]

router: Final = APIRouter(route_class=PageRoute)
_MOST_ROWS: Final = 8


def shares(numbers: Mapping[str, int], *, most: int = _MOST_ROWS) -> Sequence[tuple[str | None, int, int]]:
    """Return rows of a table with bars: a name, a number, and its share of the largest in percent.

    Args:
        numbers: by name.
        most: rows; what is beyond is added up in a last one, whose name is None.
    """
    rows = sorted(numbers.items(), key=lambda row: (-row[1], row[0]))
    largest = max(1, rows[0][1]) if rows else 1
    shown: list[tuple[str | None, int]] = [*rows[:most]]
    if rest := sum(number for _, number in rows[most:]):
        shown.append((None, rest))
    return [(name, number, min(100, round(100 * number / largest))) for name, number in shown]


@router.get("/")
def show_overview(
    request: Request, context: Context, _visitor: Annotated[Visitor, Depends(visitor_with(Permission.READ_FLEET))]
) -> Response:
    """The fleet in numbers."""
    now = context.clock()
    published = read_published(context.repository, now)
    with context.database.reading() as session:
        summary = reports.summarize(session, now)
        freshness = fleet.count_freshness(session, published.targets_version)
        held_until = fleet.signer_held_until(session)
    return render(
        request,
        "overview",
        page="overview",
        now=now,
        summary=summary,
        freshness=freshness,
        published=published,
        signs=held_until is not None and held_until > now,
        signed_until=held_until,
        silent_days=reports.SILENT_AFTER.days,
        versions=shares(summary.by_agent_version),
        policies=shares(summary.by_policy_version),
        issues=shares(summary.by_issue, most=20),
        teams=shares(summary.by_team),
    )
