"""What can be wrong with the history file.

    HistoryError
    ├── HistoryCorruptError       nothing can read it: set it aside
    ├── HistoryTooNewError        a later Cordon wrote it: leave it alone
    └── HistoryUnavailableError   it cannot be reached or written now: try again
        └── HistoryMovedError     it was moved away or deleted while it was open: open it again

Texts hold SQLite's names of errors, never values, paths or keys.
"""

from __future__ import annotations

from agent.core.errors import EnvironmentProblemError

__all__ = [
    "HistoryCorruptError",
    "HistoryError",
    "HistoryMovedError",
    "HistoryTooNewError",
    "HistoryUnavailableError",
]


class HistoryError(EnvironmentProblemError):
    """The history cannot be used."""

    code = "history"


class HistoryCorruptError(HistoryError):
    """The file is damaged, or the key is not the one it was encrypted with; nobody can tell these apart."""

    code = "history_corrupt"


class HistoryTooNewError(HistoryError):
    """The file was written by a later version; guessing at it could damage it."""

    code = "history_too_new"


class HistoryUnavailableError(HistoryError):
    """The file cannot be reached or written, or does not answer in time."""

    code = "history_unavailable"


class HistoryMovedError(HistoryUnavailableError):
    """The file is no longer where it was opened."""

    code = "history_moved"
