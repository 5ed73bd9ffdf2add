"""One connection to the X server on one thread: what it survives, and how it ends."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from Xlib import X

from agent.core.health import HealthCode
from agent.system.x11 import (
    DisplayProbe,
    X11Thread,
    client_pid,
    has_window_manager,
    named_window,
    open_display,
    probe_display,
    window_errors_ignored,
)
from tests.fakes.health import RecordingHealth
from tests.fakes.x_window import XWindow
from tests.waiting import wait_until
from tests.x_server import XServer, running_x_server

NAME = "x11-test"


class Client:
    """Implements `X11Client`; counts, and misbehaves on request.

    Args:
        asks: make a request to the server with every tick, and tick without pause.
        fails: how many connections fail with an error that nobody foresaw.
        is_busy: not idle until told.
    """

    def __init__(self, *, asks: bool = False, fails: int = 0, is_busy: bool = False) -> None:
        self.is_busy = is_busy
        self._asks = asks
        self._fails = fails
        self._display: Any = None
        self.connections = 0
        self.losses = 0
        self.ticks = 0
        self.properties = 0

    def connected(self, display: Any) -> None:  # noqa: ANN401 - python-xlib publishes no types
        """Listen to the root window."""
        self._display = display
        self.connections += 1
        if self.connections <= self._fails:
            raise ZeroDivisionError("what was on the clipboard")
        display.screen().root.change_attributes(event_mask=X.PropertyChangeMask)
        display.sync()

    def handle(self, event: Any) -> None:  # noqa: ANN401 - as above
        """Answer each change of a property with the next one, for ever."""
        self.properties += 1
        if self._asks:
            event.window.change_text_property(event.atom, self._display.get_atom("STRING"), "more")
            self._display.sync()  # the next event is here before this returns

    def tick(self, now: float) -> float | None:
        """Count."""
        self.ticks += 1
        if not self._asks:
            return None
        self._display.sync()
        return now

    def is_idle(self) -> bool:
        """As the test says; becomes idle with the next event."""
        return not self.is_busy or self.properties > 0

    def disconnected(self) -> None:
        """Count."""
        self.losses += 1


@pytest.fixture
def health() -> RecordingHealth:
    return RecordingHealth()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[XServer]:
    with running_x_server(tmp_path_factory.mktemp("x-server")) as running:
        yield running


@contextmanager
def running(client: Client, display_name: str, health: RecordingHealth) -> Iterator[X11Thread]:
    thread = X11Thread(name=NAME, client=client, health=health, display_name=display_name)
    thread.start()
    try:
        yield thread
    finally:
        thread.stop()
    assert not _has_thread()


def _has_thread() -> bool:
    return NAME in [thread.name for thread in threading.enumerate()]


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


# ---- a thread ---------------------------------------------------------------------------------------------------


def test_hands_events_to_its_client(server: XServer, health: RecordingHealth):
    client = Client()
    with running(client, server.display, health), XWindow(server.display) as window:
        wait_until(lambda: client.ticks, what="the connection")
        window.set_root_property("CORDON_TEST", window.window_id)
        wait_until(lambda: client.properties, what="the event")
    assert (client.connections, client.losses) == (1, 1)
    assert health.reported == ()


def test_stops_twice_and_leaves_nothing(server: XServer, health: RecordingHealth):
    before = _open_files()
    client = Client()
    with running(client, server.display, health) as thread:
        wait_until(lambda: client.ticks, what="the connection")
        thread.stop()
        thread.stop()
        assert not _has_thread()
    assert _open_files() == before


def test_stops_without_having_been_started(health: RecordingHealth):
    before = _open_files()
    X11Thread(name=NAME, client=Client(), health=health, display_name=":65000").stop()
    assert _open_files() == before


def test_stops_while_it_waits_for_a_display(health: RecordingHealth):
    client = Client()
    with running(client, ":65000", health):
        wait_until(lambda: HealthCode.DISPLAY_LOST in health.open_codes, what="the report")
    assert client.connections == 0


def test_a_name_that_is_none_is_reported(health: RecordingHealth):
    with running(Client(), "not a display", health):
        wait_until(lambda: HealthCode.DISPLAY_LOST in health.open_codes, what="the report")


def test_events_without_end_stop_neither_deadlines_nor_stop(server: XServer, health: RecordingHealth):
    client = Client(asks=True)
    with XWindow(server.display) as window, running(client, server.display, health):
        wait_until(lambda: client.ticks, what="the connection")
        window.set_root_property("CORDON_FLOOD", window.window_id)
        wait_until(lambda: client.properties > 50, what="a flood")
        ticks = client.ticks
        wait_until(lambda: client.ticks > ticks, what="a tick")


def test_stops_in_the_middle_of_a_question_to_a_server_that_hangs(tmp_path: Path, health: RecordingHealth):
    client = Client(asks=True)
    with running_x_server(tmp_path) as server, running(client, server.display, health) as thread:
        wait_until(lambda: client.ticks, what="the connection")
        with server.hanging():
            # It asks without pause, so it is asking now.
            before = time.monotonic()
            thread.stop()
            assert time.monotonic() - before < 2.5
            assert not _has_thread()


def test_waits_a_little_until_its_client_is_idle(server: XServer, health: RecordingHealth):
    client = Client(is_busy=True)
    with XWindow(server.display) as window, running(client, server.display, health) as thread:
        wait_until(lambda: client.ticks, what="the connection")
        stopper = threading.Thread(target=thread.stop)
        stopper.start()
        window.set_root_property("CORDON_LAST", window.window_id)
        stopper.join(5.0)
        assert (client.properties, client.losses) == (1, 1)


def test_does_not_wait_long_for_a_client_that_stays_busy(server: XServer, health: RecordingHealth):
    client = Client(is_busy=True)
    with running(client, server.display, health) as thread:
        wait_until(lambda: client.ticks, what="the connection")
        before = time.monotonic()
        thread.stop()
        assert time.monotonic() - before < 2.0
        assert not _has_thread()


def test_comes_back_after_the_server_did(tmp_path: Path, health: RecordingHealth):
    client = Client()
    with running_x_server(tmp_path) as server, running(client, server.display, health):
        wait_until(lambda: client.ticks, what="the connection")
        server.kill()
        wait_until(lambda: HealthCode.DISPLAY_LOST in health.open_codes, what="the report")
        assert client.losses == 1
        server.start()
        wait_until(lambda: client.connections == 2, what="the next connection")
        wait_until(lambda: HealthCode.DISPLAY_LOST not in health.open_codes, what="the end of the issue")


def test_an_unforeseen_error_is_reported_survived_and_not_quoted(
    server: XServer, health: RecordingHealth, caplog: pytest.LogCaptureFixture
):
    client = Client(fails=1)
    with running(client, server.display, health):
        wait_until(lambda: HealthCode.DISPLAY_LOST in health.reported, what="the report")
        # It stays open until a connection has come up whole.
        wait_until(lambda: client.connections == 2, what="the next connection")
        wait_until(lambda: HealthCode.DISPLAY_LOST not in health.open_codes, what="the end of the issue")
    assert "ZeroDivisionError" in caplog.text
    assert "what was on the clipboard" not in caplog.text


# ---- questions --------------------------------------------------------------------------------------------------


def test_a_bare_display_has_neither_manager_nor_tray(server: XServer):
    expected = DisplayProbe(has_xfixes=True, has_window_manager=False, has_tray_host=False)
    assert probe_display(server.display) == expected


def test_a_display_with_a_manager_says_so(tmp_path: Path):
    with running_x_server(tmp_path) as server:
        manager = server.run("openbox")

        def has_manager() -> bool:
            probe = probe_display(server.display)
            return probe is not None and probe.has_window_manager

        wait_until(has_manager, what="openbox")
        manager.popen.kill()
        manager.stop()
        # What it said about itself is still there; it is not.
        display = open_display(server.display)
        assert named_window(display.screen().root, display.get_atom("_NET_SUPPORTING_WM_CHECK"))
        assert not has_window_manager(display)
        display.close()
        assert not has_manager()


@pytest.mark.parametrize("display", [":65000", "", "not a display", ":", "tcp/:1"])
def test_a_display_that_cannot_be_reached_offers_nothing(display: str):
    assert probe_display(display) is None


def test_a_display_that_hangs_is_given_up(tmp_path: Path):
    with running_x_server(tmp_path) as server:
        with server.hanging():
            before = time.monotonic()
            assert probe_display(server.display, timeout_s=0.2) is None
            assert time.monotonic() - before < 2.0
        # What was given up ends by itself when the server answers.
        wait_until(lambda: "x11-probe" not in [each.name for each in threading.enumerate()], what="the thread")


def test_no_other_program_of_this_machine_is_taken_for_the_server():
    """Python-xlib would try TCP next, where anybody may listen."""
    with socket.socket() as impostor:
        impostor.bind(("127.0.0.1", 0))
        impostor.listen()
        impostor.settimeout(0.2)
        number = impostor.getsockname()[1] - 6000
        assert probe_display(f":{number}") is None
        with pytest.raises(TimeoutError):
            impostor.accept()


def test_the_server_knows_whose_a_window_is(server: XServer):
    display = open_display(server.display)
    with XWindow(server.display) as window:
        assert client_pid(display, window.window_id) == os.getpid()
    assert client_pid(display, 0) is None
    assert client_pid(display, 0x1234567) is None
    display.close()


def test_a_question_about_a_window_that_is_gone_ends_the_block_only(server: XServer):
    display = open_display(server.display)
    reached = False
    with window_errors_ignored():
        display.create_resource_object("window", 0x1234567).get_geometry()
        reached = True
    assert not reached
    with pytest.raises(ZeroDivisionError), window_errors_ignored():
        _ = 1 // 0
    display.close()


def test_nothing_is_printed_about_windows_that_are_gone(server: XServer, capfd: pytest.CaptureFixture[str]):
    display = open_display(server.display)
    display.create_resource_object("window", 0x1234567).map()
    display.sync()
    display.close()
    assert capfd.readouterr() == ("", "")
