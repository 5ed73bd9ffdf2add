"""What looking for a newer policy costs: the peek, a whole refresh, and the child, beside a bare HTTP request.

Run: `python -m tests.bench.bench_sync`. The server is a thread of the same process, over loopback, so that times hold
its work, too; bytes are counted by a relay in between, in both directions, with everything above TCP.
"""

from __future__ import annotations

import asyncio
import http.client
import resource
import select
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from agent.core.verdicts import Layer
from agent.fleet.assignment import Assignment
from agent.fleet.enrolment import EnrolmentToken
from agent.sync.child import SyncChild
from agent.sync.conversation import signer
from agent.sync.device_key import load_device_key
from agent.sync.enrolling import Enroller
from agent.sync.enrolment import load_enrolment
from agent.sync.manifest import sync_folder
from agent.sync.order import EnrolmentOrder, ExchangeOrder
from agent.sync.peek import Peek
from agent.sync.refresh import Refresh
from agent.sync.transport import Transport, system_clock
from tests.bench.table import Row, print_table
from tests.fakes.repository_server import RepositoryServer
from tests.fakes.signed_repository import SignedRepository, policy_text

__all__ = ["measure"]

_ROUNDS = 200
_CHILDREN = 5
_TIMESTAMP = "/repository/metadata/timestamp.json"
_DEVICE = "0" * 31 + "1"

_RSS = """
import psutil
import agent.core.ports, agent.policy, asyncio
before = psutil.Process().memory_info().rss
import agent.sync.child, agent.sync.stored
print((psutil.Process().memory_info().rss - before) / 1048576)
"""


@dataclass(slots=True)
class _Cost:
    milliseconds: float
    sent_bytes: float


class _Relay:
    """Passes bytes on to a server, and counts them."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._stopping = threading.Event()
        self.passed_bytes = 0
        self._thread = threading.Thread(target=self._run, name="relay")
        self._thread.start()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        """End it."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        ends: dict[socket.socket, socket.socket] = {}
        while not self._stopping.is_set():
            for ready in select.select([self._listener, *ends], [], [], 0.05)[0]:
                if ready is self._listener:
                    near, far = self._listener.accept()[0], socket.create_connection(("127.0.0.1", self._port))
                    for end in (near, far):
                        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    ends |= {near: far, far: near}
                elif ready in ends:
                    self._pass_on(ready, ends)
        for end in (self._listener, *ends):
            end.close()

    def _pass_on(self, ready: socket.socket, ends: dict[socket.socket, socket.socket]) -> None:
        block = ready.recv(1 << 16)
        if block:
            self.passed_bytes += len(block)
            ends[ready].sendall(block)
            return
        other = ends.pop(ready)
        ends.pop(other)
        ready.close()
        other.close()


def measure() -> list[Row]:
    """Every figure; takes about half a minute."""
    with _organization() as (server, relay, state):
        bare = _bare(server, relay)
        peek = Peek(state, environment={})
        quiet = _cost(relay, peek.is_changed)
        refresh = _cost(relay, lambda: _refresh(state))
        child_ms = _child(state)
        server.repository.renew()
        loud = _cost(relay, peek.is_changed)
        peek.close()
    return [
        Row(what="bare GET of the timestamp, same connection (peer)", figure=bare.milliseconds, unit="ms"),
        Row(what="bare GET of the timestamp (peer)", figure=bare.sent_bytes, unit="B"),
        _at_most("peek, nothing new", quiet.milliseconds, "ms", 10.0),
        _at_most("peek, nothing new, both directions", quiet.sent_bytes, "B", 2048.0),
        Row(what="peek, something new", figure=loud.milliseconds, unit="ms"),
        _at_most("peek, something new, both directions", loud.sent_bytes, "B", 2048.0),
        Row(what="whole refresh, nothing new, stored set verified", figure=refresh.milliseconds, unit="ms"),
        _at_most("whole refresh, nothing new, both directions", refresh.sent_bytes, "B", 2048.0),
        Row(what="exchange in a child, nothing new, from start to end", figure=child_ms, unit="ms"),
        Row(what="child, peak memory", figure=_peak_child_mib(), unit="MiB"),
        Row(what="what its parent loads for it, RSS", figure=_parent_mib(), unit="MiB"),
    ]


@contextmanager
def _organization() -> Iterator[tuple[RepositoryServer, _Relay, Path]]:
    repository = SignedRepository()
    repository.publish(Layer.GLOBAL, policy_text())
    repository.publish(Layer.TEAM, policy_text(layer=Layer.TEAM), name="sales")
    repository.assign(Assignment(device_id=_DEVICE, team="sales", issued_at=datetime.now(UTC)))
    with RepositoryServer(repository) as server, tempfile.TemporaryDirectory(prefix="bench-") as name:
        relay = _Relay(server.port)
        try:
            state = Path(name)
            token = EnrolmentToken.model_validate({**server.token().model_dump(), "server": relay.address})
            order = EnrolmentOrder(token=token, os="linux", agent_version="1")
            report = Enroller(state, order, environment={}, clock=system_clock).run()
            if report.sync.trouble is not None:
                raise RuntimeError(report.sync.detail)
            yield server, relay, state
        finally:
            relay.close()


def _cost(relay: _Relay, once: Callable[[], object]) -> _Cost:
    once()
    before, times = relay.passed_bytes, []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        once()
        times.append((time.perf_counter() - began) * 1000)
    return _Cost(statistics.median(times), (relay.passed_bytes - before) / _ROUNDS)


def _bare(server: RepositoryServer, relay: _Relay) -> _Cost:
    connection = http.client.HTTPConnection(relay.address.removeprefix("http://"))

    def get() -> None:
        connection.request("GET", _TIMESTAMP)
        if connection.getresponse().read() != server.repository.files["metadata/timestamp.json"]:
            raise RuntimeError("another answer")

    try:
        return _cost(relay, get)
    finally:
        connection.close()


def _refresh(state: Path) -> None:
    enrolment = load_enrolment(state)
    transport = Transport(environment={})
    sign = signer(load_device_key(sync_folder(state)), enrolment.device_id)
    try:
        outcome = Refresh(state, enrolment, transport, sign, system_clock).run()
    finally:
        transport.close()
    if outcome.trouble is not None or outcome.is_changed:
        raise RuntimeError(outcome.detail)


def _child(state: Path) -> float:
    async def exchange() -> list[float]:
        child = SyncChild(state)
        times = []
        for _ in range(_CHILDREN):
            began = time.perf_counter()
            report = await child.exchange(ExchangeOrder())
            times.append((time.perf_counter() - began) * 1000)
            if report.sync.trouble is not None:
                raise RuntimeError(report.sync.detail)
        await child.close()
        return times

    return statistics.median(asyncio.run(exchange()))


def _peak_child_mib() -> float:
    """Of the largest child so far: those of this process are syncing children only."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _parent_mib() -> float:
    command = [sys.executable, "-c", _RSS]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def _at_most(what: str, figure: float, unit: str, limit: float) -> Row:
    return Row(what=what, figure=figure, unit=unit, budget=f"≤ {limit:g}", ok=figure <= limit)


if __name__ == "__main__":
    print_table("Looking for a newer policy", measure())
