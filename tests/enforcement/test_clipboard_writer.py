"""Writing the clipboard: through xclip on a real X server, and through programs that misbehave."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.core.ports import ClipboardWriter
from agent.enforcement.clipboard_writer import (
    ClipboardWriteError,
    PyperclipWriter,
    XclipWriter,
    select_clipboard_writer,
)
from agent.system.pyperclip_backend import PyperclipBackend
from agent.system.session import Session, SessionKind
from tests.processes import is_alive
from tests.waiting import wait_until
from tests.x_server import XServer, running_x_server

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[XServer]:
    with running_x_server(tmp_path_factory.mktemp("x-server")) as running:
        yield running


def _writer(server: XServer) -> ClipboardWriter:
    return select_clipboard_writer(Session(kind=SessionKind.X11, display=server.display))


def _pasted(server: XServer) -> str | None:
    """What is on the clipboard; None while nobody owns it."""
    out = server.run("xclip", "-selection", "clipboard", "-out", "-target", "UTF8_STRING")
    return out.output() if out.wait() == 0 else None


def _wait_for(server: XServer, text: str) -> None:
    # xclip ends when it has forked; the one that stays behind owns the clipboard some milliseconds later.
    wait_until(lambda: _pasted(server) == text, what="the text on the clipboard")


def _program(folder: Path, script: str) -> str:
    path = folder / "xclip"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    "text", ["plain", "Grüße, 東京 🙂", "two\nlines\n", "", "0123456789abcdef" * (5 << 16)], ids=lambda text: text[:5]
)
@pytest.mark.asyncio
async def test_the_text_arrives_whole(server: XServer, text: str):
    await _writer(server).write_text("before")
    await _writer(server).write_text(text)
    _wait_for(server, text)


@pytest.mark.asyncio
async def test_half_a_character_does_not_stop_it(server: XServer):
    await _writer(server).write_text("a\udc80b")
    _wait_for(server, "a?b")


_WRITE = """
import asyncio, sys
from agent.enforcement.clipboard_writer import select_clipboard_writer
from agent.system.session import Session, SessionKind
writer = select_clipboard_writer(Session(kind=SessionKind.X11, display=sys.argv[1]))
asyncio.run(writer.write_text("left behind by the agent"))
print("written", flush=True)
sys.stdin.read()
"""


def test_the_text_outlives_the_agent_and_its_ctrl_c(server: XServer):
    command = (sys.executable, "-c", _WRITE, server.display)
    # A terminal sends Ctrl+C to the whole group in the foreground.
    with subprocess.Popen(
        command, cwd=ROOT, env=server.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0
    ) as agent:
        assert agent.stdout is not None
        assert agent.stdout.readline() == b"written\n"
        os.killpg(agent.pid, signal.SIGINT)
        agent.wait(10)
    _wait_for(server, "left behind by the agent")


# ---- programs that misbehave ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("cat > /dev/null; exit 1", id="fails_after_reading"),
        pytest.param("exit 1", id="fails_without_reading"),
    ],
)
@pytest.mark.asyncio
async def test_a_program_that_fails_is_an_error(tmp_path: Path, script: str):
    writer = XclipWriter(display=":1", program=_program(tmp_path, script))
    with pytest.raises(ClipboardWriteError):
        await writer.write_text("text" * 100_000)


@pytest.mark.asyncio
async def test_a_program_that_is_not_there_is_an_error(tmp_path: Path):
    with pytest.raises(ClipboardWriteError):
        await XclipWriter(display=":1", program=str(tmp_path / "missing")).write_text("text")


@pytest.mark.asyncio
async def test_an_unreachable_display_is_an_error(server: XServer):
    program = shutil.which("xclip")
    assert program is not None
    with pytest.raises(ClipboardWriteError):
        await XclipWriter(display=":65000", program=program).write_text("text")
    assert server.process.popen.poll() is None


_HANGS = "sleep 60 & echo $! > {0}; echo $$ >> {0}; wait"


def _hanging(folder: Path) -> tuple[str, Path]:
    pids = folder / "pids"
    return _program(folder, _HANGS.format(pids)), pids


def _numbers(pids: Path) -> list[int]:
    return [int(line) for line in pids.read_text(encoding="ascii").split()] if pids.exists() else []


def _all_gone(pids: Path) -> bool:
    numbers = _numbers(pids)
    assert len(numbers) == 2
    return not any(is_alive(pid) for pid in numbers)


@pytest.mark.asyncio
async def test_a_program_that_hangs_is_killed_with_all_it_started(tmp_path: Path):
    program, pids = _hanging(tmp_path)
    started = time.monotonic()
    with pytest.raises(ClipboardWriteError):
        await XclipWriter(display=":1", program=program, timeout_s=0.3).write_text("text" * 100_000)
    assert time.monotonic() - started < 5.0
    wait_until(lambda: _all_gone(pids), what="the programs to be gone")


@pytest.mark.asyncio
async def test_a_program_does_not_outlive_the_agent_that_gave_up(tmp_path: Path):
    program, pids = _hanging(tmp_path)
    writing = asyncio.create_task(XclipWriter(display=":1", program=program).write_text("text"))
    await asyncio.to_thread(wait_until, lambda: len(_numbers(pids)) == 2, what="the program")
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    wait_until(lambda: _all_gone(pids), what="the programs to be gone")


def test_the_error_says_nothing_of_the_text(tmp_path: Path):
    writer = XclipWriter(display=":1", program=_program(tmp_path, "exit 1"))
    with pytest.raises(ClipboardWriteError) as caught:
        asyncio.run(writer.write_text("confidential"))
    assert "confidential" not in f"{caught.value!s} {caught.value!r} {caught.value.__cause__!r}"


# ---- pyperclip --------------------------------------------------------------------------------------------------


@pytest.mark.asyncio
async def test_pyperclip_writes_where_it_can():
    taken: list[str] = []
    await PyperclipWriter(PyperclipBackend(copy=taken.append, paste=lambda: "")).write_text("text")
    assert taken == ["text"]


@pytest.mark.asyncio
async def test_pyperclip_that_fails_is_an_error():
    def fail(_text: str) -> None:
        raise OSError("no such program")

    with pytest.raises(ClipboardWriteError):
        await PyperclipWriter(PyperclipBackend(copy=fail, paste=lambda: "")).write_text("text")


@pytest.mark.asyncio
async def test_no_way_at_all_is_an_error():
    with pytest.raises(ClipboardWriteError):
        await PyperclipWriter(None).write_text("text")


# ---- selection --------------------------------------------------------------------------------------------------


def _finding(*programs: str) -> Callable[[str], str | None]:
    return lambda name: f"/usr/bin/{name}" if name in programs else None


X11 = Session(kind=SessionKind.X11, display=":1")
WAYLAND = Session(kind=SessionKind.WAYLAND)


@pytest.mark.parametrize(
    ("session", "programs", "kind", "can_write"),
    [
        pytest.param(X11, ("xclip", "xsel"), XclipWriter, True, id="xclip"),
        pytest.param(X11, ("xsel",), PyperclipWriter, True, id="xsel"),
        pytest.param(X11, ("wl-copy", "wl-paste"), PyperclipWriter, False, id="x11_without_its_programs"),
        pytest.param(WAYLAND, ("wl-copy", "wl-paste", "xclip"), PyperclipWriter, True, id="wayland"),
        pytest.param(WAYLAND, ("xclip",), PyperclipWriter, False, id="wayland_without_its_programs"),
        pytest.param(Session(kind=SessionKind.NONE), ("xclip",), PyperclipWriter, False, id="no_session"),
    ],
)
def test_each_session_has_its_writer(session: Session, programs: tuple[str, ...], kind: type, *, can_write: bool):
    writer = select_clipboard_writer(session, _finding(*programs))
    assert type(writer) is kind
    if not can_write:
        with pytest.raises(ClipboardWriteError):
            asyncio.run(writer.write_text("text"))
