"""A look at the server that costs next to nothing and believes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.core.verdicts import Layer
from agent.sync.enrolment import EnrolmentProblemError
from agent.sync.peek import Peek
from agent.sync.transport_errors import TransportError
from tests.fakes.repository_server import RepositoryServer, Wrong
from tests.fakes.signed_repository import policy_text
from tests.sync.device import Device

_TIMESTAMP = "/repository/metadata/timestamp.json"


@pytest.fixture
def peek(device: Device) -> Iterator[Peek]:
    peek = Peek(device.state, environment={})
    yield peek
    peek.close()


def test_nothing_new_is_told_without_a_body(server: RepositoryServer, peek: Peek):
    assert [peek.is_changed() for _ in range(3)] == [False] * 3
    assert [request.status for request in server.requests] == [200, 304, 304]
    assert not any(request.is_signed for request in server.requests)


def test_something_new_is_told_until_it_is_in_force(server: RepositoryServer, device: Device, peek: Peek):
    assert not peek.is_changed()
    server.repository.publish(Layer.GLOBAL, policy_text("2"))
    assert [peek.is_changed(), peek.is_changed()] == [True, True]
    assert device.trouble() is None
    assert not peek.is_changed()


def test_what_was_fetched_and_not_put_in_force_is_still_new(server: RepositoryServer, device: Device, peek: Peek):
    server.repository.publish(Layer.GLOBAL, policy_text("2"))
    server.wrong[f"/repository/{server.repository.target_address('policy/policy.json')}"] = 500
    assert device.trouble() is not None
    assert peek.is_changed()


def test_a_set_that_is_gone_is_new(device: Device, peek: Peek):
    assert not peek.is_changed()
    (device.state / "sync" / "current").unlink()
    assert peek.is_changed()


@pytest.mark.parametrize("wrong", [Wrong.CLOSED, Wrong.ENDLESS, Wrong.REDIRECTED, 500, 304])
def test_nobody_knows_where_the_server_does_not_say(server: RepositoryServer, peek: Peek, wrong: Wrong | int):
    server.wrong[_TIMESTAMP] = wrong
    with pytest.raises(TransportError):
        peek.is_changed()
    server.wrong.clear()
    assert not peek.is_changed()


def test_a_device_that_is_not_enrolled_asks_nobody(tmp_path: Path):
    peek = Peek(tmp_path, environment={})
    with pytest.raises(EnrolmentProblemError):
        peek.is_changed()
    peek.close()
