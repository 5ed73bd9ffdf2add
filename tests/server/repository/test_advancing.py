"""A repository restored from an older state: devices refuse it, until its versions are above those that they know."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
from tuf.api.exceptions import BadVersionNumberError

from agent.fleet.targets import device_path
from server.repository.advancing import AHEAD_LIMIT, advance_repository
from server.repository.errors import RepositoryError, SigningKeyError
from server.repository.folder import RepositoryFolder
from tests.fakes.repository_files import FailingFiles, StoppedError
from tests.server.repository.organization import (
    Device,
    Organization,
    assignment,
    device_id,
    later,
    person,
    policy_text,
)


def put_back(organization: Organization, device: Device, tmp_path: Path, changes: int = 5) -> None:
    """Back up, let the device see several changes of an assignment, put the backup back."""
    organization.publish_global(policy_text())
    organization.online().assign({device_id(1): assignment(device_id(1), "berlin")})
    shutil.copytree(organization.path, tmp_path / "backup")
    for number in range(changes):
        organization.online().assign({device_id(1): assignment(device_id(1), f"team-{number}")})
    assert device.read(device_path(device_id(1))) == assignment(device_id(1), f"team-{changes - 1}")
    shutil.rmtree(organization.path)
    shutil.copytree(tmp_path / "backup", organization.path)


def test_a_device_refuses_the_older_state_and_takes_it_once_it_is_advanced(
    organization: Organization, device: Device, tmp_path: Path
):
    put_back(organization, device, tmp_path)
    with pytest.raises(BadVersionNumberError):
        device.updater()
    advance_repository(organization.folder, organization.online_key, lambda: organization.now, 100)
    assert device.read(device_path(device_id(1))) == assignment(device_id(1), "berlin")
    assert device.read("policy/policy.json") == policy_text()


def test_too_small_a_number_is_not_enough_and_a_second_time_helps(
    organization: Organization, device: Device, tmp_path: Path
):
    put_back(organization, device, tmp_path)
    advance_repository(organization.folder, organization.online_key, lambda: organization.now, 2)
    with pytest.raises(BadVersionNumberError):
        device.updater()
    advance_repository(organization.folder, organization.online_key, lambda: organization.now, 10)
    assert device.read(device_path(device_id(1))) == assignment(device_id(1), "berlin")


def test_what_has_expired_meanwhile_is_fresh_afterwards(organization: Organization, device: Device, tmp_path: Path):
    put_back(organization, device, tmp_path)
    after = later(organization, days=30)
    advance_repository(after.folder, after.online_key, lambda: after.now, 100)
    updated = dataclasses.replace(device, now=after.now)
    assert updated.read(device_path(device_id(1))) == assignment(device_id(1), "berlin")


@pytest.mark.parametrize("left", [0, 2, 4, 5])
def test_after_a_crash_it_is_run_again(organization: Organization, device: Device, tmp_path: Path, left: int):
    put_back(organization, device, tmp_path)
    with pytest.raises(StoppedError):
        advance_repository(
            organization.folder, organization.online_key, lambda: organization.now, 100, files=FailingFiles(left)
        )
    organization.folder.state()
    advance_repository(organization.folder, organization.online_key, lambda: organization.now, 100)
    assert device.read(device_path(device_id(1))) == assignment(device_id(1), "berlin")


@pytest.mark.parametrize("ahead_by", [0, -1, AHEAD_LIMIT + 1])
def test_a_number_out_of_bounds_changes_nothing(organization: Organization, ahead_by: int):
    before = organization.folder.state().timestamp.to_bytes()
    with pytest.raises(RepositoryError, match="raised"):
        advance_repository(organization.folder, organization.online_key, lambda: organization.now, ahead_by)
    assert organization.folder.state().timestamp.to_bytes() == before


def test_another_key_and_an_empty_folder_are_refused(organization: Organization, tmp_path: Path):
    before = organization.folder.state().timestamp.to_bytes()
    with pytest.raises(SigningKeyError):
        advance_repository(organization.folder, person("mallory"), lambda: organization.now, 10)
    assert organization.folder.state().timestamp.to_bytes() == before
    with pytest.raises(RepositoryError, match="no repository"):
        advance_repository(
            RepositoryFolder(tmp_path / "nothing"), organization.online_key, lambda: organization.now, 10
        )
