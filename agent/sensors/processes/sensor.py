"""The sensor of processes: a thread that looks once a second.

Polling, because no system tells a program without rights which processes begin (Linux's connector and audit want root,
Windows' ETW and macOS' EndpointSecurity want entitlements). Measured with 300 processes: 0.2 ms for a list of pids,
which a look needs at most, against 30 ms for asking all of them (`tests/bench/bench_inventory.py`).
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Collection
from typing import Final

from agent.core.app_ports import AppObservation, ProcessKey
from agent.core.health import HealthCode
from agent.core.ports import HealthReporter
from agent.sensors.processes.looks import ProcessLooks
from agent.sensors.processes.table import ProcessTable

__all__ = ["LOOK_S", "ProcessSensor"]

_log = logging.getLogger(__name__)

LOOK_S: Final = 1.0
_STOP_TIMEOUT_S: Final = 2.0


class ProcessSensor:
    """Implements `AppSensor`.

    Args:
        table: the processes.
        health: where trouble is reported.
        followed: the processes whose end must not be missed; called from the sensor's thread.
        look_s: between two looks.
    """

    def __init__(
        self,
        table: ProcessTable,
        health: HealthReporter,
        followed: Callable[[], Collection[ProcessKey]],
        *,
        look_s: float = LOOK_S,
    ) -> None:
        self._table = table
        self._health = health
        self._followed = followed
        self._look_s = look_s
        self._stopping = threading.Event()
        self._again = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, emit: Callable[[AppObservation], None]) -> None:
        """Begin to look; `emit` is called on the thread "cordon-processes"."""
        self._thread = threading.Thread(target=self._run, args=(emit,), name="cordon-processes", daemon=True)
        self._thread.start()

    def look_again(self) -> None:
        """Tell everything anew at the next look."""
        self._again.set()

    def stop(self) -> None:
        """End; idempotent."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(_STOP_TIMEOUT_S)

    def _run(self, emit: Callable[[AppObservation], None]) -> None:
        looks = ProcessLooks(self._table, self._followed)
        while True:
            try:
                self._look(looks, emit)
            except Exception as exc:  # noqa: BLE001 - the thread's top: one look is given up, the next is taken
                # The type only: an error's text may quote a command line.
                _log.error("processes could not be looked at: %s", type(exc).__name__)
                self._health.report(HealthCode.PROCESSES_UNREADABLE, f"{type(exc).__name__}.")
                looks.forget()
            if self._stopping.wait(self._look_s):
                return

    def _look(self, looks: ProcessLooks, emit: Callable[[AppObservation], None]) -> None:
        if self._again.is_set():
            self._again.clear()
            looks.forget()
        try:
            change = looks.look(time.monotonic())
        except OSError as exc:
            self._health.report(HealthCode.PROCESSES_UNREADABLE, f"{exc.strerror or type(exc).__name__}.")
            looks.forget()
            return
        if change is not None and change.is_whole and not any(each.pid == os.getpid() for each in change.started):
            # A table without ourselves (a /proc of somebody else's, or none) tells nothing of the others either.
            self._health.report(HealthCode.PROCESSES_UNREADABLE, "The list of processes is empty.")
            looks.forget()
            return
        self._health.clear(HealthCode.PROCESSES_UNREADABLE)
        if change is not None:
            emit(change)
