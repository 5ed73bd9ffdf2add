"""The inventory of AI apps, as the agent builds it: its sensors, what is remembered, its methods.

Sensors begin after what is remembered was read, and end before it is written for the last time.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from agent.core.ports import Observation, WindowActivated
from agent.ipc.connection import Handler
from agent.ipc.prompt_messages import AppNotice
from agent.sensors.installed import select_installed_sensor
from agent.sensors.processes import select_process_sensor, system_processes
from agent.service.app_inventory import AppInventory
from agent.service.app_methods import AppMethods
from agent.service.health import HealthTable
from agent.service.policy_in_force import PolicyInForce
from agent.service.retention import Retention
from agent.system.clocks import elapsed_s
from agent.system.folders import Folders
from agent.system.state_file import StateFile

__all__ = ["AppSides", "Apps"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSides:
    """What the inventory asks of the agent.

    Attributes:
        policy: the one in force.
        health: of the agent.
        folders: where it is remembered.
        tell: shows the person an app that is not approved; False where nobody can be shown.
        on_change: called on the loop when the list of apps is another.
    """

    policy: PolicyInForce
    health: HealthTable
    folders: Folders
    tell: Callable[[AppNotice], bool]
    on_change: Callable[[], None]


class Apps:
    """Everything about the AI apps on this device. Make it on the event loop."""

    def __init__(self, sides: AppSides) -> None:
        policy, table = sides.policy, system_processes()
        self._policy = policy
        self._inventory = AppInventory(
            engines=policy.engines,
            facts=lambda: policy.facts,
            file=StateFile(sides.folders.state / "apps.json"),
            tell=sides.tell,
            on_change=sides.on_change,
            clock=_now,
        )
        self._sensors = (
            select_process_sensor(sides.health, self._inventory.processes),
            select_installed_sensor(os.environ, table, sides.health),
        )
        methods = AppMethods(
            inventory=self._inventory,
            engines=policy.engines,
            facts=lambda: policy.facts,
            table=table,
            health=sides.health,
        )
        self.handlers: Mapping[str, Handler] = methods.handlers
        """The methods of the public socket."""

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Watch, and remember what is seen, for as long as the block lasts."""
        async with (
            self._inventory,
            Retention(
                store=self._inventory,
                days=lambda: self._policy.facts.history_days,
                clock=_now,
                elapsed_s=elapsed_s,
            ),
            contextlib.AsyncExitStack() as stack,
        ):
            for sensor in self._sensors:
                sensor.start(self._inventory.observe)
                stack.push_async_callback(asyncio.to_thread, sensor.stop)
            yield

    def observe(self, observation: Observation) -> None:
        """Take what the other sensors saw; on the event loop."""
        if isinstance(observation, WindowActivated):
            self._inventory.window_activated(observation)

    def policy_changed(self) -> None:
        """Another policy is in force; on the event loop."""
        if self._inventory.policy_changed():
            for sensor in self._sensors:
                sensor.look_again()


def _now() -> datetime:
    return datetime.now(UTC)
