"""Which sensor of the active window a session gets, and what is reported when it gets none."""

from __future__ import annotations

import pytest

from agent.core.health import HealthCode
from agent.sensors.active_window.select import select_window_sensor
from agent.sensors.active_window.x11 import X11WindowSensor
from agent.sensors.null import NullSensor
from agent.system.session import Session, SessionKind
from tests.fakes.health import RecordingHealth


def test_x11_has_one(health: RecordingHealth):
    sensor = select_window_sensor(Session(kind=SessionKind.X11, display=":65000"), health)
    assert isinstance(sensor, X11WindowSensor)
    assert health.reported == ()


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (SessionKind.WAYLAND, HealthCode.ACTIVE_WINDOW_BLIND),
        (SessionKind.NATIVE, HealthCode.ACTIVE_WINDOW_BLIND),
        (SessionKind.NONE, HealthCode.NO_DISPLAY),
    ],
)
def test_the_others_are_blind_and_say_so(health: RecordingHealth, kind: SessionKind, code: HealthCode):
    assert isinstance(select_window_sensor(Session(kind=kind), health), NullSensor)
    assert health.open_codes == {code}
