"""The child as its parent sees it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent.core.sync import SyncTrouble
from agent.core.verdicts import Layer
from agent.sync.child import SyncChild, SyncChildError
from agent.sync.enrolment import EnrolmentProblemError, load_enrolment, save_enrolment
from agent.sync.order import DeviceReport, ExchangeOrder
from agent.sync.stored import load_policy_set
from tests.fakes.proxy_server import ProxyServer
from tests.fakes.repository_server import RepositoryServer, Wrong
from tests.fakes.signed_repository import policy_text
from tests.sync.device import DEVICE_ID, Device

_TIMESTAMP = "/repository/metadata/timestamp.json"


@pytest.mark.asyncio
async def test_a_device_enrols_peeks_and_exchanges(server: RepositoryServer, tmp_path: Path):
    child = SyncChild(tmp_path / "new", deadline_s=30.0)
    with pytest.raises(EnrolmentProblemError):
        await child.peek()
    report = await child.enroll(server.token(), os_name="linux")
    assert (report.sync.trouble, report.device_id) == (None, DEVICE_ID)
    assert not await child.peek()
    server.repository.publish(Layer.GLOBAL, policy_text("2"))
    assert await child.peek()
    report = await child.exchange(ExchangeOrder(report=DeviceReport(agent_version="1", os="linux")))
    assert (report.sync.to_report().is_changed, len(server.check_ins)) == (True, 1)
    assert not await child.peek()
    await child.close()


@pytest.mark.asyncio
async def test_an_enrolment_that_is_refused_is_a_report(server: RepositoryServer, tmp_path: Path):
    child = SyncChild(tmp_path / "new", deadline_s=30.0)
    report = await child.enroll(server.token(root_sha256="a" * 64), os_name="linux")
    assert report.sync.trouble is SyncTrouble.FORGED
    with pytest.raises(EnrolmentProblemError):
        load_enrolment(tmp_path / "new")
    await child.close()


@pytest.mark.asyncio
async def test_a_child_that_hangs_is_killed_at_the_deadline(server: RepositoryServer, device: Device):
    server.wrong[_TIMESTAMP] = Wrong.SILENT
    child = SyncChild(device.state, deadline_s=1.0)
    began = time.monotonic()
    with pytest.raises(SyncChildError, match="too long"):
        await child.exchange(ExchangeOrder())
    assert time.monotonic() - began < 5.0
    assert load_policy_set(device.state, "ana").generation == 1
    await child.close()


@pytest.mark.asyncio
async def test_a_server_that_is_silent_is_reported_before_the_deadline(server: RepositoryServer, device: Device):
    server.wrong[_TIMESTAMP] = Wrong.SILENT
    child = SyncChild(device.state, deadline_s=8.0)
    report = await child.exchange(ExchangeOrder())
    assert report.sync.trouble is SyncTrouble.UNREACHABLE
    await child.close()


@pytest.mark.asyncio
async def test_closing_ends_what_runs(server: RepositoryServer, device: Device):
    server.wrong[_TIMESTAMP] = Wrong.SILENT
    child = SyncChild(device.state, deadline_s=30.0)
    running = asyncio.create_task(child.exchange(ExchangeOrder()), name="exchange")
    async with asyncio.timeout(20.0):
        while not server.requests:  # noqa: ASYNC110 - the server is a thread's
            await asyncio.sleep(0.02)
        await child.close()
        with pytest.raises(SyncChildError):
            await running
    assert load_policy_set(device.state, "ana").generation == 1


@pytest.mark.asyncio
async def test_a_task_that_is_cancelled_leaves_no_child(server: RepositoryServer, device: Device):
    server.wrong[_TIMESTAMP] = Wrong.SILENT
    child = SyncChild(device.state, deadline_s=30.0)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await child.exchange(ExchangeOrder())
    server.wrong.clear()
    assert (await child.exchange(ExchangeOrder())).sync.trouble is None
    await child.close()


@pytest.mark.asyncio
async def test_proxies_of_the_environment_reach_the_child(server: RepositoryServer, device: Device):
    there = "https://cordon.example.org"
    enrolment = load_enrolment(device.state)
    save_enrolment(device.state, enrolment.model_copy(update={"server": there, "repository": f"{there}/repository"}))
    with ProxyServer(refuses=403) as proxy:
        environment = {**os.environ, "https_proxy": f"http://127.0.0.1:{proxy.port}"}
        child = SyncChild(device.state, deadline_s=30.0, environment=environment)
        report = await child.exchange(ExchangeOrder())
        await child.close()
    assert report.sync.trouble is SyncTrouble.PROXY_REFUSED
    assert server.requests == []


def test_a_parent_loads_neither_tuf_nor_what_signs():
    code = "import sys, agent.sync.child, agent.sync.stored; print(sorted({'tuf', 'cryptography'} & set(sys.modules)))"
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-P", "-c", code]
    ended = subprocess.run(command, capture_output=True, check=True, env=environment, text=True, timeout=30.0)
    assert ended.stdout == "[]\n"
