"""The program that the agent starts, as a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import pytest
from pytestqt.qtbot import QtBot

from agent.ipc.codec import FrameDecoder, Message, Notification, Request, encode_message, parse_message
from gui.cli import EXIT_ALREADY_RUNNING, EXIT_NO_DISPLAY, main
from gui.samples import sample_prompt, sample_status
from tests.fakes.agent_server import FakeAgent

_DISPLAYS = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}


@contextmanager
def tray(folder: Path, *, prompt_end: socket.socket | None = None) -> Iterator[subprocess.Popen[str]]:
    """Start a tray of its own; `prompt_end` is what it inherits."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
    }
    command = [sys.executable, "-m", "agent", "--program", "gui.cli:main", "--socket", str(folder / "agent.sock")]
    descriptors: tuple[int, ...] = ()
    if prompt_end is not None:
        descriptors = (prompt_end.fileno(),)
        command += ["--prompt-fd", str(prompt_end.fileno())]
    with subprocess.Popen(command, env=environment, pass_fds=descriptors, stderr=subprocess.PIPE, text=True) as process:
        if prompt_end is not None:
            prompt_end.close()
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def ended(process: subprocess.Popen[str], qtbot: QtBot) -> int:
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=20_000)
    return process.returncode


class AgentEnd:
    """The agent's end of a prompt channel; `inherited` is the tray's."""

    def __init__(self) -> None:
        self.inherited, self._socket = socket.socketpair()
        self._socket.settimeout(20)
        self._decoder = FrameDecoder()
        self._unread: list[Message] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Die."""
        self.inherited.close()
        self._socket.close()

    def tell(self, method: str, params: dict[str, object]) -> None:
        """Send a notification."""
        self._socket.sendall(encode_message(Notification(method=method, params=params)))

    def next(self) -> Message:
        """Return the next message of the tray."""
        while not self._unread:
            data = self._socket.recv(4096)
            assert data, "the tray closed the channel"
            self._unread += [parse_message(payload) for payload in self._decoder.feed(data)]
        return self._unread.pop(0)

    def next_answer(self) -> dict[str, object]:
        """Return the next answer of the tray."""
        message = self.next()
        assert isinstance(message, Request)
        return message.params


def test_help_says_whose_program_it_is(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "The agent starts it" in capsys.readouterr().out


def test_wrong_usage_is_refused(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
    assert "--socket" in capsys.readouterr().err


def test_loads_neither_qt_nor_the_command_line_before_it_runs():
    code = "import sys; import agent.__main__, gui.cli; print({'PySide6', 'typer', 'rich'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.strip() == "set()"


def test_runs_without_pydantic_and_without_openssl(tmp_path: Path, qtbot: QtBot, now: datetime):
    with (
        FakeAgent(tmp_path / "agent.sock", sample_status(now)),
        AgentEnd() as agent_end,
        tray(tmp_path, prompt_end=agent_end.inherited) as process,
    ):
        assert agent_end.next() == Notification(method="tray.ready")
        loaded = Path(f"/proc/{process.pid}/maps").read_text(encoding="utf-8")
        assert "libQt6Widgets" in loaded
        assert "pydantic" not in loaded
        assert "libcrypto" not in loaded
        process.terminate()
        assert ended(process, qtbot) == 0


@pytest.mark.parametrize(
    ("named", "told"), [({}, "Neither DISPLAY nor"), ({"DISPLAY": ":4711"}, "No display answers (DISPLAY is ':4711').")]
)
def test_no_display_is_told(tmp_path: Path, named: dict[str, str], told: str):
    environment = {name: value for name, value in os.environ.items() if name not in _DISPLAYS} | named
    command = [sys.executable, "-m", "agent", "--program", "gui.cli:main", "--socket", str(tmp_path / "agent.sock")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == EXIT_NO_DISPLAY
    assert told in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_quits_cleanly_and_answers_the_prompt(
    tmp_path: Path, qtbot: QtBot, now: datetime, number: signal.Signals
):
    with (
        FakeAgent(tmp_path / "agent.sock", sample_status(now)),
        AgentEnd() as agent_end,
        tray(tmp_path, prompt_end=agent_end.inherited) as process,
    ):
        assert agent_end.next() == Notification(method="tray.ready")
        shown = sample_prompt(datetime.now(UTC)).to_json()
        agent_end.tell("prompt.show", shown)
        # One that cannot be read is refused at once, so that the one before it was taken in by then.
        agent_end.tell("prompt.show", shown | {"prompt_id": "broken", "action": "explode"})
        assert agent_end.next_answer() == {"prompt_id": "broken", "choice": "not_shown"}
        process.send_signal(number)
        assert agent_end.next_answer() == {"prompt_id": "sample-card", "choice": "not_shown"}
        assert ended(process, qtbot) == 0
        assert process.stderr is not None
        told = process.stderr.read()
    assert "Traceback" not in told
    assert "4111" not in told


def test_second_tray_leaves_the_first_alone_and_takes_over_after_the_agent_died(
    tmp_path: Path, qtbot: QtBot, now: datetime
):
    with (
        FakeAgent(tmp_path / "agent.sock", sample_status(now)) as agent,
        AgentEnd() as first_end,
        AgentEnd() as second_end,
        AgentEnd() as third_end,
        tray(tmp_path, prompt_end=first_end.inherited) as first,
    ):
        qtbot.waitUntil(lambda: len(agent.asked("notify.subscribe")) == 1, timeout=20_000)
        with tray(tmp_path, prompt_end=second_end.inherited) as second:
            assert ended(second, qtbot) == EXIT_ALREADY_RUNNING
            assert second.stderr is not None
            assert "already running" in second.stderr.read()
        assert first.poll() is None
        first_end.close()
        with tray(tmp_path, prompt_end=third_end.inherited) as third:
            assert ended(first, qtbot) == 0
            qtbot.waitUntil(lambda: len(agent.asked("notify.subscribe")) == 2, timeout=20_000)
            third.terminate()
            assert ended(third, qtbot) == 0


def test_tray_survives_the_agent(tmp_path: Path, qtbot: QtBot, now: datetime):
    with AgentEnd() as agent_end, tray(tmp_path, prompt_end=agent_end.inherited) as process:
        with FakeAgent(tmp_path / "agent.sock", sample_status(now)) as agent:
            qtbot.waitUntil(lambda: bool(agent.asked("notify.subscribe")), timeout=20_000)
        agent_end.close()
        with FakeAgent(tmp_path / "agent.sock", sample_status(now)) as agent:
            qtbot.waitUntil(lambda: bool(agent.asked("notify.subscribe")), timeout=20_000)
        assert process.poll() is None
        process.terminate()
        assert ended(process, qtbot) == 0
