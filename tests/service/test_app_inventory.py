"""What is seen is remembered, and an app that is not approved is told once a day, to somebody who is there."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from agent.core import ActiveWindow, Mode
from agent.core.app_ports import AppObservation, InstalledFound, InstalledName, ProcessesChanged
from agent.core.apps import AppStanding, ProcessFacts
from agent.core.gestures import Destination, DestinationStatus
from agent.core.in_force import PolicyFacts, PolicyOrigin
from agent.core.ports import WindowActivated
from agent.inventory import AppState
from agent.ipc.prompt_messages import AppNotice
from agent.service.app_inventory import AppInventory
from agent.system.state_file import StateFile, StateFileError
from tests.fakes.app_catalogue import AIDER, CLAUDE_CODE, CODEX, OLLAMA, FakeAppCatalogue
from tests.fakes.clock import FakeClock
from tests.fakes.engines import ScriptedEngines
from tests.fakes.process_table import key_of, process
from tests.waiting import wait_until

RUNS = process(7, "ollama", "serve")
FACTS = PolicyFacts(name="Test", version="7", mode=Mode.ENFORCE, origin=PolicyOrigin.PACKAGED, documents=())


class Agent:
    """An inventory, and everybody who is told."""

    def __init__(self, folder: Path, *, save_s: float = 30.0) -> None:
        self.file = folder / "apps.json"
        self.scripted = ScriptedEngines()
        self.clock = FakeClock()
        self.mode = Mode.ENFORCE
        self.has_tray = True
        self.told: list[AppNotice] = []
        self.changes = 0
        self.inventory = AppInventory(
            engines=self.scripted.engines,
            facts=lambda: replace(FACTS, mode=self.mode),
            file=StateFile(self.file),
            tell=self._tell,
            on_change=self._changed,
            clock=self.clock,
            save_s=save_s,
        )

    def _tell(self, notice: AppNotice) -> bool:
        if self.has_tray:
            self.told.append(notice)
        return self.has_tray

    def _changed(self) -> None:
        self.changes += 1

    def judge(self, status: DestinationStatus, *destinations: Destination) -> None:
        """The policy thinks this of them."""
        self.scripted.standings |= {each.destination_id: AppStanding(status=status) for each in destinations}

    async def see(self, observation: AppObservation) -> None:
        """A sensor tells something, on a thread of its own."""
        await asyncio.to_thread(self.inventory.observe, observation)
        await asyncio.sleep(0)

    async def start(self, facts: ProcessFacts = RUNS) -> None:
        """A process begins."""
        await self.see(ProcessesChanged(started=(facts,)))

    async def run_again(self, after_s: float = 60) -> None:
        """It ends and begins again."""
        await self.see(ProcessesChanged(ended=(key_of(RUNS),)))
        self.clock.advance(after_s)
        await self.start()

    def state(self, destination: Destination) -> AppState:
        """How an app is now."""
        (found,) = (each for each in self.inventory.apps() if each.destination == destination)
        return found


@contextlib.asynccontextmanager
async def running(folder: Path, *, save_s: float = 30.0) -> AsyncIterator[Agent]:
    agent = Agent(folder, save_s=save_s)
    async with agent.inventory:
        yield agent


@pytest.mark.asyncio
async def test_what_a_sensor_tells_is_listed_and_whoever_shows_it_is_told(tmp_path: Path):
    async with running(tmp_path) as agent:
        await agent.start()
        assert agent.state(OLLAMA).pids == (7,)
        assert agent.inventory.processes() == (key_of(RUNS),)
        assert agent.changes == 1
        await agent.start(process(8, "sleep"))
        assert agent.changes == 1
        await agent.start(process(9, "ollama", "runner"))
        assert agent.changes == 2


@pytest.mark.asyncio
async def test_it_is_remembered_from_one_start_to_the_next(tmp_path: Path):
    async with running(tmp_path) as agent:
        await agent.start()
    async with running(tmp_path) as again:
        again.clock.advance(1000)
        assert not again.state(OLLAMA).is_running
        await again.start()
        assert again.state(OLLAMA).record.first_seen_at == FakeClock().now


@pytest.mark.asyncio
async def test_it_is_on_the_disk_soon_and_holds_ids_instants_and_words_only(tmp_path: Path):
    async with running(tmp_path, save_s=0.01) as agent:
        await agent.start(process(7, "ollama", "--token", "canary-5f1d"))
        await asyncio.to_thread(wait_until, agent.file.exists, what="the file")
        written = json.loads(agent.file.read_text())
    assert written["apps"].keys() == {"ollama"}
    assert written["apps"]["ollama"].keys() == {"first_seen_at", "last_used_at", "evidence"}
    assert agent.file.stat().st_mode & 0o777 == 0o600


@pytest.mark.asyncio
async def test_nothing_is_written_where_nothing_was_seen(tmp_path: Path):
    async with running(tmp_path):
        pass
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - a test's folder, which nothing else waits for


@pytest.mark.asyncio
async def test_a_damaged_file_is_begun_anew(tmp_path: Path):
    (tmp_path / "apps.json").write_text("{")
    async with running(tmp_path) as agent:
        await agent.start()
        assert agent.state(OLLAMA).is_running
    assert json.loads(agent.file.read_text())["apps"].keys() == {"ollama"}


@pytest.mark.asyncio
async def test_whoever_deletes_the_file_has_it_forgotten(tmp_path: Path):
    async with running(tmp_path) as agent:
        await agent.start()
        await agent.start(process(9, "node", "claude"))
        await agent.see(ProcessesChanged(ended=(key_of(process(9)),)))
    async with running(tmp_path) as again:
        again.clock.advance(1000)
        await again.start()
        again.file.unlink()
    written = json.loads(again.file.read_text())
    assert written["apps"].keys() == {"ollama"}
    assert written["apps"]["ollama"]["first_seen_at"] == again.clock.now.isoformat()


@pytest.mark.asyncio
async def test_a_disk_that_takes_nothing_is_logged_and_nothing_else_happens(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    class FullFile(StateFile):
        def save(self, _content: object) -> None:
            raise StateFileError("It cannot be written")

    agent = Agent(tmp_path)
    agent.inventory = AppInventory(
        engines=agent.scripted.engines,
        facts=lambda: FACTS,
        file=FullFile(agent.file),
        tell=lambda _notice: True,
        on_change=lambda: None,
        clock=agent.clock,
    )
    async with agent.inventory:
        await agent.start()
    assert "state_file" in caplog.text


@pytest.mark.asyncio
async def test_an_app_that_is_not_approved_is_told_when_it_is_started_once_a_day(tmp_path: Path):
    async with running(tmp_path) as agent:
        agent.judge(DestinationStatus.UNAPPROVED, OLLAMA)
        await agent.start()
        assert agent.told == [AppNotice(destination_id="ollama", destination_name="Ollama")]
        await agent.run_again()
        assert len(agent.told) == 1
        await agent.run_again(after_s=86_400)
        assert len(agent.told) == 2


@pytest.mark.asyncio
async def test_what_was_told_today_is_not_told_again_after_a_restart(tmp_path: Path):
    async with running(tmp_path) as agent:
        agent.judge(DestinationStatus.UNAPPROVED, OLLAMA)
        await agent.start()
        assert len(agent.told) == 1
    async with running(tmp_path) as again:
        again.judge(DestinationStatus.UNAPPROVED, OLLAMA)
        await again.start()
        assert again.told == []


@pytest.mark.asyncio
@pytest.mark.parametrize("status", [each for each in DestinationStatus if each is not DestinationStatus.UNAPPROVED])
async def test_other_apps_are_not_told(tmp_path: Path, status: DestinationStatus):
    async with running(tmp_path) as agent:
        agent.judge(status, OLLAMA)
        await agent.start()
        assert agent.told == []


@pytest.mark.asyncio
async def test_a_policy_that_only_monitors_tells_nobody(tmp_path: Path):
    async with running(tmp_path) as agent:
        agent.mode = Mode.MONITOR
        agent.judge(DestinationStatus.UNAPPROVED, OLLAMA)
        await agent.start()
        assert agent.told == []


@pytest.mark.asyncio
async def test_what_ran_before_is_not_told(tmp_path: Path):
    async with running(tmp_path) as agent:
        agent.judge(DestinationStatus.UNAPPROVED, OLLAMA)
        await agent.see(ProcessesChanged(started=(RUNS,), is_whole=True))
        assert agent.state(OLLAMA).is_running
        assert agent.told == []


@pytest.mark.asyncio
async def test_without_a_tray_nobody_was_told_and_the_next_start_is(tmp_path: Path):
    async with running(tmp_path) as agent:
        agent.has_tray = False
        agent.judge(DestinationStatus.UNAPPROVED, OLLAMA)
        await agent.start()
        agent.has_tray = True
        await agent.run_again()
        assert len(agent.told) == 1


@pytest.mark.asyncio
async def test_an_approved_app_of_the_same_kind_is_named_and_one_that_is_here_first(tmp_path: Path):
    async with running(tmp_path) as agent:
        agent.judge(DestinationStatus.UNAPPROVED, CLAUDE_CODE)
        agent.judge(DestinationStatus.APPROVED, OLLAMA, CODEX, AIDER)
        await agent.start(process(7, "node", "claude"))
        assert [each.alternative for each in agent.told] == ["Codex"]
        await agent.see(InstalledFound(names=frozenset({InstalledName(kind="pip", name="aider-chat")})))
        agent.clock.advance(86_400)
        await agent.start(process(8, "bash"))
        await agent.see(ProcessesChanged(ended=(key_of(process(7)),)))
        agent.clock.advance(60)
        await agent.start(process(9, "node", "claude"))
        assert [each.alternative for each in agent.told] == ["Codex", "aider"]


@pytest.mark.asyncio
async def test_a_window_is_use_once_as_long_as_it_keeps_the_focus(tmp_path: Path):
    def window(title: str) -> WindowActivated:
        return WindowActivated(window=ActiveWindow(window_id=1, title=title), activated_at=0.0)

    async with running(tmp_path) as agent:
        agent.inventory.window_activated(window("ChatGPT"))
        agent.clock.advance(5)
        agent.inventory.window_activated(window("ChatGPT"))
        assert agent.changes == 1
        agent.inventory.window_activated(WindowActivated(window=None, activated_at=0.0))
        agent.inventory.window_activated(window("Notes"))
        assert agent.changes == 1
        agent.inventory.window_activated(window("ChatGPT"))
        (state,) = agent.inventory.apps()
        assert (state.destination.destination_id, state.record.last_used_at) == ("chatgpt", agent.clock.now)


@pytest.mark.asyncio
async def test_another_catalogue_asks_the_sensors_again_and_another_policy_does_not(tmp_path: Path):
    async with running(tmp_path) as agent:
        await agent.start()
        assert not agent.inventory.policy_changed()
        assert agent.changes == 2
        agent.scripted.apps = FakeAppCatalogue(CLAUDE_CODE)
        assert agent.inventory.policy_changed()
        assert agent.inventory.apps() == ()


@pytest.mark.asyncio
async def test_use_is_forgotten_when_its_time_is_over(tmp_path: Path):
    async with running(tmp_path) as agent:
        await agent.start()
        await agent.see(ProcessesChanged(ended=(key_of(RUNS),)))
        agent.inventory.forget_before(agent.clock.now + timedelta(days=1))
        assert agent.inventory.apps() == ()
    assert json.loads(agent.file.read_text())["apps"] == {}


@pytest.mark.asyncio
async def test_sensors_may_tell_at_once_and_after_the_end(tmp_path: Path):
    async with running(tmp_path) as agent:
        threads = [
            threading.Thread(
                target=agent.inventory.observe, args=(ProcessesChanged(started=(process(pid, "ollama"),)),)
            )
            for pid in range(100, 120)
        ]
        for each in threads:
            each.start()
        for each in threads:
            await asyncio.to_thread(each.join)
        assert agent.state(OLLAMA).pids == tuple(range(100, 120))
    agent.inventory.observe(ProcessesChanged(started=(process(7, "ollama"),)))


def test_after_the_loop_has_closed_a_sensor_may_still_tell(tmp_path: Path):
    async def made() -> Agent:
        return Agent(tmp_path)

    agent = asyncio.run(made())
    agent.inventory.observe(ProcessesChanged(started=(RUNS,)))
    assert agent.told == []
