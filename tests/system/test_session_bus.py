"""What the session bus offers: on a real one, without one, and on what only looks like one."""

from __future__ import annotations

import gc
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.system.session_bus import SessionBus
from tests.system.keyring_session import KeyringSession
from tests.waiting import wait_until


def _bus(address: str, timeout_s: float = 2.0) -> SessionBus:
    return SessionBus({"DBUS_SESSION_BUS_ADDRESS": address}, timeout_s=timeout_s)


def test_a_real_bus_offers_itself_and_nothing_that_nobody_runs(session: KeyringSession):
    bus = SessionBus(session.env)
    assert bus.is_there
    assert bus.offers("org.freedesktop.DBus")
    assert not bus.offers("org.freedesktop.Notifications")


@pytest.mark.parametrize("environ", [{}, {"DBUS_SESSION_BUS_ADDRESS": ""}])
def test_without_a_name_there_is_none(environ: dict[str, str]):
    bus = SessionBus(environ)
    assert not bus.is_there
    assert not bus.offers("org.freedesktop.DBus")


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        ";",
        ":",
        "unix:",
        "unix:path",
        "unix:path=/nonexistent/bus",
        "unix:path=\0",
        "unix:abstract=nobody-listens-here",
        "unix:dir=/tmp",
        "tcp:host=127.0.0.1,port=1",
        "autolaunch:",
    ],
)
def test_an_address_that_leads_nowhere_is_no_bus(address: str):
    assert not _bus(address).is_there


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[tuple[socket.socket, str]]:
    """Something that takes connections at an address."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "bus"))
        server.listen()
        yield server, f"unix:path={tmp_path / 'bus'}"


def test_something_that_never_answers_is_given_up(listening: tuple[socket.socket, str]):
    server, address = listening
    before = time.monotonic()
    assert not _bus(address, timeout_s=0.2).is_there
    assert time.monotonic() - before < 2.0
    server.close()
    _wait_for_threads()


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # jeepney's, when its first question fails
def test_something_that_lets_us_in_and_is_silent_then_is_given_up(listening: tuple[socket.socket, str]):
    server, address = listening
    accepted: list[socket.socket] = []

    def let_in() -> None:
        connection, _ = server.accept()
        accepted.append(connection)
        while b"AUTH" not in connection.recv(1024):
            pass
        connection.sendall(b"OK 0123456789abcdef0123456789abcdef\r\n")

    doorman = threading.Thread(target=let_in)
    doorman.start()
    before = time.monotonic()
    assert not _bus(address, timeout_s=0.4).is_there
    assert time.monotonic() - before < 2.0
    doorman.join(5.0)
    [connection] = accepted
    assert b"Hello" in connection.recv(1024)
    connection.close()
    _wait_for_threads()
    gc.collect()


def _wait_for_threads() -> None:
    """What was given up ends by itself when the other side does."""

    def has_ended() -> bool:
        return "session-bus" not in [thread.name for thread in threading.enumerate()]

    wait_until(has_ended, what="the thread to end")
