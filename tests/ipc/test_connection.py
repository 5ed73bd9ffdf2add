"""One end of a conversation: deadlines, bounds, and what crosses when something fails."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator

import pytest

from agent.core.errors import AgentError
from agent.ipc.codec import (
    FRAME_LIMIT_BYTES,
    INTERNAL_ERROR,
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    PARSE_ERROR,
    REFUSED,
    ErrorResponse,
    FrameError,
    Message,
    MessageError,
    Notification,
    Request,
    Response,
    encode_message,
)
from agent.ipc.connection import Connection, MethodNotFoundError, error_response, respond
from agent.ipc.messages import GuiShowParams, GuiWindow
from agent.ipc.wire import Nothing, ParamsError, WireModel
from tests.ipc.raw_client import RawClient

CANARY = "canary-5f1d"
REQUEST = Request(id=7, method="m")


@contextlib.asynccontextmanager
async def conversation() -> AsyncIterator[tuple[Connection, socket.socket]]:
    """Our end, and the bare socket of the other, which nobody reads."""
    ours, theirs = socket.socketpair()
    connection = Connection(*await asyncio.open_unix_connection(sock=ours), close_timeout_s=0.05)
    try:
        with theirs:
            yield connection, theirs
    finally:
        await connection.close()


async def other_end(theirs: socket.socket) -> RawClient:
    return RawClient(*await asyncio.open_unix_connection(sock=theirs.dup()))


@pytest.mark.asyncio
async def test_messages_come_in_order_until_the_peer_closes():
    async with conversation() as (connection, theirs):
        sent: list[Message] = [REQUEST, Notification(method="n"), Response(id=1, result={})]
        theirs.sendall(b"".join(encode_message(message) for message in sent))
        theirs.close()
        assert [message async for message in connection.messages()] == sent


@pytest.mark.asyncio
async def test_a_stream_that_cannot_be_cut_ends_it():
    async with conversation() as (connection, theirs):
        theirs.sendall(b"GET / HTTP/1.1\r\n\r\n")
        with pytest.raises(FrameError):
            await anext(connection.messages())


@pytest.mark.asyncio
async def test_a_frame_of_no_message_ends_it():
    async with conversation() as (connection, theirs):
        theirs.sendall(b"\0\0\0\2[]")
        with pytest.raises(MessageError):
            await anext(connection.messages())


@pytest.mark.asyncio
async def test_what_is_told_arrives_as_a_notification():
    async with conversation() as (connection, theirs):
        peer = await other_end(theirs)
        connection.notify("window.show", GuiShowParams(window=GuiWindow.STATUS))
        assert await peer.receive() == Notification(method="window.show", params={"window": "status"})
        await peer.close()


@pytest.mark.asyncio
async def test_what_was_queued_is_sent_before_it_closes():
    async with conversation() as (connection, theirs):
        peer = await other_end(theirs)
        queued = [Notification(method="n", params={"text": "x" * 100_000})] * 3
        for message in queued:
            connection.send(message)
        closing = asyncio.create_task(connection.close())
        assert [await peer.receive() for _ in queued] == queued
        await closing
        await peer.close()


@pytest.mark.asyncio
async def test_a_peer_that_does_not_read_does_not_hold_up_the_closing():
    async with conversation() as (connection, theirs):
        connection.send(Notification(method="n", params={"text": "x" * 1_000_000}))
        async with asyncio.timeout(10):
            await connection.close()
        late_reader = await other_end(theirs)
        assert await late_reader.receive() is None
        await late_reader.close()


@pytest.mark.asyncio
async def test_a_peer_that_does_not_read_is_dropped():
    async with conversation() as (connection, _theirs):
        for _ in range(8):
            connection.send(Notification(method="n", params={"text": "x" * 1_000_000}))
        assert [message async for message in connection.messages()] == []


@pytest.mark.asyncio
async def test_nothing_is_sent_after_the_end():
    async with conversation() as (connection, theirs):
        await connection.close()
        connection.send(REQUEST)
        assert theirs.recv(1) == b""


@pytest.mark.asyncio
async def test_a_response_above_the_limit_becomes_an_error():
    async with conversation() as (connection, theirs):
        peer = await other_end(theirs)
        connection.send(Response(id=7, result={"text": CANARY + "x" * FRAME_LIMIT_BYTES}))
        received = await peer.receive()
        assert isinstance(received, ErrorResponse)
        assert (received.id, received.error.code) == (7, "ipc_frame")
        await peer.close()


@pytest.mark.asyncio
async def test_a_notification_above_the_limit_is_the_senders_error():
    async with conversation() as (connection, _theirs):
        with pytest.raises(FrameError):
            connection.send(Notification(method="n", params={"text": "x" * FRAME_LIMIT_BYTES}))


@pytest.mark.asyncio
async def test_a_handlers_result_is_the_response():
    async def handler(_request: Request) -> WireModel:
        return GuiShowParams(window=GuiWindow.HISTORY)

    assert await respond(REQUEST, handler) == Response(id=7, result={"window": "history"})


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("error", "rpc_code"),
    [
        (ParamsError("t"), INVALID_PARAMS),
        (MethodNotFoundError("t"), METHOD_NOT_FOUND),
        (FrameError("t"), INVALID_REQUEST),
        (MessageError("t", rpc_code=PARSE_ERROR), PARSE_ERROR),
        (AgentError("t", detail="d", hint="h"), REFUSED),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_an_error_on_purpose_crosses_with_its_words(error: AgentError, rpc_code: int):
    async def handler(_request: Request) -> Nothing:
        raise error

    response = await respond(REQUEST, handler)
    assert response == error_response(7, error)
    assert isinstance(response, ErrorResponse)
    assert (response.error.rpc_code, response.error.code) == (rpc_code, error.code)
    assert (response.error.title, response.error.detail, response.error.hint) == ("t", error.detail, error.hint)


@pytest.mark.asyncio
async def test_a_bug_crosses_without_its_words(caplog: pytest.LogCaptureFixture):
    async def handler(_request: Request) -> Nothing:
        raise RuntimeError(CANARY)

    with caplog.at_level(logging.DEBUG):
        response = await respond(Request(id=7, method="m", params={"text": CANARY}), handler)
    assert isinstance(response, ErrorResponse)
    assert (response.id, response.error.rpc_code, response.error.code) == (7, INTERNAL_ERROR, "bug")
    assert "RuntimeError" in caplog.text
    assert CANARY not in caplog.text + repr(response)
