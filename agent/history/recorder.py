"""The history as the agent uses it: takes events at once, and writes them when the key and the disk allow.

Rules kept here:

- `record` and `record_disposition` never wait, so they may be called from the event loop: a stalled disk must not
  hold a paste. One thread, "cordon-history", owns the file and everything done to it.
- What waits is bounded (1000 entries). When there is no more room, the oldest waiting entry is given up, counted, and
  HISTORY_EVENTS_LOST reported; the newest are what the person looks for.
- A locked keyring (KEYRING_LOCKED) or a file that cannot be written or was made by a later version
  (HISTORY_UNAVAILABLE): entries wait, and it is tried again every few seconds; once it works, everything is written in
  its order and the issue is cleared.
- A file that nobody can read is set aside unchanged, a new one started, and its new name reported (HISTORY_CORRUPT).
- `list` shows what waits together with what is written; `proof` is of what is written. Both block, up to a deadline:
  call them from a thread (`asyncio.to_thread`), never from the event loop.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from agent.core.errors import AgentError, BugError, SecretStoreLockedError
from agent.core.events import Event, EventPage, EventQuery
from agent.core.health import HealthCode
from agent.core.history_chain import ChainProof
from agent.core.ports import HealthReporter, SecretStore
from agent.core.verdicts import Disposition
from agent.history.backlog import Backlog, list_with_waiting
from agent.history.connection import KEY_BYTES
from agent.history.entries import DispositionChange, Entry, Forgetting
from agent.history.errors import HistoryCorruptError, HistoryError, HistoryMovedError, HistoryUnavailableError
from agent.history.paging import EventSource
from agent.history.set_aside import set_aside
from agent.history.store import SqlCipherEventStore

__all__ = ["HistoryFile", "HistoryRecorder", "RecorderLimits", "history_recorder"]

_log = logging.getLogger(__name__)

T = TypeVar("T")

_KEY_NAME = "history"
_BATCH = 500
_UNOPENED = 2**62
"""Numbers for events that wait while nobody knows what numbers the file has given; far above all of them."""


class HistoryFile(EventSource, Protocol):
    """An open history; see `SqlCipherEventStore`."""

    @property
    def last_sequence(self) -> int:
        """The greatest number ever given to an event here; 0 when there was none."""

    def record_all(self, entries: Sequence[Entry]) -> None:
        """Append entries in their order; all of them are on the disk afterwards, or none."""

    def proof(self, numbers: Sequence[int]) -> ChainProof:
        """The newest link of the chain, and those of these numbers that are there."""

    def close(self) -> None:
        """Write everything and close; idempotent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderLimits:
    """How much may wait, and for how long.

    Attributes:
        waiting: entries that may wait for the disk.
        questions: `list` calls that may wait at once.
        retry_s: pause before trying again what failed.
        list_s: how long `list` may take.
        close_s: how long `close` may take.
    """

    waiting: int = 1000
    questions: int = 16
    retry_s: float = 5.0
    list_s: float = 5.0
    close_s: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question(Generic[T]):
    find: Callable[[], T]
    answer: Future[T] = field(default_factory=Future)


def history_recorder(
    path: Path, secret_store: SecretStore, health: HealthReporter, *, prepare_folder: Callable[[], object]
) -> HistoryRecorder:
    """Return a recorder for the history in a file, not yet started.

    Args:
        path: of the file.
        secret_store: keeps its key.
        health: where degraded states go.
        prepare_folder: makes the file's folder before each attempt to open it, because a disk that was read-only when
            the agent started may take it now; raises `AgentError` when it must not be used.
    """

    def load_key() -> bytes:
        prepare_folder()
        return secret_store.load_or_create(_KEY_NAME, KEY_BYTES)

    return HistoryRecorder(
        load_key=load_key,
        open_file=lambda key: SqlCipherEventStore.open(path, key),
        set_file_aside=lambda: set_aside(path, datetime.now(UTC)),
        health=health,
    )


