"""A public socket, the agent's or the machine service's: who may connect, the handshake, and the dispatch to methods.

Rules kept here: a peer is verified before a byte is read; the first message is `hello` with our protocol version,
within two seconds; at most 32 clients, and no more of one share than it may have; one request at a time per client, so
that a client cannot make us queue. What the methods do is the caller's business (`agent/service/control.py`); they are
told who asks, as the operating system says.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from agent.core.errors import AgentError, EnvironmentProblemError
from agent.ipc.codec import (
    PROTOCOL_VERSION,
    ErrorResponse,
    FrameError,
    Message,
    MessageError,
    Request,
    Response,
)
from agent.ipc.connection import Connection, Handler, MethodNotFoundError, error_response, respond
from agent.ipc.messages import HelloParams, HelloResult
from agent.ipc.peer import Actor, PeerRefusedError, verify_peer
from agent.ipc.wire import Nothing, WireModel

__all__ = ["CLIENT_LIMIT", "HANDSHAKE_TIMEOUT_S", "SUBSCRIBE", "Admission", "IpcServer", "Methods", "SocketError"]

_log = logging.getLogger(__name__)

SUBSCRIBE = "notify.subscribe"
"""After a successful call the client gets every `Notify`."""

HANDSHAKE_TIMEOUT_S = 2.0
CLIENT_LIMIT = 32


class SocketError(EnvironmentProblemError):
    """Nobody could reach the agent."""

    code = "ipc_socket"


class HandshakeError(AgentError):
    """The client did not introduce itself, or speaks another version."""

    code = "ipc_handshake"


class Methods(Protocol):
    """What the server needs from the agent."""

    def handlers_for(self, actor: Actor) -> Mapping[str, Handler]:
        """Every method by name, for whoever asks."""

    def hello(self) -> HelloResult:
        """Who the agent is."""


@dataclass(slots=True, eq=False)
class _Client:
    connection: Connection
    share: Hashable
    handlers: Mapping[str, Handler]
    is_subscribed: bool = False


def _own_share(uid: int) -> Hashable:
    return uid


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Who may connect.

    Attributes:
        verify: returns the peer, or raises `PeerRefusedError`.
        mode: of the socket's file.
        limit: so many clients.
        limit_per_share: so many of them of one share.
        share: whose share a user's clients use; left out, each user has one.
    """

    verify: Callable[[socket.socket], Actor] = verify_peer
    mode: int = 0o600
    limit: int = CLIENT_LIMIT
    limit_per_share: int = CLIENT_LIMIT
    share: Callable[[int], Hashable] = _own_share


class IpcServer:
    """Serves the public socket.

    Args:
        path: of the socket; its folder must exist and be private. A socket file left by a dead agent is replaced: the
            caller holds the instance lock.
        methods: what clients may ask.
        admission: who may connect; left out, this user and root.
        handshake_timeout_s: deadline of a client's first message.
    """

    def __init__(
        self,
        path: Path,
        methods: Methods,
        *,
        admission: Admission = Admission(),
        handshake_timeout_s: float = HANDSHAKE_TIMEOUT_S,
    ) -> None:
        self._admission = admission
        self._handshake_timeout_s = handshake_timeout_s
        self._path = path
        self._methods = methods
        self._server: asyncio.Server | None = None
        self._clients: set[_Client] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen.

        Raises:
            SocketError: the socket cannot be made.
        """
        try:
            await self._listen()
        except OSError as exc:
            raise SocketError(
                "The socket in the runtime folder cannot be made",
                detail=f"{exc.strerror}.",
                hint="`cordon doctor` names the folder; look what lies there as agent.sock.",
            ) from exc

    async def _listen(self) -> None:
        self._path.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            # umask, not chmod afterwards: there is no moment at which others could connect.
            previous = os.umask(0o777 & ~self._admission.mode)
            try:
                listener.bind(str(self._path))
            finally:
                os.umask(previous)
            self._server = await asyncio.start_unix_server(self._accepted, sock=listener)
        except BaseException:
            listener.close()
            raise

    async def stop(self) -> None:
        """Close every connection and remove the socket; idempotent."""
        if self._server is None:
            return
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._server = None
        self._path.unlink(missing_ok=True)

    def publish(self, notify: WireModel) -> None:
        """Tell every subscriber."""
        for client in self._clients:
            if client.is_subscribed:
                client.connection.notify("notify", notify)

    def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Not a coroutine: asyncio would own the task, and complain about every one that stop() cancels.
        task = asyncio.create_task(self._converse(reader, writer), name="ipc-client")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection, client = Connection(reader, writer), None
        try:
            actor, share = self._admitted(writer)
            client = _Client(connection, share, self._methods.handlers_for(actor))
            self._clients.add(client)
            await self._serve(client)
        except (FrameError, MessageError, HandshakeError, PeerRefusedError) as exc:
            _log.warning("an IPC client was refused: %s", exc.code)
            connection.send(error_response(None, exc))
        except (OSError, TimeoutError) as exc:
            _log.debug("an IPC connection ended: %s", type(exc).__name__)
        finally:
            if client is not None:
                self._clients.discard(client)
            with contextlib.suppress(asyncio.CancelledError):
                await connection.close()

    def _admitted(self, writer: asyncio.StreamWriter) -> tuple[Actor, Hashable]:
        actor = self._admission.verify(writer.get_extra_info("socket"))
        share = self._admission.share(actor.uid)
        of_share = sum(each.share == share for each in self._clients)
        if len(self._clients) >= self._admission.limit or of_share >= self._admission.limit_per_share:
            raise HandshakeError("Too many programs are connected to the agent", hint="Close some of them.")
        return actor, share

    async def _serve(self, client: _Client) -> None:
        messages = client.connection.messages()
        async with contextlib.aclosing(messages):
            try:
                async with asyncio.timeout(self._handshake_timeout_s):
                    first = await anext(messages, None)
            except TimeoutError:
                raise HandshakeError("The client did not introduce itself") from None
            if first is None:
                return
            greeting = await self._handshake(first)
            client.connection.send(greeting)
            if isinstance(greeting, ErrorResponse):
                return
            async for message in messages:
                if isinstance(message, Request):
                    await self._answer(client, message)

    async def _handshake(self, message: Message) -> Response | ErrorResponse:
        if not isinstance(message, Request) or message.method != "hello":
            raise HandshakeError("The first message must be a hello")

        async def hello(request: Request) -> HelloResult:
            params = HelloParams.parse(request.params)
            if params.protocol != PROTOCOL_VERSION:
                raise HandshakeError(
                    "This program and the agent speak different versions",
                    detail=f"Agent: {PROTOCOL_VERSION}, program: {params.protocol}.",
                    hint="Restart Cordon after an update.",
                )
            return self._methods.hello()

        return await respond(message, hello)

    async def _answer(self, client: _Client, request: Request) -> None:
        handler = client.handlers.get(request.method, _no_such_method)
        response = await respond(request, handler)
        if request.method == SUBSCRIBE and isinstance(response, Response):
            client.is_subscribed = True
        client.connection.send(response)


async def _no_such_method(_request: Request) -> Nothing:
    raise MethodNotFoundError("The agent knows no such method", hint="Restart Cordon after an update.")
