"""pyperclip behind a deadline: calls that hang, fail or quote the clipboard."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pyperclip
import pytest

from agent.system.pyperclip_backend import PyperclipBackend, PyperclipBackendError, select_pyperclip
from agent.system.session import Session, SessionKind
from tests.processes import is_alive
from tests.waiting import wait_until
from tests.x_server import running_x_server

ROOT = Path(__file__).parents[2]


def _nothing() -> str:
    return ""


def _ignore(_text: str) -> None:
    pass


def test_hands_text_through():
    taken: list[str] = []
    backend = PyperclipBackend(copy=taken.append, paste=lambda: "pasted")
    backend.copy("copied")
    assert (taken, backend.paste()) == (["copied"], "pasted")


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(pyperclip.PyperclipException("no clipboard"), id="no_clipboard"),
        pytest.param(FileNotFoundError("xclip"), id="no_program"),
        pytest.param(UnicodeDecodeError("utf-8", b"secret \xff", 7, 8, "invalid"), id="no_utf8"),
        pytest.param(AssertionError(), id="klipper"),
    ],
)
def test_failures_are_ours_and_carry_nothing(error: Exception):
    def fail() -> str:
        raise error

    with pytest.raises(PyperclipBackendError) as caught:
        PyperclipBackend(copy=_ignore, paste=fail).paste()
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert "secret" not in str(caught.value)


def test_a_bug_stays_a_bug():
    def fail() -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        PyperclipBackend(copy=_ignore, paste=fail).paste()


def test_a_program_that_hangs_is_killed_and_the_next_look_works():
    started: list[subprocess.Popen[bytes]] = []

    def paste() -> str:
        if started:
            return "again"
        with subprocess.Popen(("sleep", "60"), stdout=subprocess.PIPE) as program:
            started.append(program)
            program.communicate()
        return "too late"

    backend = PyperclipBackend(copy=_ignore, paste=paste, timeout_s=0.3, programs=frozenset({"sleep"}))
    before = time.monotonic()
    with pytest.raises(PyperclipBackendError):
        backend.paste()
    assert time.monotonic() - before < 2.0
    wait_until(lambda: not is_alive(started[0].pid), what="the program to be gone")
    assert backend.paste() == "again"
    wait_until(lambda: not _threads(), what="the thread to end")


def test_other_programs_of_the_agent_are_left_alone():
    ours = subprocess.Popen(("sleep", "60"), start_new_session=True)
    tray = subprocess.Popen(("cat",), stdin=subprocess.PIPE)
    hangs = threading.Event()
    backend = PyperclipBackend(
        copy=_ignore, paste=lambda: str(hangs.wait(10)), timeout_s=0.1, programs=frozenset({"sleep"})
    )
    with pytest.raises(PyperclipBackendError):
        backend.paste()
    hangs.set()
    assert (ours.poll(), tray.poll()) == (None, None)
    for program in (ours, tray):
        program.kill()
        program.wait()
    assert tray.stdin is not None
    tray.stdin.close()


def test_what_cannot_be_ended_leaves_one_thread_behind_and_no_second_one():
    hangs = threading.Event()
    calls: list[None] = []

    def paste() -> str:
        calls.append(None)
        hangs.wait(10)
        return ""

    backend = PyperclipBackend(copy=_ignore, paste=paste, timeout_s=0.05)
    for _ in range(3):
        with pytest.raises(PyperclipBackendError):
            backend.paste()
    assert (len(calls), len(_threads())) == (1, 1)
    hangs.set()
    wait_until(lambda: not _threads(), what="the thread to end")
    assert backend.paste() == ""


def _threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "pyperclip"]


# ---- choice -----------------------------------------------------------------------------------------------------


def _finding(*programs: str) -> Callable[[str], str | None]:
    return lambda name: f"/usr/bin/{name}" if name in programs else None


@pytest.mark.parametrize(
    ("kind", "programs", "has_way"),
    [
        (SessionKind.X11, ("xclip",), True),
        (SessionKind.X11, ("xsel",), True),
        (SessionKind.X11, ("wl-copy", "wl-paste", "klipper", "qdbus"), False),
        (SessionKind.WAYLAND, ("wl-copy", "wl-paste"), True),
        (SessionKind.WAYLAND, ("wl-copy",), False),
        (SessionKind.WAYLAND, ("xclip", "xsel"), False),
        (SessionKind.NONE, ("xclip", "wl-copy", "wl-paste"), False),
    ],
)
def test_takes_the_programs_of_the_session(kind: SessionKind, programs: tuple[str, ...], *, has_way: bool):
    backend = select_pyperclip(Session(kind=kind, display=":1"), _finding(*programs))
    assert (backend is not None) is has_way


_QT = """
import sys
from agent.system.pyperclip_backend import select_pyperclip
from agent.system.session import Session, SessionKind
backend = select_pyperclip(Session(kind=SessionKind.X11, display=":1"), lambda name: None)
print(backend, sorted({name.partition(".")[0] for name in sys.modules} & {"qtpy", "PyQt5", "PySide6"}))
"""


def test_no_qt_is_loaded_where_programs_are_missing(tmp_path: Path):
    """Left to itself, pyperclip would take the Qt of this folder."""
    (tmp_path / "qtpy").mkdir()
    (tmp_path / "qtpy" / "__init__.py").write_text("", encoding="utf-8")
    environment = {"PATH": str(tmp_path), "DISPLAY": ":1", "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"}
    out = subprocess.run((sys.executable, "-c", _QT), env=environment, capture_output=True, text=True, check=True)
    assert out.stdout == "None []\n"


_ROUND_TRIP = """
from agent.system.pyperclip_backend import select_pyperclip
from agent.system.session import Session, SessionKind
backend = select_pyperclip(Session(kind=SessionKind.X11))
print(backend.paste())
backend.copy("from us")
print(backend.paste())
"""


def test_reads_and_writes_a_real_clipboard(tmp_path: Path):
    with running_x_server(tmp_path) as server:
        server.copy("from them")
        program = server.run(sys.executable, "-c", _ROUND_TRIP)
        assert program.wait() == 0
        assert program.output() == "from them\nfrom us\n"
