"""The methods about the organization's server, as the public sockets of the agent and the machine service have them.

Whoever answers is a `SyncFront`: this process, where it syncs by itself, or the machine service behind it. Whose
requests for exceptions they are comes from the socket, never from a message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from agent.core.errors import EnvironmentProblemError
from agent.ipc.codec import Request
from agent.ipc.connection import Handler
from agent.ipc.sync_messages import (
    ExceptionListResult,
    ExceptionModel,
    ExceptionRequestParams,
    SentResult,
    SyncModel,
    SyncStatusResult,
)
from agent.ipc.wire import Nothing

__all__ = ["NotEnrolledError", "SyncFront", "sync_handlers"]


class NotEnrolledError(EnvironmentProblemError):
    """No organization governs this device."""

    code = "not_enrolled"


class SyncFront(Protocol):
    """Knows how the device stands with its server."""

    def model(self) -> SyncModel | None:
        """Return how it stands; None where nobody knows yet."""

    async def sync_now(self) -> SyncModel | None:
        """Have it tried, and return how it stands then."""

    async def sent(self, uid: int) -> SentResult:
        """Return what was sent last, as far as it is for that user's eyes."""

    async def ask(self, account: str, params: ExceptionRequestParams) -> ExceptionModel:
        """Take somebody's request for an exception."""

    async def exceptions(self, account: str) -> ExceptionListResult:
        """Return what somebody has asked for."""


def sync_handlers(front: Callable[[], SyncFront | None], *, account: str, uid: int) -> Mapping[str, Handler]:
    """Return the methods by name, for whoever asks.

    Args:
        front: who knows; None where no organization governs the device.
        account: name of whoever asks, as the operating system has it.
        uid: their number.
    """

    def governed() -> SyncFront:
        found = front()
        if found is None:
            raise NotEnrolledError(
                "No organization governs this device",
                hint="`cordon enroll --token-file FILE` enrolls it, with a file from your administrator.",
            )
        return found

    async def status(request: Request) -> SyncStatusResult:
        Nothing.parse(request.params)
        found = front()
        return SyncStatusResult(sync=found.model() if found is not None else None)

    async def now(request: Request) -> SyncStatusResult:
        Nothing.parse(request.params)
        return SyncStatusResult(sync=await governed().sync_now())

    async def sent(request: Request) -> SentResult:
        Nothing.parse(request.params)
        return await governed().sent(uid)

    async def ask(request: Request) -> ExceptionModel:
        return await governed().ask(account, ExceptionRequestParams.parse(request.params))

    async def exceptions(request: Request) -> ExceptionListResult:
        Nothing.parse(request.params)
        return await governed().exceptions(account)

    return {
        "sync.status": status,
        "sync.now": now,
        "sync.sent": sent,
        "exception.request": ask,
        "exception.list": exceptions,
    }
