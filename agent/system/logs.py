"""Where log messages go: a small rotating file that only its owner can read.

Rules kept here: handlers are set up only here and in the command line; a disk that cannot be written is a health issue
until it takes a message again, and never ends the agent; messages hold ids, labels, counts and durations, never content
(a canary test checks it).
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from agent.core.health import HealthCode
from agent.core.ports import HealthReporter

__all__ = ["open_log_file"]

_LIMIT_BYTES = 1 << 20
_KEPT_FILES = 3
_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


class _PrivateRotatingHandler(RotatingFileHandler):
    """Creates its files 0600, and tells health instead of the standard error when the disk refuses."""

    def __init__(self, path: Path, health: HealthReporter) -> None:
        self._health = health
        self._has_failed = False
        super().__init__(path, maxBytes=_LIMIT_BYTES, backupCount=_KEPT_FILES, encoding="utf-8", delay=True)

    def _open(self) -> TextIOWrapper:
        file = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        return open(file, "a", encoding="utf-8")  # noqa: PTH123 - logging closes it

    def emit(self, record: logging.LogRecord) -> None:
        had_failed, self._has_failed = self._has_failed, False
        super().emit(record)
        if had_failed and not self._has_failed:
            self._health.clear(HealthCode.LOG_UNAVAILABLE)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - logging's name
        self._has_failed = True
        self._health.report(HealthCode.LOG_UNAVAILABLE)


@contextlib.contextmanager
def open_log_file(folder: Path, health: HealthReporter) -> Iterator[None]:
    """Send messages of INFO and above to `agent.log` in the folder while the block runs."""
    root = logging.getLogger()
    handler = _PrivateRotatingHandler(folder / "agent.log", health)
    handler.setFormatter(logging.Formatter(_FORMAT))
    previous_level = root.level
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(previous_level)
        handler.close()
