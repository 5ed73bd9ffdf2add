"""Chooses the clipboard sensor of this session."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from agent.core.health import HealthCode
from agent.core.ports import HealthReporter, Sensor
from agent.sensors.clipboard.polling import PollingClipboardSensor
from agent.sensors.null import NullSensor
from agent.system.pyperclip_backend import select_pyperclip
from agent.system.session import Session, SessionKind

if TYPE_CHECKING:
    from agent.system.x11 import DisplayProbe

__all__ = ["ClipboardSensor", "select_clipboard_sensor"]


class ClipboardSensor(Sensor, Protocol):
    """A clipboard sensor that says how it looks: "x11", "polling" or "none"."""

    @property
    def backend(self) -> str:
        """For status and doctor."""


def select_clipboard_sensor(
    session: Session,
    health: HealthReporter,
    *,
    which: Callable[[str], str | None] = shutil.which,
    probe: Callable[[str], DisplayProbe | None] | None = None,
) -> ClipboardSensor:
    """Return the best sensor there is; report what is missing.

    X11 tells about changes. On Wayland nothing is read: a background program is told neither of changes nor of the
    active window, so nobody could be warned, and on some desktops each look would take the focus away from the person.

    Args:
        session: where the clipboard is.
        health: where trouble is reported.
        which: finds a program.
        probe: asks an X display what it offers; None for the real one.
    """
    match session.kind:
        case SessionKind.X11:
            # Only here: python-xlib is installed on Linux alone.
            from agent.sensors.clipboard.x11 import X11ClipboardSensor  # noqa: PLC0415 - slow
            from agent.system.x11 import probe_display  # noqa: PLC0415 - only where there is an X server

            offered = (probe or probe_display)(session.display)
            # A display that cannot be reached now is waited for by the sensor itself.
            if offered is None or offered.has_xfixes:
                return X11ClipboardSensor(display_name=session.display, health=health)
            return _polling(session, health, which)
        case SessionKind.NATIVE:
            return _polling(session, health, which)
        case SessionKind.WAYLAND:
            health.report(HealthCode.CLIPBOARD_BLIND, "Wayland shows the clipboard to no background program.")
        case SessionKind.NONE:
            health.report(HealthCode.NO_DISPLAY)
    return NullSensor()


def _polling(session: Session, health: HealthReporter, which: Callable[[str], str | None]) -> ClipboardSensor:
    backend = select_pyperclip(session, which)
    if backend is None:
        health.report(HealthCode.CLIPBOARD_BLIND, "Install xclip (X11) or wl-clipboard (Wayland).")
        return NullSensor()
    return PollingClipboardSensor(health=health, read_text=backend.paste)
