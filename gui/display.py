"""Whether there is a screen to show anything on. Qt aborts the process when it finds none, so this looks first.

Not here: rights on the display. An X server that refuses us after the connection still ends the process.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from pathlib import Path

__all__ = ["has_display", "no_display_text"]

_CONNECT_TIMEOUT_S = 1.0
_DISPLAY = re.compile(r"(?P<host>.*):(?P<number>\d+)(?:\.\d+)?")


def has_display(environment: Mapping[str, str]) -> bool:
    """Return whether the environment names a Wayland or X display that answers.

    A platform that was asked for by name (`QT_QPA_PLATFORM`) counts as a display: `offscreen` needs none.
    """
    if environment.get("QT_QPA_PLATFORM"):
        return True
    wayland = environment.get("WAYLAND_DISPLAY")
    if wayland and _answers(str(Path(environment.get("XDG_RUNTIME_DIR", "/")) / wayland)):
        return True
    found = _DISPLAY.fullmatch(environment.get("DISPLAY", ""))
    if found is None:
        return False
    host, number = found["host"], int(found["number"])
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where X servers listen, by convention
        return _answers(path) or _answers(f"\0{path}")
    try:
        socket.create_connection((host, 6000 + number), _CONNECT_TIMEOUT_S).close()
    except OSError:
        return False
    return True


def no_display_text(environment: Mapping[str, str]) -> str:
    """Return why `has_display` found none: no display is named, or the named one does not answer."""
    named = [f"{name} is {environment[name]!r}" for name in ("WAYLAND_DISPLAY", "DISPLAY") if environment.get(name)]
    if named:
        return f"No display answers ({', '.join(named)})."
    return "Neither DISPLAY nor WAYLAND_DISPLAY names one."


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(_CONNECT_TIMEOUT_S)
        try:
            probe.connect(path)
        except OSError:
            return False
    return True
