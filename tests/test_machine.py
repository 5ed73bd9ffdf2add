"""The machine service as a process: it keeps a device's policy out of its users' reach, and their agents enforce it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.core.verdicts import Layer
from agent.fleet.assignment import AssignedUser, Assignment
from agent.fleet.check_in import Session
from agent.ipc.client import AgentClient, AgentSilentError, RemoteError
from agent.ipc.machine_messages import MachineReportParams, MachineReportResult
from agent.ipc.messages import PolicyInForceResult
from agent.ipc.sync_messages import ExceptionListResult, ExceptionModel, ExceptionRequestParams, SentResult
from agent.ipc.wire import Nothing
from agent.machine import MachineOptions, MachineStateError, run_machine
from tests.fakes.repository_server import RepositoryServer
from tests.fakes.signed_repository import SignedRepository, policy_text
from tests.governed_device import Device, User, can_run_as, governed_device
from tests.waiting import wait_until

NOBODY = 65534
_UNNAMED = 3_000_000
"""The first of many users whom no database names, as one person may own them (subuid(5))."""
_REFUSED = (RemoteError, AgentSilentError)
"""The service hangs up on a client that has said hello already; what comes first is chance."""
needs_users = pytest.mark.skipif(not can_run_as(NOBODY), reason="only root can start programs as another user")


@pytest.fixture
def device() -> Iterator[Device]:
    """A device that is enrolled for all users, with a global policy."""
    with RepositoryServer(SignedRepository()) as server, governed_device(server) as made:
        server.repository.publish(Layer.GLOBAL, policy_text())
        made.enroll_machine()
        yield made


def _root(device: Device) -> User:
    return User(device, os.getuid(), device.folder)


def _ask(device: Device) -> AgentClient:
    return AgentClient(device.socket, uids={os.getuid()})


@needs_users
def test_users_agents_enforce_what_the_service_has_verified_and_follow_it(device: Device):
    nobody = device.user(NOBODY)
    nobody.start()
    assert nobody.policy() == ("signed", "1")
    device.server.repository.publish(Layer.GLOBAL, policy_text("2"))
    device.start_machine()
    wait_until(lambda: nobody.policy() == ("signed", "2"), what="the agent to follow", timeout_s=30)
    sync = nobody.status().sync
    assert sync is not None
    assert sync.by_machine
    wait_until(lambda: device.machine_status().sessions == 1, what="the agent's report")


@needs_users
def test_deleting_all_own_state_changes_nothing(device: Device):
    nobody = device.user(NOBODY)
    nobody.start()
    assert nobody.policy() == ("signed", "1")
    nobody.stop()
    shutil.rmtree(nobody.home / ".local")
    nobody.start()
    assert nobody.policy() == ("signed", "1")
    assert "policy_missing" not in nobody.codes()


@needs_users
def test_users_can_neither_change_what_the_service_keeps_nor_read_its_key(device: Device):
    for path in device.state.rglob("*"):
        mode = path.lstat().st_mode
        assert stat.S_ISLNK(mode) or not mode & 0o022, path
    for private in ("enrolment.json", "sync/device.key"):
        assert stat.S_IMODE((device.state / private).stat().st_mode) == 0o600


@needs_users
def test_without_the_service_its_last_policy_stays_and_the_agent_finds_it_again(device: Device):
    device.start_machine()
    nobody = device.user(NOBODY)
    nobody.start()
    wait_until(lambda: device.machine_status().sessions == 1, what="the agent's report")
    device.stop_machine()
    with AgentClient(nobody.socket, uids={NOBODY}, timeout_s=20) as client:
        assert client.call("policy.reload", Nothing(), PolicyInForceResult).version == "1"
    device.start_machine()
    wait_until(lambda: device.machine_status().sessions == 1, what="the agent to be back", timeout_s=40)


@needs_users
def test_each_account_gets_its_own_team_s_policy():
    with RepositoryServer(SignedRepository()) as server, governed_device(server) as made:
        repository = server.repository
        repository.add_team("sales")
        repository.publish(Layer.GLOBAL, policy_text())
        repository.publish(Layer.TEAM, policy_text("7", layer=Layer.TEAM), name="sales")
        user = AssignedUser(account="nobody", user="n@example.com", team="sales")
        repository.assign(Assignment(device_id=server.next_device_id, users=(user,), issued_at=repository.now))
        made.enroll_machine()
        nobody, root = made.user(NOBODY), made.user(os.getuid())
        nobody.start()
        root.start()
        assert nobody.policy() == ("signed", "1+7")
        assert root.policy() == ("signed", "1")


@needs_users
def test_a_policy_file_of_one_s_own_does_not_count(device: Device):
    nobody = device.user(NOBODY)
    file = nobody.home / "own.yaml"
    file.write_text(policy_text())
    os.chown(file, NOBODY, NOBODY)
    assert "enrolled" in nobody.fail_to_start(str(file))


@needs_users
def test_a_device_whose_set_is_gone_is_strict_and_says_so(device: Device):
    shutil.rmtree(device.state / "sync" / "sets")
    nobody = device.user(NOBODY)
    nobody.start()
    assert nobody.policy()[0] == "unavailable"
    assert "policy_missing" in nobody.codes()
    device.start_machine()
    wait_until(lambda: nobody.policy() == ("signed", "1"), what="the set to be fetched again", timeout_s=30)
    assert "policy_missing" not in nobody.codes()


def test_nobody_sees_what_others_ask_for_and_report(device: Device):
    device.start_machine()
    wish = ExceptionRequestParams(
        rule_ids=("global-cards",), destination_id="claude", label="secret", days=3, reason="urgent"
    )
    with _ask(device) as client:
        asked = client.call("exception.request", wish, ExceptionModel)
        assert asked.state == "waiting"
        found = client.call("exception.list", Nothing(), ExceptionListResult)
        assert [each.request_id for each in found.exceptions] == [asked.request_id]
        wait_until(lambda: device.server.asked, what="the server to be asked", timeout_s=30)
    (request,) = device.server.asked.values()
    assert request.request_id == asked.request_id
    assert request.account == "root" if os.getuid() == 0 else request.account


def test_a_report_that_is_none_is_refused_and_nothing_of_it_is_quoted(device: Device):
    device.start_machine()
    with _ask(device) as client:
        for session in ("", "{}", '{"session_id": "canary"}'):
            with pytest.raises(RemoteError) as refused:
                client.call("machine.report", MachineReportParams(session=session), MachineReportResult)
            assert "canary" not in str(refused.value)
        assert client.call("sync.sent", Nothing(), SentResult) == SentResult()
        with pytest.raises(RemoteError):
            client.call("policy.reload", Nothing(), PolicyInForceResult)


def test_what_was_sent_is_shown_byte_for_byte(device: Device):
    device.start_machine()
    with _ask(device) as client:
        wait_until(lambda: device.server.check_ins, what="a check-in", timeout_s=30)
        sent = wait_until(
            lambda: client.call("sync.sent", Nothing(), SentResult).body, what="it to be kept", timeout_s=10
        )
    bodies = [each.body.decode() for each in device.server.requests if each.path == "/v1/check-ins"]
    assert sent in bodies
    assert json.loads(sent)["has_machine_service"] is True


def test_the_service_waits_to_be_enrolled_and_begins_by_itself():
    with RepositoryServer(SignedRepository()) as server, governed_device(server) as made:
        server.repository.publish(Layer.GLOBAL, policy_text())
        made.start_machine()
        assert not made.socket.exists()
        assert made.enroll(_root(made), "--machine").returncode == 0
        wait_until(made.socket.exists, what="the service to begin", timeout_s=20)
        assert made.machine_status().policy.generation == 1


def test_an_ended_service_leaves_no_socket_and_another_one_starts(device: Device):
    device.start_machine()
    device.stop_machine()
    assert not device.socket.exists()
    device.start_machine()
    assert device.machine_status().policy.sync.by_machine


@needs_users
def test_whoever_has_many_numbers_has_eight_places_and_keeps_nobody_out(device: Device):
    device.start_machine()
    report = MachineReportParams(session=Session(session_id="a" * 32, agent_version="1").model_dump_json())
    with contextlib.ExitStack() as connected:
        for uid in range(_UNNAMED, _UNNAMED + 8):
            client = connected.enter_context(_as_uid(device, uid))
            client.call("machine.report", report, MachineReportResult)
        with pytest.raises(_REFUSED), _as_uid(device, _UNNAMED + 8):
            pass
        assert device.machine_status().sessions == 8
    late = wait_until(lambda: _let_in(device, _UNNAMED + 8), what="a free place")
    assert late is not None
    with late:
        late.call("machine.report", report, MachineReportResult)
    assert device.machine_status().sessions == 8


def _let_in(device: Device, uid: int) -> AgentClient | None:
    try:
        return _as_uid(device, uid)
    except _REFUSED:
        return None


def _as_uid(device: Device, uid: int) -> AgentClient:
    """Connected as a user whom no database names; the system notes who connects at that moment."""
    os.seteuid(uid)
    try:
        return _ask(device)
    finally:
        os.seteuid(0)


def test_whoever_locks_its_folder_does_not_keep_it_from_starting(device: Device):
    descriptor = os.open(device.state, os.O_RDONLY | os.O_DIRECTORY)  # any user may
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        device.start_machine()
        assert device.machine_status().policy.generation == 1
    finally:
        os.close(descriptor)


@pytest.mark.asyncio
async def test_a_state_folder_that_others_may_write_to_is_refused(tmp_path: Path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state").chmod(0o777)
    with pytest.raises(MachineStateError, match="Others may write"):
        await run_machine(MachineOptions(state=tmp_path / "state", socket=tmp_path / "run" / "m.sock"))


@pytest.mark.asyncio
async def test_a_state_folder_that_cannot_be_made_is_an_error(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(MachineStateError, match="cannot be made"):
        await run_machine(MachineOptions(state=tmp_path / "file" / "state", socket=tmp_path / "run" / "m.sock"))
