"""One connection: whose it is, how long it lasts. What a server does wrong is in test_transport and test_refresh."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from agent.core.sync import SyncTrouble
from agent.sync.http_connection import Connection, Deadline, Origin, Proxy, is_loopback
from agent.sync.transport_errors import TransportError
from tests.fakes.repository_server import RepositoryServer, Wrong

_PATH = "/repository/metadata/timestamp.json"


def _connection(server: RepositoryServer) -> Connection:
    origin = Origin(is_tls=False, host="127.0.0.1", port=server.port)
    return Connection(origin, ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), None)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1"])
def test_loopback_is_this_device(host: str):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["example.org", "10.0.0.1", "localhost.example.org", "", "127.0.0.1.example.org"])
def test_everything_else_is_not(host: str):
    assert not is_loopback(host)


def test_a_deadline_is_over_at_some_time():
    assert 9.0 < Deadline.after(10.0).left_s() <= 10.0
    with pytest.raises(TimeoutError):
        Deadline(time.monotonic() - 1.0).left_s()


def test_a_proxys_password_is_in_no_repr():
    proxy = Proxy(host="proxy", port=80, user="ana", password="hidden")
    assert "hidden" not in repr(proxy)
    assert "ana" not in repr(proxy)
    assert Proxy(host="proxy", port=80).headers() == {}


def test_a_connection_stays_open_after_a_whole_answer(server: RepositoryServer):
    connection = _connection(server)
    reply = connection.request("GET", _PATH, {}, None, Deadline.after(5.0))
    assert b"".join(reply.blocks) == server.repository.files["metadata/timestamp.json"]
    connection.finish()
    assert connection.is_open
    connection.close()
    assert not connection.is_open


def test_what_little_is_left_of_an_answer_is_read(server: RepositoryServer):
    connection = _connection(server)
    for path in (_PATH, "/none", _PATH):
        connection.request("GET", path, {}, None, Deadline.after(5.0))
        connection.finish()
        assert connection.is_open
    connection.close()


def test_a_long_rest_is_not_read(server: RepositoryServer):
    server.wrong[_PATH] = b"x" * (1 << 20)
    connection = _connection(server)
    connection.request("GET", _PATH, {}, None, Deadline.after(5.0))
    connection.finish()
    assert not connection.is_open


def test_an_answer_that_breaks_off_closes_the_connection(server: RepositoryServer):
    server.wrong[_PATH] = Wrong.TRUNCATED
    connection = _connection(server)
    reply = connection.request("GET", _PATH, {}, None, Deadline.after(5.0))
    with pytest.raises(TransportError) as caught:
        b"".join(reply.blocks)
    assert caught.value.trouble is SyncTrouble.UNREACHABLE
    assert not connection.is_open


def test_a_deadline_that_is_over_sends_nothing(server: RepositoryServer):
    connection = _connection(server)
    with pytest.raises(TransportError):
        connection.request("GET", _PATH, {}, None, Deadline(time.monotonic() - 1.0))
    assert server.requests == []


@contextmanager
def _swallowing() -> Iterator[tuple[str, int]]:
    """An address at which a connection is neither made nor refused: its queue is full."""
    with contextlib.ExitStack() as opened:
        listener = opened.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        address = listener.getsockname()
        is_full = False
        while not is_full:
            waiting = opened.enter_context(socket.socket())
            waiting.settimeout(0.1)
            try:
                waiting.connect(address)
            except TimeoutError:
                is_full = True
        yield address


def _to(*addresses: tuple[str, int]) -> Connection:
    """To a host that has these addresses."""

    def resolve(host: str, port: int) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        assert (host, port) == ("many.example.org", 80)
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", address) for address in addresses]

    origin = Origin(is_tls=False, host="many.example.org", port=80)
    return Connection(origin, ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), None, resolve=resolve)


def test_all_addresses_of_a_host_together_have_one_deadline():
    with _swallowing() as address:
        began = time.monotonic()
        with pytest.raises(TransportError) as caught:
            _to(*[address] * 4).request("GET", _PATH, {}, None, Deadline.after(0.8))
    assert caught.value.trouble is SyncTrouble.UNREACHABLE
    assert time.monotonic() - began < 1.6


def test_an_address_that_swallows_everything_leaves_time_for_the_next(server: RepositoryServer):
    with _swallowing() as address:
        connection = _to(address, ("127.0.0.1", server.port))
        assert connection.request("GET", _PATH, {}, None, Deadline.after(4.0)).status == 200
        connection.close()


def test_an_address_that_refuses_leaves_the_next(server: RepositoryServer):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        gone = listener.getsockname()
    connection = _to(gone, ("127.0.0.1", server.port))
    assert connection.request("GET", _PATH, {}, None, Deadline.after(4.0)).status == 200
    connection.close()
    for addresses in ([gone], []):
        with pytest.raises(TransportError) as caught:
            _to(*addresses).request("GET", _PATH, {}, None, Deadline.after(4.0))
        assert caught.value.trouble is SyncTrouble.UNREACHABLE
