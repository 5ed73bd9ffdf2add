"""JSON-RPC over a local socket: deadlines, failures, hostile input."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from agent.ipc.codec import (
    REFUSED,
    ErrorBody,
    ErrorResponse,
    FrameDecoder,
    Notification,
    Request,
    Response,
    encode_message,
    parse_message,
)
from agent.ipc.wire import Nothing
from gui.client.connection import JsonRpcConnection, RequestError


@pytest.fixture
def ends() -> Iterator[tuple[JsonRpcConnection, socket.socket]]:
    """A connection, and the other end of it."""
    ours, theirs = socket.socketpair()
    local = QLocalSocket()
    assert local.setSocketDescriptor(ours.detach())
    connection = JsonRpcConnection(local)
    theirs.settimeout(5)
    yield connection, theirs
    connection.close()
    theirs.close()
    connection.deleteLater()


Ends = tuple[JsonRpcConnection, socket.socket]


class Outcome:
    """Collects what a request came to."""

    def __init__(self) -> None:
        self.results: list[dict[str, object]] = []
        self.errors: list[RequestError] = []

    def ask(self, connection: JsonRpcConnection, *, timeout_ms: int = 5_000) -> None:
        """Send a request."""
        connection.request(
            "status.get",
            Nothing(),
            on_result=self.results.append,
            on_failure=self.errors.append,
            timeout_ms=timeout_ms,
        )

    @property
    def count(self) -> int:
        """How often one of the callbacks was called."""
        return len(self.results) + len(self.errors)


def read_request(theirs: socket.socket) -> Request:
    decoder = FrameDecoder()
    while True:
        for payload in decoder.feed(theirs.recv(4096)):
            message = parse_message(payload)
            assert isinstance(message, Request)
            return message


def sent(connection: JsonRpcConnection, theirs: socket.socket) -> Request:
    connection.flush(1_000)
    return read_request(theirs)


def test_result_arrives_once(ends: Ends, qtbot: QtBot):
    connection, theirs = ends
    outcome = Outcome()
    outcome.ask(connection)
    request = sent(connection, theirs)
    frame = encode_message(Response(id=request.id, result={"x": 1}))
    theirs.sendall(frame + frame)
    qtbot.waitUntil(lambda: outcome.count > 0)
    assert outcome.results == [{"x": 1}]
    assert outcome.errors == []


def test_error_keeps_the_agents_code_and_words(ends: Ends, qtbot: QtBot):
    connection, theirs = ends
    outcome = Outcome()
    outcome.ask(connection)
    body = ErrorBody(rpc_code=REFUSED, code="refused", title="Not now", detail="Busy.", hint="Wait.")
    theirs.sendall(encode_message(ErrorResponse(id=sent(connection, theirs).id, error=body)))
    qtbot.waitUntil(lambda: outcome.count > 0)
    assert (outcome.errors[0].answer_code, str(outcome.errors[0])) == ("refused", "Not now Busy. Wait.")


def test_silence_fails_at_the_deadline(ends: Ends, qtbot: QtBot):
    connection, _ = ends
    outcome = Outcome()
    outcome.ask(connection, timeout_ms=30)
    qtbot.waitUntil(lambda: outcome.count > 0)
    assert outcome.errors[0].answer_code == ""


def test_late_answer_is_dropped(ends: Ends, qtbot: QtBot):
    connection, theirs = ends
    outcome = Outcome()
    outcome.ask(connection, timeout_ms=30)
    request = sent(connection, theirs)
    qtbot.waitUntil(lambda: outcome.count > 0)
    with qtbot.waitSignal(connection.notified):
        theirs.sendall(
            encode_message(Response(id=request.id, result={})) + encode_message(Notification(method="after"))
        )
    assert outcome.count == 1


def test_closing_fails_what_is_open(ends: Ends, qtbot: QtBot):
    connection, theirs = ends
    outcome = Outcome()
    outcome.ask(connection)
    with qtbot.waitSignal(connection.closed):
        theirs.close()
    assert len(outcome.errors) == 1
    assert not connection.is_open


def test_request_on_a_closed_connection_fails_later_not_inside(ends: Ends, qtbot: QtBot):
    connection, _ = ends
    connection.close()
    outcome = Outcome()
    outcome.ask(connection)
    assert outcome.count == 0
    qtbot.waitUntil(lambda: outcome.count == 1)
    assert [each.title for each in outcome.errors] == ["There is no connection to Cordon's agent"]


@pytest.mark.parametrize("garbage", [b"\xff\xff\xff\xff", b"\x00\x00\x00\x00"])
def test_broken_framing_closes(ends: Ends, qtbot: QtBot, garbage: bytes):
    connection, theirs = ends
    with qtbot.waitSignal(connection.closed):
        theirs.sendall(garbage)
    assert not connection.is_open


@pytest.mark.parametrize("payload", [b"{{{", b"[]", b"null", b'{"jsonrpc":"2.0","id":1}', b"[" * 5000, b"\xff\xfe"])
def test_whole_frame_without_message_is_skipped(ends: Ends, qtbot: QtBot, payload: bytes):
    connection, theirs = ends
    with qtbot.waitSignal(connection.notified) as heard:
        theirs.sendall(len(payload).to_bytes(4, "big") + payload + encode_message(Notification(method="next")))
    assert heard.args[0].method == "next"
    assert connection.is_open


def test_unasked_answers_are_skipped(ends: Ends, qtbot: QtBot):
    connection, theirs = ends
    body = ErrorBody(rpc_code=REFUSED, code="x", title="x")
    unasked = (Response(id=99, result={}), ErrorResponse(id=98, error=body), ErrorResponse(id=None, error=body))
    with qtbot.waitSignal(connection.notified):
        theirs.sendall(b"".join(encode_message(each) for each in unasked))
        theirs.sendall(encode_message(Notification(method="next")))
    assert connection.is_open


def test_requests_of_the_other_side_can_be_answered(ends: Ends, qtbot: QtBot):
    connection, theirs = ends
    with qtbot.waitSignal(connection.requested) as heard:
        theirs.sendall(encode_message(Request(id=5, method="tray.yield")))
    connection.respond(heard.args[0], Nothing())
    connection.flush(1_000)
    (payload,) = FrameDecoder().feed(theirs.recv(4096))
    assert parse_message(payload) == Response(id=5, result={})
