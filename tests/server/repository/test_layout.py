"""Which file is where, and which role may sign what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.repository.layout import (
    delegated_paths,
    is_bin_of,
    is_offline_role,
    is_target_path,
    may_sign,
    metadata_file,
    target_file,
    team_delegation,
)
from tests.server.repository.organization import Organization, person

USER = "0" * 64


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("targets", "policy/policy.json"),
        ("targets", "policy/terms.txt"),
        ("targets", f"users/{USER}/policy.json"),
        ("targets", "catalogue/catalogue.json"),
        ("targets", "models/small/model.onnx"),
        ("team-berlin", "teams/berlin/policy.json"),
    ],
)
def test_a_role_signs_its_own(role: str, path: str):
    assert may_sign(role, path)


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("targets", "teams/berlin/policy.json"),
        ("targets", "devices/x.json"),
        ("targets", "users/jane/policy.json"),
        ("targets", "policy/deep/policy.json"),
        ("team-berlin", "teams/berlin2/policy.json"),
        ("team-berlin", "teams/berlin/deep/x"),
        ("team-berlin", "policy/policy.json"),
        ("team-Berlin", "teams/Berlin/policy.json"),
        ("devices", "devices/x.json"),
        ("root", "policy/policy.json"),
        ("timestamp", "policy/policy.json"),
    ],
)
def test_a_role_signs_nothing_else(role: str, path: str):
    assert not may_sign(role, path)


@given(st.text(max_size=40))
def test_a_path_never_leads_out(path: str):
    if is_target_path(path):
        parts = path.split("/")
        assert not path.startswith("/")
        assert not {"", ".", ".."} & set(parts)
        assert path.isascii()


@pytest.mark.parametrize("path", ["../x/y", "a/../b", "/a/b", "a//b", "a/b\n", "a", "a/b/c/d", "a/.b", "a\\b/c"])
def test_other_paths_are_none(path: str):
    assert not is_target_path(path)


def test_files_are_named_by_version_and_content():
    assert metadata_file("targets", 3) == "3.targets.json"
    assert metadata_file("timestamp", 3) == "timestamp.json"
    assert target_file("teams/berlin/policy.json", "ab") == "teams/berlin/ab.policy.json"


def test_people_sign_some_roles(organization: Organization):
    assert [is_offline_role(role) for role in ("root", "targets", "devices", "team-x")] == [True] * 4
    assert not [role for role in ("snapshot", "timestamp", "devices-0", "team-", "x") if is_offline_role(role)]
    delegations = organization.folder.state().role("devices").signed.delegations
    assert delegations is not None
    assert delegations.succinct_roles is not None
    assert is_bin_of("devices-3", delegations.succinct_roles)
    assert not is_bin_of("devices-4", delegations.succinct_roles)


def test_delegations_are_for_one_folder():
    key = person("di").public_key
    assert team_delegation("berlin", [key], 1).paths == delegated_paths("team-berlin") == ["teams/berlin/*"]
    assert delegated_paths("devices") == ["devices/*"]
    for role in ("targets", "team-", "x"):
        with pytest.raises(ValueError, match="no delegated role"):
            delegated_paths(role)
