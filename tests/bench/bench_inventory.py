"""What the inventory of AI apps costs while nothing happens, with 300 idle processes beside it.

Run: `python -m tests.bench.bench_inventory`. The sensors run as in the agent, at their own intervals, with the packaged
catalogue under them; the figure is the CPU time of this process, of one core. Beside it: what the same look costs if
every process is asked each time, by `psutil.process_iter` with the same attributes; and the ways to see whether there
is a new one, which is what is done each time. Processes that others start meanwhile are asked, too, for some 0.3 ms to
1 ms each: they are counted. In a pid namespace of its own there are none (`unshare -p -f --mount-proc`).
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from agent.apps import Apps, AppSides
from agent.core.in_force import PolicyOrigin
from agent.engines import build_engines, facts_of
from agent.sensors.processes.linux import newest
from agent.sensors.processes.sensor import LOOK_S
from agent.service.health import HealthTable
from agent.service.policy_in_force import LoadedPolicy, PolicyInForce
from agent.system.folders import xdg_folders
from tests.bench.table import Row, print_table

__all__ = ["measure"]

_PROCESSES = 300
_SETTLE_S = 8.0
"""The first looks ask everything, and again what has just begun."""
_WATCHED_S = 60.0
_BUDGET_PERCENT = 0.15
_ATTRIBUTES = ["pid", "create_time", "name", "exe", "cmdline", "ppid", "uids", "status"]
_ROUNDS = 20


def measure() -> list[Row]:
    """Every figure; takes a good minute."""
    with _idle_processes():
        looks = [
            Row(what="/proc/loadavg, one look", figure=_ms(newest), unit="ms"),
            Row(what="psutil.pids(), one look", figure=_ms(psutil.pids), unit="ms"),
            Row(what="os.scandir(/proc), one look", figure=_ms(_scandir), unit="ms"),
            Row(what="psutil.process_iter with attributes, one look (peer)", figure=_ms(_ask_all), unit="ms"),
        ]
        began = newest() or 0
        watched = asyncio.run(_watched_percent())
        began = (newest() or 0) - began
        peer = looks[-1].figure / 1000 / LOOK_S * 100
    return [
        *looks,
        Row(
            what=f"inventory, idle, {_PROCESSES} processes, every {LOOK_S:g} s: CPU of one core",
            figure=watched,
            unit="%",
            budget=f"≤ {_BUDGET_PERCENT:g}",
            ok=watched <= _BUDGET_PERCENT,
        ),
        Row(what="processes and threads that began meanwhile", figure=float(began), unit=""),
        Row(what=f"process_iter every {LOOK_S:g} s: CPU of one core (peer)", figure=peer, unit="%"),
    ]


@contextmanager
def _idle_processes() -> Iterator[None]:
    children = [subprocess.Popen(["/bin/sleep", "600"]) for _ in range(_PROCESSES)]
    try:
        yield
    finally:
        for child in children:
            child.kill()
        for child in children:
            child.wait()


async def _watched_percent() -> float:
    """CPU of one core that this process uses while it watches and nothing happens."""
    policy, engines = build_engines()
    loaded = LoadedPolicy(facts=facts_of(policy, PolicyOrigin.PACKAGED), engines=engines)
    health = HealthTable()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        folders = xdg_folders({"HOME": folder, "XDG_RUNTIME_DIR": str(Path(folder) / "r")})
        sides = AppSides(
            policy=PolicyInForce(lambda: loaded, health),
            health=health,
            folders=folders,
            tell=lambda _notice: False,
            on_change=lambda: None,
        )
        async with Apps(sides).watching():
            await asyncio.sleep(_SETTLE_S)
            before = time.process_time()
            await asyncio.sleep(_WATCHED_S)
            return (time.process_time() - before) / _WATCHED_S * 100


def _ms(look: Callable[[], object]) -> float:
    look()
    before = time.process_time()
    for _ in range(_ROUNDS):
        look()
    return (time.process_time() - before) / _ROUNDS * 1000


def _scandir() -> set[int]:
    with os.scandir("/proc") as entries:
        return {int(each.name) for each in entries if each.name.isdigit()}


def _ask_all() -> list[object]:
    return [each.info for each in psutil.process_iter(_ATTRIBUTES)]


if __name__ == "__main__":
    rows = measure()
    print_table("Inventory of AI apps", rows)
    sys.exit(any(row.ok is False for row in rows))
