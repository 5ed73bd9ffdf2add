"""Which bundle a client reads with: the packaged one, one that was accepted before, or a new one after examination.

Each worker is told the identity of the bundle that was delivered, and loads no other, however often it is started anew:
the folders lie where the user's programs may write.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from agent.classifier.bundle_store import BundleStore
from agent.classifier.client import ClassifierClient, Worker
from agent.classifier.examination import ModelRefusedError, examine
from agent.classifier.manifest import BundleError, bundle_folder
from agent.core.in_force import DeliveredModel

__all__ = ["DeliveredModels"]


class DeliveredModels:
    """Implements `agent.service.model_in_force.Models`.

    Args:
        client: gets another worker when another bundle is to read.
        store: of the bundles that were accepted.
        start_worker: returns a worker that loads the bundle of a folder, if it is the one of an identity; None for the
            packaged one.
    """

    def __init__(
        self, client: ClassifierClient, store: BundleStore, start_worker: Callable[[Path, str | None], Worker]
    ) -> None:
        self._client = client
        self._store = store
        self._start_worker = start_worker
        self._lock = threading.Lock()
        self._examining: Worker | None = None
        self._is_closed = False

    def use_packaged(self) -> None:
        """Have the model read that came with Cordon."""
        self._client.use(self._start_worker(bundle_folder(), None))

    def use_accepted(self, identity: str) -> bool:
        """Have a model read that was accepted before; False when it is not kept."""
        kept = self._store.find(identity)
        if kept is None:
            return False
        self._client.use(self._start_worker(kept, identity))
        return True

    def accept(self, model: DeliveredModel) -> None:
        """Examine a model and have it read.

        Raises:
            ModelRefusedError: it is refused, or examining it was ended.
            BundleStoreError: it cannot be kept.
        """
        examine(model, self._start_examining)
        try:
            kept = self._store.keep(model)
        except BundleError as exc:
            raise ModelRefusedError("A delivered model cannot be used", detail=f"{exc}.") from exc
        self._client.use(self._start_worker(kept, model.identity))

    def close(self) -> None:
        """End an examination that is under way; there is no other after it."""
        with self._lock:
            self._is_closed = True
            worker = self._examining
        if worker is not None:
            worker.stop()

    def _start_examining(self, bundle: Path, identity: str | None) -> Worker:
        worker = self._start_worker(bundle, identity)
        with self._lock:
            self._examining = worker
            is_closed = self._is_closed
        if is_closed:
            worker.stop()
        return worker
