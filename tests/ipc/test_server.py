"""The public socket, as clients that keep the rules and clients that do not find it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import stat
import struct
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agent.ipc.codec import (
    FRAME_LIMIT_BYTES,
    INTERNAL_ERROR,
    INVALID_PARAMS,
    METHOD_NOT_FOUND,
    PROTOCOL_VERSION,
    REFUSED,
    ErrorResponse,
    Notification,
    Request,
    Response,
    encode_message,
)
from agent.ipc.messages import EventModel, Notify
from agent.ipc.server import CLIENT_LIMIT, SUBSCRIBE, IpcServer, SocketError
from tests.fakes.ipc_methods import FakeMethods
from tests.ipc.foreign_user import as_nobody, needs_root, open_folder
from tests.ipc.raw_client import RawClient, hello
from tests.ipc.samples import EVENT, STATUS

CANARY = "canary-5f1d"
STATUS_GET = Request(id=1, method="status.get")
SMALL = Notify(event=EventModel.of(EVENT))
LARGE = Notify(status=STATUS.with_fields({"policy_name": "x" * 900_000}))


@contextlib.asynccontextmanager
async def serving(path: Path, *, handshake_timeout_s: float = 10.0) -> AsyncIterator[tuple[IpcServer, FakeMethods]]:
    methods = FakeMethods(STATUS)
    server = IpcServer(path, methods, handshake_timeout_s=handshake_timeout_s)
    await server.start()
    try:
        yield server, methods
    finally:
        await server.stop()


def mode(path: Path) -> int | None:
    """Kind and permissions of a file; None when there is none."""
    return path.stat().st_mode if path.exists() else None


async def answer(client: RawClient, request: Request) -> ErrorResponse:
    response = await client.ask(request)
    assert isinstance(response, ErrorResponse)
    assert response.id == request.id
    return response


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "agent.sock"


@pytest.mark.asyncio
async def test_a_client_that_says_hello_gets_answers(path: Path):
    async with serving(path), RawClient.connected(path, greets=False) as client:
        greeting = await client.ask(hello())
        assert isinstance(greeting, Response)
        assert (greeting.result["protocol"], greeting.result["instance_id"]) == (PROTOCOL_VERSION, "fake")
        assert await client.ask(STATUS_GET) == Response(id=1, result=STATUS.to_json())


@pytest.mark.asyncio
async def test_requests_that_arrive_together_are_answered_in_order(path: Path):
    async with serving(path), RawClient.connected(path, greets=False) as client:
        client.send(hello(), *(Request(id=number, method="status.get") for number in range(1, 4)))
        received = [await client.receive() for _ in range(4)]
        assert [message.id for message in received if isinstance(message, Response)] == [0, 1, 2, 3]


@pytest.mark.asyncio
@pytest.mark.parametrize("protocol", [PROTOCOL_VERSION - 1, PROTOCOL_VERSION + 1])
async def test_another_version_is_told_and_sent_away(path: Path, protocol: int):
    async with serving(path), RawClient.connected(path, greets=False) as client:
        client.send(hello(protocol=protocol), STATUS_GET)
        assert await client.refusal() == "ipc_handshake"


@pytest.mark.asyncio
async def test_a_hello_with_wrong_fields_is_sent_away(path: Path):
    async with serving(path), RawClient.connected(path, greets=False) as client:
        client.send(Request(id=0, method="hello", params={"protocol": PROTOCOL_VERSION}), STATUS_GET)
        assert await client.refusal() == "ipc_params"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "first",
    [STATUS_GET, Notification(method="hello"), Response(id=0, result={})],
    ids=lambda first: type(first).__name__,
)
async def test_whoever_starts_with_anything_but_hello_is_sent_away(path: Path, first: Request):
    async with serving(path), RawClient.connected(path, greets=False) as client:
        client.send(first, hello())
        assert await client.refusal() == "ipc_handshake"


@pytest.mark.asyncio
async def test_whoever_says_nothing_in_time_is_sent_away(path: Path):
    async with serving(path, handshake_timeout_s=0.05), RawClient.connected(path, greets=False) as client:
        client.send_bytes(b"\0\0\0\1")
        assert await client.refusal() == "ipc_handshake"


@pytest.mark.asyncio
async def test_whoever_said_hello_may_be_silent_for_longer(path: Path):
    async with serving(path, handshake_timeout_s=0.05), RawClient.connected(path) as client:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.1):
                await client.receive()
        assert isinstance(await client.ask(STATUS_GET), Response)


@pytest.mark.asyncio
async def test_a_second_hello_is_no_method(path: Path):
    async with serving(path), RawClient.connected(path) as client:
        assert (await answer(client, hello())).error.rpc_code == METHOD_NOT_FOUND


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("untrusted", "code"),
    [
        (struct.pack(">I", FRAME_LIMIT_BYTES + 1), "ipc_frame"),
        (struct.pack(">I", 0), "ipc_frame"),
        (b"GET / HTTP/1.1\r\n\r\n", "ipc_frame"),
        (struct.pack(">I", len(CANARY)) + CANARY.encode(), "ipc_message"),
        (struct.pack(">I", 2) + b"[]", "ipc_message"),
    ],
    ids=["oversized", "empty", "HTTP", "no JSON", "no message"],
)
@pytest.mark.parametrize("greets", [True, False], ids=["after hello", "instead of hello"])
async def test_bytes_that_are_no_message_end_the_connection(
    path: Path, untrusted: bytes, code: str, caplog: pytest.LogCaptureFixture, *, greets: bool
):
    async with serving(path), RawClient.connected(path, greets=greets) as client:
        with caplog.at_level(logging.DEBUG):
            client.send_bytes(untrusted)
            assert await client.refusal() == code
    assert CANARY not in caplog.text


@pytest.mark.asyncio
async def test_one_bad_client_does_not_disturb_another(path: Path):
    async with serving(path), RawClient.connected(path) as good, RawClient.connected(path) as bad:
        bad.send_bytes(b"\0\0\0\0")
        assert await bad.refusal() == "ipc_frame"
        assert isinstance(await good.ask(STATUS_GET), Response)


@pytest.mark.asyncio
async def test_what_fails_is_answered_and_the_conversation_goes_on(path: Path, caplog: pytest.LogCaptureFixture):
    async with serving(path), RawClient.connected(path) as client:
        with caplog.at_level(logging.DEBUG):
            unknown = await answer(client, Request(id=2, method=CANARY))
            wrong = await answer(client, Request(id=3, method="gui.show", params={CANARY: CANARY}))
            refused = await answer(client, Request(id=4, method="refuse"))
            failed = await answer(client, Request(id=5, method="fail", params={"text": CANARY}))
        assert isinstance(await client.ask(STATUS_GET), Response)
    errors = [unknown.error, wrong.error, refused.error, failed.error]
    assert [error.rpc_code for error in errors] == [METHOD_NOT_FOUND, INVALID_PARAMS, REFUSED, INTERNAL_ERROR]
    assert (refused.error.title, refused.error.detail, refused.error.hint) == ("Not now", "It is late.", "Ask again.")
    assert CANARY not in caplog.text + repr(errors)


@pytest.mark.asyncio
async def test_messages_that_ask_nothing_are_passed_over(path: Path):
    async with serving(path), RawClient.connected(path) as client:
        client.send(Notification(method="agent.stop"), Response(id=9, result={}))
        assert isinstance(await client.ask(STATUS_GET), Response)


@pytest.mark.asyncio
async def test_no_more_clients_than_the_limit_until_one_leaves(path: Path):
    async with serving(path), contextlib.AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(RawClient.connected(path)) for _ in range(CLIENT_LIMIT)]
        async with RawClient.connected(path, greets=False) as one_too_many:
            assert await one_too_many.refusal() == "ipc_handshake"
        # The answer to the last message shows that the server has seen the end of the connection.
        clients[0].send_bytes(b"\0\0\0\0")
        assert await clients[0].refusal() == "ipc_frame"
        async with RawClient.connected(path) as next_one:
            assert isinstance(await next_one.ask(STATUS_GET), Response)


@pytest.mark.asyncio
async def test_a_subscriber_gets_the_status_and_then_every_change(path: Path):
    async with serving(path) as (server, _methods), RawClient.connected(path) as client:
        server.publish(SMALL)
        assert await client.ask(Request(id=1, method=SUBSCRIBE)) == Response(id=1, result=STATUS.to_json())
        server.publish(SMALL)
        assert await client.receive() == Notification(method="notify", params=SMALL.to_json())


@pytest.mark.asyncio
async def test_whoever_did_not_subscribe_is_told_nothing(path: Path):
    async with serving(path) as (server, _methods), RawClient.connected(path) as client:
        server.publish(SMALL)
        client.send(STATUS_GET)
        assert isinstance(await client.receive(), Response)


@pytest.mark.asyncio
async def test_a_subscriber_that_does_not_read_is_dropped_and_the_others_are_told(path: Path):
    async with (
        serving(path) as (server, _methods),
        RawClient.connected(path) as sleeping,
        RawClient.connected(path) as reading,
    ):
        for client in (sleeping, reading):
            await client.ask(Request(id=1, method=SUBSCRIBE))
        told = 0
        for _ in range(12):
            server.publish(LARGE)
            assert isinstance(await reading.receive(), Notification)
        while await sleeping.receive() is not None:
            told += 1
        assert told < 12


@pytest.mark.asyncio
async def test_stop_ends_every_conversation_and_removes_the_socket(path: Path):
    async with (
        serving(path) as (server, methods),
        RawClient.connected(path) as idle,
        RawClient.connected(path, greets=False) as silent,
        RawClient.connected(path) as busy,
    ):
        busy.send(Request(id=1, method="hang"))
        await methods.hanging.wait()
        await server.stop()
        assert [await client.receive() for client in (idle, silent, busy)] == [None] * 3
        assert methods.cancelled.is_set()
        assert mode(path) is None
        await server.stop()


@pytest.mark.asyncio
async def test_a_client_that_hangs_up_ends_its_request_only(path: Path):
    async with serving(path), RawClient.connected(path) as staying:
        async with RawClient.connected(path) as leaving:
            leaving.send_bytes(encode_message(STATUS_GET)[:-1])
        assert isinstance(await staying.ask(STATUS_GET), Response)


@pytest.mark.asyncio
async def test_the_socket_of_a_dead_agent_is_replaced(path: Path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(str(path))
    async with serving(path), RawClient.connected(path) as client:
        assert isinstance(await client.ask(STATUS_GET), Response)


@pytest.mark.asyncio
async def test_a_place_where_no_socket_can_be_is_an_error(tmp_path: Path):
    server = IpcServer(tmp_path / "no such folder" / "agent.sock", FakeMethods(STATUS))
    with pytest.raises(SocketError, match="No such file"):
        await server.start()
    await server.stop()


@pytest.mark.asyncio
async def test_only_the_user_can_open_the_socket(path: Path):
    async with serving(path):
        assert mode(path) == stat.S_IFSOCK | 0o600


@needs_root
@pytest.mark.asyncio
async def test_another_user_is_refused_even_where_the_file_lets_him_in(caplog: pytest.LogCaptureFixture):
    with open_folder() as folder:
        path = folder / "agent.sock"
        async with serving(path):
            path.chmod(0o666)
            foreign = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            with as_nobody():
                foreign.connect(str(path))
            client = RawClient(*await asyncio.open_unix_connection(sock=foreign))
            with caplog.at_level(logging.WARNING):
                client.send(hello(), STATUS_GET)
                assert await client.refusal() == "ipc_peer_refused"
            await client.close()
    assert "ipc_peer_refused" in caplog.text


@needs_root
@pytest.mark.asyncio
async def test_another_user_cannot_even_connect_to_the_file_as_it_is():
    with open_folder() as folder:
        path = folder / "agent.sock"
        async with serving(path):
            foreign = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            with foreign, as_nobody(), pytest.raises(PermissionError):
                foreign.connect(str(path))
