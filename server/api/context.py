"""What every request of the web process shares: the database, the repository's folder, the clock, limits, counters."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import Depends, Request

from server.api.device_keys import parse_public_key
from server.api.metrics import ServerMetrics
from server.api.published_limits import PublishedLimits
from server.api.rate_limits import RateLimiter
from server.repository.errors import RepositoryError
from server.repository.folder import RepositoryFolder
from server.settings import ServerSettings
from server.storage.database import Database
from server.storage.devices import find_key
from server.storage.errors import StorageError
from server.times import system_clock

__all__ = ["Context", "ServerContext", "context_of"]

_MOST_KEYS: Final = 50_000


class ServerContext:
    """What requests share.

    Args:
        settings: of the server.
        database: open, and of this version.
        clock: the time, aware.
    """

    def __init__(
        self, settings: ServerSettings, database: Database, clock: Callable[[], datetime] = system_clock
    ) -> None:
        self.settings = settings
        self.database = database
        self.clock = clock
        self.repository = RepositoryFolder(settings.repository)
        self.limits = PublishedLimits(self.repository)
        self.metrics = ServerMetrics()
        rates = settings.rate_limits
        self.address_limit = RateLimiter(*rates.address, clock=time.monotonic)
        self.enrolment_limit = RateLimiter(*rates.enrolment, clock=time.monotonic)
        self.device_limit = RateLimiter(*rates.device, clock=time.monotonic)
        self.administrator_limit = RateLimiter(*rates.administrator, clock=time.monotonic)
        self._keys: OrderedDict[str, Ed25519PublicKey] = OrderedDict()
        self._lock = threading.Lock()

    def device_key(self, device_id: str) -> Ed25519PublicKey | None:
        """Return a device's public key, which never changes; None where the device is not known."""
        with self._lock:
            if (kept := self._keys.get(device_id)) is not None:
                self._keys.move_to_end(device_id)
                return kept
        with self.database.reading() as session:
            found = find_key(session, device_id)
        if found is None:
            return None
        key = parse_public_key(found.public_key)
        with self._lock:
            self._keys[device_id] = key
            if len(self._keys) > _MOST_KEYS:
                self._keys.popitem(last=False)
        return key

    def root_fingerprint(self) -> str:
        """Return the SHA-256 of the repository's first root.

        Raises:
            StorageError: there is none yet.
        """
        try:
            return self.repository.root_fingerprint()
        except RepositoryError as exc:
            raise StorageError(
                "The repository has no root yet", hint="Found it first: `cordon policy init-repository`."
            ) from exc


def context_of(request: Request) -> ServerContext:
    """Return the server's context."""
    context: ServerContext = request.app.state.context
    return context


Context = Annotated[ServerContext, Depends(context_of)]
