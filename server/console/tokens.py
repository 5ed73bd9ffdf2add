"""Enrolment tokens: the file of a new one is downloaded once, and its secret is on no page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import SecretStr, ValidationError

from agent.fleet.enrolment import EnrolmentToken
from server.api.context import Context
from server.console.errors import FormError
from server.console.pages import PageRoute, redirect, render
from server.console.visitors import Submitted, Visitor, visitor_with
from server.storage import people, tokens
from server.storage.roles import Permission

__all__ = ["PAGE_SIZE", "router"]

PAGE_SIZE: Final = 50
router: Final = APIRouter(prefix="/tokens", route_class=PageRoute)
Changer = Annotated[Visitor, Depends(visitor_with(Permission.CHANGE_TOKENS))]
_LONGEST_CA: Final = 60_000
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")


@router.get("")
def list_tokens(
    request: Request, context: Context, _visitor: Annotated[Visitor, Depends(visitor_with(Permission.READ_TOKENS))]
) -> Response:
    """By id; used up, expired and revoked ones, too."""
    after = request.query_params.get("after", "")[:32]
    with context.database.reading() as session:
        rows = tokens.find_tokens(session, after=after, limit=PAGE_SIZE + 1)
        teams = people.find_teams(session)
    shown = rows[:PAGE_SIZE]
    return render(
        request,
        "tokens",
        page="tokens",
        now=context.clock(),
        rows=shown,
        teams=[name for name, _, _ in teams],
        server=context.settings.public_address.rstrip("/") or str(request.base_url).rstrip("/"),
        most_uses=tokens.MOST_USES,
        longest_days=tokens.LONGEST.days,
        is_continued=bool(after),
        next_page=f"/console/tokens?{urlencode({'after': shown[-1].id})}" if len(rows) > PAGE_SIZE else "",
    )


@router.post("")
def create_token(context: Context, visitor: Changer, form: Submitted) -> Response:
    """Make one, and hand out its file."""
    wanted = tokens.NewToken(
        name=form.text("name"),
        uses=form.number("uses", least=1, most=tokens.MOST_USES, title="The number of devices"),
        lasts=timedelta(days=form.number("days", least=1, most=tokens.LONGEST.days, title="The number of days")),
        team=form.optional("team") or None,
        allows_any_team=form.is_ticked("any_team"),
    )
    fingerprint = context.root_fingerprint()
    now = context.clock()
    try:
        # Whether the file can be written is known before there is a token.
        blank = EnrolmentToken(
            server=form.text("server", most=300).rstrip("/"),
            root_sha256=fingerprint,
            secret=SecretStr(""),
            expires_at=now + wanted.lasts,
            ca_pem=form.optional("ca_pem", most=_LONGEST_CA, title="The certificates", has_lines=True),
        )
    except ValidationError as exc:
        raise FormError("The server's address cannot be used", hint="As https://cordon.example.org.") from exc
    with context.database.writing() as session:
        row, secret = tokens.create_token(session, now, visitor.actor, wanted)
    content = blank.model_copy(update={"secret": SecretStr(secret), "expires_at": row.expires_at}).to_bytes()
    name = _UNSAFE.sub("-", row.name).strip("-.")[:60] or row.id
    return Response(
        content,
        media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}.token"', "Cache-Control": "no-store"},
    )


@router.post("/{token_id}/revoke")
def revoke_token(
    context: Context, visitor: Changer, token_id: Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")], _form: Submitted
) -> Response:
    """No device enrols with it from then on."""
    with context.database.writing() as session:
        tokens.revoke_token(session, context.clock(), visitor.actor, token_id)
    return redirect("/console/tokens", done="token_revoked")
