"""Chooses the clipboard sensor of this session."""

from __future__ import annotations

from typing import Protocol

from agent.core.health import HealthCode
from agent.core.ports import HealthReporter, Sensor
from agent.sensors.clipboard.polling import PollingClipboardSensor
from agent.sensors.null import NullSensor
from agent.system.session import Session, SessionKind

__all__ = ["ClipboardSensor", "select_clipboard_sensor"]


class ClipboardSensor(Sensor, Protocol):
    """A clipboard sensor that says how it looks: "x11", "polling" or "none"."""

    @property
    def backend(self) -> str:
        """For status and doctor."""


def select_clipboard_sensor(session: Session, health: HealthReporter) -> ClipboardSensor:
    """Return the best sensor there is; report what is missing.

    X11 tells about changes. Wayland does not tell a background program: wl-paste is polled, except on GNOME, where each
    look would take the focus away from the person.
    """
    match session.kind:
        case SessionKind.X11:
            # Only here: python-xlib is installed on Linux alone.
            from agent.sensors.clipboard.x11 import X11ClipboardSensor  # noqa: PLC0415
            from agent.system.x11 import probe_display  # noqa: PLC0415

            probe = probe_display(session.display)
            # A display that cannot be reached now is waited for by the sensor itself.
            if probe is None or probe.has_xfixes:
                return X11ClipboardSensor(display_name=session.display, health=health)
            return PollingClipboardSensor(health=health)
        case SessionKind.NATIVE:
            return PollingClipboardSensor(health=health)
        case SessionKind.WAYLAND if "gnome" not in session.desktop:
            return PollingClipboardSensor(health=health)
        case SessionKind.WAYLAND:
            health.report(HealthCode.CLIPBOARD_BLIND, "GNOME on Wayland shows the clipboard to no background program.")
        case SessionKind.NONE:
            health.report(HealthCode.NO_DISPLAY)
    return NullSensor()
