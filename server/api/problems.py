"""Errors as `application/problem+json` (RFC 9457), with our code and the next step; never a stack trace."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.types import Scope

from agent.core.errors import AgentError
from agent.fleet.message import MessageRefusedError
from agent.fleet.request_signature import RequestSignatureError
from server.api.errors import ForbiddenError, TooLargeError, UnauthorizedError, UnknownDeviceError
from server.api.rate_limits import TooManyRequestsError
from server.storage.errors import (
    ConflictError,
    DeniedError,
    ImportRefusedError,
    NotFoundError,
    RuleBrokenError,
    StorageError,
    TooManyWaitingError,
)

__all__ = ["PROBLEM_TYPE", "Problem", "add_handlers", "of_bug", "of_error", "problem_response", "responses"]

PROBLEM_TYPE: Final = "application/problem+json"

_STATUSES: Final[tuple[tuple[type[AgentError], int], ...]] = (
    (MessageRefusedError, 400),
    (RequestSignatureError, 401),
    (UnknownDeviceError, 401),
    (UnauthorizedError, 401),
    (ForbiddenError, 403),
    (DeniedError, 403),
    (NotFoundError, 404),
    (ConflictError, 409),
    (TooLargeError, 413),
    (TooManyWaitingError, 429),
    (ImportRefusedError, 422),
    (RuleBrokenError, 422),
    (TooManyRequestsError, 429),
    (StorageError, 503),
)
_TITLES: Final = {
    400: "The request cannot be read",
    401: "Who asks is not known",
    403: "Not allowed",
    404: "Not found",
    405: "Not allowed here",
    409: "That does not go together with what is there",
    413: "The request is too large",
    415: "This kind of content is not understood",
    422: "The request cannot be served as it is",
    429: "Too many requests",
    500: "The server has failed",
    503: "The server cannot serve this now",
}
_log: Final = logging.getLogger("cordon.server")


class Problem(BaseModel):
    """What went wrong."""

    model_config = ConfigDict(frozen=True)

    type: str = Field("about:blank", description="A URN of the code, or about:blank.")
    title: str = Field(description="One short sentence.")
    status: int
    code: str = Field(description="Stable identifier.")
    detail: str = Field("", description="More about it; may be empty.")
    hint: str = Field("", description="The next step; may be empty.")


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how OpenAPI documents the errors of a route. 400, 429 and 503 may come from every one."""
    return {
        status: {
            "description": _TITLES[status],
            "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({*statuses, 400, 413, 429, 503})
    }


def problem_response(
    status: int, *, code: str, title: str, detail: str = "", hint: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """Return a problem as an answer."""
    problem = Problem(
        type=f"urn:cordon:problem:{code}", title=title, status=status, code=code, detail=detail, hint=hint
    )
    return Response(problem.model_dump_json(), status, media_type=PROBLEM_TYPE, headers=dict(headers or {}))


def of_error(exc: AgentError) -> Response:
    """Return one of our errors as an answer."""
    status = next((status for kind, status in _STATUSES if isinstance(exc, kind)), 500)
    headers = {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer" if isinstance(exc, UnauthorizedError) else "Signature"
    if isinstance(exc, TooManyRequestsError):
        headers["Retry-After"] = str(exc.retry_after_s)
    if isinstance(exc, TooManyWaitingError):
        headers["Retry-After"] = "3600"  # somebody has to decide first
    if status == 503:
        headers["Retry-After"] = "5"
    if status >= 500:
        _log.error("%s: %s %s", exc.code, exc.title, exc.detail)
    return problem_response(status, code=exc.code, title=exc.title, detail=exc.detail, hint=exc.hint, headers=headers)


def add_handlers(app: FastAPI) -> None:
    """Let an app answer like this."""
    app.add_exception_handler(AgentError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)


def _on_error(_request: Request, exc: Exception) -> Response:
    if not isinstance(exc, AgentError):
        raise exc
    return of_error(exc)


def _on_invalid(_request: Request, exc: Exception) -> Response:
    if not isinstance(exc, RequestValidationError):
        raise exc
    # Places and kinds of errors, never the values.
    first = exc.errors()[0]
    place = ".".join(str(step) for step in first["loc"])
    status = 400 if first["type"] == "json_invalid" else 422
    return problem_response(status, code="invalid", title=_TITLES[status], detail=f"{place[:200]}: {first['type']}.")


def _on_http(_request: Request, exc: Exception) -> Response:
    if not isinstance(exc, HTTPException):
        raise exc
    code = "too_large" if exc.status_code == 413 else "http"
    return problem_response(
        exc.status_code, code=code, title=_TITLES.get(exc.status_code, "The request failed"), headers=exc.headers
    )


def of_bug(scope: Scope, exc: Exception) -> Response:
    """Return the answer to what nobody foresaw; the log gets its kind and place."""
    # The exception's text could hold anything; its kind and place do not.
    trace = exc.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "?"
    route = scope.get("route")
    _log.error("bug: %s at %s in %s", type(exc).__name__, place, getattr(route, "path", "?"))
    return problem_response(500, code="bug", title="The server has failed", hint="Its log names the place.")
