"""Templates become pages: escaped, with strict headers; errors become pages of the same design.

The one stylesheet and the icon come from this package; their address holds their digest, so that browsers keep them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.exceptions import HTTPException

from agent import __version__
from agent.core.errors import AgentError
from server.api.problems import of_error
from server.console import wording
from server.console.errors import SignInNeededError
from server.storage.roles import Permission

__all__ = ["ICON", "STYLE", "PageRoute", "asset_address", "redirect", "render"]

_FOLDER: Final = Path(__file__).parent
STYLE: Final = (_FOLDER / "style.css").read_bytes()
ICON: Final = (_FOLDER / "icon.svg").read_bytes()
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_NAVIGATION: Final = (
    ("overview", "Overview", "/console/", Permission.READ_FLEET),
    ("devices", "Devices", "/console/devices", Permission.READ_FLEET),
    ("policies", "Policies", "/console/policies", Permission.READ_PUBLICATIONS),
    ("exceptions", "Exceptions", "/console/exceptions", Permission.READ_EXCEPTIONS),
    ("counts", "Activity", "/console/activity", Permission.READ_COUNTS),
    ("tokens", "Enrolment", "/console/tokens", Permission.READ_TOKENS),
    ("keys", "Keys", "/console/keys", Permission.READ_KEYS),
    ("audit", "Audit log", "/console/audit", Permission.READ_AUDIT),
)


def asset_address(name: str, content: bytes) -> str:
    """Return the address of a file of this package."""
    return f"/console/assets/{hashlib.sha256(content).hexdigest()[:12]}/{name}"


def render(
    request: Request, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
) -> Response:
    """Return a page.

    Args:
        request: that it answers; whoever is signed in is in its state.
        template: its name without `.html`.
        status: HTTP's.
        headers: more of them.
        values: of the template.
    """
    visitor = getattr(request.state, "visitor", None)
    body = _ENVIRONMENT.get_template(f"{template}.html").render(
        visitor=visitor,
        navigation=[
            (key, title, address) for key, title, address, needed in _NAVIGATION if visitor and visitor.may(needed)
        ],
        done=wording.DONE.get(request.query_params.get("done", "")),
        **values,
    )
    return HTMLResponse(body, status, headers={**_HEADERS, **(headers or {})})


def redirect(address: str, *, done: str = "") -> Response:
    """Return what leads to a page after something was done.

    Args:
        address: of the page.
        done: key of `wording.DONE`, which the page shows.
    """
    return RedirectResponse(f"{address}?{urlencode({'done': done})}" if done else address, 303, headers=_HEADERS)


class PageRoute(APIRoute):
    """A route whose errors are pages."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what serves it."""
        serve = super().get_route_handler()

        async def serve_page(request: Request) -> Response:
            try:
                return await serve(request)
            except SignInNeededError:
                wanted = request.url.path if request.method == "GET" else "/console/"
                query = f"?{request.url.query}" if request.method == "GET" and request.url.query else ""
                return redirect(f"/console/sign-in?{urlencode({'next': wanted + query})}")
            except AgentError as exc:
                answer = of_error(exc)
                headers = {"Retry-After": found} if (found := answer.headers.get("Retry-After")) else {}
                return _error_page(request, answer.status_code, exc.title, exc.detail, exc.hint, headers)
            except RequestValidationError:
                return _error_page(request, 422, "The address cannot be understood", hint="Go back and try again.")
            except HTTPException as exc:
                return _error_page(request, exc.status_code, "The request cannot be served as it is")

        return serve_page


def _error_page(
    request: Request,
    status: int,
    title: str,
    detail: str = "",
    hint: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    return render(
        request, "error", status=status, headers=headers, page="", title=title, detail=detail, hint=hint, code=status
    )


def _moment(at: datetime | None) -> str:
    if at is None:
        return Markup('<span class="quiet">never</span>')
    utc = at.astimezone(UTC)
    return Markup('<time datetime="{}">{}</time>').format(
        utc.strftime("%Y-%m-%dT%H:%M:%SZ"), utc.strftime("%Y-%m-%d %H:%M")
    )


def _day(day: date) -> str:
    return Markup('<time datetime="{0}">{0}</time>').format(day.isoformat())


def _distance(of: timedelta) -> str:
    seconds = abs(int(of.total_seconds()))
    for name, size in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            number = seconds // size
            return f"{number} {name}{'s' if number > 1 else ''}"
    return "a moment"


def _ago(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "never"
    return f"{_distance(now - at)} ago" if at <= now else f"in {_distance(at - now)}"


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("server.console", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        moment=_moment,
        day=_day,
        ago=_ago,
        number=lambda value: f"{value:,}".replace(",", "\u202f"),
        words=wording.words,
        issue=wording.issue,
        severity=wording.severity,
    )
    environment.globals.update(
        version=__version__,
        style_address=asset_address("style.css", STYLE),
        icon_address=asset_address("icon.svg", ICON),
        Permission=Permission,
    )
    return environment


_ENVIRONMENT: Final = _environment()
