"""Requests of administrators and their programs: a bearer key, whose role must allow what is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from server.api.context import Context, ServerContext
from server.api.errors import ForbiddenError, UnauthorizedError
from server.storage.keys import actor_of
from server.storage.roles import Actor, Permission

__all__ = [
    "BEARER",
    "AuditReader",
    "CountsReader",
    "DeviceChanger",
    "ExceptionDecider",
    "ExceptionReader",
    "FleetReader",
    "KeyChanger",
    "KeyReader",
    "MetricsReader",
    "PeopleChanger",
    "PeopleReader",
    "PublicationReader",
    "Publisher",
    "TeamChanger",
    "TokenChanger",
    "TokenReader",
    "actor_with",
    "require",
]

BEARER = HTTPBearer(
    scheme_name="AdministratorKey",
    description="A key of `cordon server key create`; its role says what it may.",
    auto_error=False,
)


def actor_with(context: ServerContext, secret: str, permission: Permission) -> Actor:
    """Return whose key it is.

    Raises:
        UnauthorizedError: nobody's, or revoked.
        ForbiddenError: its role does not allow it.
        TooManyRequestsError: it asks too often.
    """
    with context.database.reading() as session:
        actor = actor_of(session, secret)
    if actor is None:
        raise UnauthorizedError("The key is not good", hint="`cordon server key list` shows which are.")
    context.administrator_limit.take(actor.name)
    if not actor.may(permission):
        raise ForbiddenError(
            "The key's role does not allow this", detail=f"It is {actor.role}; {permission.value} is needed."
        )
    return actor


def require(permission: Permission) -> Callable[..., Actor]:
    """Return a dependency: the actor, if they may."""

    def find(context: Context, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]) -> Actor:
        if credentials is None:
            raise UnauthorizedError("A key is needed", hint="Authorization: Bearer KEY")
        return actor_with(context, credentials.credentials, permission)

    return find


FleetReader = Annotated[Actor, Depends(require(Permission.READ_FLEET))]
DeviceChanger = Annotated[Actor, Depends(require(Permission.CHANGE_DEVICES))]
PeopleReader = Annotated[Actor, Depends(require(Permission.READ_PEOPLE))]
PeopleChanger = Annotated[Actor, Depends(require(Permission.CHANGE_PEOPLE))]
TeamChanger = Annotated[Actor, Depends(require(Permission.CHANGE_TEAMS))]
TokenReader = Annotated[Actor, Depends(require(Permission.READ_TOKENS))]
TokenChanger = Annotated[Actor, Depends(require(Permission.CHANGE_TOKENS))]
KeyReader = Annotated[Actor, Depends(require(Permission.READ_KEYS))]
KeyChanger = Annotated[Actor, Depends(require(Permission.CHANGE_KEYS))]
ExceptionReader = Annotated[Actor, Depends(require(Permission.READ_EXCEPTIONS))]
ExceptionDecider = Annotated[Actor, Depends(require(Permission.DECIDE_EXCEPTIONS))]
PublicationReader = Annotated[Actor, Depends(require(Permission.READ_PUBLICATIONS))]
Publisher = Annotated[Actor, Depends(require(Permission.PUBLISH))]
AuditReader = Annotated[Actor, Depends(require(Permission.READ_AUDIT))]
MetricsReader = Annotated[Actor, Depends(require(Permission.READ_METRICS))]
CountsReader = Annotated[Actor, Depends(require(Permission.READ_COUNTS))]
