"""The clipboard through pyperclip, twice a second: where the system tells nobody about changes.

Rules kept here: text only; password hints cannot be seen, so this is a fall-back and a health issue says that it is in
use. pyperclip starts a program (xclip, wl-paste) for each look on Linux, so the thread, not the caller, waits for it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import pyperclip

from agent.core import Content, ContentKind
from agent.core.health import HealthCode
from agent.core.ports import ClipboardChanged, HealthReporter, Observation

__all__ = ["PollingClipboardSensor"]

_log = logging.getLogger(__name__)

_PERIOD_S = 0.5
_STOP_TIMEOUT_S = 2.0


class PollingClipboardSensor:
    """Sensor that looks at the clipboard's text every half second.

    Args:
        health: where the fall-back is reported.
        read_text: returns the clipboard's text, or raises `pyperclip.PyperclipException`.
    """

    backend = "polling"

    def __init__(self, *, health: HealthReporter, read_text: Callable[[], str] = pyperclip.paste) -> None:
        self._health = health
        self._read_text = read_text
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, emit: Callable[[Observation], None]) -> None:
        """Begin to look; `emit` is called on the thread "clipboard-polling"."""
        self._health.report(HealthCode.CLIPBOARD_POLLING)
        self._thread = threading.Thread(target=self._run, args=(emit,), name="clipboard-polling", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End; idempotent."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(_STOP_TIMEOUT_S)

    def _run(self, emit: Callable[[Observation], None]) -> None:
        seen = ""
        while not self._stopping.is_set():
            looked_at = time.monotonic()
            try:
                text = self._read_text()
            except (pyperclip.PyperclipException, OSError) as exc:
                _log.warning("the clipboard cannot be read: %s", type(exc).__name__)
                self._health.report(HealthCode.CLIPBOARD_BLIND)
            else:
                self._health.clear(HealthCode.CLIPBOARD_BLIND)
                if text != seen:
                    seen = text
                    emit(ClipboardChanged(content=_content(text), owner_pid=None, copied_at=looked_at))
            self._stopping.wait(_PERIOD_S)


def _content(text: str) -> Content:
    if not text:
        return Content(kind=ContentKind.EMPTY)
    return Content(kind=ContentKind.TEXT, text=text, size_bytes=len(text.encode("utf-8", errors="replace")))
