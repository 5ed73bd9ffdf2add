"""The tray's end of a prompt channel, in the hands of a test."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

from agent.ipc.codec import Notification, Request
from agent.service.prompts import PromptBroker
from tests.ipc.raw_client import RawClient

__all__ = ["READY", "Tray", "connected_tray"]

READY = Notification(method="tray.ready")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tray:
    """What the tray sends and receives, and the task that serves it in the agent."""

    channel: RawClient
    serving: asyncio.Task[None]

    async def is_heard(self) -> None:
        """Return when the agent has taken in everything that was sent."""
        await self.channel.ask(Request(id=0, method="none"))

    async def leave(self) -> None:
        """Close the channel, and return when the agent is done with it; idempotent."""
        await self.channel.close()
        async with asyncio.timeout(10):
            await self.serving


@contextlib.asynccontextmanager
async def connected_tray(broker: PromptBroker, *, says_ready: bool = True) -> AsyncIterator[Tray]:
    """A tray for as long as the block lasts."""
    ours, theirs = socket.socketpair()
    serving = asyncio.create_task(broker.serve(ours, lambda: None))
    tray = Tray(channel=RawClient(*await asyncio.open_unix_connection(sock=theirs)), serving=serving)
    try:
        if says_ready:
            tray.channel.send(READY)
        await tray.is_heard()
        yield tray
    finally:
        await tray.leave()
