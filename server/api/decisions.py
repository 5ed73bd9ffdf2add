"""Deciding on exceptions: another person than who asked, within what the signed policies let the server grant."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from agent.fleet.exceptions import ExceptionState
from server.api.administrators import ExceptionDecider, ExceptionReader
from server.api.context import Context
from server.api.messages import After, Answer, Limit, Page
from server.api.problems import responses
from server.storage import requests
from server.storage.errors import ConflictError
from server.storage.roles import Permission
from server.storage.tables import ExceptionRow

__all__ = ["NeedsOfflineApproverError", "router"]

router: Final = APIRouter(prefix="/v1/admin/exceptions", tags=["exceptions"])
RequestId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="A request's id.")]


class NeedsOfflineApproverError(ConflictError):
    """The request goes beyond what the policy lets the server grant."""

    code = "needs_offline_approver"


class Approval(BaseModel):
    """How to approve.

    Attributes:
        days: for fewer days than were asked for.
    """

    model_config = ConfigDict(extra="forbid")

    days: Annotated[int, Field(ge=1, le=366)] | None = None


class ExceptionEntry(Answer):
    """A request and what became of it.

    Attributes:
        account: null where the key may not read people.
    """

    id: str
    device_id: str
    account: str | None
    rule_ids: list[str]
    destination_id: str
    label: str
    down_to: str
    days: int
    reason: str
    state: ExceptionState
    requested_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    expires_at: datetime | None

    @classmethod
    def of(cls, row: ExceptionRow, *, shows_account: bool) -> ExceptionEntry:
        """Return a row's."""
        values = {name: getattr(row, name) for name in cls.model_fields}
        return cls(**{**values, "account": row.account if shows_account else None})


@router.get("", responses=responses(401, 403, 422), summary="Requests for exceptions")
def list_exceptions(
    actor: ExceptionReader, context: Context, state: ExceptionState | None = None, after: After = "", limit: Limit = 100
) -> Page[ExceptionEntry]:
    """By id."""
    shows = actor.may(Permission.READ_PEOPLE)
    with context.database.reading() as session:
        rows = requests.find_requests(session, state=state, after=after, limit=limit)
    items = [ExceptionEntry.of(row, shows_account=shows) for row in rows]
    return Page(items=items, next=rows[-1].id if len(rows) == limit else None)


@router.post("/{request_id}/approve", responses=responses(401, 403, 404, 409, 422), summary="Grant an exception")
def approve(
    actor: ExceptionDecider, context: Context, request_id: RequestId, approval: Approval | None = None
) -> ExceptionEntry:
    """Nobody grants their own request. Beyond the policy's limits: 409 `needs_offline_approver`, and it says so."""
    days = approval.days if approval is not None else None
    with context.database.writing() as session:
        row = requests.approve(session, context.clock(), actor, request_id, context.limits, days=days)
    if row.state == ExceptionState.NEEDS_OFFLINE_APPROVER:
        raise NeedsOfflineApproverError(
            "The policy does not let the server grant this",
            hint="Whoever holds the policy's keys can: `cordon policy sign --exceptions`.",
        )
    return ExceptionEntry.of(row, shows_account=actor.may(Permission.READ_PEOPLE))


@router.post("/{request_id}/refuse", responses=responses(401, 403, 404, 409, 422), summary="Refuse an exception")
def refuse(actor: ExceptionDecider, context: Context, request_id: RequestId) -> ExceptionEntry:
    """The device hears of it."""
    with context.database.writing() as session:
        row = requests.refuse(session, context.clock(), actor, request_id)
    return ExceptionEntry.of(row, shows_account=actor.may(Permission.READ_PEOPLE))


@router.post("/{request_id}/revoke", responses=responses(401, 403, 404, 409, 422), summary="Take an exception back")
def revoke(actor: ExceptionDecider, context: Context, request_id: RequestId) -> ExceptionEntry:
    """Devices learn it with their next refresh."""
    with context.database.writing() as session:
        row = requests.revoke(session, context.clock(), actor, request_id)
    return ExceptionEntry.of(row, shows_account=actor.may(Permission.READ_PEOPLE))
