"""How often somebody may ask: one bucket each, refilled at a steady rate; the longest idle ones are forgotten first.

In memory, of this process: replicas do not add up each other's counts, and a limit is multiplied by their number.
"""

from __future__ import annotations

import ipaddress
import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import ClassVar, Final

from agent.core.errors import AgentError

__all__ = ["RateLimiter", "TooManyRequestsError", "address_key"]

_MOST_BUCKETS: Final = 100_000


class TooManyRequestsError(AgentError):
    """Somebody asks too often.

    Attributes:
        retry_after_s: when to ask again.
    """

    code: ClassVar[str] = "too_many_requests"

    def __init__(self, retry_after_s: int) -> None:
        super().__init__("Too many requests", hint=f"Try again in {retry_after_s} s.")
        self.retry_after_s = retry_after_s


class RateLimiter:
    """Buckets by name.

    Args:
        per_second: how fast they fill.
        at_once: how much they hold.
        clock: seconds, monotonic.
        most: buckets are kept.
    """

    def __init__(
        self, per_second: float, at_once: int, clock: Callable[[], float], *, most: int = _MOST_BUCKETS
    ) -> None:
        self._per_second = per_second
        self._at_once = float(at_once)
        self._clock = clock
        self._most = most
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, name: str) -> None:
        """Take one from a bucket.

        Raises:
            TooManyRequestsError: it is empty.
        """
        with self._lock:
            now = self._clock()
            left, at = self._buckets.pop(name, (self._at_once, now))
            left = min(self._at_once, left + (now - at) * self._per_second)
            is_enough = left >= 1.0
            self._buckets[name] = (left - 1.0 if is_enough else left, now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        if not is_enough:
            raise TooManyRequestsError(math.ceil((1.0 - left) / self._per_second))


def address_key(host: str) -> str:
    """Return what counts as one address: of IPv6 the network that a customer gets."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host
