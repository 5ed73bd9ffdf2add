"""A fleet of simulated devices against one real server on this machine: devices per core, bytes per device and day.

Run: `python -m tests.bench.fleet --devices 10000`. Not part of `make bench`: it takes some minutes. The server is the
installed program with its signer, on SQLite or, with `--database`, elsewhere; devices are real requests over TLS
(`fleet_devices`). First each kind of request is measured alone; then all devices keep to the pattern of real ones,
spread evenly, and what that costs the server's processes is read from the operating system. Bytes are those of the
loopback interface: TLS, TCP and IP included, both ways.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from rich.console import Console
from rich.progress import Progress

from agent.fleet.enrolment import TOKEN_LIMIT_BYTES, EnrolmentToken
from agent.fleet.message import parse_message
from tests.bench.fleet_devices import Device, Server
from tests.bench.table import Row, print_table
from tests.fakes.authority import Authority
from tests.processes import OwnedProcess
from tests.waiting import wait_until

__all__ = ["Cost", "measure"]

_DAY_S = 86_400.0
PEEK_S, CHECK_IN_S, REFRESHES_A_DAY = 120.0, 3600.0, 4.0
"""The pattern: a device looks for something new every two minutes and checks in every hour; the timestamp is signed
anew, or the device's own assignment changes, some times a day."""
_AT_ONCE = 16
_ALONE = 1500
_START_S = 60.0
_CORDON = (sys.executable, "-P", "-m", "agent", "server")
_LISTENING = "Listening at "


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one request of a kind costs.

    Attributes:
        cpu_ms: of the server, all its processes together.
        wire_bytes: both ways, with all headers down to IP.
        seconds: as the devices saw them.
    """

    cpu_ms: float
    wire_bytes: float
    seconds: Sequence[float]


class Meter:
    """Reads what the server's processes and the loopback interface have used.

    Args:
        server: the process that was started; its children count, too.
    """

    def __init__(self, server: psutil.Process) -> None:
        self._server = server

    @contextmanager
    def over(self, into: dict[str, float]) -> Iterator[None]:
        """Write down what is used while the block runs: `cpu_s`, `wire_bytes` and `wall_s`."""
        cpu_s, wire_bytes, at = self._cpu_s(), self._wire_bytes(), time.monotonic()
        yield
        into["cpu_s"] = self._cpu_s() - cpu_s
        into["wire_bytes"] = self._wire_bytes() - wire_bytes
        into["wall_s"] = time.monotonic() - at

    def _cpu_s(self) -> float:
        processes = [self._server, *self._server.children(recursive=True)]
        return sum(sum(process.cpu_times()[:2]) for process in processes)

    @staticmethod
    def _wire_bytes() -> float:
        # Each packet is sent once and received once: one of the two counts each byte in either direction once.
        return float(psutil.net_io_counters(pernic=True)["lo"].bytes_sent)


async def measure(
    server: Server,
    process: psutil.Process,
    devices: Sequence[Device],
    *,
    seconds: float,
) -> list[Row]:
    """Return every figure for devices that are enrolled.

    Args:
        server: where they send requests.
        process: of the server.
        devices: which keep to the pattern.
        seconds: for so long.

    Raises:
        ServerError, TimeoutError, OSError: a request was not answered as it should be.
    """
    meter = Meter(process)
    peek = await _alone(meter, devices, lambda device: device.peek(server))
    check_in = await _alone(meter, devices, lambda device: device.check_in(server))
    refresh = await _alone(meter, devices[: _ALONE // 5], lambda device: device.refresh(server))
    used: dict[str, float] = {}
    with meter.over(used):
        took = await _pattern(server, devices, seconds)
    daily_cpu_s = (
        peek.cpu_ms * _DAY_S / PEEK_S + check_in.cpu_ms * _DAY_S / CHECK_IN_S + refresh.cpu_ms * REFRESHES_A_DAY
    ) / 1000
    daily_bytes = (
        peek.wire_bytes * _DAY_S / PEEK_S + check_in.wire_bytes * _DAY_S / CHECK_IN_S
    ) + refresh.wire_bytes * REFRESHES_A_DAY
    share = used["cpu_s"] / used["wall_s"]
    return [
        *_rows("look for something new", peek),
        *_rows("check-in", check_in),
        *_rows("refresh after a change", refresh),
        Row(what=f"{len(devices):,} devices: server's share of one core", figure=share * 100, unit="%"),
        Row(what=f"{len(devices):,} devices: requests answered", figure=len(took) / used["wall_s"], unit="a second"),
        Row(what=f"{len(devices):,} devices: answer, p95", figure=_quantile(took, 95) * 1000, unit="ms"),
        Row(what=f"{len(devices):,} devices: answer, slowest", figure=max(took) * 1000, unit="ms"),
        Row(what="devices per core, by that share", figure=len(devices) / share, unit=""),
        Row(what="devices per core, by the requests alone", figure=_DAY_S / daily_cpu_s, unit=""),
        Row(what="bytes per device and day", figure=daily_bytes / 1e6, unit="MB"),
    ]


async def _alone(meter: Meter, devices: Sequence[Device], request: Callable[[Device], Awaitable[object]]) -> Cost:
    """Send one request from each of some devices, a few at once."""
    chosen = devices[:_ALONE]
    for device in chosen[:_AT_ONCE]:  # what is lazy is there after that
        await request(device)
    seconds: list[float] = []
    waiting = iter(chosen)

    async def work() -> None:
        for device in waiting:
            at = time.perf_counter()
            await request(device)
            seconds.append(time.perf_counter() - at)

    used: dict[str, float] = {}
    with meter.over(used):
        async with asyncio.TaskGroup() as group:
            for _ in range(_AT_ONCE):
                group.create_task(work())
    return Cost(
        cpu_ms=used["cpu_s"] * 1000 / len(seconds), wire_bytes=used["wire_bytes"] / len(seconds), seconds=seconds
    )


async def _pattern(server: Server, devices: Sequence[Device], seconds: float) -> list[float]:
    """Have every device do what it does, when it does it; returns how long each request took, in seconds."""
    draw = random.Random(1)  # noqa: S311 - spreads requests, the same way each time
    took: list[float] = []
    ends_at = time.monotonic() + seconds

    async def live(pause_s: float, request: Callable[[Server], Awaitable[object]]) -> None:
        next_at = time.monotonic() + draw.uniform(0, pause_s)
        while next_at < ends_at:
            await asyncio.sleep(next_at - time.monotonic())
            at = time.perf_counter()
            await request(server)
            took.append(time.perf_counter() - at)
            next_at += pause_s

    async with asyncio.TaskGroup() as group:
        for device in devices:
            group.create_task(live(PEEK_S, device.peek))
            group.create_task(live(CHECK_IN_S, device.check_in))
    return took


async def enroll(server: Server, token_text: bytes, count: int) -> list[Device]:
    """Enrol so many devices with one token, a few at once, and show how far that is."""
    token = parse_message(EnrolmentToken, token_text, TOKEN_LIMIT_BYTES)
    devices = [Device(address=f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}") for n in range(count)]
    waiting = iter(devices)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("enrolling devices", total=count)

        async def work() -> None:
            for device in waiting:
                await device.enroll(server, token)
                progress.advance(task)

        async with asyncio.TaskGroup() as group:
            for _ in range(_AT_ONCE):
                group.create_task(work())
    return devices


def _rows(what: str, cost: Cost) -> Iterator[Row]:
    yield Row(what=f"{what}: server's CPU", figure=cost.cpu_ms, unit="ms")
    yield Row(what=f"{what}: on the wire", figure=cost.wire_bytes / 1000, unit="kB")
    yield Row(what=f"{what}: p50", figure=_quantile(cost.seconds, 50) * 1000, unit="ms")


def _quantile(seconds: Sequence[float], percent: int) -> float:
    return statistics.quantiles(seconds, n=100)[percent - 1]


def main() -> None:
    """Read the arguments, start the server, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fleet", description=__doc__)
    parser.add_argument("--devices", type=int, default=10_000, help="how many")
    parser.add_argument("--seconds", type=float, default=120.0, help="how long they keep to the pattern")
    parser.add_argument("--database", default="", help="URL of a PostgreSQL database; without one, SQLite")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="fleet-") as name,
        _running(Path(name), given.database) as (server, process, token),
    ):
        rows = asyncio.run(_run(server, process, token, given.devices, given.seconds))
    print_table("Fleet", rows)


