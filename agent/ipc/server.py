"""The agent's public socket: who may connect, the handshake, and the dispatch to methods.

Rules kept here: a peer is verified before a byte is read; the first message is `hello` with our protocol version,
within two seconds; at most 32 clients; one request at a time per client, so that a client cannot make the agent queue.
What the methods do is the caller's business (`agent/service/control.py`).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import Mapping
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
from agent.ipc.messages import HelloParams, HelloResult, Notify
from agent.ipc.peer import PeerRefusedError, verify_peer
from agent.ipc.wire import Nothing

__all__ = ["CLIENT_LIMIT", "HANDSHAKE_TIMEOUT_S", "SUBSCRIBE", "IpcServer", "Methods", "SocketError"]

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

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """Every method by name."""

    def hello(self) -> HelloResult:
        """Who the agent is."""


@dataclass(slots=True, eq=False)
class _Client:
    connection: Connection
    is_subscribed: bool = False


class IpcServer:
    """Serves the public socket.

    Args:
        path: of the socket; its folder must exist and be private. A socket file left by a dead agent is replaced: the
            caller holds the instance lock.
        methods: what clients may ask.
        handshake_timeout_s: deadline of a client's first message.
    """

    def __init__(self, path: Path, methods: Methods, *, handshake_timeout_s: float = HANDSHAKE_TIMEOUT_S) -> None:
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
            previous = os.umask(0o177)
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

    def publish(self, notify: Notify) -> None:
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
        client = _Client(Connection(reader, writer))
        try:
            self._verify(writer)
            self._clients.add(client)
            await self._serve(client)
        except (FrameError, MessageError, HandshakeError, PeerRefusedError) as exc:
            _log.warning("an IPC client was refused: %s", exc.code)
            client.connection.send(error_response(None, exc))
        except (OSError, TimeoutError) as exc:
            _log.debug("an IPC connection ended: %s", type(exc).__name__)
        finally:
            self._clients.discard(client)
            with contextlib.suppress(asyncio.CancelledError):
                await client.connection.close()

    def _verify(self, writer: asyncio.StreamWriter) -> None:
        verify_peer(writer.get_extra_info("socket"))
        if len(self._clients) >= CLIENT_LIMIT:
            raise HandshakeError("Too many programs are connected to the agent", hint="Close some of them.")

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
        handler = self._methods.handlers.get(request.method, _no_such_method)
        response = await respond(request, handler)
        if request.method == SUBSCRIBE and isinstance(response, Response):
            client.is_subscribed = True
        client.connection.send(response)


async def _no_such_method(_request: Request) -> Nothing:
    raise MethodNotFoundError("The agent knows no such method", hint="Restart Cordon after an update.")
