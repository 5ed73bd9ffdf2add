"""Which kind of graphical session this is, from its environment; pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Session", "SessionKind", "detect_session"]


class SessionKind(enum.StrEnum):
    """What shows windows here."""

    X11 = "x11"
    WAYLAND = "wayland"
    NATIVE = "native"
    """Windows or macOS: always graphical."""
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The session the agent belongs to.

    Attributes:
        kind: what shows windows.
        display: X display name (":0"); empty unless `kind` is X11.
        desktop: the desktop's name, lower-cased ("gnome", "sway"); empty when it does not tell.
    """

    kind: SessionKind
    display: str = ""
    desktop: str = ""

    @property
    def is_graphical(self) -> bool:
        """Whether windows can be shown."""
        return self.kind is not SessionKind.NONE


def detect_session(environ: Mapping[str, str], platform: str) -> Session:
    """Return the session that `environ` describes; `platform` is `sys.platform`.

    A Wayland session that also offers an X display (XWayland) counts as Wayland: the X side sees X programs only.
    """
    desktop = environ.get("XDG_CURRENT_DESKTOP", "").lower()
    if platform in {"win32", "darwin"}:
        return Session(kind=SessionKind.NATIVE)
    if environ.get("WAYLAND_DISPLAY"):
        return Session(kind=SessionKind.WAYLAND, desktop=desktop)
    if display := environ.get("DISPLAY", ""):
        return Session(kind=SessionKind.X11, display=display, desktop=desktop)
    return Session(kind=SessionKind.NONE)
