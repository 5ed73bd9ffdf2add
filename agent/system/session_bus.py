"""Which services the D-Bus session bus offers: for `cordon doctor`. Every question has a deadline."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

__all__ = ["SessionBus"]

_TIMEOUT_S = 2.0
_BUS = DBusAddress("/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus")


class SessionBus:
    """Names on the session bus, read once. Without a bus every answer is no.

    Args:
        environ: names the bus; without a name none is started.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.is_there = False
        self._running: frozenset[str] = frozenset()
        self._activatable: frozenset[str] = frozenset()
        address = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
        if not address:
            return
        try:
            with closing(open_dbus_connection(bus=address)) as connection:
                self._running, self._activatable = (
                    frozenset(connection.send_and_get_reply(new_method_call(_BUS, method), timeout=_TIMEOUT_S).body[0])
                    for method in ("ListNames", "ListActivatableNames")
                )
        except (OSError, TimeoutError, ValueError, StopIteration):
            return
        self.is_there = True

    def offers(self, name: str) -> bool:
        """Whether a service runs, or would be started when asked."""
        return name in self._running or name in self._activatable
