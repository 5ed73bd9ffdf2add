"""Root and delegations have the one form that this repository may have."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from securesystemslib.signer import Key, SSlibKey
from tuf.api.metadata import DelegatedRole, Role, Root, TargetFile, Targets

from server.repository.delegations import (
    check_devices,
    check_root,
    check_signed_paths,
    check_targets,
    online_key_ids,
)
from server.repository.errors import PublicationRefusedError
from tests.server.repository.organization import Organization, person


def test_what_was_created_is_as_it_may_be(organization: Organization):
    state = organization.folder.state()
    check_root(state.root.signed)
    check_targets(state.targets.signed, state.root.signed)
    assert check_devices(state.role("devices").signed, state.root.signed).number_of_bins == 4
    assert online_key_ids(state.root.signed) == {organization.online_key.public_key.keyid}


def _swap(keys: dict[str, Key], key_id: str) -> None:
    """Another key, under the id and with the owner of one that people know."""
    other = person("mallory").public_key
    keys[key_id] = SSlibKey(key_id, other.keytype, other.scheme, other.keyval, keys[key_id].unrecognized_fields)


def _rename(keys: dict[str, Key], key_id: str) -> None:
    """A key under the id of another."""
    keys[key_id] = person("mallory").public_key


def _respell(root: Root) -> None:
    """Two of three root keys are one person's, whose name is spelled in two ways; all three have to sign."""
    root.roles["root"].threshold = 3
    root.keys[root.roles["root"].keyids[1]].unrecognized_fields["x-cordon-owner"] = " ADA"


def _rsa(role: Role, keys: dict[str, Key]) -> None:
    key = SSlibKey.from_crypto(generate_private_key(65537, 2048).public_key())
    role.keyids.append(key.keyid)
    keys[key.keyid] = key


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda root: setattr(root, "consistent_snapshot", False), "consistent snapshots"),
        (lambda root: setattr(root.roles["timestamp"], "threshold", 2), "one of which signs"),
        (lambda root: root.roles["snapshot"].keyids.append(root.roles["root"].keyids[0]), "same online keys"),
        (lambda root: setattr(root.roles["root"], "threshold", 4), "fewer hold its keys"),
        (lambda root: root.roles["targets"].keyids.append("0" * 64), "Keys are missing"),
        (lambda root: _rsa(root.roles["root"], root.keys), "of another kind"),
        (lambda root: _swap(root.keys, root.roles["root"].keyids[2]), "not the one that has this id"),
        (lambda root: _swap(root.keys, root.roles["timestamp"].keyids[0]), "not the one that has this id"),
        (lambda root: _rename(root.keys, root.roles["root"].keyids[0]), "not the one that has this id"),
        (_respell, "fewer hold its keys"),
    ],
)
def test_another_root_is_refused(organization: Organization, change: Callable[[Any], object], says: str):
    root = copy.deepcopy(organization.folder.state().root.signed)
    change(root)
    with pytest.raises(PublicationRefusedError, match=says):
        check_root(root)


def _role(name: str, paths: list[str], *, terminating: bool = True) -> Callable[[Targets], None]:
    def change(targets: Targets) -> None:
        assert targets.delegations is not None
        assert targets.delegations.roles is not None
        keys = targets.delegations.roles["devices"].keyids
        targets.delegations.roles[name] = DelegatedRole(name, keys, 1, terminating=terminating, paths=paths)

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_role("team-berlin", ["teams/*/*"]), "other files than it may be"),
        (_role("team-berlin", ["teams/paris/*"]), "other files than it may be"),
        (_role("team-berlin", ["teams/berlin/*", "policy/*"]), "other files than it may be"),
        (_role("team-berlin", ["teams/berlin/*"], terminating=False), "other files than it may be"),
        (_role("catalogue", ["catalogue/*"]), "no such role"),
        (_role("team-Berlin", ["teams/Berlin/*"]), "no such role"),
        (lambda targets: targets.delegations.roles.pop("devices"), "role of devices"),
        (lambda targets: setattr(targets, "delegations", None), "role of devices"),
        (
            lambda targets: _swap(targets.delegations.keys, targets.delegations.roles["devices"].keyids[1]),
            "not the one that has this id",
        ),
    ],
)
def test_other_delegations_are_refused(organization: Organization, change: Callable[[Any], object], says: str):
    state = organization.folder.state()
    targets = copy.deepcopy(state.targets.signed)
    change(targets)
    with pytest.raises(PublicationRefusedError, match=says):
        check_targets(targets, state.root.signed)


def _succinct(name: str, value: object) -> Callable[[Any], None]:
    return lambda devices: setattr(devices.delegations.succinct_roles, name, value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_succinct("name_prefix", "team-x"), "signs nothing itself"),
        (_succinct("threshold", 2), "sign the timestamp"),
        (_succinct("bit_length", 15), "Between 1 and 14"),
        (lambda devices: devices.targets.update(x=TargetFile.from_data("x", b"", ["sha256"])), "signs nothing itself"),
        (lambda devices: setattr(devices, "delegations", None), "signs nothing itself"),
        (
            lambda devices: _swap(devices.delegations.keys, devices.delegations.succinct_roles.keyids[0]),
            "not the one that has this id",
        ),
    ],
)
def test_other_bins_are_refused(organization: Organization, change: Callable[[Any], object], says: str):
    state = organization.folder.state()
    devices = copy.deepcopy(state.role("devices").signed)
    change(devices)
    with pytest.raises(PublicationRefusedError, match=says):
        check_devices(devices, state.root.signed)


def test_bins_are_not_signed_by_people(organization: Organization):
    state = organization.folder.state()
    devices = copy.deepcopy(state.role("devices").signed)
    assert devices.delegations is not None
    assert devices.delegations.succinct_roles is not None
    devices.delegations.succinct_roles.keyids = [organization.ada.public_key.keyid]
    devices.delegations.keys = {organization.ada.public_key.keyid: organization.ada.public_key}
    with pytest.raises(PublicationRefusedError, match="sign the timestamp"):
        check_devices(devices, state.root.signed)


def test_files_are_named_by_one_hash():
    signed = Targets()
    signed.targets["policy/policy.json"] = TargetFile.from_data("policy/policy.json", b"", ["sha512"])
    with pytest.raises(PublicationRefusedError, match="by their SHA-256"):
        check_signed_paths("targets", signed)


def test_a_team_hands_on_to_nobody(organization: Organization):
    signed = Targets(delegations=organization.folder.state().targets.signed.delegations)
    with pytest.raises(PublicationRefusedError, match="hands on to nobody"):
        check_signed_paths("team-berlin", signed)
