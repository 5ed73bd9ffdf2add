"""A client that says exactly what a test wants it to, well-behaved or not."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from agent.ipc.codec import (
    PROTOCOL_VERSION,
    ErrorResponse,
    FrameDecoder,
    Message,
    Notification,
    Request,
    encode_message,
    parse_message,
)
from agent.ipc.messages import HelloParams

__all__ = ["RawClient", "hello"]

_TIMEOUT_S = 10.0
"""Generous; a deadline is no measurement."""


def hello(*, protocol: int = PROTOCOL_VERSION) -> Request:
    """The first message of a client."""
    params = HelloParams(protocol=protocol, client="test", client_version="1")
    return Request(id=0, method="hello", params=params.to_json())


class RawClient:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._decoder = FrameDecoder()
        self._received: list[Message] = []

    @classmethod
    @contextlib.asynccontextmanager
    async def connected(cls, path: Path, *, greets: bool = True) -> AsyncIterator[RawClient]:
        """A connection for as long as the block lasts; `greets` has the handshake done."""
        client = cls(*await asyncio.open_unix_connection(path))
        try:
            if greets:
                await client.ask(hello())
            yield client
        finally:
            await client.close()

    def send(self, *messages: Message) -> None:
        """Queue whole messages."""
        self.send_bytes(b"".join(encode_message(message) for message in messages))

    def send_bytes(self, data: bytes) -> None:
        """Queue anything."""
        self._writer.write(data)

    async def receive(self) -> Message | None:
        """The next message; None when the other side has hung up."""
        async with asyncio.timeout(_TIMEOUT_S):
            while not self._received:
                try:
                    data = await self._reader.read(1 << 16)
                except ConnectionError:
                    return None
                if not data:
                    return None
                self._received += [parse_message(payload) for payload in self._decoder.feed(data)]
        return self._received.pop(0)

    async def ask(self, request: Request) -> Message | None:
        """The next message after a request that is no notification."""
        self.send(request)
        while isinstance(message := await self.receive(), Notification):
            pass
        return message

    async def refusal(self) -> str:
        """The code of the error that comes before the other side hangs up; empty when it says nothing."""
        last = await self.receive()
        if last is None:
            return ""
        assert isinstance(last, ErrorResponse)
        assert await self.receive() is None
        return last.error.code

    async def close(self) -> None:
        """Hang up."""
        self._writer.close()
        with contextlib.suppress(ConnectionError):
            await self._writer.wait_closed()
