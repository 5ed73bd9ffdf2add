"""The inventory as the agent has it: real processes of this user, and what is remembered of them."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.apps import Apps, AppSides
from agent.core import ActiveWindow
from agent.core.in_force import PolicyOrigin
from agent.core.ports import ClipboardChanged, WindowActivated
from agent.engines import build_engines, facts_of
from agent.ipc.app_messages import AppListResult
from agent.ipc.codec import Request
from agent.service.health import HealthTable
from agent.service.policy_in_force import LoadedPolicy, PolicyInForce
from agent.system.folders import xdg_folders
from tests.processes import OwnedProcess


def loaded() -> LoadedPolicy:
    policy, engines = build_engines()
    return LoadedPolicy(facts=facts_of(policy, PolicyOrigin.PACKAGED), engines=engines)


class Device:
    """A home, and an agent's inventory in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.changed = asyncio.Event()
        health = HealthTable()
        self.policy = PolicyInForce(loaded, health)
        folders = xdg_folders({"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder / "r")})
        self.remembered = folders.state / "apps.json"
        self.apps = Apps(
            AppSides(
                policy=self.policy,
                health=health,
                folders=folders,
                tell=lambda _notice: False,
                on_change=self.changed.set,
            )
        )

    async def listed(self) -> AppListResult:
        """What a program gets."""
        result = await self.apps.handlers["apps.list"](Request(id=1, method="apps.list", params={}))
        assert isinstance(result, AppListResult)
        return result

    async def until(self, is_so: Callable[[AppListResult], bool]) -> None:
        """Wait until the list is as wanted."""
        async with asyncio.timeout(10):
            while not is_so(await self.listed()):
                self.changed.clear()
                await self.changed.wait()


@pytest.mark.asyncio
async def test_an_app_is_seen_while_it_runs_and_remembered_afterwards(tmp_path: Path):
    device = Device(tmp_path)
    program = tmp_path / "ollama"
    shutil.copy(shutil.which("sleep") or "/bin/sleep", program)
    async with device.apps.watching():
        await asyncio.sleep(0)
        with OwnedProcess.start([str(program), "60"], env={}, log=tmp_path / "log", dies_with_us=True) as running:
            await device.until(lambda found: any(running.pid in each.pids for each in found.apps))
            device.apps.policy_changed()
            await device.until(lambda found: any(running.pid in each.pids for each in found.apps))
        await device.until(lambda found: not any(running.pid in each.pids for each in found.apps))
    assert "ollama" in json.loads(device.remembered.read_text())["apps"]


@pytest.mark.asyncio
async def test_a_window_of_an_app_is_use_and_other_observations_are_not(tmp_path: Path):
    device = Device(tmp_path)
    window = ActiveWindow(window_id=1, title="ChatGPT", app_class="xterm")
    device.apps.observe(ClipboardChanged(content=None, owner_pid=None, copied_at=0.0))
    assert (await device.listed()).apps == ()
    device.apps.observe(WindowActivated(window=window, activated_at=0.0))
    assert [each.id for each in (await device.listed()).apps] == ["chatgpt"]