class HistoryRecorder:
    """An `EventStore` that never blocks while recording. Start it, and close it once.

    Args:
        load_key: returns the file's key; may block for seconds.
        open_file: opens the history with a key.
        set_file_aside: moves an unreadable file away and returns its new base name.
        health: where degraded states go.
        limits: how much may wait, and for how long.
    """

    def __init__(
        self,
        *,
        load_key: Callable[[], bytes],
        open_file: Callable[[bytes], HistoryFile],
        set_file_aside: Callable[[], str],
        health: HealthReporter,
        limits: RecorderLimits = RecorderLimits(),
    ) -> None:
        self._load_key = load_key
        self._open_file = open_file
        self._set_file_aside = set_file_aside
        self._health = health
        self._limits = limits
        self._thread = threading.Thread(target=self._run, name="cordon-history", daemon=True)
        # Shared with the callers, under this condition:
        self._changed = threading.Condition()
        self._backlog = Backlog(limits.waiting)
        self._questions: deque[_Question[Any]] = deque()
        self._lost = 0
        self._is_closing = False
        # The thread's own:
        self._file: HistoryFile | None = None
        self._retry_at: float | None = 0.0
        """Monotonic seconds; None while all is well."""

    def start(self) -> None:
        """Begin to write; once."""
        self._thread.start()

    def record(self, event: Event) -> None:
        """Append one event; returns at once."""
        self._append(event)

    def record_disposition(self, event_id: str, disposition: Disposition, at: datetime) -> None:
        """Append what became of an event later; returns at once. Unknown ids are ignored."""
        self._append(DispositionChange(event_id=event_id, disposition=disposition, at=at))

    def forget_before(self, at: datetime) -> None:
        """Delete the events of all days (UTC) that had ended by then; returns at once."""
        self._append(Forgetting(before=at))

    def list(self, query: EventQuery) -> EventPage:
        """One page of events, newest first, those that wait included. Blocks: not for the event loop.

        Raises:
            HistoryError: the file cannot be read, or did not answer in time.
        """
        return self._ask(lambda: self._page(query))

    def proof(self, numbers: Sequence[int] = ()) -> ChainProof:
        """What is on the disk says of itself: its newest link, and those of these numbers. Blocks, as `list` does.

        Raises:
            HistoryError: the file cannot be read, or did not answer in time.
        """
        return self._ask(lambda: ChainProof() if self._file is None else self._file.proof(numbers))

    def close(self) -> None:
        """Write what is waiting and close, within the deadline; idempotent. What could not be written is reported."""
        with self._changed:
            if self._is_closing:
                return
            self._is_closing = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join(self._limits.close_s)
        with self._changed:
            left = self._backlog.clear()
        self._lose(left)

    # ---- any thread ------------------------------------------------------------------------------------------------

    def _ask(self, find: Callable[[], T]) -> T:
        question = _Question(find=find)
        with self._changed:
            if self._is_closing:
                raise HistoryUnavailableError("The history is closed")
            if len(self._questions) >= self._limits.questions:
                raise HistoryUnavailableError("The history is busy", hint="Try again.")
            self._questions.append(question)
            self._changed.notify()
        try:
            return question.answer.result(self._limits.list_s)
        except TimeoutError:
            question.answer.cancel()
            raise HistoryUnavailableError(
                "The history does not answer", detail=f"Waited {self._limits.list_s:g} s.", hint="Try again."
            ) from None

    def _append(self, entry: Entry) -> None:
        with self._changed:
            lost = 1 if self._is_closing else self._backlog.append(entry)
            self._changed.notify()
        self._lose(lost)

    def _lose(self, count: int) -> None:
        if not count:
            return
        with self._changed:
            self._lost += count
            lost = self._lost
        _log.error("history: %d entries were given up, %d so far", count, lost)
        self._health.report(HealthCode.HISTORY_EVENTS_LOST, f"{lost} since the start.")

    # ---- the history thread ----------------------------------------------------------------------------------------

    def _run(self) -> None:
        is_closing = False
        while not is_closing:
            with self._changed:
                self._changed.wait_for(self._has_work, timeout=self._pause_s())
                is_closing = self._is_closing
                questions, self._questions = self._questions, deque()
                is_due = self._is_due() or (is_closing and bool(self._backlog))
            try:
                if is_due:
                    self._catch_up()
                for question in questions:
                    self._answer(question)
            except Exception as exc:  # noqa: BLE001 - thread top: the history goes on without what failed
                _log.error("history: unexpected %s", type(exc).__name__)
                self._back_off(HealthCode.HISTORY_UNAVAILABLE, BugError(f"Unexpected {type(exc).__name__}"))
        self._leave_file()

    def _has_work(self) -> bool:
        return self._is_closing or bool(self._questions) or self._is_due()

    def _is_due(self) -> bool:
        return bool(self._backlog) if self._retry_at is None else time.monotonic() >= self._retry_at

    def _pause_s(self) -> float | None:
        return None if self._retry_at is None else max(0.0, self._retry_at - time.monotonic())

    def _catch_up(self) -> None:
        """Write what waits, or report why not and try again later."""
        try:
            try:
                self._write_waiting()
            except (HistoryCorruptError, HistoryMovedError) as exc:
                self._give_up_file(exc)
                self._write_waiting()
        except SecretStoreLockedError as exc:
            self._back_off(HealthCode.KEYRING_LOCKED, exc)
        except AgentError as exc:
            self._back_off(HealthCode.HISTORY_UNAVAILABLE, exc)
        else:
            if self._retry_at is not None:
                self._retry_at = None
                self._health.clear(HealthCode.HISTORY_UNAVAILABLE)

    def _back_off(self, code: HealthCode, exc: AgentError) -> None:
        self._retry_at = time.monotonic() + self._limits.retry_s
        self._health.report(code, " ".join(part for part in (f"{exc.title}.", exc.detail) if part))

    def _write_waiting(self) -> None:
        file = self._file or self._open()
        while True:
            with self._changed:
                batch = self._backlog.take(_BATCH)
            if not batch:
                return
            try:
                self._write(file, batch)
            except BaseException:
                with self._changed:
                    self._backlog.put_back()
                raise
            with self._changed:
                self._backlog.written()

    def _write(self, file: HistoryFile, batch: Sequence[Entry]) -> None:
        try:
            file.record_all(batch)
        except AgentError:
            raise
        except Exception as exc:  # noqa: BLE001 - as at the thread top
            # One entry that cannot be written, a bug of ours, must not hold up all others for good.
            if len(batch) > 1:
                for entry in batch:
                    self._write(file, (entry,))
                return
            _log.error("history: an entry cannot be written: %s", type(exc).__name__)
            self._lose(1)

    def _open(self) -> HistoryFile:
        key = self._load_key()
        self._health.clear(HealthCode.KEYRING_LOCKED)
        self._file = self._open_file(key)
        return self._file

    def _give_up_file(self, exc: HistoryError) -> None:
        """Close a file that is of no use any more, and set it aside when it is damaged."""
        self._leave_file()
        if isinstance(exc, HistoryCorruptError):
            name = self._set_file_aside()
            _log.error("history: damaged (%s), set aside", exc.detail)
            self._health.report(HealthCode.HISTORY_CORRUPT, name)

    def _leave_file(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except HistoryError as exc:
                _log.warning("history: closing failed: %s", exc.detail)

    def _answer(self, question: _Question[Any]) -> None:
        if not question.answer.set_running_or_notify_cancel():
            return
        try:
            try:
                found = question.find()
            except HistoryCorruptError as exc:
                self._give_up_file(exc)
                self._catch_up()
                found = question.find()
        except AgentError as exc:
            question.answer.set_exception(exc)
        except Exception as exc:
            question.answer.set_exception(BugError(f"Unexpected {type(exc).__name__} while reading the history"))
            raise
        else:
            question.answer.set_result(found)

    def _page(self, query: EventQuery) -> EventPage:
        with self._changed:
            entries = self._backlog.waiting()
        last_sequence = _UNOPENED if self._file is None else self._file.last_sequence
        page = list_with_waiting(entries, self._file, query, last_sequence=last_sequence)
        return page if self._file is not None else replace(page, is_complete=False)
