"""The audit log: pages of it, and all of it as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from server.api.administrators import AuditReader
from server.api.context import Context, ServerContext
from server.api.messages import Answer
from server.api.problems import responses
from server.storage import audit
from server.storage.tables import AuditEntry

__all__ = ["router"]

router: Final = APIRouter(prefix="/v1/admin/audit", tags=["audit"])
_BATCH: Final = 1000
_FIELDS: Final = ("number", "at", "actor", "action", "object", "detail", "previous", "digest")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
Word = Annotated[str | None, Field(max_length=100)]


class AuditQuery(BaseModel):
    """Which entries; what is left out does not matter.

    Attributes:
        before: `next_before` of the page before.
    """

    model_config = ConfigDict(extra="forbid")

    actor: Word = None
    action: Word = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    before: Annotated[int | None, Field(ge=1, le=(1 << 63) - 1)] = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


class AuditLine(Answer):
    """Who did what to what; `digest` is the SHA-256 over all of it and `previous`."""

    number: int
    at: datetime
    actor: str
    action: str
    object: str
    detail: str
    previous: str
    digest: str


class AuditPage(Answer):
    """A part of the log, the newest first.

    Attributes:
        next_before: what to ask for with `before`; null on the last page.
    """

    items: list[AuditLine]
    next_before: int | None


class LogCheck(Answer):
    """What checking the chain has shown."""

    entries: int
    digest: str
    broken_at: int | None


@router.get("", responses=responses(401, 403, 422), summary="The audit log, the newest first")
def read_log(_actor: AuditReader, context: Context, asked: Annotated[AuditQuery, Query()]) -> AuditPage:
    """Entries that match everything that is asked for."""
    wanted = audit.AuditFilter(actor=asked.actor, action=asked.action, since=asked.since, until=asked.until)
    with context.database.reading() as session:
        rows = audit.find_entries(session, wanted, before=asked.before, limit=asked.limit)
    return AuditPage(
        items=[_line(row) for row in rows], next_before=rows[-1].number if len(rows) == asked.limit else None
    )


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"application/x-ndjson": {}, "text/csv": {}}, "description": "The whole log."},
        **responses(401, 403, 422),
    },
    summary="All of the audit log as a file",
)
def export_log(
    _actor: AuditReader, context: Context, form: Annotated[Literal["jsonl", "csv"], Query(alias="format")] = "jsonl"
) -> StreamingResponse:
    """Oldest last, a line an entry. Note the first line's number and digest: with them nobody can rewrite the log."""
    if form == "csv":
        return StreamingResponse(
            _csv(context),
            media_type="text/csv",
            headers={"Content-Disposition": 'attachment; filename="cordon-audit.csv"'},
        )
    return StreamingResponse(_json_lines(context), media_type="application/x-ndjson")


@router.get("/check", responses=responses(401, 403), summary="Compute the chain of the audit log anew")
def check_log(_actor: AuditReader, context: Context) -> LogCheck:
    """`broken_at` is the first entry that was altered or removed; null for none."""
    with context.database.snapshot() as session:  # else what is written meanwhile looks like a gap
        state = audit.verify_log(session)
    return LogCheck(entries=state.entries, digest=state.digest, broken_at=state.broken_at)


def _line(row: AuditEntry) -> AuditLine:
    return AuditLine(**{name: getattr(row, name) for name in _FIELDS})


def _batches(context: ServerContext) -> Iterator[Sequence[AuditEntry]]:
    before: int | None = None
    while True:
        with context.database.reading() as session:
            rows = audit.find_entries(session, audit.AuditFilter(), before=before, limit=_BATCH)
        if not rows:
            return
        yield rows
        before = rows[-1].number


def _json_lines(context: ServerContext) -> Iterator[str]:
    for rows in _batches(context):
        yield "".join(json.dumps(_line(row).model_dump(mode="json"), ensure_ascii=False) + "\n" for row in rows)


def _csv(context: ServerContext) -> Iterator[str]:
    yield ",".join(_FIELDS) + "\r\n"
    for rows in _batches(context):
        written = io.StringIO()
        writer = csv.writer(written)
        for row in rows:
            values = _line(row).model_dump(mode="json")
            writer.writerow(_as_text(values[name]) for name in _FIELDS)
        yield written.getvalue()


def _as_text(value: object) -> str:
    """A spreadsheet would run what looks like a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
