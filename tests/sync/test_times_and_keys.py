"""Time and keys: what expires, who says how late it is, and keys that change while a device is off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agent.core.sync import SyncTrouble
from agent.core.verdicts import Layer
from agent.sync.manifest import current_link, metadata_folder, sync_folder
from tests.fakes.repository_server import RepositoryServer
from tests.fakes.signed_repository import Lifetimes, policy_text
from tests.sync.device import Device

_DAY = timedelta(days=1)


def _publish(server: RepositoryServer, version: str) -> None:
    server.repository.publish(Layer.GLOBAL, policy_text(version))


def test_a_state_that_is_held_up_expires(server: RepositoryServer, device: Device):
    server.freeze()
    _publish(server, "2")
    assert device.trouble() is None
    device.ahead = 2 * _DAY
    outcome = device.refresh()
    assert (outcome.trouble, device.version()) == (SyncTrouble.EXPIRED, "1")
    assert outcome.fresh_until is not None
    assert outcome.fresh_until < device.clock()


@pytest.mark.parametrize("kind", ["snapshot", "targets", "root"])
def test_whatever_has_expired_is_named(server: RepositoryServer, device: Device, kind: str):
    repository = server.repository
    online = _DAY if kind == "snapshot" else 800 * _DAY
    repository.lifetimes = Lifetimes(timestamp=800 * _DAY, online=online, offline=800 * _DAY)
    if kind == "targets":
        repository.rotate_root()  # a new root lasts longer; what else the offline keys have signed does not
    repository.release("targets")
    device.ahead = (300 if kind == "snapshot" else 400) * _DAY
    outcome = device.refresh()
    assert outcome.trouble is SyncTrouble.EXPIRED
    assert kind in outcome.detail
    assert device.version() == "1"


def test_a_clock_that_is_set_back_makes_nothing_fresh_again(server: RepositoryServer, device: Device):
    server.repository.now += 3 * _DAY
    _publish(server, "2")
    device.ahead = 3 * _DAY
    assert device.trouble() is None
    server.freeze()
    device.ahead = -300 * _DAY
    outcome = device.refresh()
    assert (outcome.trouble, outcome.is_clock_behind) == (None, True)
    device.ahead = 3 * _DAY
    outcome = device.refresh()
    assert (outcome.trouble, outcome.is_clock_behind) == (None, False)


def test_expiry_is_judged_by_the_newest_time_that_was_verified(server: RepositoryServer, device: Device):
    server.freeze()
    server.repository.now += 3 * _DAY
    server.repository.renew()
    old, server.frozen = server.frozen, None
    device.ahead = 3 * _DAY
    assert device.trouble() is None
    verified_at = device.policy_set().verified_at
    # Somebody removes all that was trusted but the time, sets the clock back, and offers what had expired by then.
    for file in (sync_folder(device.state) / "tuf").glob("*.json"):
        file.unlink()
    current_link(device.state).unlink()
    server.frozen, device.ahead = old, timedelta(0)
    assert device.trouble() is SyncTrouble.EXPIRED
    server.frozen = None
    assert device.trouble() is None
    assert device.policy_set().verified_at >= verified_at - timedelta(minutes=1)


def test_a_far_time_of_a_stolen_online_key_is_not_believed(server: RepositoryServer, device: Device):
    server.repository.now += 10_000 * _DAY
    server.repository.renew()
    assert not device.refresh().is_clock_behind
    server.repository.now -= 10_000 * _DAY
    _publish(server, "2")
    assert device.trouble() is None
    assert device.version() == "2"


def test_a_near_time_of_a_stolen_online_key_is_forgotten_when_the_key_is_replaced(
    server: RepositoryServer, device: Device
):
    repository = server.repository
    repository.now += 300 * _DAY
    repository.renew()
    assert device.trouble() is None
    repository.now -= 300 * _DAY
    repository.renew()
    assert device.trouble() is SyncTrouble.EXPIRED
    repository.rotate_online()
    _publish(server, "2")
    outcome = device.refresh()
    assert (outcome.trouble, outcome.is_clock_behind, device.version()) == (None, False, "2")
    assert device.policy_set().verified_at < device.clock()
    assert device.trouble() is None


def test_a_clock_ahead_expires_and_recovers(server: RepositoryServer, device: Device):
    _publish(server, "2")
    device.ahead = 4000 * _DAY
    assert device.trouble() is SyncTrouble.EXPIRED
    assert device.version() == "1"
    device.ahead = timedelta(0)
    assert device.trouble() is None
    assert device.version() == "2"


def test_keys_may_change_twice_while_the_device_is_off(server: RepositoryServer, device: Device):
    repository = server.repository
    repository.rotate_root(0)
    repository.rotate_online()
    repository.rotate_root(1)
    repository.rotate_online()
    _publish(server, "2")
    outcome = device.refresh()
    assert (outcome.trouble, outcome.versions["root"], device.version()) == (None, 5, "2")
    assert {file.name for file in metadata_folder(current_link(device.state)).glob("*.root.json")} == {
        f"{version}.root.json" for version in range(1, 6)
    }
