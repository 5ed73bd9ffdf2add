"""What the agent holds of the model: asks the worker, remembers its answers, and says how it is doing.

Rules kept here:

- `read` always answers within the budget and a little: what the worker cannot do in time is NOT_FINISHED or
  UNAVAILABLE. A crash or a hang costs this one answer; the next request starts another worker.
- Answers are remembered by keyed hash of the text, never with it, and only complete ones: the same text copied again
  is read in a microsecond. The key lives as long as the agent.
- Trouble is health: a bundle that is refused, a worker that failed, one that could not lock itself in. Each is cleared
  by the next answer that shows otherwise.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

import msgspec

from agent.classifier.messages import Answer, Request
from agent.core import Category, ModelState
from agent.core.health import HealthCode
from agent.core.ports import HealthReporter
from agent.detection.classifier import ModelSpan, Reading
from agent.system.limited_child import ChildError

__all__ = ["ClassifierClient", "Worker"]

_log = logging.getLogger(__name__)

_START_S = 5.0
"""What a cold start may take, beyond the budget; 0.5 s on an idle machine."""
_REMEMBERED, _REMEMBERED_SPANS = 128, 20_000
_UNAVAILABLE = Reading(state=ModelState.UNAVAILABLE)


class Worker(Protocol):
    """The process that reads; `LimitedChild` is one."""

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
    """

    def __init__(self, worker: Worker, health: HealthReporter, budget_s: float) -> None:
        self._worker = worker
        self._health = health
        self._budget_s = budget_s
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._remembered: OrderedDict[bytes, Reading] = OrderedDict()
        self._remembered_spans = 0

    def read(self, text: str, hits: Sequence[int]) -> Reading:
        """Read a text; see `Classifier`."""
        data = text.encode(errors="replace")  # a lone surrogate becomes one `?`: offsets stay
        digest = hashlib.blake2b(data, key=self._key, digest_size=16).digest()
        if (known := self._recall(digest)) is not None:
            return known
        request = msgspec.json.encode(Request(budget_s=self._budget_s, hits=list(hits)))
        try:
            answer = msgspec.json.decode(self._worker.ask((request, data), self._budget_s + _START_S), type=Answer)
        except ChildError as exc:
            self._health.report(HealthCode.CLASSIFIER_FAILED, exc.reason)
            return _UNAVAILABLE
        except msgspec.DecodeError:
            self._health.report(HealthCode.CLASSIFIER_FAILED, "it answered something else")
            return _UNAVAILABLE
        if not self._is_well(answer):
            return _UNAVAILABLE
        try:
            reading = _reading(answer)
        except ValueError:
            self._health.report(HealthCode.CLASSIFIER_FAILED, "it answered with a category that there is not")
            return _UNAVAILABLE
        if answer.is_finished:
            self._remember(digest, reading)
        return reading

    def close(self) -> None:
        """End the worker and forget everything."""
        self._worker.stop()
        with self._lock:
            self._remembered.clear()
            self._remembered_spans = 0

    def _is_well(self, answer: Answer) -> bool:
        self._health.clear(HealthCode.CLASSIFIER_FAILED)
        if answer.problem is not None:
            self._health.report(HealthCode.CLASSIFIER_REFUSED, answer.problem)
            return False
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

    def _remember(self, digest: bytes, reading: Reading) -> None:
        with self._lock:
            if digest in self._remembered:
                return
            self._remembered[digest] = reading
            self._remembered_spans += len(reading.spans)
            while len(self._remembered) > _REMEMBERED or self._remembered_spans > _REMEMBERED_SPANS:
                _, forgotten = self._remembered.popitem(last=False)
                self._remembered_spans -= len(forgotten.spans)


def _reading(answer: Answer) -> Reading:
    state = ModelState.SAMPLED if answer.is_sampled else ModelState.COMPLETE
    return Reading(
        state=state if answer.is_finished else ModelState.NOT_FINISHED,
        spans=tuple(
            ModelSpan(entity=each.entity, start=each.start, end=each.end, score=each.score) for each in answer.spans
        ),
        category=Category(answer.category) if answer.category is not None else None,
        category_score=answer.category_score,
        share=answer.share,
        languages=frozenset(answer.languages),
    )
