"""One connection to the X server on one named thread, with deadlines and reconnection.

Rules kept here: python-xlib is used on this thread only; an X error about a window that went away is ordinary and never
printed; a lost server is a health issue and a retry with back-off, never a dead sensor; whoever sends many events keeps
neither deadlines nor `stop` waiting. A server that hangs is waited for, as everything on its screen is; `stop` cuts
that short. What the events mean is the client's business.
"""

from __future__ import annotations

import contextlib
import logging
import math
import os
import select
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from Xlib import X
from Xlib import error as x_error
from Xlib.display import Display
from Xlib.ext import res
from Xlib.support.unix_connect import get_display

from agent.core.health import HealthCode
from agent.core.ports import HealthReporter
from agent.system.deadlines import call_with_deadline

__all__ = [
    "DisplayProbe",
    "X11Client",
    "X11Thread",
    "client_pid",
    "has_window_manager",
    "named_window",
    "open_display",
    "probe_display",
    "window_errors_ignored",
]

_log = logging.getLogger(__name__)

_RETRY_S = (0.5, 1.0, 2.0, 5.0)
_SETTLED_S = 10.0
"""A connection that lasted so long was a good one: the next retry comes fast again."""

_STOP_TIMEOUT_S = 2.0
_STOP_GRACE_S = 0.8
"""Less than half of the time that `stop` has: so long it waits for the thread by itself."""

_PROBE_TIMEOUT_S = 2.0

# python-xlib publishes no types.
XDisplay = Any
XEvent = Any
XWindow = Any

_LOST = (x_error.ConnectionClosedError, x_error.DisplayError, OSError, EOFError)


class X11Client(Protocol):
    """What runs on the thread. No method may block longer than a request to the X server takes."""

    def connected(self, display: XDisplay) -> None:
        """A connection is up: select events. Called again after each reconnection."""

    def handle(self, event: XEvent) -> None:
        """One X event."""

    def tick(self, now: float) -> float | None:
        """Act on deadlines that have passed; return the next one (monotonic seconds) or None."""

    def is_idle(self) -> bool:
        """Whether the connection may end now without harm to another program; `stop` waits a little for it."""

    def disconnected(self) -> None:
        """The connection is gone: forget everything that belonged to it."""


