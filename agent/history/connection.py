"""Connections to the history's file: `agent.system.sealed_connection` with the history's errors."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal

from agent.history.errors import HistoryCorruptError, HistoryTooNewError, HistoryUnavailableError
from agent.system import sealed_connection
from agent.system.sealed_connection import KEY_BYTES, Connection, FileErrors

__all__ = ["HISTORY_ERRORS", "KEY_BYTES", "Connection", "connect", "translated_errors"]

HISTORY_ERRORS = FileErrors(
    subject="history", corrupt=HistoryCorruptError, too_new=HistoryTooNewError, unavailable=HistoryUnavailableError
)


def connect(path: Path, key: bytes, mode: Literal["ro", "rw"], *, wal: bool = True) -> Connection:
    """Open an existing file; the first statement that reads tells whether the key fits.

    Raises:
        HistoryError: it cannot be opened.
        ValueError: the key has another length.
    """
    return sealed_connection.connect(path, key, mode, errors=HISTORY_ERRORS, wal=wal)


def translated_errors() -> AbstractContextManager[None]:
    """Turn SQLite's errors into ours.

    Raises:
        HistoryCorruptError: the file is damaged, or the key does not fit.
        HistoryUnavailableError: anything else that SQLite has a code for.
    """
    return sealed_connection.translated_errors(HISTORY_ERRORS)
