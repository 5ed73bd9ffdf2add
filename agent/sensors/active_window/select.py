"""Chooses the sensor of the active window of this session."""

from __future__ import annotations

from agent.core.health import HealthCode
from agent.core.ports import HealthReporter, Sensor
from agent.sensors.null import NullSensor
from agent.system.session import Session, SessionKind

__all__ = ["select_window_sensor"]


def select_window_sensor(session: Session, health: HealthReporter) -> Sensor:
    """Return the best sensor there is; report what is missing."""
    match session.kind:
        case SessionKind.X11:
            # Only here: python-xlib is installed on Linux alone.
            from agent.sensors.active_window.x11 import X11WindowSensor  # noqa: PLC0415 - slow

            return X11WindowSensor(display_name=session.display, health=health)
        case SessionKind.WAYLAND:
            health.report(HealthCode.ACTIVE_WINDOW_BLIND, "Wayland tells no background program which window is active.")
        case SessionKind.NATIVE:
            health.report(HealthCode.ACTIVE_WINDOW_BLIND, "Not built for this operating system yet.")
        case SessionKind.NONE:
            health.report(HealthCode.NO_DISPLAY)
    return NullSensor()
