"""What the online key puts together, as a device sees it; and that a crash at any step leaves a good repository."""

from __future__ import annotations

from agent.fleet.targets import device_path
from tests.server.repository.organization import (
    TEAM_POLICY,
    Device,
    Organization,
    assignment,
    device_id,
    policy_text,
)


def test_a_device_sees_what_two_persons_have_signed(organization: Organization, device: Device):
    assert device.read("policy/policy.json") is None
    receipt = organization.publish_global(policy_text("1"))
    assert device.read("policy/policy.json") == policy_text("1")
    assert receipt.versions == {"targets": 2}
    assert receipt.signers == ("ada", "bo")
    assert receipt.folders == ("policy",)
    organization.publish_global(policy_text("2", "block"))
    assert device.read("policy/policy.json") == policy_text("2", "block")


def test_a_team_signs_its_own_layer(organization: Organization, device: Device):
    organization.publish_global(policy_text())
    organization.add_team()
    organization.publish_team()
    assert device.read("teams/berlin/policy.json") == TEAM_POLICY.encode()


def test_assignments_are_read_as_they_were_given(organization: Organization, device: Device):
    documents = {device_id(number): assignment(device_id(number), "berlin") for number in range(20)}
    assert organization.online().assign(documents) == 4
    assert all(device.read(device_path(each)) == content for each, content in documents.items())
    assert device.read(device_path("0" * 32)) is None


def test_only_bins_that_change_are_written(organization: Organization, device: Device):
    documents = {device_id(number): assignment(device_id(number)) for number in range(20)}
    online = organization.online()
    online.assign(documents)
    before = organization.folder.state()
    assert online.assign(documents) == 0
    assert organization.folder.state().timestamp.signed.version == before.timestamp.signed.version
    assert online.assign({device_id(3): assignment(device_id(3), "berlin")}) == 1
    assert online.assign({device_id(3): None}) == 1
    assert online.assign({device_id(3): None}) == 0
    assert device.read(device_path(device_id(3))) is None
    assert device.read(device_path(device_id(4))) == documents[device_id(4)]
