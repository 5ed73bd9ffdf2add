"""What the full server of these tests holds."""

from __future__ import annotations

from dataclasses import dataclass

from tests.server.world import DeviceClient, World

__all__ = ["Full"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Full:
    """A server, its devices, and the request that waits."""

    world: World
    clients: list[DeviceClient]
    request_id: str

    @property
    def device_id(self) -> str:
        """Of the device that has everything."""
        return self.clients[0].device_id
