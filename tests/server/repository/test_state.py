"""What is published at one moment: layers with their versions, files as they were signed, and when roles expire."""

from __future__ import annotations

import pytest

from agent.core.verdicts import Layer
from agent.fleet.targets import device_path
from server.repository.errors import RepositoryError
from tests.server.repository.organization import (
    Organization,
    assignment,
    device_id,
    later,
    policy_text,
)


def test_policies_are_read_with_their_layers(organization: Organization):
    organization.publish_global(policy_text("7"))
    organization.add_team()
    organization.publish_team()
    found = organization.folder.policies()
    assert {folder: (each.layer, each.name) for folder, each in found.items()} == {
        "policy": (Layer.GLOBAL, ""),
        "teams/berlin": (Layer.TEAM, "berlin"),
    }
    assert found["policy"].document.version == "7"
    assert found["policy"].role_version == 3  # the policy, and the team's keys
    assert found["teams/berlin"].role_version == 2


def test_targets_are_read_and_others_are_not_there(organization: Organization):
    organization.publish_global(policy_text())
    organization.online().assign({device_id(1): assignment(device_id(1))})
    folder = organization.folder
    assert folder.target_bytes("policy/policy.json") == policy_text()
    assert folder.target_bytes(device_path(device_id(1))) == assignment(device_id(1))
    for path in ("policy/other", "teams/berlin/policy.json", "../../etc/passwd", "", "devices/x.json", "x"):
        assert folder.target_bytes(path) is None


@pytest.mark.parametrize("content", [b"", b"{}", policy_text("2"), None], ids=["empty", "other", "as long", "gone"])
def test_a_target_that_is_not_the_signed_one_is_refused(organization: Organization, content: bytes | None):
    organization.publish_global(policy_text("1"))
    (file,) = (organization.path / "targets" / "policy").iterdir()
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(RepositoryError, match=r"policy/policy\.json"):
        organization.folder.target_bytes("policy/policy.json")


def test_expiries_are_told_by_role(organization: Organization):
    expiries = organization.folder.expiries()
    year = later(organization, days=365).now
    assert {role: expiries[role] for role in ("root", "targets", "devices")} == dict.fromkeys(
        ("root", "targets", "devices"), year
    )
    assert expiries["timestamp"] == later(organization, days=1).now
    assert expiries["devices-*"] == expiries["snapshot"] == later(organization, days=7).now


def test_teams_and_bins_are_told(organization: Organization):
    assert organization.folder.state().teams() == {}
    organization.add_team()
    state = organization.folder.state()
    assert state.teams() == {"berlin": "team-berlin"}
    assert [*state.bins()] == [f"devices-{number}" for number in range(4)]
    assert [state.version_of(role) for role in ("root", "targets", "team-berlin", "team-paris")] == [1, 2, 1, 0]
