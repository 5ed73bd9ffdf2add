"""The child as a program: an order in, a report out; one at a time; nothing of it anywhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.core.sync import SyncTrouble
from agent.core.verdicts import Layer
from agent.fleet.check_in import CHECK_IN_PATH
from agent.fleet.exceptions import EXCEPTIONS_PATH, ExceptionReason, ExceptionRequest
from agent.fleet.message import Message, parse_message
from agent.sync.enrolment import load_enrolment
from agent.sync.manifest import sync_folder
from agent.sync.order import (
    REPORT_LIMIT_BYTES,
    DeviceReport,
    EnrolmentOrder,
    ExchangeOrder,
    ExchangeReport,
)
from agent.sync.program import exchange
from tests.fakes.repository_server import RepositoryServer, Wrong
from tests.fakes.signed_repository import policy_text
from tests.sync.device import DEVICE_ID, Device

_ROOT = Path(__file__).parents[2]
_TIMESTAMP = "/repository/metadata/timestamp.json"
_REPORT = DeviceReport(agent_version="1.2", os="linux")
_REQUEST = ExceptionRequest(
    request_id="a" * 32,
    rule_ids=("global-cards",),
    destination_id="chatgpt",
    account="ana",
    label="secret",
    days=1,
    reason=ExceptionReason.OTHER,
)


def _run(state: Path, order: Message | bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-P", "-m", "agent", "--program", "agent.sync.program:main", "--state", str(state)]
    return subprocess.run(
        [*command, "--deadline-s", "20", *options],
        input=order if isinstance(order, bytes) else order.to_bytes(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        cwd=_ROOT,
        check=False,
        timeout=60.0,
    )


def _report(ended: subprocess.CompletedProcess[bytes]) -> ExchangeReport:
    assert (ended.returncode, ended.stderr) == (0, b"")
    return parse_message(ExchangeReport, ended.stdout, REPORT_LIMIT_BYTES)


def test_a_device_enrols_and_exchanges(server: RepositoryServer, tmp_path: Path):
    state = tmp_path / "state"
    token = server.token()
    ended = _run(state, EnrolmentOrder(token=token, os="linux", agent_version="1"), "--enroll")
    assert _report(ended).device_id == DEVICE_ID
    assert load_enrolment(state).device_id == DEVICE_ID
    assert token.secret.get_secret_value().encode() not in ended.stdout
    server.repository.publish(Layer.GLOBAL, policy_text("2"))
    order = ExchangeOrder(report=_REPORT, exception_requests=(_REQUEST,), wants_exceptions=True)
    report = _report(_run(state, order))
    assert (report.sync.trouble, report.sync.is_changed, report.sync.next_check_in_s) == (None, True, 600)
    assert report.sent_check_in.encode() == server.requests[-3].body
    assert server.check_ins[0].metadata_versions["targets"] == 3
    assert [each.request_id for each in report.exceptions or ()] == [_REQUEST.request_id]
    assert (report.undelivered, report.refused) == ((), ())


@pytest.mark.parametrize("untrusted", [b"", b"[]", b"{", b'{"token": {}}'])
def test_what_is_no_order_does_nothing(tmp_path: Path, untrusted: bytes):
    ended = _run(tmp_path / "state", untrusted, "--enroll")
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, b"", b"")
    assert not (tmp_path / "state").exists()


def test_a_device_that_is_not_enrolled_says_so(tmp_path: Path):
    report = exchange(tmp_path, ExchangeOrder(), environment={}, clock=Device(tmp_path).clock)
    assert report.sync.trouble is SyncTrouble.STORE_FAILED
    assert "not enrolled" in report.sync.detail
    assert list(tmp_path.iterdir()) == []


def test_a_refresh_that_fails_spoils_no_check_in(server: RepositoryServer, device: Device):
    server.wrong[_TIMESTAMP] = 503
    report = device.exchange(ExchangeOrder(report=_REPORT))
    assert report.sync.trouble is SyncTrouble.SERVER_FAILED
    assert (report.check_in_trouble, report.sync.next_check_in_s, len(server.check_ins)) == (None, 600, 1)


@pytest.mark.parametrize(
    ("wrong", "trouble"),
    [(500, SyncTrouble.SERVER_FAILED), (403, SyncTrouble.NOT_KNOWN), (Wrong.CLOSED, SyncTrouble.UNREACHABLE)],
)
def test_a_check_in_that_fails_spoils_no_refresh(
    server: RepositoryServer, device: Device, wrong: Wrong | int, trouble: SyncTrouble
):
    server.repository.publish(Layer.GLOBAL, policy_text("2"))
    server.wrong[CHECK_IN_PATH] = wrong
    report = device.exchange(ExchangeOrder(report=_REPORT))
    assert (report.sync.trouble, report.sync.is_changed, device.version()) == (None, True, "2")
    assert (report.check_in_trouble, report.sent_check_in) == (trouble, "")


def test_requests_that_were_not_accepted_come_back(server: RepositoryServer, device: Device):
    order = ExchangeOrder(exception_requests=(_REQUEST,), wants_exceptions=True)
    for refusal in (503, 429, 403):
        server.wrong[EXCEPTIONS_PATH] = refusal
        report = device.exchange(order)
        assert (report.undelivered, report.refused, report.exceptions) == ((_REQUEST.request_id,), (), None)
    server.wrong[EXCEPTIONS_PATH] = 422
    report = device.exchange(order)
    assert (report.undelivered, report.refused) == ((), (_REQUEST.request_id,))


def test_a_state_that_cannot_be_written_is_named_and_loses_nothing(server: RepositoryServer, device: Device):
    server.repository.publish(Layer.GLOBAL, policy_text("2"))
    # A folder where a file has to be: root may write anywhere, so that permissions would not stop this test.
    obstacle = sync_folder(device.state) / ".current.new"
    obstacle.mkdir()
    assert device.trouble() is SyncTrouble.STORE_FAILED
    assert device.version() == "1"
    obstacle.rmdir()
    assert device.trouble() is None
    assert device.version() == "2"


def test_a_key_that_others_could_read_signs_nothing(server: RepositoryServer, device: Device):
    (sync_folder(device.state) / "device.key").chmod(0o644)
    report = device.exchange(ExchangeOrder(report=_REPORT, exception_requests=(_REQUEST,)))
    assert report.sync.trouble is SyncTrouble.STORE_FAILED
    assert (report.has_checked_in, report.check_in_trouble) == (False, SyncTrouble.STORE_FAILED)
    assert (report.undelivered, report.refused) == ((_REQUEST.request_id,), ())
    assert server.requests == []


def test_what_one_that_was_killed_left_is_cleared(device: Device):
    folder = sync_folder(device.state)
    left = [folder / ".verify-x" / "1.root.json", folder / ".tmp" / "download", folder / "tuf" / "tmpabc"]
    for file in left:
        file.parent.mkdir(exist_ok=True)
        file.write_text("left")
    assert _report(_run(device.state, ExchangeOrder())).sync.trouble is None
    assert [file for file in left if file.exists()] == []


@pytest.mark.usefixtures("server")
def test_a_bug_in_the_refresh_spoils_no_check_in(device: Device):
    moments = iter([None])

    def clock() -> datetime:
        for _ in moments:
            raise RuntimeError("nobody has thought of this")
        return datetime.now(UTC)

    report = exchange(device.state, ExchangeOrder(report=_REPORT), environment={}, clock=clock)
    assert (report.sync.trouble, report.sync.detail) == (SyncTrouble.UNUSABLE, "Unexpected RuntimeError.")
    assert report.has_checked_in


def test_two_at_once_take_turns(server: RepositoryServer, device: Device):
    server.repository.publish(Layer.GLOBAL, policy_text("2"))
    command = [
        sys.executable,
        "-P",
        "-m",
        "agent",
        "--program",
        "agent.sync.program:main",
        "--state",
        str(device.state),
    ]
    children = [
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
            cwd=_ROOT,
        )
        for _ in range(2)
    ]
    reports = [child.communicate(ExchangeOrder().to_bytes(), timeout=60.0)[0] for child in children]
    found = [parse_message(ExchangeReport, report, REPORT_LIMIT_BYTES).sync for report in reports]
    assert sorted(each.is_changed for each in found) == [False, True]
    assert {each.trouble for each in found} == {None}
