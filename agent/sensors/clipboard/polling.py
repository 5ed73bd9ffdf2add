"""The clipboard's text, looked at twice a second: where the system tells nobody about changes.

Rules kept here: text only; password hints cannot be seen, so this is a fall-back and a health issue says that it is in
use. A look that fails or takes too long is a health issue until one succeeds; the sensor goes on looking.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from agent.core import Content, ContentKind, ContentProblem
from agent.core.errors import AgentError
from agent.core.health import HealthCode
from agent.core.ports import ClipboardChanged, HealthReporter, Observation
from agent.sensors.clipboard.formats import READ_LIMIT_BYTES

__all__ = ["PollingClipboardSensor"]

_log = logging.getLogger(__name__)

_PERIOD_S = 0.5
_STOP_TIMEOUT_S = 2.0


class PollingClipboardSensor:
    """Sensor that looks at the clipboard's text every half second.

    Args:
        health: where the fall-back is reported.
        read_text: returns the clipboard's text, or raises an `AgentError`; within less than the 2 s that `stop` has.
        period_s: from one look to the next.
        limit_bytes: keep at most so much of one copy.
    """

    backend = "polling"

    def __init__(
        self,
        *,
        health: HealthReporter,
        read_text: Callable[[], str],
        period_s: float = _PERIOD_S,
        limit_bytes: int = READ_LIMIT_BYTES,
    ) -> None:
        self._health = health
        self._read_text = read_text
        self._period_s = period_s
        self._limit_bytes = limit_bytes
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
            except AgentError as exc:
                self._health.report(HealthCode.CLIPBOARD_BLIND, exc.title)
            except Exception as exc:  # noqa: BLE001 - thread top
                # Thread top: no text can be trusted to be free of what was on the clipboard.
                _log.debug("a look at the clipboard failed: %s", type(exc).__name__)
                self._health.report(HealthCode.CLIPBOARD_BLIND, "An internal error; it is tried again.")
            else:
                self._health.clear(HealthCode.CLIPBOARD_BLIND)
                if text != seen:
                    seen = text
                    emit(ClipboardChanged(content=self._content(text), owner_pid=None, copied_at=looked_at))
            self._stopping.wait(self._period_s)

    def _content(self, text: str) -> Content:
        if not text:
            return Content(kind=ContentKind.EMPTY)
        data = text.encode("utf-8", errors="replace")
        if len(data) <= self._limit_bytes:
            return Content(kind=ContentKind.TEXT, text=text, size_bytes=len(data))
        return Content(
            kind=ContentKind.TEXT,
            text=data[: self._limit_bytes].decode("utf-8", errors="replace"),
            size_bytes=len(data),
            problem=ContentProblem.TOO_LARGE,
        )
