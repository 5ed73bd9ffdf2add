"""Which clipboard sensor a session gets, and what is reported when it gets none."""

from __future__ import annotations

import pytest

from agent.core.health import HealthCode
from agent.sensors.clipboard.select import select_clipboard_sensor
from agent.system.session import Session, SessionKind
from agent.system.x11 import DisplayProbe
from tests.fakes.health import RecordingHealth
from tests.x_server import XServer


def _nothing(_program: str) -> None:
    return None


def _everything(program: str) -> str:
    return f"/usr/bin/{program}"


def test_x11_is_told_about_changes(server: XServer, health: RecordingHealth):
    sensor = select_clipboard_sensor(Session(kind=SessionKind.X11, display=server.display), health, which=_nothing)
    assert sensor.backend == "x11"
    assert health.reported == ()


def test_x11_that_cannot_be_reached_yet_is_waited_for(health: RecordingHealth):
    sensor = select_clipboard_sensor(Session(kind=SessionKind.X11, display=":65000"), health, which=_nothing)
    assert sensor.backend == "x11"


def _without_xfixes(_display: str) -> DisplayProbe:
    return DisplayProbe(has_xfixes=False, has_window_manager=True, has_tray_host=True)


def test_x11_without_xfixes_is_polled(health: RecordingHealth):
    session = Session(kind=SessionKind.X11, display=":65000")
    sensor = select_clipboard_sensor(session, health, which=_everything, probe=_without_xfixes)
    assert sensor.backend == "polling"
    assert HealthCode.CLIPBOARD_BLIND not in health.open_codes


def test_x11_without_xfixes_and_programs_is_blind(health: RecordingHealth):
    session = Session(kind=SessionKind.X11, display=":65000")
    sensor = select_clipboard_sensor(session, health, which=_nothing, probe=_without_xfixes)
    assert sensor.backend == "none"
    assert HealthCode.CLIPBOARD_BLIND in health.open_codes


@pytest.mark.parametrize("desktop", ["gnome", "ubuntu:gnome", "kde", "sway", ""])
def test_wayland_is_blind_and_is_not_polled(health: RecordingHealth, desktop: str):
    sensor = select_clipboard_sensor(Session(kind=SessionKind.WAYLAND, desktop=desktop), health, which=_everything)
    assert sensor.backend == "none"
    assert HealthCode.CLIPBOARD_BLIND in health.open_codes


def test_no_session_no_clipboard(health: RecordingHealth):
    assert select_clipboard_sensor(Session(kind=SessionKind.NONE), health, which=_everything).backend == "none"
    assert HealthCode.NO_DISPLAY in health.open_codes
