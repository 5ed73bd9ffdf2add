"""The clipboard on X11: told by XFixes when it changes, read once, in the background.

Rules kept here: the selection is never owned or changed; a newer copy ends the reading of an older one; what is on the
clipboard when the sensor starts is read too. An owner that stays silent is a health issue and content that could not be
inspected, never a stuck sensor.

Reference: XFIXES protocol 5.0, section 3 (selection tracking).
"""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from Xlib import X
from Xlib.ext import xfixes

from agent.core import Content, ContentKind, ContentProblem
from agent.core.health import HealthCode
from agent.core.ports import ClipboardChanged, HealthReporter, Observation
from agent.sensors.clipboard.x11_transfer import SelectionTransfer, TransferLimits
from agent.system.x11 import X11Thread, client_pid

__all__ = ["X11ClipboardSensor"]

_log = logging.getLogger(__name__)

_OWNER_MASK = (
    xfixes.XFixesSetSelectionOwnerNotifyMask
    | xfixes.XFixesSelectionWindowDestroyNotifyMask
    | xfixes.XFixesSelectionClientCloseNotifyMask
)


class X11ClipboardSensor:
    """Sensor of the CLIPBOARD selection.

    Args:
        display_name: X display to watch.
        health: where trouble is reported.
        limits: how far the reading of one copy may go.
    """

    backend = "x11"

    def __init__(self, *, display_name: str, health: HealthReporter, limits: TransferLimits | None = None) -> None:
        self._display_name = display_name
        self._health = health
        self._limits = limits or TransferLimits()
        self._thread: X11Thread | None = None

    def start(self, emit: Callable[[Observation], None]) -> None:
        """Begin to watch; `emit` is called on the thread "x11-clipboard"."""
        client = _ClipboardClient(emit=emit, health=self._health, limits=self._limits)
        self._thread = X11Thread(
            name="x11-clipboard", client=client, health=self._health, display_name=self._display_name
        )
        self._thread.start()

    def stop(self) -> None:
        """End; idempotent."""
        if self._thread is not None:
            self._thread.stop()


@dataclass(slots=True, kw_only=True)
class _Copy:
    """The copy that is being read."""

    transfer: SelectionTransfer
    owner_pid: int | None
    copied_at: float


@dataclass(slots=True, kw_only=True)
class _Ended:
    """A transfer whose window is still there."""

    transfer: SelectionTransfer
    destroy_at: float


class _ClipboardClient:
    def __init__(self, *, emit: Callable[[Observation], None], health: HealthReporter, limits: TransferLimits) -> None:
        self._emit = emit
        self._health = health
        self._limits = limits
        self._display: Any = None
        self._root: Any = None
        self._clipboard = 0
        self._copy: _Copy | None = None
        self._ended: dict[int, _Ended] = {}
        self._has_content = False

    def connected(self, display: Any) -> None:  # noqa: ANN401 - python-xlib publishes no types
        self._display = display
        self._root = display.screen().root
        self._clipboard = display.get_atom("CLIPBOARD")
        if not display.has_extension("XFIXES"):
            self._health.report(HealthCode.CLIPBOARD_BLIND, "The X server lacks XFIXES.")
            return
        display.xfixes_query_version()
        display.xfixes_select_selection_input(self._root, self._clipboard, _OWNER_MASK)
        self._health.clear(HealthCode.CLIPBOARD_BLIND)
        owner = display.get_selection_owner(self._clipboard)
        if owner:
            self._begin(owner.id, X.CurrentTime)

    def disconnected(self) -> None:
        self._emptied()
        self._ended.clear()

    def handle(self, event: Any) -> None:  # noqa: ANN401 - python-xlib publishes no types
        if isinstance(event, xfixes.SelectionNotify):
            # Any program may send an event that looks like one of the X server's.
            if event.selection == self._clipboard and not event.send_event:
                self._owner_changed(event)
            return
        if event.type not in {X.SelectionNotify, X.PropertyNotify}:
            return
        window_id = (event.requestor if event.type == X.SelectionNotify else event.window).id
        copy = self._copy
        if copy is not None and window_id == copy.transfer.window_id:
            copy.transfer.handle(event)
            self._finish_if_done(copy)
        elif window_id in self._ended:
            self._ended[window_id].transfer.let_through(event)

    def tick(self, now: float) -> float | None:
        copy = self._copy
        if copy is not None and now >= copy.transfer.deadline:
            copy.transfer.expire()
            self._finish_if_done(copy)
        while self._ended and now >= (oldest := next(iter(self._ended.values()))).destroy_at:
            del self._ended[oldest.transfer.window_id]
            oldest.transfer.destroy()
        deadlines = [each.destroy_at for each in itertools.islice(self._ended.values(), 1)]
        if self._copy is not None:
            deadlines.append(self._copy.transfer.deadline)
        return min(deadlines, default=None)

    def is_idle(self) -> bool:
        # An owner that is about to answer to a window of ours must find it.
        return self._copy is None

    def _owner_changed(self, event: Any) -> None:  # noqa: ANN401 - python-xlib publishes no types
        if event.owner.id == X.NONE:
            self._emptied()
        else:
            self._begin(event.owner.id, event.selection_timestamp)

    def _emptied(self) -> None:
        """The owner is gone, or the whole display: what it had copied is nobody's any more."""
        self._end_transfer()
        self._health.clear(HealthCode.CLIPBOARD_OWNER_SILENT)
        if self._has_content:
            self._has_content = False
            empty = Content(kind=ContentKind.EMPTY)
            self._emit(ClipboardChanged(content=empty, owner_pid=None, copied_at=time.monotonic()))

    def _begin(self, owner_id: int, timestamp: int) -> None:
        self._end_transfer()
        copied_at = time.monotonic()
        owner_pid = client_pid(self._display, owner_id)
        self._has_content = True
        self._emit(ClipboardChanged(content=None, owner_pid=owner_pid, copied_at=copied_at))
        transfer = SelectionTransfer(
            display=self._display,
            root=self._root,
            selection=self._clipboard,
            timestamp=timestamp,
            limits=self._limits,
        )
        self._copy = _Copy(transfer=transfer, owner_pid=owner_pid, copied_at=copied_at)

    def _finish_if_done(self, copy: _Copy) -> None:
        content = copy.transfer.content
        if content is None:
            return
        self._end_transfer()
        if content.problem is ContentProblem.TIMED_OUT:
            self._health.report(HealthCode.CLIPBOARD_OWNER_SILENT)
        else:
            self._health.clear(HealthCode.CLIPBOARD_OWNER_SILENT)
        _log.debug("clipboard read: %s, %d bytes, problem %s", content.kind, content.size_bytes, content.problem)
        self._emit(ClipboardChanged(content=content, owner_pid=copy.owner_pid, copied_at=copy.copied_at))

    def _end_transfer(self) -> None:
        if self._copy is not None:
            transfer, self._copy = self._copy.transfer, None
            transfer.close()
            destroy_at = time.monotonic() + self._limits.linger_s
            self._ended[transfer.window_id] = _Ended(transfer=transfer, destroy_at=destroy_at)
