"""An agent that syncs for itself, with a real server, a real child and a real disk."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest

from agent.core.verdicts import Layer
from tests.fakes.repository_server import RepositoryServer
from tests.fakes.signed_repository import SignedRepository, policy_text
from tests.governed_device import Device, User, governed_device
from tests.waiting import wait_until

CHECK_IN = "/v1/check-ins"


@pytest.fixture
def device() -> Iterator[Device]:
    """A device that nobody governs yet, and a server with a policy."""
    with RepositoryServer(SignedRepository()) as server, governed_device(server) as made:
        server.repository.publish(Layer.GLOBAL, policy_text(extra="reporting: {daily_counts: true}\n"))
        yield made


def test_enrol_enforce_follow_report_and_survive_without_the_server(device: Device):
    user = device.user(os.getuid())
    user.start()
    assert user.policy()[0] == "packaged"
    enrolled = device.enroll(user)
    assert enrolled.returncode == 0, enrolled.stderr
    assert "Example, version 1" in enrolled.stdout
    wait_until(lambda: user.policy() == ("signed", "1"), what="the running agent to be governed")
    wait_until(lambda: device.server.check_ins, what="a check-in", timeout_s=20)
    (session,) = device.server.check_ins[-1].sessions
    assert [each.version for each in session.layers] == ["1"]
    assert session.counts == ()

    sent = json.loads(user.cordon("sync", "sent").stdout)
    assert sent["sessions"][0]["session_id"] == session.session_id
    raw = user.cordon("sync", "sent", "--raw").stdout
    assert raw in [each.body.decode() for each in device.server.requests if each.path == CHECK_IN]

    _restarted_without_server(device, user)


def _restarted_without_server(device: Device, user: User) -> None:
    user.stop()
    for path in ("/repository/metadata/timestamp.json", CHECK_IN):
        device.server.wrong[path] = 503
    user.start()
    assert user.policy() == ("signed", "1")
    done = user.cordon("sync", "now")
    assert done.returncode == 5
    assert "does not work as it should" in done.stderr
    assert user.policy() == ("signed", "1")
    status = user.cordon("status").stdout
    assert "signed by your organization" in status
    assert device.server.address in status


def test_a_second_enrolment_and_a_wrong_token_change_nothing(device: Device):
    user = device.user(os.getuid())
    assert device.enroll(user).returncode == 0
    before = (user.state / "enrolment.json").read_bytes()
    again = device.enroll(user)
    assert again.returncode == 5
    assert "enrolled already" in again.stderr
    assert (user.state / "enrolment.json").read_bytes() == before
