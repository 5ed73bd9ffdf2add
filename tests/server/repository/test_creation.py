"""A repository is founded once, by people who have said who signs what."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from server.repository.creation import RepositoryPlan, create_repository, first_publication
from server.repository.errors import PublicationRefusedError, RepositoryError
from tests.fakes.repository_files import FailingFiles, StoppedError
from tests.server.repository.organization import Organization, public


def test_root_names_two_of_three_and_targets_two_persons(organization: Organization):
    root = organization.folder.state().root.signed
    assert {name: (role.threshold, len(role.keyids)) for name, role in root.roles.items()} == {
        "root": (2, 3),
        "targets": (2, 2),
        "snapshot": (1, 1),
        "timestamp": (1, 1),
    }
    assert root.consistent_snapshot
    assert root.unrecognized_fields["x-cordon-online-days"] == {"timestamp": 1, "snapshot": 7, "devices": 7}


def test_a_folder_is_founded_once(organization: Organization):
    with pytest.raises(RepositoryError, match="a repository in this folder already"):
        organization.create()


def test_lifetimes_are_the_plans(tmp_path: Path):
    organization = Organization(path=tmp_path / "repository")
    plan = dataclasses.replace(organization.plan, offline_days=30, online_days={"timestamp": 3})
    create_repository(
        organization.folder,
        plan,
        [organization.ada, organization.bo],
        organization.online_key,
        lambda: organization.now,
    )
    days = {role: (each - organization.now).days for role, each in organization.folder.expiries().items()}
    assert days == {"root": 30, "targets": 30, "devices": 30, "devices-*": 7, "snapshot": 7, "timestamp": 3}


def test_signatures_are_collected_before_it_is_there(tmp_path: Path):
    organization = Organization(path=tmp_path / "repository")
    draft = first_publication(organization.plan, [organization.ada], organization.now)
    with pytest.raises(PublicationRefusedError, match="root: 1 of 2 persons"):
        organization.publish(draft)
    draft = organization.approved(draft, organization.bo)
    organization.publish(draft)
    assert organization.folder.state().version_of("root") == 1


def test_a_foundation_that_was_cut_off_is_finished(tmp_path: Path):
    for step in range(40):
        organization = Organization(path=tmp_path / str(step))
        draft = first_publication(organization.plan, [organization.ada, organization.bo], organization.now).to_bytes()
        try:
            organization.online(files=FailingFiles(step)).publish(draft)
        except StoppedError:
            assert organization.folder.is_empty()
            organization.online().publish(draft)
            assert organization.folder.state().version_of("root") == 1
        else:
            break
    assert 5 < step < 39


def test_a_stranger_founds_nothing(tmp_path: Path):
    organization = Organization(path=tmp_path / "repository")
    with pytest.raises(RepositoryError, match="none of those of root and targets"):
        first_publication(organization.plan, [organization.di], organization.now)
    with pytest.raises(RepositoryError, match="none of those of root and targets"):
        first_publication(organization.plan, [], organization.now)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda plan: dataclasses.replace(plan, root_threshold=4), "fewer hold its keys"),
        (lambda plan: dataclasses.replace(plan, targets_threshold=3), "fewer hold its keys"),
        (lambda plan: dataclasses.replace(plan, bin_bits=15), "Between 1 and 14 bits"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    tmp_path: Path, change: Callable[[RepositoryPlan], RepositoryPlan], says: str
):
    organization = Organization(path=tmp_path / "repository")
    plan = change(organization.plan)
    with pytest.raises(PublicationRefusedError, match=says):
        create_repository(
            organization.folder, plan, [organization.ada, organization.bo], organization.online_key,
            lambda: organization.now,
        )  # fmt: skip
    assert organization.folder.is_empty()


def test_the_online_key_is_nobody_elses(tmp_path: Path):
    organization = Organization(path=tmp_path / "repository")
    plan = dataclasses.replace(organization.plan, root_keys=public(organization.ada, organization.online_key))
    with pytest.raises(PublicationRefusedError, match="may not stand in for a person"):
        create_repository(
            organization.folder, plan, [organization.ada, organization.online_key, organization.bo],
            organization.online_key, lambda: organization.now,
        )  # fmt: skip
