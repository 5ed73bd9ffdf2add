"""Which services the D-Bus session bus offers: for `cordon doctor`. The whole conversation has a deadline."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

from jeepney import DBusAddress, DBusErrorResponse, new_method_call
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

from agent.system.deadlines import call_with_deadline

__all__ = ["SessionBus"]

_TIMEOUT_S = 2.0
_BUS = DBusAddress("/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus")


class SessionBus:
    """Names on the session bus, read once. Without a bus every answer is no.

    Args:
        environ: names the bus; without a name none is started.
        timeout_s: for the whole conversation; jeepney has no deadline for its first message.
    """

    def __init__(self, environ: Mapping[str, str], timeout_s: float = _TIMEOUT_S) -> None:
        self.is_there = False
        self._running: frozenset[str] = frozenset()
        self._activatable: frozenset[str] = frozenset()
        address = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
        if not address:
            return
        try:
            self._running, self._activatable = call_with_deadline(
                lambda: _names(address), timeout_s=timeout_s, name="session-bus"
            )
        except (OSError, ValueError, RuntimeError, DBusErrorResponse):
            # What jeepney raises for a bus that is gone, mute or of a kind it does not know.
            return
        self.is_there = True

    def offers(self, name: str) -> bool:
        """Whether a service runs, or would be started when asked."""
        return name in self._running or name in self._activatable


def _names(address: str) -> tuple[frozenset[str], frozenset[str]]:
    """Names that somebody has, and names that would be started."""
    with closing(open_dbus_connection(bus=address)) as connection:
        running, activatable = (
            frozenset(unwrap_msg(connection.send_and_get_reply(new_method_call(_BUS, method)))[0])
            for method in ("ListNames", "ListActivatableNames")
        )
    return running, activatable
