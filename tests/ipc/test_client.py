"""The command line's client: what it says when the agent is gone, hung, foreign or strange, and in what time."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from agent.core.errors import AgentError
from agent.ipc.client import AgentClient, AgentNotRunningError, AgentSilentError, RemoteError
from agent.ipc.codec import PROTOCOL_VERSION, FrameError, MessageError, Notification, Response, encode_message
from agent.ipc.messages import HelloResult, StatusResult
from agent.ipc.peer import PeerRefusedError
from agent.ipc.server import IpcServer
from agent.ipc.wire import Nothing, ParamsError
from tests.fakes.agent_server import FakeAgent, Manner
from tests.fakes.ipc_methods import FakeMethods
from tests.ipc.foreign_user import as_nobody, needs_root, open_folder
from tests.ipc.samples import STATUS

SHORT_S = 0.2


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "agent.sock"


@contextlib.contextmanager
def listening(path: Path, *, backlog: int = 8) -> Iterator[socket.socket]:
    """Somebody who listens and never answers."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen(backlog)
        yield listener


@contextlib.contextmanager
def serving(path: Path) -> Iterator[IpcServer]:
    """A real server on a loop of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="ipc-server")
    thread.start()

    async def start() -> IpcServer:
        server = IpcServer(path, FakeMethods(STATUS))
        await server.start()
        return server

    try:
        server = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
        yield server
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def test_a_running_agent_introduces_itself_and_answers(path: Path):
    with serving(path), AgentClient(path) as client:
        assert client.agent.instance_id == "fake"
        assert client.call("status.get", Nothing(), StatusResult) == STATUS
        assert client.call("status.get", Nothing(), StatusResult) == STATUS


def test_what_the_agent_refuses_keeps_its_words(path: Path):
    with serving(path), AgentClient(path) as client:
        with pytest.raises(RemoteError) as refused:
            client.call("refuse", Nothing(), Nothing)
        assert refused.value.remote_code == "agent_error"
        assert (refused.value.title, refused.value.detail, refused.value.hint) == (
            "Not now",
            "It is late.",
            "Ask again.",
        )
        assert client.call("status.get", Nothing(), StatusResult) == STATUS


def test_an_answer_of_another_type_is_refused(path: Path):
    with serving(path), AgentClient(path) as client, pytest.raises(ParamsError):
        client.call("status.get", Nothing(), HelloResult)


def test_a_request_that_hangs_is_given_up(path: Path):
    with serving(path), AgentClient(path, timeout_s=SHORT_S) as client, pytest.raises(AgentSilentError):
        client.call("hang", Nothing(), Nothing)


def test_what_is_no_answer_to_the_request_is_passed_over(path: Path):
    with listening(path) as listener, ThreadPoolExecutor(1) as pool:
        connecting = pool.submit(AgentClient, path)
        connection, _ = listener.accept()
        greeting = HelloResult(protocol=PROTOCOL_VERSION, agent_version="1", instance_id="by hand", pid=1)
        connection.sendall(encode_message(Response(id=1, result=greeting.to_json())))
        with connection, connecting.result(10) as client:
            for message in (
                Response(id=1, result={}),
                Notification(method="notify"),
                Response(id=2, result=STATUS.to_json()),
            ):
                connection.sendall(encode_message(message))
            assert client.call("status.get", Nothing(), StatusResult) == STATUS


def test_nobody_there_is_an_agent_that_does_not_run(path: Path):
    with pytest.raises(AgentNotRunningError, match="cordon run"):
        AgentClient(path)


def test_the_socket_of_a_dead_agent_is_an_agent_that_does_not_run(path: Path):
    with listening(path):
        pass
    assert path.exists()
    with pytest.raises(AgentNotRunningError, match="cordon run"):
        AgentClient(path)


@pytest.mark.parametrize("name", ["a file", "x" * 200])
def test_a_place_that_is_no_socket_says_what_is_wrong_with_it(tmp_path: Path, name: str):
    (tmp_path / "a file").touch()
    with pytest.raises(AgentNotRunningError) as refused:
        AgentClient(tmp_path / name)
    assert "None" not in str(refused.value)


def test_a_listener_that_says_nothing_is_silent(path: Path):
    with listening(path), pytest.raises(AgentSilentError):
        AgentClient(path, timeout_s=SHORT_S)


def test_a_listener_that_takes_nobody_in_is_silent(path: Path):
    with listening(path, backlog=0), contextlib.ExitStack() as stack:
        waiting = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
        waiting.connect(str(path))
        with pytest.raises(AgentSilentError):
            AgentClient(path, timeout_s=SHORT_S)


@pytest.mark.parametrize(
    ("manner", "error"),
    [
        (Manner.CLOSES, AgentSilentError),
        (Manner.BAD_FRAME, FrameError),
        (Manner.NO_JSON, MessageError),
        (Manner.REFUSES, RemoteError),
    ],
    ids=lambda value: value.name if isinstance(value, Manner) else "",
)
def test_a_strange_greeting_is_a_named_error(path: Path, manner: Manner, error: type[AgentError]):
    with FakeAgent(path, STATUS, manner=manner), pytest.raises(error):
        AgentClient(path, timeout_s=SHORT_S)


def test_the_end_of_the_agent_is_noticed(path: Path):
    with serving(path):
        client = AgentClient(path)
    with pytest.raises(AgentSilentError):
        client.call("status.get", Nothing(), StatusResult)
    client.close()
    client.close()


@needs_root
def test_a_listener_of_another_user_is_refused_before_it_is_told_anything():
    with open_folder() as folder:
        path = folder / "agent.sock"
        with as_nobody():
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            listener.bind(str(path))
            listener.listen()
        with listener:
            with pytest.raises(PeerRefusedError):
                AgentClient(path, timeout_s=SHORT_S)
            accepted, _ = listener.accept()
            with accepted:
                accepted.settimeout(10)
                assert accepted.recv(1) == b""


def test_only_those_who_are_named_are_believed(tmp_path: Path):
    with FakeAgent(tmp_path / "a.sock", STATUS):
        AgentClient(tmp_path / "a.sock", uids={os.getuid()}).close()
        with pytest.raises(PeerRefusedError):
            AgentClient(tmp_path / "a.sock", uids={os.getuid() + 1})
