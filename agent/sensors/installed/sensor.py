"""The sensor of what is installed and of what answers: a thread that looks at the start, and then rarely.

Every `LOOK_S` it looks who listens (10 ms to 20 ms), and whether a folder has changed (some fifty times stat, 2 ms);
every `READ_ALL_S` it reads all folders again (16 ms).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from agent.core.app_ports import AppObservation
from agent.core.health import HealthCode
from agent.core.ports import HealthReporter
from agent.sensors.installed.listeners import ListenerLooks
from agent.sensors.installed.scan import InstalledScan

__all__ = ["LOOK_S", "READ_ALL_S", "InstalledSensor"]

_log = logging.getLogger(__name__)

LOOK_S: Final = 60.0
READ_ALL_S: Final = 3600.0
_STOP_TIMEOUT_S: Final = 2.0


class InstalledSensor:
    """Implements `AppSensor`.

    Args:
        scan: of what is installed.
        listeners: who listens.
        health: where trouble is reported.
        look_s: between two looks.
    """

    def __init__(
        self, scan: InstalledScan, listeners: ListenerLooks, health: HealthReporter, *, look_s: float = LOOK_S
    ) -> None:
        self._scan = scan
        self._listeners = listeners
        self._health = health
        self._look_s = look_s
        self._condition = threading.Condition()
        self._is_stopping = False
        self._is_asked_again = False
        self._thread: threading.Thread | None = None

    def start(self, emit: Callable[[AppObservation], None]) -> None:
        """Begin to look; `emit` is called on the thread "cordon-installed"."""
        self._thread = threading.Thread(target=self._run, args=(emit,), name="cordon-installed", daemon=True)
        self._thread.start()

    def look_again(self) -> None:
        """Tell everything anew, soon."""
        with self._condition:
            self._is_asked_again = True
            self._condition.notify_all()

    def stop(self) -> None:
        """End; idempotent."""
        with self._condition:
            self._is_stopping = True
            self._condition.notify_all()
        if self._thread is not None:
            self._thread.join(_STOP_TIMEOUT_S)

    def _run(self, emit: Callable[[AppObservation], None]) -> None:
        read_all_at = time.monotonic() + READ_ALL_S
        while True:
            try:
                self._look(emit)
                if time.monotonic() >= read_all_at:
                    read_all_at = time.monotonic() + READ_ALL_S
                    self._scan.read_all()
                if (found := self._scan.scan()) is not None:
                    emit(found)
            except Exception as exc:  # noqa: BLE001 - the thread's top: one look is given up, the next is taken
                # The type only: an error's text may name a folder.
                _log.error("what is installed could not be looked at: %s", type(exc).__name__)
            if self._waits_in_vain():
                return
            self._forget_if_asked()

    def _look(self, emit: Callable[[AppObservation], None]) -> None:
        try:
            found = self._listeners.look()
        except OSError as exc:
            self._health.report(HealthCode.LISTENERS_UNREADABLE, f"{exc.strerror or exc}.")
            return
        self._health.clear(HealthCode.LISTENERS_UNREADABLE)
        if found is not None:
            emit(found)

    def _waits_in_vain(self) -> bool:
        """Wait for the next look; True where there is to be none."""
        with self._condition:
            self._condition.wait_for(lambda: self._is_stopping or self._is_asked_again, self._look_s)
            return self._is_stopping

    def _forget_if_asked(self) -> None:
        with self._condition:
            is_asked, self._is_asked_again = self._is_asked_again, False
        if is_asked:
            self._scan.forget()
            self._listeners.forget()
