"""The active window on X11: told by the window manager through root-window properties.

Rules kept here: event-driven, no polling; titles are read, emitted and forgotten; a window that closes between two
requests is ordinary; what a window says about itself is read up to a limit, whatever its type, and the process it
claims to be of is not asked for: the X server knows. A session without an EWMH window manager, or whose manager died,
is a health issue, and heals when one starts.

Reference: Extended Window Manager Hints 1.5, sections 3.3 (_NET_ACTIVE_WINDOW), 3.10 (_NET_SUPPORTING_WM_CHECK), 5.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import psutil
from Xlib import X

from agent.core import ActiveWindow
from agent.core.health import HealthCode
from agent.core.ports import HealthReporter, Observation, WindowActivated
from agent.system.x11 import X11Thread, client_pid, has_window_manager, named_window, window_errors_ignored

__all__ = ["X11WindowSensor"]

_ATOMS = ("_NET_ACTIVE_WINDOW", "_NET_SUPPORTING_WM_CHECK", "_NET_WM_NAME", "WM_NAME", "WM_CLASS", "UTF8_STRING")

_TEXT_LIMIT_LONGS = 1024
"""4 KiB of title are more than any window manager shows."""


class X11WindowSensor:
    """Sensor of the window that has the focus.

    Args:
        display_name: X display to watch.
        health: where trouble is reported.
    """

    backend = "x11"

    def __init__(self, *, display_name: str, health: HealthReporter) -> None:
        self._display_name = display_name
        self._health = health
        self._thread: X11Thread | None = None

    def start(self, emit: Callable[[Observation], None]) -> None:
        """Begin to watch; `emit` is called on the thread "x11-windows"."""
        client = _WindowClient(emit=emit, health=self._health)
        self._thread = X11Thread(
            name="x11-windows", client=client, health=self._health, display_name=self._display_name
        )
        self._thread.start()

    def stop(self) -> None:
        """End; idempotent."""
        if self._thread is not None:
            self._thread.stop()


class _WindowClient:
    def __init__(self, *, emit: Callable[[Observation], None], health: HealthReporter) -> None:
        self._emit = emit
        self._health = health
        self._display: Any = None
        self._root: Any = None
        self._atoms: dict[str, int] = {}
        self._title_atoms: set[int] = set()
        self._window: Any = None
        self._manager_id = X.NONE
        self._last: ActiveWindow | None = None

    def connected(self, display: Any) -> None:  # noqa: ANN401 - python-xlib publishes no types
        self._display = display
        self._root = display.screen().root
        self._atoms = {name: display.get_atom(name) for name in _ATOMS}
        self._title_atoms = {self._atoms["_NET_WM_NAME"], self._atoms["WM_NAME"]}
        self._root.change_attributes(event_mask=X.PropertyChangeMask)
        self._check_window_manager()
        self._activate()

    def disconnected(self) -> None:
        self._window = None
        self._manager_id = X.NONE
        if self._last is not None:
            self._last = None
            self._emit(WindowActivated(window=None, activated_at=time.monotonic()))

    def handle(self, event: Any) -> None:  # noqa: ANN401 - python-xlib publishes no types
        if event.type not in {X.PropertyNotify, X.DestroyNotify}:
            return
        window_id = event.window.id
        is_active = self._window is not None and window_id == self._window.id
        if window_id == self._manager_id:
            self._check_window_manager()
        elif event.type == X.DestroyNotify:
            if is_active:
                # Not every manager says that nothing has the focus when the last window closes.
                self._window = None
                self._describe()
        elif window_id == self._root.id:
            if event.atom == self._atoms["_NET_ACTIVE_WINDOW"]:
                self._activate()
            elif event.atom == self._atoms["_NET_SUPPORTING_WM_CHECK"]:
                self._check_window_manager()
        elif is_active and event.atom in self._title_atoms:
            self._describe()

    def tick(self, now: float) -> float | None:  # noqa: ARG002 - nothing here has a deadline
        return None

    def is_idle(self) -> bool:
        return True

    def _check_window_manager(self) -> None:
        self._manager_id = named_window(self._root, self._atoms["_NET_SUPPORTING_WM_CHECK"])
        if self._manager_id:
            # Before the look, so that nothing is missed: its end, and what it has still to say about itself.
            manager = self._display.create_resource_object("window", self._manager_id)
            manager.change_attributes(event_mask=X.StructureNotifyMask | X.PropertyChangeMask)
        if has_window_manager(self._display):
            self._health.clear(HealthCode.ACTIVE_WINDOW_BLIND)
        else:
            self._health.report(HealthCode.ACTIVE_WINDOW_BLIND)

    def _activate(self) -> None:
        window_id = named_window(self._root, self._atoms["_NET_ACTIVE_WINDOW"])
        if self._window is not None and self._window.id != window_id:
            self._window.change_attributes(event_mask=X.NoEventMask)
        self._window = self._display.create_resource_object("window", window_id) if window_id else None
        if self._window is not None:
            # Each time: the id may be a new window's by now.
            self._window.change_attributes(event_mask=X.StructureNotifyMask | X.PropertyChangeMask)
        self._describe()

    def _describe(self) -> None:
        described: ActiveWindow | None = None
        if self._window is not None:
            with window_errors_ignored():
                pid = client_pid(self._display, self._window.id)
                described = ActiveWindow(
                    window_id=self._window.id,
                    title=self._title(),
                    app_class=self._app_class(),
                    pid=pid,
                    process_name=_process_name(pid),
                )
        if described != self._last:
            self._last = described
            self._emit(WindowActivated(window=described, activated_at=time.monotonic()))

    def _title(self) -> str:
        return self._text("_NET_WM_NAME", "utf-8") or self._text("WM_NAME", "latin-1")

    def _app_class(self) -> str:
        _instance, _, rest = self._text("WM_CLASS", "latin-1").partition("\0")
        return rest.partition("\0")[0].lower()

    def _text(self, name: str, encoding: str) -> str:
        """Return a property of the window as text; empty when it is none."""
        value = self._window.get_property(self._atoms[name], X.AnyPropertyType, 0, _TEXT_LIMIT_LONGS)
        if value is None or not isinstance(value.value, bytes):
            return ""
        is_utf8 = value.property_type == self._atoms["UTF8_STRING"]
        return value.value.decode("utf-8" if is_utf8 else encoding, errors="replace")


def _process_name(pid: int | None) -> str:
    if pid is None:
        return ""
    try:
        return psutil.Process(pid).name()
    except psutil.Error:
        return ""
