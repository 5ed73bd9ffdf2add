"""The model in force: the one that came with Cordon, or the one that the organization has delivered.

Rules kept here:

- A delivered model takes over only after it has answered its golden texts on this device. Until then, and if it fails,
  the one in use stays, and health says so.
- One that was accepted before is used again without examination, so that going back takes no time.
- Examining takes seconds, so it has a thread of its own, which starts with the first model that is delivered. Of
  several that come meanwhile, only the last one counts.
"""

from __future__ import annotations

import logging
import threading
from typing import Protocol

from agent.core.errors import AgentError
from agent.core.health import HealthCode
from agent.core.in_force import DeliveredModel
from agent.core.ports import HealthReporter

__all__ = ["ModelInForce", "Models"]

_log = logging.getLogger(__name__)

_ENDS_WITHIN_S = 5.0


class Models(Protocol):
    """What can be done with bundles; blocks."""

    def use_packaged(self) -> None:
        """Have the model read that came with Cordon."""

    def use_accepted(self, identity: str) -> bool:
        """Have a model read that was accepted before; False when it is not kept."""

    def accept(self, model: DeliveredModel) -> None:
        """Examine a model and have it read; AgentError when it is refused, or cannot be kept."""

    def close(self) -> None:
        """End an examination that is under way; there is no other after it."""


class ModelInForce:
    """Holds it; threads may share it.

    Args:
        models: does it.
        health: is told of a model that was refused.
    """

    def __init__(self, models: Models, health: HealthReporter) -> None:
        self._models = models
        self._health = health
        self._current: str | None = None
        self._changes = threading.Condition()
        self._wanted: DeliveredModel | None = None
        self._is_wanted = False
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def offer(self, model: DeliveredModel | None) -> None:
        """Have a delivered model put in force soon; None where none is delivered."""
        with self._changes:
            if self._is_closed or (model is None and self._thread is None):
                return
            self._wanted, self._is_wanted = model, True
            self._changes.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="cordon-model", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """End, and an examination with it; what is in use goes on reading."""
        with self._changes:
            self._is_closed = True
            self._changes.notify()
            thread = self._thread
        self._models.close()
        if thread is not None:
            thread.join(_ENDS_WITHIN_S)

    def _run(self) -> None:
        while True:
            with self._changes:
                self._changes.wait_for(lambda: self._is_wanted or self._is_closed)
                if self._is_closed:
                    return
                model, self._is_wanted = self._wanted, False
            try:
                self._change(model)
            except AgentError as exc:
                if not self._is_closed:
                    _log.warning("a delivered model was refused: %s", exc.code)
                    self._health.report(HealthCode.MODEL_REFUSED, f"{exc.title}.")
            except Exception as exc:  # noqa: BLE001 - a thread's top: the model in use stays
                _log.error("a delivered model could not be tried: %s", type(exc).__name__)
                self._health.report(HealthCode.MODEL_REFUSED, f"{type(exc).__name__}.")
            else:
                self._health.clear(HealthCode.MODEL_REFUSED)

    def _change(self, model: DeliveredModel | None) -> None:
        identity = model.identity if model is not None else None
        if identity == self._current:
            return
        if model is None:
            self._models.use_packaged()
        elif not self._models.use_accepted(model.identity):
            self._models.accept(model)
        self._current = identity
        _log.info("another model reads: %s", identity[:12] if identity is not None else "the packaged one")
