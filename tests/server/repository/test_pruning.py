"""What nobody needs any more is named, and nothing else."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from agent.fleet.targets import device_path
from server.repository.pruning import superseded_files
from tests.server.repository.organization import Organization, assignment, device_id, policy_text

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def _age(*files: Path) -> None:
    for file in files:
        os.utime(file, (LONG_AGO.timestamp() - 5,) * 2)


def _found(organization: Organization) -> list[Path]:
    return [*superseded_files(organization.folder.state(), LONG_AGO)]


def _history(organization: Organization) -> None:
    for version in "123":
        organization.publish_global(policy_text(version))
    for team in ("berlin", None):
        organization.online().assign({device_id(1): assignment(device_id(1), team)})


def test_what_was_superseded_just_now_stays(organization: Organization):
    _history(organization)
    assert _found(organization) == []


def test_what_was_superseded_long_ago_goes(organization: Organization):
    _history(organization)
    _age(*organization.path.rglob("*.json"))
    state = organization.folder.state()
    (role,) = [role for role in state.bins() if state.version_of(role) == 3]
    found = {file.name for file in _found(organization) if file.parent.name == "metadata"}
    assert found == {
        *("1.targets.json", "2.targets.json", "3.targets.json", f"1.{role}.json", f"2.{role}.json"),
        *(f"{version}.snapshot.json" for version in range(1, 6)),
    }
    for file in _found(organization):
        file.unlink()
    assert organization.folder.policies()["policy"].document.version == "3"
    assert organization.folder.target_bytes(device_path(device_id(1))) == assignment(device_id(1))
    assert len([*(organization.path / "targets" / "policy").iterdir()]) == 1


def test_what_was_current_until_just_now_stays_with_its_files(organization: Organization):
    _history(organization)
    _age(*organization.path.rglob("*.json"))
    (organization.path / "metadata" / "4.targets.json").touch()
    assert "3.targets.json" not in {file.name for file in _found(organization)}
    left = {*(organization.path / "targets" / "policy").iterdir()} - set(_found(organization))
    assert len(left) == 2


def test_a_removed_teams_metadata_stays(organization: Organization):
    """A team that comes back goes on counting, and devices do not like a role that vanishes."""
    organization.publish_global(policy_text())
    organization.add_team()
    _age(*organization.path.rglob("*.json"))
    assert "1.team-berlin.json" not in {file.name for file in _found(organization)}


def test_what_a_crash_left_goes(organization: Organization):
    drafts = [
        organization.path / "metadata" / "9.targets.json.draft",
        organization.path / "targets" / "policy" / "x.draft",
    ]
    organization.publish_global(policy_text())
    for draft in drafts:
        draft.touch()
    assert not set(drafts) & set(_found(organization))
    _age(*drafts)
    assert set(drafts) <= set(_found(organization))
