"""Who looks at a page: found by the cookie of their session, allowed by the role of the key that they signed in with.

Rules kept here:

- A cookie is `HttpOnly`, `SameSite=Strict` and, but on loopback, `Secure` with the `__Host-` prefix.
- Every form carries a token that follows from the cookie's secret, so that no other site can send one.
- The database is asked at every page: a revoked key or a session that was ended is good for nothing at once.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Final

from fastapi import Depends, Request, Response
from starlette.datastructures import FormData

from server.api.context import Context
from server.api.errors import ForbiddenError
from server.console.errors import FormError, FormNotOursError, SignInNeededError
from server.storage.console_sessions import LONGEST, find_session, touch_session
from server.storage.roles import Actor, Permission

__all__ = [
    "FORM_TYPE",
    "Form",
    "Submitted",
    "Visitor",
    "checked_form",
    "form_token",
    "is_loopback",
    "new_visit",
    "read_form",
    "session_cookie",
    "set_cookie",
    "signed_in",
    "visit_of",
    "visitor_with",
]

FORM_TYPE: Final = "application/x-www-form-urlencoded"
_SESSION: Final = "cordon-console"
_VISIT: Final = "cordon-visit"
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})
_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_MOST_FIELDS: Final = 30
_LONGEST_COOKIE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who is signed in.

    Attributes:
        secret: of their session.
    """

    actor: Actor
    secret: str = field(repr=False)

    @property
    def form_token(self) -> str:
        """What their forms carry."""
        return form_token(self.secret)

    def may(self, permission: Permission) -> bool:
        """Whether their role allows it."""
        return self.actor.may(permission)


class Form:
    """What somebody has filled in.

    Args:
        fields: by name; of several of one name the last counts.
    """

    def __init__(self, fields: FormData) -> None:
        self._fields = {name: value for name, value in fields.multi_items() if isinstance(value, str)}

    def text(self, name: str, *, most: int = 100, title: str = "") -> str:
        """Return a field that must be filled in.

        Raises:
            FormError: it is empty or too long.
        """
        value = self.optional(name, most=most, title=title)
        if not value:
            raise FormError(f"{title or name.capitalize()} is missing", hint="Go back and fill it in.")
        return value

    def optional(self, name: str, *, most: int = 100, title: str = "", has_lines: bool = False) -> str:
        """Return a field that may be empty, without space around it.

        Raises:
            FormError: it is too long, or has characters that cannot be seen.
        """
        value = self._fields.get(name, "").strip()
        if len(value) > most:
            raise FormError(f"{title or name.capitalize()} is too long", detail=f"At most {most} characters.")
        if not ("".join(value.splitlines()) if has_lines else value).isprintable():
            raise FormError(f"{title or name.capitalize()} has characters that cannot be seen")
        return value

    def number(self, name: str, *, least: int, most: int, title: str = "") -> int:
        """Return a whole number.

        Raises:
            FormError: it is none, or out of range.
        """
        value = self.text(name, most=12, title=title)
        if not (value.isascii() and value.isdigit()) or not least <= int(value) <= most:
            raise FormError(f"{title or name.capitalize()} is a whole number from {least} to {most}")
        return int(value)

    def slug(self, name: str, *, title: str = "") -> str:
        """Return a name as teams have them.

        Raises:
            FormError: no team can have it.
        """
        value = self.text(name, most=60, title=title)
        if _SLUG.fullmatch(value) is None:
            raise FormError(f"{title or name.capitalize()} has small letters, digits, - and _", hint="As berlin-sales.")
        return value

    def is_ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return name in self._fields


def form_token(secret: str) -> str:
    """Return what forms of a session carry."""
    return hmac.new(secret.encode(), b"cordon console form", hashlib.sha256).hexdigest()


def is_loopback(request: Request) -> bool:
    """Whether the browser runs on this very machine, by the address that it has asked for."""
    return request.url.hostname in _LOOPBACK


def session_cookie(request: Request) -> str:
    """Return the cookie's name; with its prefix no other host can have set it."""
    return _named(request, _SESSION)


def set_cookie(request: Request, response: Response, name: str, value: str) -> None:
    """Let the browser keep a secret for as long as a session may last."""
    response.set_cookie(
        name,
        value,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        secure=_is_secure(request),
        httponly=True,
        samesite="strict",
    )


def new_visit(request: Request, response: Response) -> str:
    """Give somebody who is not signed in a secret, so that their form is theirs."""
    secret = secrets.token_urlsafe(24)
    set_cookie(request, response, _named(request, _VISIT), secret)
    return secret


def visit_of(request: Request) -> str | None:
    """Return the secret of `new_visit`."""
    return _cookie(request, _named(request, _VISIT))


def signed_in(request: Request, context: Context) -> Visitor:
    """Return who is signed in.

    Raises:
        SignInNeededError: nobody.
        TooManyRequestsError: they ask too often.
    """
    secret = _cookie(request, session_cookie(request))
    if secret is None:
        raise SignInNeededError("Nobody is signed in")
    now = context.clock()
    with context.database.reading() as session:
        found = find_session(session, now, secret)
    if found is None:
        raise SignInNeededError("The session is over")
    context.administrator_limit.take(found.actor.name)
    if found.is_due:
        with context.database.writing() as session:
            touch_session(session, now, secret)
    visitor = Visitor(actor=found.actor, secret=secret)
    request.state.visitor = visitor  # error pages know them, too
    return visitor


def visitor_with(permission: Permission) -> Callable[..., Visitor]:
    """Return a dependency: who is signed in, if they may."""

    def find(visitor: Annotated[Visitor, Depends(signed_in)]) -> Visitor:
        if not visitor.may(permission):
            raise ForbiddenError(
                "Your key's role does not allow this",
                detail=f"You are signed in as {visitor.actor.role}.",
                hint="Ask somebody whose role does, or sign in with another key.",
            )
        return visitor

    return find


async def read_form(request: Request) -> FormData:
    """Return what was sent.

    Raises:
        FormError: it is no form.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise FormError("This is no form of ours")
    return await request.form(max_fields=_MOST_FIELDS, max_files=0)


def _submitted(
    fields: Annotated[FormData, Depends(read_form)], visitor: Annotated[Visitor, Depends(signed_in)]
) -> Form:
    return checked_form(fields, visitor.secret)


def checked_form(fields: FormData, secret: str) -> Form:
    """Return a form that a page of this session has sent.

    Raises:
        FormNotOursError: it was another one.
    """
    sent = fields.get("form_token")
    if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), form_token(secret).encode()):
        raise FormNotOursError(
            "The form was not sent from this session", hint="Open the page anew, and send it from there."
        )
    return Form(fields)


Submitted = Annotated[Form, Depends(_submitted)]


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https" or not is_loopback(request)


def _named(request: Request, name: str) -> str:
    return f"__Host-{name}" if _is_secure(request) else name


def _cookie(request: Request, name: str) -> str | None:
    value = request.cookies.get(name)
    return value if value and len(value) <= _LONGEST_COOKIE else None
