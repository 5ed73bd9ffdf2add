"""What the agent holds of the model: asks the worker, remembers its answers, and says how it is doing.

Rules kept here:

- `read` always answers: within its budget and a little where the worker runs, and within `_START_S` more where it has
  to start first. What it cannot do in time is NOT_FINISHED or UNAVAILABLE. A crash or a hang costs this one answer; the
  next request starts another worker.
- One text is read at a time. Of those that wait, only the newest is read: whoever copied something else since has no
  use for the others.
- The worker reads what others wrote, so its answers are not trusted: one that could not be true is no answer, and its
  words go nowhere but for those that this program knows.
- Answers are remembered by keyed hash of the text, never with it, and only finished ones: the same text copied again
  is answered in a microsecond. The key lives as long as the agent.
- Trouble is health: a bundle that is refused, a worker that failed, one that could not lock itself in. Each is cleared
  by the next answer that shows otherwise.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import msgspec

from agent.classifier.messages import Answer, Request, problem_in_words
from agent.classifier.readings import can_be_true, reading_of
from agent.core import ModelState
from agent.core.health import HealthCode
from agent.core.ports import HealthReporter
from agent.detection.classifier import Reading
from agent.system.limited_child import ChildError

__all__ = ["ClassifierClient", "Worker"]

_START_S, _MARGIN_S = 20.0, 2.0
"""Beyond the budget: for a worker that has to start (0.5 s on an idle machine), and for one that runs."""
_REMEMBERED, _REMEMBERED_SPANS = 128, 20_000
_UNAVAILABLE = Reading(state=ModelState.UNAVAILABLE)
_NOT_FINISHED = Reading(state=ModelState.NOT_FINISHED)


class Worker(Protocol):
    """The process that reads; `LimitedChild` is one."""

    @property
    def pid(self) -> int | None:
        """Its process id; None when there is none."""

    def ask(self, frames: Sequence[bytes | memoryview], timeout_s: float) -> bytes:
        """Return the answer to a request; `ChildError` when there is none."""

    def stop(self) -> None:
        """End the process."""


class ClassifierClient:
    """Implements `Classifier`; threads may share it.

    Args:
        worker: answers requests.
        health: where trouble goes.
        budget_s: seconds that one text may take, once the worker runs.
        reads_whole: whether long texts are read from end to end, instead of by chosen passages.
    """

    def __init__(self, worker: Worker, health: HealthReporter, budget_s: float, *, reads_whole: bool = False) -> None:
        self._worker = worker
        self._health = health
        self._budget_s = budget_s
        self._reads_whole = reads_whole
        self._key = secrets.token_bytes(32)
        self._turns = threading.Condition()
        self._is_reading = False
        self._newest = 0
        self._is_closed = False
        self._model = 0
        self._lock = threading.Lock()
        self._remembered: OrderedDict[bytes, Reading] = OrderedDict()
        self._remembered_spans = 0

    def read(self, text: str, hits: Sequence[int]) -> Reading:
        """Read a text; see `Classifier`."""
        data = text.encode(errors="replace")  # a lone surrogate becomes one `?`: offsets stay
        digest = hashlib.blake2b(data, key=self._key, digest_size=16).digest()
        if (known := self._recall(digest)) is not None:
            return known
        with self._turn() as is_ours:
            model = self._model
            answer = self._answer(data, hits) if is_ours else None
        if not is_ours:
            return _NOT_FINISHED
        if answer is None or not self._is_well(answer, len(text)):
            return _UNAVAILABLE
        reading = reading_of(answer)
        if answer.is_finished:
            self._remember(digest, reading, model)
        return reading

    def use(self, worker: Worker) -> None:
        """Have another worker read from now on; what is being read is finished by the old one, which then ends.

        What was remembered is forgotten: it was another model's.
        """
        with self._lock:
            old, self._worker = self._worker, worker
            self._model += 1
            self._forget()
            is_closed = self._is_closed
        with self._turns:
            self._turns.wait_for(lambda: not self._is_reading, timeout=self._budget_s + _START_S)
        old.stop()
        if is_closed:
            worker.stop()

    def close(self) -> None:
        """End the worker, and with it what is being read, and forget everything."""
        with self._lock:
            self._is_closed = True
            worker = self._worker
            self._forget()
        worker.stop()

    @contextmanager
    def _turn(self) -> Iterator[bool]:
        """Wait for one's turn; False for whoever was overtaken meanwhile, or has waited too long."""
        until = time.monotonic() + self._budget_s + _START_S
        with self._turns:
            self._newest += 1
            ticket = self._newest
            self._turns.notify_all()
            while self._is_reading and ticket == self._newest and time.monotonic() < until:
                self._turns.wait(max(0.0, until - time.monotonic()))
            is_ours = not self._is_reading and ticket == self._newest
            self._is_reading = self._is_reading or is_ours
        try:
            yield is_ours
        finally:
            if is_ours:
                with self._turns:
                    self._is_reading = False
                    self._turns.notify_all()

    def _answer(self, data: bytes, hits: Sequence[int]) -> Answer | None:
        request = Request(budget_s=self._budget_s, hits=list(hits), reads_whole=self._reads_whole)
        worker = self._worker
        patience_s = self._budget_s + (_MARGIN_S if worker.pid is not None else _START_S)
        try:
            said = worker.ask((msgspec.json.encode(request), data), patience_s)
            return msgspec.json.decode(said, type=Answer)
        except ChildError as exc:
            if not self._is_closed:
                self._health.report(HealthCode.CLASSIFIER_FAILED, exc.reason)
        except (msgspec.DecodeError, ValueError, RecursionError):
            self._health.report(HealthCode.CLASSIFIER_FAILED, "it did not answer in its own language")
        return None

    def _is_well(self, answer: Answer, length: int) -> bool:
        if answer.problem is not None:
            self._health.clear(HealthCode.CLASSIFIER_FAILED)
            self._health.report(HealthCode.CLASSIFIER_REFUSED, problem_in_words(answer.problem, answer.file))
            return False
        if not can_be_true(answer, length):
            self._health.report(HealthCode.CLASSIFIER_FAILED, "its answer cannot be true")
            return False
        self._health.clear(HealthCode.CLASSIFIER_FAILED)
        self._health.clear(HealthCode.CLASSIFIER_REFUSED)
        if answer.is_confined:
            self._health.clear(HealthCode.CLASSIFIER_NOT_CONFINED)
        else:
            self._health.report(HealthCode.CLASSIFIER_NOT_CONFINED)
        return True

    def _recall(self, digest: bytes) -> Reading | None:
        with self._lock:
            reading = self._remembered.get(digest)
            if reading is not None:
                self._remembered.move_to_end(digest)
            return reading

    def _forget(self) -> None:
        self._remembered.clear()
        self._remembered_spans = 0

    def _remember(self, digest: bytes, reading: Reading, model: int) -> None:
        with self._lock:
            if digest in self._remembered or model != self._model:
                return
            self._remembered[digest] = reading
            self._remembered_spans += len(reading.spans)
            while len(self._remembered) > _REMEMBERED or self._remembered_spans > _REMEMBERED_SPANS:
                _, forgotten = self._remembered.popitem(last=False)
                self._remembered_spans -= len(forgotten.spans)
