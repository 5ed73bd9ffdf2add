"""The tray's process: started with its channel, started again when it dies, and gone when the agent goes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.core import Disposition
from agent.core.health import HealthCode
from agent.core.ports import Answer
from agent.service.prompts import PromptBroker
from agent.service.supervisor import FAST_FAILURE_LIMIT, TraySupervisor, TrayTiming
from tests.fakes.health import RecordingHealth
from tests.processes import is_alive
from tests.service.samples import question
from tests.waiting import wait_until

MISSING = HealthCode.GUI_NOT_RUNNING
IMPATIENT = TrayTiming(pauses_s=(0.0,))

# Each is a program for `python -c`: it notes its pid in the file it is given, and has its channel as `channel`.
_PROLOGUE = """
import json, os, signal, socket, struct, sys
notes, _, descriptor = sys.argv[1:]
open(notes, "a").write(f"{os.getpid()}\\n")
channel = socket.socket(fileno=int(descriptor))
def send(**body):
    frame = json.dumps({"jsonrpc": "2.0", **body}).encode()
    channel.sendall(struct.pack(">I", len(frame)) + frame)
send(method="tray.ready")
"""
ANSWERS = """
while data := channel.recv(1 << 16):
    prompt = json.loads(data[4:])["params"]["prompt_id"]
    send(id=1, method="prompt.answer", params={"prompt_id": prompt, "choice": "acknowledged"})
"""
IGNORES_SIGTERM = """
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(notes, "a").write("0\\n")
while True:
    signal.pause()
