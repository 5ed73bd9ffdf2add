"""The sensor of the active window on a real X server, with a real window manager."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent.core.health import HealthCode
from agent.sensors.active_window.x11 import X11WindowSensor
from agent.system.x11 import probe_display
from tests.e2e.desktop import Desktop, running_desktop
from tests.fakes.health import RecordingHealth
from tests.fakes.observations import ObservationLog
from tests.fakes.x_window import XWindow
from tests.processes import OwnedProcess
from tests.waiting import wait_until
from tests.x_server import XServer, running_x_server

ME = os.getpid()


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    with running_desktop(tmp_path_factory.mktemp("desktop") / "d") as running:
        yield running


@contextmanager
def watching(display: str, log: ObservationLog, health: RecordingHealth) -> Iterator[X11WindowSensor]:
    sensor = X11WindowSensor(display_name=display, health=health)
    sensor.start(log.emit)
    try:
        yield sensor
    finally:
        sensor.stop()


def _wait_for_title(log: ObservationLog, title: str) -> None:
    log.wait_for_window(lambda window: window is not None and window.title == title, what="the title")


def test_follows_the_focus(desktop: Desktop, log: ObservationLog, health: RecordingHealth):
    first = desktop.open_window("Notes", app_class="Notebook")
    with watching(desktop.env["DISPLAY"], log, health):
        _wait_for_title(log, "Notes")
        second = desktop.open_window("ChatGPT", app_class="firefox")
        desktop.focus(second)
        _wait_for_title(log, "ChatGPT")
        window = log.windows[-1]
        assert window is not None
        assert (window.window_id, window.app_class, window.process_name) == (second, "firefox", "xterm")
        desktop.focus(first)
        _wait_for_title(log, "Notes")
        assert health.open_codes == frozenset()
    desktop.close_window(first)
    desktop.close_window(second)


def test_follows_the_title_and_says_each_thing_once(desktop: Desktop, log: ObservationLog, health: RecordingHealth):
    with XWindow(desktop.env["DISPLAY"], "New tab") as window:
        window.get_focus()
        with watching(desktop.env["DISPLAY"], log, health):
            _wait_for_title(log, "New tab")
            window.set_title("New tab")
            window.set_title("ChatGPT")
            _wait_for_title(log, "ChatGPT")
        assert [each.title for each in log.windows if each] == ["New tab", "ChatGPT"]


def test_a_window_that_lost_the_focus_is_not_followed(desktop: Desktop, log: ObservationLog, health: RecordingHealth):
    with XWindow(desktop.env["DISPLAY"], "behind") as behind, XWindow(desktop.env["DISPLAY"], "before") as before:
        behind.get_focus()
        with watching(desktop.env["DISPLAY"], log, health):
            _wait_for_title(log, "behind")
            before.get_focus()
            _wait_for_title(log, "before")
            behind.set_title("still behind")
            before.set_title("still before")
            _wait_for_title(log, "still before")
        assert "still behind" not in [each.title for each in log.windows if each]


def test_no_window_has_the_focus_when_the_last_one_closes(
    desktop: Desktop, log: ObservationLog, health: RecordingHealth
):
    with XWindow(desktop.env["DISPLAY"], "the last") as window:
        window.get_focus()
        with watching(desktop.env["DISPLAY"], log, health):
            _wait_for_title(log, "the last")
            window.destroy()
            log.wait_for_window(lambda active: active is None, what="no window")


def test_says_that_nothing_has_the_focus_when_it_stops(desktop: Desktop, log: ObservationLog, health: RecordingHealth):
    with XWindow(desktop.env["DISPLAY"], "open") as window:
        window.get_focus()
        with watching(desktop.env["DISPLAY"], log, health) as sensor:
            _wait_for_title(log, "open")
            sensor.stop()
            sensor.stop()
            assert log.windows[-1] is None


# ---- what windows say about themselves --------------------------------------------------------------------------


def test_the_process_is_the_one_that_the_server_knows(desktop: Desktop, log: ObservationLog, health: RecordingHealth):
    with XWindow(desktop.env["DISPLAY"], "liar") as window:
        window.set_property("_NET_WM_PID", "CARDINAL", 32, [1])
        window.get_focus()
        with watching(desktop.env["DISPLAY"], log, health):
            _wait_for_title(log, "liar")
            active = log.windows[-1]
            assert active is not None
            assert active.pid == ME


def test_titles_stay_out_of_repr_and_log(
    desktop: Desktop, log: ObservationLog, health: RecordingHealth, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG), XWindow(desktop.env["DISPLAY"], "Offer to Initech") as window:
        window.get_focus()
        with watching(desktop.env["DISPLAY"], log, health):
            _wait_for_title(log, "Offer to Initech")
    assert "Initech" not in repr(log.windows)
    assert "Initech" not in caplog.text


def test_an_old_program_has_a_title_too(desktop: Desktop, log: ObservationLog, health: RecordingHealth):
    with XWindow(desktop.env["DISPLAY"]) as window:
        window.set_property("WM_NAME", "STRING", 8, b"caf\xe9")
        window.get_focus()
        with watching(desktop.env["DISPLAY"], log, health):
            _wait_for_title(log, "café")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        pytest.param("COMPOUND_TEXT", b"a\0Firefox\0", id="another_type"),
        pytest.param("UTF8_STRING", b"a\0Firefox\0", id="as_utf8"),
        pytest.param("STRING", b"a\0Firefox", id="unterminated"),
    ],
)
def test_the_class_is_read_whatever_its_type(
    desktop: Desktop, log: ObservationLog, health: RecordingHealth, kind: str, value: bytes
):
    with XWindow(desktop.env["DISPLAY"], "odd") as window:
        window.set_property("WM_CLASS", kind, 8, value)
        window.get_focus()
        with watching(desktop.env["DISPLAY"], log, health):
            _wait_for_title(log, "odd")
            active = log.windows[-1]
            assert active is not None
            assert active.app_class == "firefox"


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(("WM_CLASS", "STRING", 8, b""), id="empty_class"),
        pytest.param(("WM_CLASS", "STRING", 8, b"one name"), id="one_name"),
        pytest.param(("WM_CLASS", "CARDINAL", 32, [1, 2]), id="numbers_for_a_class"),
        pytest.param(("_NET_WM_NAME", "CARDINAL", 32, [1, 2]), id="numbers_for_a_title"),
        pytest.param(("_NET_WM_NAME", "UTF8_STRING", 8, b"\xff\xfe"), id="title_that_is_no_utf8"),
        pytest.param(("WM_NAME", "CARDINAL", 16, [1]), id="short_numbers"),
    ],
)
def test_nonsense_does_not_blind_it(
    desktop: Desktop, log: ObservationLog, health: RecordingHealth, odd: tuple[str, str, int, object]
):
    with XWindow(desktop.env["DISPLAY"]) as window:
        window.set_property(*odd)
        window.get_focus()
        with watching(desktop.env["DISPLAY"], log, health):
            log.wait_for_window(lambda active: active is not None, what="the window")
            active = log.windows[-1]
            assert active is not None
            assert (active.window_id, active.app_class) == (window.window_id, "")
            assert HealthCode.DISPLAY_LOST not in health.reported


def test_a_very_long_title_is_cut(desktop: Desktop, log: ObservationLog, health: RecordingHealth):
    with XWindow(desktop.env["DISPLAY"], "x" * 100_000) as window:
        window.get_focus()
        with watching(desktop.env["DISPLAY"], log, health):
            _wait_for_title(log, "x" * 4096)


# ---- window managers --------------------------------------------------------------------------------------------


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[XServer]:
    """A server without a window manager."""
    with running_x_server(tmp_path) as server:
        yield server


def _start_manager(server: XServer) -> OwnedProcess:
    manager = server.run("openbox")

    def is_there() -> bool:
        probe = probe_display(server.display)
        return probe is not None and probe.has_window_manager

    wait_until(is_there, what="openbox")
    return manager


def test_is_blind_without_a_window_manager_and_heals(bare: XServer, log: ObservationLog, health: RecordingHealth):
    with watching(bare.display, log, health):
        wait_until(lambda: HealthCode.ACTIVE_WINDOW_BLIND in health.open_codes, what="the report")
        _start_manager(bare)
        wait_until(lambda: HealthCode.ACTIVE_WINDOW_BLIND not in health.open_codes, what="the manager to be seen")
        with XWindow(bare.display, "seen") as window:
            window.get_focus()
            _wait_for_title(log, "seen")


def test_is_blind_when_the_window_manager_ends(bare: XServer, log: ObservationLog, health: RecordingHealth):
    manager = _start_manager(bare)
    with watching(bare.display, log, health):
        with XWindow(bare.display, "seen") as window:
            window.get_focus()
            _wait_for_title(log, "seen")
        manager.stop()
        wait_until(lambda: HealthCode.ACTIVE_WINDOW_BLIND in health.open_codes, what="the report")


def test_is_blind_when_the_window_manager_crashes(bare: XServer, log: ObservationLog, health: RecordingHealth):
    manager = _start_manager(bare)
    with watching(bare.display, log, health):
        with XWindow(bare.display, "seen") as window:
            window.get_focus()
            _wait_for_title(log, "seen")
        manager.popen.kill()
        wait_until(lambda: HealthCode.ACTIVE_WINDOW_BLIND in health.open_codes, what="the report")
        _start_manager(bare)
        wait_until(lambda: HealthCode.ACTIVE_WINDOW_BLIND not in health.open_codes, what="the next manager")
        with XWindow(bare.display, "again") as window:
            window.get_focus()
            _wait_for_title(log, "again")


def test_a_manager_that_crashed_before_is_not_taken_for_one(
    bare: XServer, log: ObservationLog, health: RecordingHealth
):
    with XWindow(bare.display, "left behind") as remains:
        remains.set_root_property("_NET_SUPPORTING_WM_CHECK", 0x1234567)
        with watching(bare.display, log, health):
            wait_until(lambda: HealthCode.ACTIVE_WINDOW_BLIND in health.open_codes, what="the report")


def test_a_window_that_is_gone_is_no_window(bare: XServer, log: ObservationLog, health: RecordingHealth):
    with XWindow(bare.display, "here") as window, watching(bare.display, log, health):
        window.set_root_property("_NET_ACTIVE_WINDOW", window.window_id)
        _wait_for_title(log, "here")
        window.set_root_property("_NET_ACTIVE_WINDOW", 0x1234567)
        log.wait_for_window(lambda active: active is None, what="no window")
        window.set_root_property("_NET_ACTIVE_WINDOW", window.window_id)
        _wait_for_title(log, "here")
        window.set_root_property("_NET_ACTIVE_WINDOW", None)
        log.wait_for_window(lambda active: active is None, what="no window")


def test_a_new_window_with_an_old_number_is_followed(bare: XServer, log: ObservationLog, health: RecordingHealth):
    with watching(bare.display, log, health), XWindow(bare.display, "first") as window:
        number = window.window_id
        window.set_root_property("_NET_ACTIVE_WINDOW", number)
        _wait_for_title(log, "first")
        window.destroy()
        window.reopen("second")
        assert window.window_id == number
        window.set_root_property("_NET_ACTIVE_WINDOW", number)
        _wait_for_title(log, "second")
        window.set_title("second, changed")
        _wait_for_title(log, "second, changed")


def test_waits_for_a_display_that_is_gone(bare: XServer, log: ObservationLog, health: RecordingHealth):
    with watching(bare.display, log, health):
        with XWindow(bare.display, "before") as window:
            window.set_root_property("_NET_ACTIVE_WINDOW", window.window_id)
            _wait_for_title(log, "before")
        bare.kill()
        wait_until(lambda: HealthCode.DISPLAY_LOST in health.open_codes, what="the report")
        assert log.windows[-1] is None
        bare.start()
        wait_until(lambda: HealthCode.DISPLAY_LOST not in health.open_codes, what="the display")