class X11Thread:
    """Runs one client until stopped.

    Args:
        name: of the thread.
        client: who handles the events.
        health: where a lost display is reported.
        display_name: X display, for example ":0".
    """

    def __init__(self, *, name: str, client: X11Client, health: HealthReporter, display_name: str) -> None:
        self._client = client
        self._health = health
        self._display_name = display_name
        self._stopping = threading.Event()
        self._wake_read, self._wake_write = os.pipe()
        self._socket: socket.socket | None = None
        self._stop_by = math.inf
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Connect and begin, in the background."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread within 2 s; idempotent.

        A thread that waits for a server that hangs is cut off from it. Only one that has just asked for the connection
        cannot be, and is left behind.
        """
        if self._stopping.is_set():
            return
        self._stop_by = time.monotonic() + _STOP_GRACE_S
        self._stopping.set()
        os.write(self._wake_write, b"\0")
        if self._thread.ident is not None:
            self._thread.join(_STOP_TIMEOUT_S / 2)
            self._cut_off()
            self._thread.join(_STOP_TIMEOUT_S / 2)
        if self._thread.is_alive():
            _log.warning("thread %s did not end within %.0f s", self._thread.name, _STOP_TIMEOUT_S)
            return
        os.close(self._wake_read)
        os.close(self._wake_write)

    def _cut_off(self) -> None:
        connected = self._socket
        if connected is not None:
            # It may be closed by its thread just now.
            with contextlib.suppress(OSError):
                connected.shutdown(socket.SHUT_RDWR)

    def _run(self) -> None:
        attempt = 0
        while not self._stopping.is_set():
            started_at = time.monotonic()
            try:
                self._serve(open_display(self._display_name))
            except _LOST as exc:
                if not self._stopping.is_set():
                    _log.debug("no connection to the X server: %s", type(exc).__name__)
                    self._health.report(HealthCode.DISPLAY_LOST)
            except Exception as exc:  # noqa: BLE001 - thread top
                # Thread top: a bug in a client must not leave the channel blind for the rest of the session. Only the
                # type is logged: an exception's text may quote what was on the clipboard.
                _log.error("thread %s failed (%s) and starts anew", self._thread.name, type(exc).__name__)
                self._health.report(HealthCode.DISPLAY_LOST, "An internal error; it starts anew.")
            if time.monotonic() - started_at > _SETTLED_S:
                attempt = 0
            self._stopping.wait(_RETRY_S[min(attempt, len(_RETRY_S) - 1)])
            attempt += 1

    def _serve(self, display: XDisplay) -> None:
        self._socket = display.display.socket
        try:
            self._client.connected(display)
            self._health.clear(HealthCode.DISPLAY_LOST)
            while not self._is_over():
                # Those that are here now, no more: whoever sends without end must not keep a deadline from passing.
                for _ in range(display.pending_events()):
                    self._client.handle(display.next_event())
                deadline = self._client.tick(time.monotonic())
                display.flush()
                if display.pending_events():
                    continue
                until = min(math.inf if deadline is None else deadline, self._stop_by)
                timeout_s = None if until == math.inf else max(0.0, until - time.monotonic())
                readable, _, _ = select.select([display, self._wake_read], [], [], timeout_s)
                if self._wake_read in readable:
                    os.read(self._wake_read, 1)
        finally:
            self._socket = None
            self._client.disconnected()
            with contextlib.suppress(*_LOST):
                display.close()

    def _is_over(self) -> bool:
        return self._stopping.is_set() and (self._client.is_idle() or time.monotonic() >= self._stop_by)


def open_display(display_name: str) -> XDisplay:
    """Return a connection that prints nothing about windows that went away.

    Raises:
        Xlib.error.DisplayError: no such display, or it refuses us.
        OSError: nobody answers there.
    """
    if display_name.startswith(":"):
        # Without "unix", python-xlib goes on to TCP on this machine, where another user may pretend to be the X server.
        display_name = f"unix{display_name}"
        _knock(get_display(display_name)[3])
    display = Display(display_name)
    display.set_error_handler(_note_error)
    return display


def _knock(number: int) -> None:
    """Raise OSError when no server listens: python-xlib would leave its socket to the garbage collector."""
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where X servers listen
    with socket.socket(socket.AF_UNIX) as knocking:
        knocking.settimeout(_PROBE_TIMEOUT_S)
        knocking.connect(path if os.path.exists(path) else f"\0{path}")  # noqa: PTH110 - as python-xlib looks


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayProbe:
    """What an X display offers."""

    has_xfixes: bool
    has_window_manager: bool
    has_tray_host: bool


def probe_display(display_name: str, timeout_s: float = _PROBE_TIMEOUT_S) -> DisplayProbe | None:
    """Ask a display what it offers; None when it cannot be reached now."""
    try:
        return call_with_deadline(lambda: _probe(display_name), timeout_s=timeout_s, name="x11-probe")
    except (*_LOST, TimeoutError):
        return None


def _probe(display_name: str) -> DisplayProbe:
    display = open_display(display_name)
    tray = display.get_selection_owner(display.get_atom(f"_NET_SYSTEM_TRAY_S{display.get_default_screen()}"))
    probe = DisplayProbe(
        has_xfixes=bool(display.has_extension("XFIXES")),
        has_window_manager=has_window_manager(display),
        has_tray_host=tray != X.NONE,
    )
    display.close()
    return probe


def named_window(window: XWindow, property_atom: int) -> int:
    """Return the id of the window that a window's property names; 0 when there is no such property."""
    value = window.get_property(property_atom, X.AnyPropertyType, 0, 1)
    return int(value.value[0]) if value is not None and len(value.value) else X.NONE


def has_window_manager(display: XDisplay) -> bool:
    """Whether a window manager that follows EWMH is running.

    The property on the root window outlives a manager that crashed; the window that it names does not (EWMH 3.10).
    """
    check = display.get_atom("_NET_SUPPORTING_WM_CHECK")
    window_id = named_window(display.screen().root, check)
    answer = 0
    if window_id:
        with window_errors_ignored():
            answer = named_window(display.create_resource_object("window", window_id), check)
    return window_id != 0 and answer == window_id


def client_pid(display: XDisplay, resource_id: int) -> int | None:
    """Return the process that owns an X resource, as the X server knows it (X-Resource 1.2); None when it does not."""
    if not resource_id or not display.has_extension("X-Resource"):
        return None
    with window_errors_ignored():
        reply = display.res_query_client_ids([{"client": resource_id, "mask": res.LocalClientPIDMask}])
        for entry in reply.ids:
            if entry.value:
                return int(entry.value[0])
    return None


@contextlib.contextmanager
def window_errors_ignored() -> Iterator[None]:
    """Inside, a request about a window that has just gone ends the block and nothing else."""
    try:
        yield
    except (x_error.BadWindow, x_error.BadValue, x_error.BadMatch, x_error.BadAtom, x_error.BadDrawable):
        _log.debug("an X resource went away during a request")


def _note_error(error: XEvent, _request: object) -> None:
    _log.debug("X error %s", type(error).__name__)