"""
CLOSES_ITS_CHANNEL = "channel.close(); signal.pause()"
SENDS_NONSENSE = "channel.sendall(bytes(4)); signal.pause()"
LISTS_ITS_FILES = """
others = {int(name) for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")}
open(notes, "a").write(f"{len(others - {0, 1, 2, int(descriptor)})}\\n")
signal.pause()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A supervisor at work. `states` gets whether a tray is there, at every change."""

    supervisor: TraySupervisor
    prompts: PromptBroker
    health: RecordingHealth
    states: asyncio.Queue[bool]
    notes: Path

    async def until_ready(self) -> None:
        """Return when a tray has become ready."""
        async with asyncio.timeout(10):
            while not await self.states.get():
                pass

    def noted(self) -> list[int]:
        """What the trays have written so far: their pids, and what else they have to say."""
        return [int(line) for line in self.notes.read_text(encoding="utf-8").split()] if self.notes.exists() else []

    async def until_noted(self, count: int) -> list[int]:
        """What they have written once it is so much."""
        await until(lambda: len(self.noted()) >= count, what=f"{count} notes")
        return self.noted()


async def until(look: Callable[[], bool], *, what: str) -> None:
    await asyncio.to_thread(wait_until, look, what=what)


@contextlib.asynccontextmanager
async def watching(notes: Path, program: str | Sequence[str], timing: TrayTiming = IMPATIENT) -> AsyncIterator[Watch]:
    command = [sys.executable, "-ISc", _PROLOGUE + program] if isinstance(program, str) else program
    states, health = asyncio.Queue[bool](), RecordingHealth()
    prompts = PromptBroker(lambda: states.put_nowait(prompts.is_connected))
    supervisor = TraySupervisor(command=[*command, str(notes)], prompts=prompts, health=health, timing=timing)
    supervisor.start()
    try:
        yield Watch(supervisor=supervisor, prompts=prompts, health=health, states=states, notes=notes)
    finally:
        await supervisor.stop()


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "notes"


@pytest.fixture
def fails_at_once() -> Sequence[str]:
    """A program that notes its pid and ends."""
    return ("sh", "-c", 'echo $$ >>"$0"; exit 1')


@pytest.mark.asyncio
async def test_a_tray_is_missing_until_it_is_ready_and_can_answer_then(notes: Path):
    answered = asyncio.Queue[Answer]()

    async def take(answer: Answer) -> Disposition:
        answered.put_nowait(answer)
        return Disposition.ACKNOWLEDGED

    async with watching(notes, ANSWERS) as watch:
        await until(lambda: watch.health.reported == (MISSING,), what="the tray to be missing")
        await watch.until_ready()
        assert watch.health.open_codes == frozenset()
        assert watch.prompts.ask(question(), take)
        async with asyncio.timeout(10):
            assert await answered.get() is Answer.ACKNOWLEDGED


@pytest.mark.asyncio
async def test_a_tray_that_was_killed_is_started_again(notes: Path):
    async with watching(notes, ANSWERS) as watch:
        await watch.until_ready()
        (first,) = watch.noted()
        os.kill(first, signal.SIGKILL)
        await watch.until_ready()
        assert watch.health.reported == (MISSING, MISSING)
        assert watch.health.open_codes == frozenset()
        _, second = watch.noted()
        assert second != first


@pytest.mark.asyncio
@pytest.mark.parametrize("program", [CLOSES_ITS_CHANNEL, SENDS_NONSENSE], ids=["closes it", "breaks it"])
async def test_a_tray_without_its_channel_is_ended_and_started_again(notes: Path, program: str):
    async with watching(notes, program, TrayTiming(pauses_s=(0.0,), closing_s=0.01)) as watch:
        first, second, *_ = await watch.until_noted(2)
        assert first != second
        assert not is_alive(first)
        assert watch.health.reported[:2] == (MISSING, MISSING)


@pytest.mark.asyncio
async def test_a_tray_that_keeps_failing_is_given_up_until_somebody_asks(
    notes: Path, fails_at_once: Sequence[str], caplog: pytest.LogCaptureFixture
):
    async with watching(notes, fails_at_once) as watch:
        for round_ in (1, 2):
            await until(lambda: caplog.text.count("given up") == round_, what="the tray to be given up")  # noqa: B023 - awaited here
            assert len(watch.noted()) == round_ * FAST_FAILURE_LIMIT
            assert watch.health.open_codes == {MISSING}
            watch.supervisor.wake()


@pytest.mark.asyncio
async def test_a_tray_that_lived_for_a_while_did_not_fail(notes: Path, fails_at_once: Sequence[str]):
    async with watching(notes, fails_at_once, TrayTiming(pauses_s=(0.0,), settled_s=0.0)) as watch:
        await watch.until_noted(FAST_FAILURE_LIMIT + 2)


@pytest.mark.asyncio
async def test_a_failing_tray_is_tried_with_growing_pauses(notes: Path, fails_at_once: Sequence[str]):
    async with watching(notes, fails_at_once, TrayTiming(pauses_s=(0.0, 0.0, 60.0))) as watch:
        await until(lambda: len(watch.health.reported) == 3, what="two failures")
        assert not watch.prompts.is_connected
        assert len(watch.noted()) == 2


@pytest.mark.asyncio
async def test_a_program_that_does_not_exist_is_a_missing_tray(notes: Path, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.ERROR):
        async with watching(notes, [str(notes.parent / "no such program")]) as watch:
            await until(lambda: "given up" in caplog.text, what="the tray to be given up")
            assert watch.health.open_codes == {MISSING}
    assert "cannot be started: FileNotFoundError" in caplog.text
    assert str(notes.parent) not in caplog.text


@pytest.mark.asyncio
async def test_the_tray_gets_its_channel_and_no_other_file_of_the_agent(notes: Path):
    with notes.open("a"):
        async with watching(notes, LISTS_ITS_FILES) as watch:
            assert (await watch.until_noted(2))[1] == 0


@pytest.mark.asyncio
async def test_stop_ends_the_tray_once(notes: Path):
    async with watching(notes, ANSWERS) as watch:
        await watch.until_ready()
        await watch.supervisor.stop()
        await watch.supervisor.stop()
        assert not is_alive(*watch.noted())
        assert not watch.prompts.is_connected


@pytest.mark.asyncio
async def test_stop_ends_a_tray_that_does_not_want_to(notes: Path, caplog: pytest.LogCaptureFixture):
    async with watching(notes, IGNORES_SIGTERM, TrayTiming(pauses_s=(0.0,), stop_timeout_s=0.05)) as watch:
        pid, _ = await watch.until_noted(2)
        await watch.supervisor.stop()
        assert not is_alive(pid)
    assert "is killed" in caplog.text


@pytest.mark.asyncio
async def test_stop_while_the_tray_is_being_started_leaves_nothing(notes: Path):
    async with watching(notes, ANSWERS) as watch:
        await asyncio.sleep(0)
        await watch.supervisor.stop()
        assert [pid for pid in watch.noted() if is_alive(pid)] == []


@pytest.mark.asyncio
async def test_stop_between_two_tries_starts_none(notes: Path, fails_at_once: Sequence[str]):
    async with watching(notes, fails_at_once, TrayTiming(pauses_s=(60.0,))) as watch:
        await until(lambda: len(watch.health.reported) == 2, what="one failure")
        await watch.supervisor.stop()
        assert len(watch.noted()) == 1
