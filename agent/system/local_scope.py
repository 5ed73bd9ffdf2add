"""Who works here, on what, in which network, and when: the circumstances that policies may be limited to."""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import time
from collections.abc import Callable
from datetime import UTC, datetime

import psutil

from agent.core.scope import OperatingSystem, Scope

__all__ = ["LocalScope"]

_KEPT_S = 30.0
"""A network changes seldom, and asking for it at each verdict would cost more than the verdict."""


class LocalScope:
    """Returns the scope of now. Threads may call it at once.

    Args:
        system: what the device runs; None where Cordon does not know it.
        clock: seconds that never go back.
    """

    def __init__(self, system: OperatingSystem | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._system = system
        self._clock = clock
        self._user, self._groups = _account()
        self._addresses: tuple[str, ...] = ()
        self._asked_at = float("-inf")

    def __call__(self) -> Scope:
        """Return it; at most every half minute the system is asked for its addresses again."""
        now = self._clock()
        if now - self._asked_at >= _KEPT_S:
            self._addresses = _addresses()
            self._asked_at = now
        return Scope(
            user=self._user,
            groups=self._groups,
            os=self._system,
            addresses=self._addresses,
            at=datetime.now(UTC).astimezone(),
        )


def _account() -> tuple[str, frozenset[str]]:
    """Name of the account and of its groups; without those that no database names."""
    groups = set()
    for number in {os.getegid(), *os.getgroups()}:
        with contextlib.suppress(KeyError):
            groups.add(grp.getgrgid(number).gr_name)
    try:
        user = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        user = ""
    return user, frozenset(groups)


def _addresses() -> tuple[str, ...]:
    """Addresses of every network that is up, without those that only this device sees."""
    found = psutil.net_if_addrs()
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    return tuple(
        address.address
        for name, addresses in sorted(found.items())
        if name in up
        for address in addresses
        if address.family.name in {"AF_INET", "AF_INET6"} and not address.address.startswith(("127.", "::1"))
    )
