"""Signing in with a key, and out again."""

from __future__ import annotations

import time
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from server.api.context import Context
from server.api.rate_limits import RateLimiter, address_key
from server.console.errors import FormNotOursError, InsecureError
from server.console.pages import PageRoute, redirect, render
from server.console.visitors import (
    Submitted,
    Visitor,
    checked_form,
    form_token,
    is_loopback,
    new_visit,
    read_form,
    session_cookie,
    set_cookie,
    signed_in,
    visit_of,
)
from server.storage import console_sessions
from server.storage.errors import DeniedError

__all__ = ["ATTEMPTS", "router", "sign_in_limiter"]

ATTEMPTS: Final = (0.1, 10)
"""Of one address: one in ten seconds in the long run, ten at once."""

router: Final = APIRouter(route_class=PageRoute)


def sign_in_limiter() -> RateLimiter:
    """Return what counts attempts to sign in; one of each application."""
    return RateLimiter(*ATTEMPTS, clock=time.monotonic)


@router.get("/sign-in")
def show_sign_in(request: Request, next: str = "") -> Response:  # noqa: A002 - the word in the address
    """Ask for a key."""
    _require_private(request)
    response = Response()
    secret = visit_of(request) or new_visit(request, response)
    page = _sign_in_page(request, secret, next)
    if cookie := response.headers.get("set-cookie"):
        page.headers["set-cookie"] = cookie
    return page


@router.post("/sign-in")
def sign_in(request: Request, context: Context, fields: Annotated[FormData, Depends(read_form)]) -> Response:
    """Begin a session."""
    _require_private(request)
    limiter: RateLimiter = request.app.state.console_sign_in_limiter
    limiter.take(address_key(request.client.host if request.client is not None else ""))
    secret = visit_of(request)
    if secret is None:
        raise FormNotOursError(
            "The browser has not sent its cookie", hint="Allow cookies of this site, and open the page anew."
        )
    form = checked_form(fields, secret)
    wanted = form.optional("next", most=2000)
    try:
        with context.database.writing() as session:
            _, cookie = console_sessions.sign_in(session, context.clock(), form.text("key", most=200))
    except DeniedError as exc:
        return _sign_in_page(request, secret, wanted, status=403, error=f"{exc.title}. {exc.hint}")
    answer = redirect(wanted if _is_ours(wanted) else "/console/")
    set_cookie(request, answer, session_cookie(request), cookie)
    return answer


@router.post("/sign-out")
def sign_out(
    request: Request, context: Context, visitor: Annotated[Visitor, Depends(signed_in)], _form: Submitted
) -> Response:
    """End the session."""
    with context.database.writing() as session:
        console_sessions.sign_out(session, context.clock(), visitor.actor, visitor.secret)
    answer = redirect("/console/sign-in", done="signed_out")
    answer.delete_cookie(session_cookie(request), path="/", secure=request.url.scheme == "https", httponly=True)
    return answer


def _sign_in_page(request: Request, secret: str, wanted: str, *, status: int = 200, error: str = "") -> Response:
    return render(
        request,
        "sign_in",
        status=status,
        page="",
        token=form_token(secret),
        next=wanted if _is_ours(wanted) else "",
        error=error,
    )


def _is_ours(address: str) -> bool:
    """Whether it leads to a page of the console, and nowhere else."""
    return address.startswith("/console/") and "\\" not in address and address.isprintable()


def _require_private(request: Request) -> None:
    if request.url.scheme != "https" and not is_loopback(request):
        raise InsecureError(
            "Nobody signs in over a connection that is not encrypted",
            hint="Ask for this page with https://; docs/server.md says how to set it up.",
        )
