"""The web process, put together: routes, limits, errors, the OpenAPI document. It holds no signing keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from agent import __version__
from agent.fleet.check_in import CheckIn, CheckInReply
from agent.fleet.enrolment import EnrolmentReply, EnrolmentRequest
from agent.fleet.exceptions import ExceptionRequest, ExceptionStatus
from agent.fleet.message import Message
from server.api import (
    auditing,
    credentials,
    decisions,
    devices,
    fleet,
    operations,
    people,
    publications,
    repository,
)
from server.api.boundary import Boundary
from server.api.context import ServerContext
from server.api.problems import Problem, add_handlers
from server.api.signed import SIGNATURE_SCHEME
from server.console.routes import add_console
from server.settings import ServerSettings
from server.storage.database import Database, parse_database_url
from server.storage.migrating import require_current
from server.times import system_clock

__all__ = ["create_app"]

_ROUTERS: Final = (
    devices.router,
    fleet.router,
    people.router,
    credentials.router,
    decisions.router,
    publications.router,
    auditing.router,
    repository.router,
    operations.router,
)
_MESSAGES: Final[tuple[type[Message], ...]] = (
    CheckIn,
    CheckInReply,
    EnrolmentReply,
    EnrolmentRequest,
    ExceptionRequest,
    ExceptionStatus,
)
_SIGNATURE: Final = {
    "type": "apiKey",
    "in": "header",
    "name": "Signature",
    "description": "HTTP Message Signatures (RFC 9421) with the device's Ed25519 key over @method, @path, @query and "
    "content-digest; with the headers Signature-Input and Content-Digest.",
}


def create_app(settings: ServerSettings, *, clock: Callable[[], datetime] = system_clock) -> FastAPI:
    """Return the web process' application.

    Args:
        settings: of the server.
        clock: the time, aware.

    Raises:
        StorageError: the database does not answer, or is of another version.
    """
    database = Database(parse_database_url(settings.database.get_secret_value()))
    require_current(database)
    context = ServerContext(settings, database, clock)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        try:
            yield
        finally:
            database.close()

    app = FastAPI(
        title="Cordon server",
        version=__version__,
        description="Enrolment, policies and exceptions of devices. Nothing here has a field for content.",
        lifespan=lifespan,
        docs_url=None,  # these pages load scripts from elsewhere
        redoc_url=None,
        separate_input_output_schemas=False,
    )
    app.state.context = context
    for router in _ROUTERS:
        app.include_router(router)
    add_console(app)
    add_handlers(app)
    app.add_middleware(Boundary, context=context)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign] # as FastAPI documents it
    return app


def _openapi(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        components = document.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        models: tuple[type[BaseModel], ...] = (Problem, *_MESSAGES)
        for model in models:
            schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(schema.pop("$defs", {}))
            schemas[model.__name__] = schema
        components.setdefault("securitySchemes", {})[SIGNATURE_SCHEME] = _SIGNATURE
        app.openapi_schema = document
    return app.openapi_schema
