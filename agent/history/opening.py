"""Opens the history's file: new, known, or refused. The rules are those of `agent.system.sealed_file`."""

from __future__ import annotations

from pathlib import Path

from agent.history.connection import HISTORY_ERRORS, Connection
from agent.history.schema import MIGRATIONS
from agent.system.sealed_file import open_sealed_file

__all__ = ["open_history"]


def open_history(path: Path, key: bytes) -> Connection:
    """Return a connection to a history of the present schema version; start one where there is none.

    Raises:
        HistoryCorruptError: the file is damaged, or `key` is not its key; it was left as it is.
        HistoryTooNewError: a later version wrote it; it was left as it is.
        HistoryUnavailableError: it cannot be reached or written.
    """
    return open_sealed_file(path, key, MIGRATIONS, errors=HISTORY_ERRORS)
