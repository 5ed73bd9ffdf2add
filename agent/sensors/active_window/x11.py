"""The active window on X11: told by the window manager through root-window properties.

Rules kept here: event-driven, no polling; titles are read, emitted and forgotten; a window that closes between two
requests is ordinary. A session without an EWMH window manager is a health issue, and heals when one starts.

Reference: Extended Window Manager Hints 1.5, sections 3.3 (_NET_ACTIVE_WINDOW), 3.10 (_NET_SUPPORTING_WM_CHECK), 5.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

import psutil
from Xlib import X

from agent.core import ActiveWindow
from agent.core.health import HealthCode
from agent.core.ports import HealthReporter, Observation, WindowActivated
from agent.system.x11 import X11Thread, client_pid, window_errors_ignored

__all__ = ["X11WindowSensor"]

_log = logging.getLogger(__name__)

_ATOMS = ("_NET_ACTIVE_WINDOW", "_NET_SUPPORTING_WM_CHECK", "_NET_WM_NAME", "WM_NAME", "_NET_WM_PID", "UTF8_STRING")

_TITLE_LIMIT_LONGS = 1024
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
        if self._last is not None:
            self._last = None
            self._emit(WindowActivated(window=None, activated_at=time.monotonic()))

    def handle(self, event: Any) -> None:  # noqa: ANN401 - python-xlib publishes no types
        if event.type != X.PropertyNotify:
            return
        if event.window.id == self._root.id:
            if event.atom == self._atoms["_NET_ACTIVE_WINDOW"]:
                self._activate()
            elif event.atom == self._atoms["_NET_SUPPORTING_WM_CHECK"]:
                self._check_window_manager()
        elif self._window is not None and event.window.id == self._window.id and event.atom in self._title_atoms:
            self._describe()

    def tick(self, now: float) -> float | None:  # noqa: ARG002 - nothing here has a deadline
        return None

    def _check_window_manager(self) -> None:
        if self._root.get_full_property(self._atoms["_NET_SUPPORTING_WM_CHECK"], X.AnyPropertyType) is None:
            self._health.report(HealthCode.ACTIVE_WINDOW_BLIND)
        else:
            self._health.clear(HealthCode.ACTIVE_WINDOW_BLIND)

    def _activate(self) -> None:
        value = self._root.get_full_property(self._atoms["_NET_ACTIVE_WINDOW"], X.AnyPropertyType)
        window_id = int(value.value[0]) if value is not None and len(value.value) else X.NONE
        if self._window is not None and self._window.id != window_id:
            self._window.change_attributes(event_mask=X.NoEventMask)
            self._window = None
        if window_id and self._window is None:
            self._window = self._display.create_resource_object("window", window_id)
            self._window.change_attributes(event_mask=X.PropertyChangeMask)
        self._describe()

    def _describe(self) -> None:
        described: ActiveWindow | None = None
        if self._window is not None:
            with window_errors_ignored():
                pid = client_pid(self._display, self._window.id) or self._claimed_pid()
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
        for name, encoding in (("_NET_WM_NAME", "utf-8"), ("WM_NAME", "latin-1")):
            value = self._window.get_property(self._atoms[name], X.AnyPropertyType, 0, _TITLE_LIMIT_LONGS)
            if value is not None and isinstance(value.value, bytes) and value.value:
                is_utf8 = value.property_type == self._atoms["UTF8_STRING"]
                return value.value.decode("utf-8" if is_utf8 else encoding, errors="replace")
        return ""

    def _app_class(self) -> str:
        pair = self._window.get_wm_class()
        return str(pair[1]).lower() if pair else ""

    def _claimed_pid(self) -> int | None:
        value = self._window.get_full_property(self._atoms["_NET_WM_PID"], X.AnyPropertyType)
        return int(value.value[0]) if value is not None and len(value.value) else None


def _process_name(pid: int | None) -> str:
    if pid is None:
        return ""
    try:
        return psutil.Process(pid).name()
    except psutil.Error:
        return ""
