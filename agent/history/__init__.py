"""What happened, encrypted on this machine: events in, pages of events out, no content anywhere.

The agent talks to the `HistoryRecorder`, which never waits for the disk; `SqlCipherEventStore` is the file behind it.
"""

from agent.history.errors import HistoryCorruptError, HistoryError, HistoryTooNewError, HistoryUnavailableError
from agent.history.memory import MemoryEventStore
from agent.history.recorder import HistoryRecorder, history_recorder
from agent.history.store import SqlCipherEventStore
from agent.history.verifying import ChainReport, ChainTrouble, TroubleKind, verify_history

__all__ = [
    "ChainReport",
    "ChainTrouble",
    "HistoryCorruptError",
    "HistoryError",
    "HistoryRecorder",
    "HistoryTooNewError",
    "HistoryUnavailableError",
    "MemoryEventStore",
    "SqlCipherEventStore",
    "TroubleKind",
    "history_recorder",
    "verify_history",
]
