"""The inventory as the agent has it: real processes of this user, and what is remembered of them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import sys
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

    async def until(self, is_so: Callable[[AppListResult], bool], *, timeout_s: float = 10.0) -> None:
        """Wait until the list is as wanted; it tells when it has changed."""
        async with asyncio.timeout(timeout_s):
            while not is_so(await self.listed()):
                self.changed.clear()
                await self.changed.wait()

    async def has_looked(self) -> None:
        """Wait until what runs already was seen."""
        async with asyncio.timeout(10):
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


LISTENS = """
import socket
server = socket.create_server(("127.0.0.1", 0))
server.accept()
"""
WAITS = "__import__('threading').Event().wait(60)\n"
SEEN_WITHIN_S = 2.0


def stand_in(folder: Path, tool: str) -> list[str]:
    """A command that runs something under a tool's name, as the tool itself is run."""
    if tool == "ollama":
        program = folder / "bin" / "ollama"
        program.parent.mkdir()
        shutil.copy(sys.executable, program)
        return [str(program), "-c", LISTENS]
    if tool == "claude-code":
        script = folder / "lib" / "node_modules" / "@anthropic-ai" / "claude-code" / "cli.js"
        script.parent.mkdir(parents=True)
        node = shutil.which("node")
        if node is None:
            node = str(folder / "node")
            shutil.copy(sys.executable, node)
        script.write_text(WAITS if node.startswith(str(folder)) else "setTimeout(() => {}, 60000)\n")
        return [node, str(script)]
    (folder / "aider").mkdir()
    (folder / "aider" / "__main__.py").write_text(WAITS)
    return [sys.executable, "-m", "aider"]


def near_misses(folder: Path) -> list[list[str]]:
    """Commands that look like tools and are none."""
    script = folder / "claude.sh"
    script.write_text("sleep 60 & wait\n")
    (folder / "claude").write_text("sleep 60 & wait\n")
    (folder / "ollama.py").write_text(WAITS)
    return [
        ["/bin/sh", str(script)],
        ["/bin/sh", "-c", "sleep 60 & wait", "claude"],
        [sys.executable, str(folder / "ollama.py")],
        ["/bin/sleep", "60", "ollama"],
    ]


@pytest.mark.asyncio
@pytest.mark.parametrize("tool", ["ollama", "claude-code", "aider"])
async def test_a_tool_is_seen_within_two_seconds_of_its_start_and_its_end_and_near_misses_are_not(
    tmp_path: Path, tool: str
):
    device = Device(tmp_path)
    command = stand_in(tmp_path, tool)
    env = {"PYTHONPATH": str(tmp_path), "PATH": os.environ["PATH"]}
    async with device.apps.watching(), contextlib.AsyncExitStack() as stack:
        await device.has_looked()
        others = [
            stack.enter_context(OwnedProcess.start(each, env=env, log=tmp_path / "log", dies_with_us=True)).pid
            for each in near_misses(tmp_path)
        ]
        with OwnedProcess.start(command, env=env, log=tmp_path / "log", dies_with_us=True) as running:
            await device.until(lambda found: (tool, True) in of(found, running.pid), timeout_s=SEEN_WITHIN_S)
            (listed,) = (each for each in (await device.listed()).apps if each.id == tool)
            assert listed.first_seen_at is not None
        await device.until(lambda found: not of(found, running.pid), timeout_s=SEEN_WITHIN_S)
        for pid in others:
            assert of(await device.listed(), pid) == []


def of(found: AppListResult, pid: int) -> list[tuple[str, bool]]:
    """The apps that have a process."""
    return [(each.id, each.running) for each in found.apps if pid in each.pids]