async def _run(server: Server, process: psutil.Process, token: bytes, count: int, seconds: float) -> list[Row]:
    devices = await enroll(server, token, count)
    return await measure(server, process, devices, seconds=seconds)


@contextmanager
def _running(folder: Path, database: str) -> Iterator[tuple[Server, psutil.Process, bytes]]:
    """Start a server with TLS in a folder; yield where it is, its process, and an enrolment token for many devices."""
    authority = Authority()
    authority.server_context(folder)
    authority_file, tls, token = folder / "authority.pem", str(folder / "server.pem"), folder / "fleet.token"
    authority_file.write_text(authority.pem, encoding="utf-8")
    passphrase = folder / "passphrase"
    passphrase.write_text(f"{secrets.token_urlsafe()}\n", encoding="utf-8")
    passphrase.chmod(0o600)
    data = ("--data", str(folder / "data"), *(("--database", database) if database else ()))
    _cordon("init", "--data", str(folder / "data"), "--passphrase-file", str(passphrase))
    log = folder / "server.log"
    arguments = (*_CORDON, "run", *data, "--port", "0", "--tls-certificate", tls, "--tls-key", tls)
    with OwnedProcess.start(arguments, env=dict(os.environ), log=log) as running:
        address = wait_until(lambda: _address(log), what="the server", timeout_s=_START_S)
        ca = ("--ca-file", str(authority_file))
        _cordon("token", "create", str(token), "--server", str(address), "--uses", "1000000", *ca, *data)
        yield Server(str(address), authority.pem), psutil.Process(running.popen.pid), token.read_bytes()


def _cordon(*arguments: str) -> None:
    subprocess.run((*_CORDON, *arguments), check=True, timeout=_START_S, stdout=subprocess.DEVNULL)


def _address(log: Path) -> str | None:
    lines = log.read_text(encoding="utf-8").splitlines()
    return next((line.removeprefix(_LISTENING).strip() for line in lines if line.startswith(_LISTENING)), None)


if __name__ == "__main__":
    main()
