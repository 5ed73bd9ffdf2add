"""The model in force: the one that came with Cordon, or the one that the organization has delivered.

Rules kept here:

- A delivered model takes over only after it has answered its golden texts on this device. Until then, and if it fails,
  the one in use stays, and health says so.
- One that was accepted before is used again without examination, so that going back takes no time.
- One model is examined at a time; of several that come meanwhile, only the last one counts.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Protocol

from agent.core.errors import AgentError
from agent.core.health import HealthCode
from agent.core.ports import HealthReporter

__all__ = ["ModelInForce", "Models"]

_log = logging.getLogger(__name__)


class Models(Protocol):
    """What can be done with bundles; blocks."""

    def identity(self, bundle: Path) -> str:
        """What tells a bundle from every other; AgentError when it has none."""

    def use_packaged(self) -> None:
        """Have the model read that came with Cordon."""

    def use_accepted(self, identity: str) -> bool:
        """Have a model read that was accepted before; False when it is not kept."""

    def accept(self, bundle: Path) -> None:
        """Examine a model and have it read; AgentError when it is refused, or cannot be kept."""


class ModelInForce:
    """Holds it. `offer` may be called from any thread, and blocks while a model is examined (seconds).

    Args:
        models: does it.
        health: is told of a model that was refused.
    """

    def __init__(self, models: Models, health: HealthReporter) -> None:
        self._models = models
        self._health = health
        self._current: str | None = None
        self._latest = 0
        self._counting = threading.Lock()
        self._changing = threading.Lock()

    def offer(self, bundle: Path | None) -> None:
        """Put a delivered model in force; None where none is delivered."""
        with self._counting:
            self._latest += 1
            ticket = self._latest
        with self._changing:
            if ticket != self._latest:
                return
            try:
                self._change(bundle)
            except AgentError as exc:
                _log.warning("a delivered model was refused: %s", exc.code)
                self._health.report(HealthCode.MODEL_REFUSED, f"{exc.title}.")
            else:
                self._health.clear(HealthCode.MODEL_REFUSED)

    def _change(self, bundle: Path | None) -> None:
        identity = self._models.identity(bundle) if bundle is not None else None
        if identity == self._current:
            return
        if bundle is None or identity is None:
            self._models.use_packaged()
        elif not self._models.use_accepted(identity):
            self._models.accept(bundle)
        self._current = identity
        _log.info("another model reads: %s", identity[:12] if identity is not None else "the packaged one")
