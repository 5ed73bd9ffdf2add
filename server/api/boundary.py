"""The outermost layer of the web process: size caps before anything is parsed, rate limits, headers, counts.

A pure ASGI middleware: it buffers nothing.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.fleet.check_in import CHECK_IN_LIMIT_BYTES, CHECK_IN_PATH
from server.api.context import ServerContext
from server.api.errors import TooLargeError
from server.api.problems import of_bug, of_error
from server.api.rate_limits import TooManyRequestsError, address_key
from server.repository.publication import PUBLICATION_LIMIT_BYTES
from server.storage.importing import IMPORT_LIMIT_BYTES

__all__ = ["BODY_LIMIT_BYTES", "Boundary", "body_limit"]

BODY_LIMIT_BYTES: Final = 64 << 10
"""Where nothing else is said."""

_LIMITS: Final = {
    CHECK_IN_PATH: CHECK_IN_LIMIT_BYTES,
    "/v1/publications": PUBLICATION_LIMIT_BYTES,
    "/v1/admin/import": IMPORT_LIMIT_BYTES,
    "/v1/admin/groups": 1 << 20,
}
_HEADERS: Final[Sequence[tuple[str, str]]] = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
)


def body_limit(path: str) -> int:
    """Return how large a request's body may be."""
    return _LIMITS.get(path, _LIMITS["/v1/admin/groups"] if path.startswith("/v1/admin/groups/") else BODY_LIMIT_BYTES)


class Boundary:
    """The middleware.

    Args:
        app: what is behind it.
        context: the server's.
    """

    def __init__(self, app: ASGIApp, context: ServerContext) -> None:
        self._app = app
        self._context = context

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or answer why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send)
        try:
            self._admit(scope, exchange.limit_bytes)
            await self._app(scope, exchange.receive, exchange.send)
        except (TooManyRequestsError, TooLargeError) as exc:
            await of_error(exc)(scope, receive, exchange.send)
        except Exception as exc:  # noqa: BLE001 - uvicorn would write its text into the log
            answer = of_bug(scope, exc)
            if exchange.status is None:
                await answer(scope, receive, exchange.send)
        finally:
            self._context.metrics.count_request(scope, exchange.status or 499, exchange.began)

    def _admit(self, scope: Scope, limit_bytes: int) -> None:
        client = scope.get("client")
        if client is not None:
            self._context.address_limit.take(address_key(client[0]))
        said = Headers(scope=scope).get("content-length", "0")
        if said.isdecimal() and int(said[:20]) > limit_bytes:
            raise TooLargeError("The request is too large", detail=f"At most {limit_bytes} bytes.")


class _Exchange:
    """One request's way in and its answer's way out."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._seen = 0
        self.limit_bytes = body_limit(scope["path"])
        self.status: int | None = None
        self.began = time.perf_counter()

    async def receive(self) -> Message:
        """Hand on a part of the body, unless it is too much."""
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self.limit_bytes:
            raise HTTPException(413)  # the one kind that FastAPI hands on while it reads a body
        return message

    async def send(self, message: Message) -> None:
        """Hand on a part of the answer, with the headers that all have."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS:
                headers.setdefault(name, value)
            if self._scope["scheme"] == "https":
                headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            if not self._scope["path"].startswith("/repository/"):
                headers.setdefault("Cache-Control", "no-store")
        await self._send(message)
