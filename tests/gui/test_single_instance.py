"""One tray for each runtime folder: yield, refuse, stale."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalServer
from pytestqt.qtbot import QtBot

from agent.core.errors import EnvironmentProblemError
from agent.ipc.codec import Request, encode_message
from gui.client.single_instance import AlreadyRunningError, SingleInstance


class Place:
    """A holder of the place whose agent can be declared dead."""

    def __init__(self, folder: Path) -> None:
        self.is_agent_alive = True
        self.instance = SingleInstance(folder, is_in_use=lambda: self.is_agent_alive)
        self.instance.acquire()
        self.instance.yielded.connect(self.instance.release)


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    place.instance.release()
    place.instance.deleteLater()


NEWCOMER = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from gui.client.single_instance import AlreadyRunningError, SingleInstance

app = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]), is_in_use=lambda: sys.argv[2] == "has-agent")
try:
    instance.acquire()
except AlreadyRunningError:
    sys.exit(3)
if sys.argv[3] == "dies":
    os.kill(os.getpid(), signal.SIGKILL)
instance.release()
"""


def newcomer(folder: Path, qtbot: QtBot, *, has_agent: bool = True, dies: bool = False) -> int:
    """Run a second tray, as a process of its own, and return its exit code."""
    arguments = [str(folder), "has-agent" if has_agent else "alone", "dies" if dies else "lives"]
    with subprocess.Popen([sys.executable, "-c", NEWCOMER, *arguments]) as process:
        qtbot.waitUntil(lambda: process.poll() is not None, timeout=20_000)
        return process.returncode


def test_newcomer_is_refused_while_the_holders_agent_lives(holder: Place, tmp_path: Path, qtbot: QtBot):
    with qtbot.assertNotEmitted(holder.instance.yielded):
        assert newcomer(tmp_path, qtbot) == 3


def test_holder_yields_when_its_agent_is_gone(holder: Place, tmp_path: Path, qtbot: QtBot):
    holder.is_agent_alive = False
    with qtbot.waitSignal(holder.instance.yielded, timeout=10_000):
        assert newcomer(tmp_path, qtbot) == 0


def test_newcomer_without_an_agent_takes_nothing(holder: Place, tmp_path: Path, qtbot: QtBot):
    holder.is_agent_alive = False
    with qtbot.assertNotEmitted(holder.instance.yielded):
        assert newcomer(tmp_path, qtbot, has_agent=False) == 3


def test_place_of_a_killed_tray_is_taken_over(tmp_path: Path, qtbot: QtBot):
    assert newcomer(tmp_path, qtbot, dies=True) == -9
    assert (tmp_path / "tray.sock").exists()
    place = Place(tmp_path)
    place.instance.release()
    place.instance.deleteLater()


@pytest.mark.usefixtures("holder")
def test_silent_holder_is_not_displaced(tmp_path: Path):
    # A holder whose event loop stands still: asked from its own thread, it cannot answer.
    second = SingleInstance(tmp_path, is_in_use=lambda: True)
    with pytest.raises(AlreadyRunningError):
        second.acquire()
    second.deleteLater()


def test_unusable_folder_is_told(tmp_path: Path):
    instance = SingleInstance(tmp_path / "missing", is_in_use=lambda: True)
    with pytest.raises(EnvironmentProblemError) as caught:
        instance.acquire()
    assert not isinstance(caught.value, AlreadyRunningError)
    instance.deleteLater()


@pytest.mark.usefixtures("holder")
def test_socket_is_the_users_alone(tmp_path: Path):
    assert (tmp_path / "tray.sock").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("holder")
def test_nonsense_on_the_socket_does_not_end_the_holder(tmp_path: Path, qtbot: QtBot):
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.connect(str(tmp_path / "tray.sock"))
        stranger.sendall(b"\xff\xff\xff\xff")
        stranger.settimeout(0.01)
        qtbot.waitUntil(lambda: _is_closed(stranger))
    assert newcomer(tmp_path, qtbot) == 3


def _is_closed(stranger: socket.socket) -> bool:
    try:
        return stranger.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionResetError:
        return True


def test_other_requests_do_not_make_it_yield(holder: Place, tmp_path: Path, qtbot: QtBot):
    holder.is_agent_alive = False
    answer: list[bool] = []

    def ask() -> None:
        with socket.socket(socket.AF_UNIX) as asker:
            asker.connect(str(tmp_path / "tray.sock"))
            asker.settimeout(5)
            asker.sendall(encode_message(Request(id=1, method="tray.dance")))
            answer.append(b'"is_yielding":false' in asker.recv(4096))

    thread = threading.Thread(target=ask, name="asker")
    thread.start()
    qtbot.waitUntil(lambda: bool(answer))
    thread.join()
    assert answer == [True]


def test_released_place_leaves_no_server(tmp_path: Path):
    place = Place(tmp_path)
    place.instance.release()
    server = QLocalServer()
    assert server.listen(str(tmp_path / "tray.sock"))
    server.close()
    place.instance.deleteLater()
