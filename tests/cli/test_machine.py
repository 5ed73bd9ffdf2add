"""`cordon machine`; the service itself is in tests/test_machine.py."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import Result

from agent.cli.machine import NotRootError
from agent.cli.sync_view import MachineServiceAwayError
from agent.core.health import HealthCode
from agent.ipc.machine_messages import MachinePolicyResult, MachineStatusResult
from agent.ipc.messages import StatusResult
from agent.machine import MachineStateError
from tests.cli.conftest import issue
from tests.fakes.agent_server import FakeAgent
from tests.fakes.sync_front import SYNC


@pytest.fixture
def service(tmp_path: Path, status: StatusResult) -> Iterator[FakeAgent]:
    """A service that answers."""
    with FakeAgent(tmp_path / "m.sock", status) as running:
        running.answers["machine.status"] = MachineStatusResult(
            agent_version="9.9.9",
            pid=42,
            policy=MachinePolicyResult(sync=SYNC.with_fields({"by_machine": True}), generation=7),
            health=(issue(HealthCode.POLICY_STALE),),
            sessions=3,
        )
        yield running


def test_status_shows_service_server_and_health(cordon: Callable[..., Result], service: FakeAgent, tmp_path: Path):
    places = ("--socket", str(service.path), "--state", str(tmp_path))
    text = cordon("machine", "status", *places).stdout
    for part in ("9.9.9, process 42", "https://cordon.example.com", "set 7", "The policy may be old.", "for all users"):
        assert part in text
    parsed = json.loads(cordon("machine", "status", "--format", "json", *places).stdout)
    assert (parsed["policy"]["generation"], parsed["sessions"]) == (7, 3)


def test_status_says_when_it_does_not_run(cordon: Callable[..., Result], tmp_path: Path):
    done = cordon("machine", "status", "--socket", str(tmp_path / "none.sock"), "--state", str(tmp_path))
    assert isinstance(done.exception, MachineServiceAwayError)


def test_a_state_that_it_could_not_vouch_for_is_refused(cordon: Callable[..., Result], tmp_path: Path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state").chmod(0o777)
    done = cordon("machine", "run", "--state", str(tmp_path / "state"), "--socket", str(tmp_path / "m.sock"))
    assert isinstance(done.exception, MachineStateError)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_it_runs_as_root_or_on_a_folder_of_one_s_own(cordon: Callable[..., Result]):
    os.seteuid(65534)
    try:
        done = cordon("machine", "run")
    finally:
        os.seteuid(0)
    assert isinstance(done.exception, NotRootError)
