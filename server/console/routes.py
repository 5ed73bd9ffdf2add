"""All pages, as one router; `/` leads to them."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, FastAPI, Request, Response

from server.console import activity, audit, devices, exceptions, keys, overview, policies, signing_in, tokens
from server.console.errors import NoSuchPageError
from server.console.pages import ICON, STYLE, PageRoute, redirect

__all__ = ["add_console"]

_ASSETS: Final = {"style.css": (STYLE, "text/css; charset=utf-8"), "icon.svg": (ICON, "image/svg+xml")}
_PAGES: Final = (overview, devices, policies, exceptions, activity, tokens, keys, audit, signing_in)
_own: Final = APIRouter(route_class=PageRoute)
_root: Final = APIRouter(route_class=PageRoute)


def add_console(app: FastAPI) -> None:
    """Let an application serve the console. It has `state.context` already."""
    app.state.console_sign_in_limiter = signing_in.sign_in_limiter()
    app.include_router(_root, include_in_schema=False)
    # One by one: what is included twice is worked out twice. The last one answers to any address.
    for router in (*(module.router for module in _PAGES), _own):
        app.include_router(router, prefix="/console", include_in_schema=False)


@_root.get("/")
@_root.get("/console")
def lead_to_the_overview() -> Response:
    """Where people look first."""
    return redirect("/console/")


@_own.get("/assets/{digest}/{name}")
def serve_asset(digest: str, name: str) -> Response:  # noqa: ARG001 - it makes the address new when the file is
    """A file of this package."""
    found = _ASSETS.get(name)
    if found is None:
        raise NoSuchPageError("There is no such file")
    content, kind = found
    return Response(content, media_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"})


@_own.get("/{rest:path}")
def find_nothing(request: Request, rest: str) -> Response:  # noqa: ARG001 - any
    """An address that leads nowhere."""
    raise NoSuchPageError("There is no such page", hint="The menu shows which there are.")
