"""What any program of this user may ask about AI apps, and what it gets."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agent.core import Mode
from agent.core.app_ports import InstalledFound, InstalledName, ProcessesChanged
from agent.core.apps import AppStanding, Evidence
from agent.core.errors import AgentError
from agent.core.gestures import DestinationStatus
from agent.core.health import HealthCode
from agent.core.in_force import LayerFacts, PolicyFacts, PolicyOrigin
from agent.core.verdicts import Layer
from agent.ipc.app_messages import AppExplanation, AppListResult, AppProcess
from agent.ipc.codec import Request
from agent.ipc.wire import ParamsError
from agent.service.app_inventory import AppInventory
from agent.service.app_methods import AppMethods, AppUnknownError, NoSuchProcessError
from agent.service.health import HealthTable
from agent.system.state_file import StateFile
from tests.fakes.clock import FakeClock
from tests.fakes.engines import ScriptedEngines
from tests.fakes.process_table import FakeProcessTable, process

FACTS = PolicyFacts(name="Test", version="7", mode=Mode.ENFORCE, origin=PolicyOrigin.PACKAGED, documents=())


class Agent:
    """The methods over an inventory that a test fills."""

    def __init__(self, folder: Path) -> None:
        self.scripted = ScriptedEngines()
        self.clock = FakeClock()
        self.table = FakeProcessTable()
        self.health = HealthTable()
        self.inventory = AppInventory(
            engines=self.scripted.engines,
            facts=lambda: FACTS,
            file=StateFile(folder / "apps.json"),
            tell=lambda _notice: True,
            on_change=lambda: None,
            clock=self.clock,
        )
        self.methods = AppMethods(
            inventory=self.inventory,
            engines=self.scripted.engines,
            facts=lambda: FACTS,
            table=self.table,
            health=self.health,
        )

    async def list(self) -> AppListResult:
        """`apps.list`."""
        result = await self.methods.handlers["apps.list"](Request(id=1, method="apps.list", params={}))
        assert isinstance(result, AppListResult)
        return AppListResult.parse(result.to_json())

    async def explain(self, subject: str) -> AppExplanation:
        """`apps.explain`."""
        request = Request(id=1, method="apps.explain", params={"subject": subject})
        result = await self.methods.handlers["apps.explain"](request)
        assert isinstance(result, AppExplanation)
        return AppExplanation.parse(result.to_json())


@contextlib.asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Agent]:
    agent = Agent(folder)
    async with agent.inventory:
        agent.inventory.observe(InstalledFound(names=frozenset({InstalledName(kind="command", name="claude")})))
        agent.inventory.observe(ProcessesChanged(started=(process(7, "ollama", "--token", "canary-5f1d"),)))
        await asyncio.sleep(0)
        yield agent


@pytest.mark.asyncio
async def test_lists_every_app_with_its_status_those_that_run_first(tmp_path: Path):
    async with running(tmp_path) as agent:
        agent.scripted.standings["ollama"] = AppStanding(status=DestinationStatus.UNAPPROVED)
        result = await agent.list()
        assert result.sees_processes
        assert [each.to_json() for each in result.apps] == [
            {
                "id": "ollama",
                "name": "Ollama",
                "vendor": "Ollama",
                "kind": "local_runner",
                "status": "unapproved",
                "running": True,
                "pids": [7],
                "installed": False,
                "first_seen_at": "2026-01-02T00:00:00Z",
                "last_used_at": "1970-01-01T00:01:40Z",
                "evidence": ["executable"],
            },
            {
                "id": "claude-code",
                "name": "Claude Code",
                "vendor": "Anthropic",
                "kind": "coding_agent",
                "status": "unknown",
                "running": False,
                "pids": [],
                "installed": True,
                "first_seen_at": "2026-01-02T00:00:00Z",
                "last_used_at": None,
                "evidence": ["installed"],
            },
        ]
        assert "canary" not in str(result)


@pytest.mark.asyncio
async def test_says_where_processes_cannot_be_read(tmp_path: Path):
    async with running(tmp_path) as agent:
        agent.health.report(HealthCode.PROCESSES_UNREADABLE)
        assert not (await agent.list()).sees_processes


@pytest.mark.asyncio
@pytest.mark.parametrize("subject", ["ollama", "OLLAMA", " Ollama "])
async def test_an_app_is_explained_by_id_or_name(tmp_path: Path, subject: str):
    async with running(tmp_path) as agent:
        layer = LayerFacts(layer=Layer.TEAM, name="Sales", version="3")
        agent.scripted.standings["ollama"] = AppStanding(status=DestinationStatus.APPROVED, said_by=layer)
        explained = await agent.explain(subject)
        assert explained.app is not None
        assert (explained.app.id, explained.app.status, explained.app.running) == (
            "ollama",
            DestinationStatus.APPROVED,
            True,
        )
        assert explained.said_by is not None
        assert (explained.said_by.name, explained.said_by.layer) == ("Sales", Layer.TEAM)
        assert (explained.process, explained.recognized_by, explained.policy) == (None, None, "Test, version 7")


@pytest.mark.asyncio
async def test_an_app_that_was_never_seen_is_explained_as_such(tmp_path: Path):
    async with running(tmp_path) as agent:
        explained = await agent.explain("codex")
        assert explained.app is not None
        assert (explained.app.first_seen_at, explained.app.evidence, explained.said_by) == (None, (), None)


@pytest.mark.asyncio
async def test_a_part_of_a_name_is_enough_where_it_names_one(tmp_path: Path):
    async with running(tmp_path) as agent:
        explained = await agent.explain("llama.c")
        assert explained.app is not None
        assert explained.app.id == "llama-cpp"
        with pytest.raises(AppUnknownError, match="Perhaps one of these: chatgpt, codex"):
            await agent.explain("openai")
        with pytest.raises(AppUnknownError, match="knows no AI app"):
            await agent.explain("spreadsheet")


@pytest.mark.asyncio
async def test_a_process_is_explained_by_what_it_was_recognized_by(tmp_path: Path):
    async with running(tmp_path) as agent:
        agent.table.run(process(9, "node", "/opt/claude", "--token", "canary-5f1d"))
        explained = await agent.explain("9")
        assert explained.app is not None
        assert (explained.app.id, explained.recognized_by) == ("claude-code", Evidence.COMMAND)
        assert explained.process == AppProcess(pid=9, name="node")
        assert "canary" not in str(explained)


@pytest.mark.asyncio
async def test_a_process_of_no_app_is_said_to_be_of_none(tmp_path: Path):
    async with running(tmp_path) as agent:
        agent.table.run(process(9, "bash", "/home/jo/claude.sh"))
        assert await agent.explain("9") == AppExplanation(
            policy="Test, version 7", process=AppProcess(pid=9, name="bash")
        )


@pytest.mark.asyncio
async def test_a_process_that_is_not_there_is_an_error_with_a_next_step(tmp_path: Path):
    async with running(tmp_path) as agent:
        with pytest.raises(NoSuchProcessError) as refused:
            await agent.explain("4711")
        assert "4711" in refused.value.title
        assert refused.value.hint


@pytest.mark.asyncio
@pytest.mark.parametrize("subject", ["", "x" * 101])
async def test_a_subject_has_a_length(tmp_path: Path, subject: str):
    async with running(tmp_path) as agent:
        with pytest.raises(ParamsError):
            await agent.explain(subject)


@pytest.mark.asyncio
@pytest.mark.parametrize("subject", ["99999999999999999999999", "٣", "-1"])
async def test_a_number_that_is_no_pid_is_an_ordinary_error(tmp_path: Path, subject: str):
    async with running(tmp_path) as agent:
        with pytest.raises(AgentError):
            await agent.explain(subject)
