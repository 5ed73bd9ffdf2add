"""What the agent reads of a set: whole, for one account, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.core.verdicts import Action, Layer
from agent.fleet.assignment import AssignedUser, Assignment, Grant, OfflineExceptions
from agent.sync.manifest import current_link
from agent.sync.stored import (
    PolicySetError,
    SetTrouble,
    assigned_layers,
    has_policy_set,
    load_policy_set,
)
from tests.fakes.repository_server import RepositoryServer
from tests.fakes.signed_repository import policy_text
from tests.sync.device import DEVICE_ID, Device

_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def _grant(exception_id: str, **more: object) -> Grant:
    values = {
        "exception_id": exception_id,
        "rule_ids": ("global-cards",),
        "down_to": Action.AUDIT,
        "granted_at": _NOW,
        "expires_at": _NOW + timedelta(days=1),
        "approved_by": "key-1",
    }
    return Grant.model_validate({**values, **more})


def test_nothing_was_ever_stored(tmp_path: Path):
    assert not has_policy_set(tmp_path)
    with pytest.raises(PolicySetError) as caught:
        load_policy_set(tmp_path, "ana")
    assert caught.value.trouble is SetTrouble.MISSING


def test_a_set_is_read_for_an_account(device: Device):
    found = device.policy_set()
    assert has_policy_set(device.state)
    assert (found.generation, found.device_id, found.team, found.is_retired) == (1, DEVICE_ID, "", False)
    assert [layer.layer for layer in found.layers] == [Layer.GLOBAL]
    assert found.layers[0].policy.is_file()
    assert (found.catalogue, found.model, found.exceptions, found.groups) == (None, None, (), frozenset())
    assert found.versions["root"] == 1


def test_exceptions_are_those_of_this_device_and_its_layers(server: RepositoryServer, device: Device):
    offline = OfflineExceptions(
        grants=(_grant("mine", device_ids=(DEVICE_ID,)), _grant("other", device_ids=("f" * 32,)))
    )
    team = OfflineExceptions(grants=(_grant("team", accounts=("ana",)),))
    server.repository.publish(Layer.GLOBAL, policy_text(), exceptions=offline)
    server.repository.publish(Layer.TEAM, policy_text(layer=Layer.TEAM), name="sales", exceptions=team)
    server.repository.assign(
        Assignment(device_id=DEVICE_ID, team="sales", grants=(_grant("online"),), is_retired=True, issued_at=_NOW)
    )
    assert device.trouble() is None
    found = device.policy_set("ana")
    assert found.is_retired
    by_id = {each.exception_id: each for each in found.exceptions}
    assert set(by_id) == {"online", "mine", "team"}
    assert (by_id["online"].layer, by_id["online"].is_online) == (Layer.GLOBAL, True)
    assert by_id["online"].devices == {DEVICE_ID}
    assert (by_id["mine"].layer, by_id["mine"].is_online) == (Layer.GLOBAL, False)
    assert (by_id["team"].layer, by_id["team"].users) == (Layer.TEAM, frozenset({"ana"}))


def _files(device: Device) -> list[Path]:
    folder = current_link(device.state).resolve()
    return [file for file in folder.rglob("*") if file.is_file()]


def test_any_file_that_changed_damages_the_set(device: Device):
    for file in _files(device):
        content = file.read_bytes()
        file.write_bytes(b"x" + content)
        with pytest.raises(PolicySetError) as caught:
            device.policy_set()
        assert caught.value.trouble is SetTrouble.DAMAGED
        file.write_bytes(content[:-1])
        with pytest.raises(PolicySetError):
            device.policy_set()
        file.write_bytes(content)
    assert device.policy_set().generation == 1


def test_any_file_that_is_gone_damages_the_set(device: Device):
    for file in _files(device):
        content = file.read_bytes()
        file.unlink()
        with pytest.raises(PolicySetError):
            device.policy_set()
        file.write_bytes(content)
    assert device.policy_set().generation == 1


def test_a_link_in_a_files_place_is_not_followed(device: Device, tmp_path: Path):
    file = device.policy_set().layers[0].policy
    (tmp_path / "copy").write_bytes(file.read_bytes())
    file.unlink()
    file.symlink_to(tmp_path / "copy")
    with pytest.raises(PolicySetError):
        device.policy_set()


def test_layers_of_an_account_go_from_everybody_to_one():
    users = (AssignedUser(account="ana", user="ana@example.org", team="legal"), AssignedUser(account="bo", user="bo"))
    assignment = Assignment(device_id=DEVICE_ID, team="sales", users=users, issued_at=_NOW)

    def names(account: str) -> list[tuple[Layer, str]]:
        return [(layer, name) for layer, name, _ in assigned_layers(assignment, account)]

    assert names("ana") == [(Layer.GLOBAL, ""), (Layer.TEAM, "legal"), (Layer.USER, "ana@example.org")]
    assert names("bo") == [(Layer.GLOBAL, ""), (Layer.TEAM, "sales"), (Layer.USER, "bo")]
    assert names("guest") == [(Layer.GLOBAL, ""), (Layer.TEAM, "sales")]
    assert [layer for layer, _, _ in assigned_layers(None, "ana")] == [Layer.GLOBAL]


def test_nothing_of_persons_is_in_a_repr(server: RepositoryServer, device: Device):
    users = (AssignedUser(account="ana", user="ana@example.org", groups=("Works Council",)),)
    server.repository.publish(Layer.USER, policy_text(layer=Layer.USER), name="ana@example.org")
    server.repository.assign(Assignment(device_id=DEVICE_ID, users=users, issued_at=_NOW))
    assert device.trouble() is None
    shown = repr(device.policy_set("ana"))
    assert "ana@example.org" not in shown
    assert "Works Council" not in shown
