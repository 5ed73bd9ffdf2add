"""Names of roles and paths of files: one for each thing, and none that leads elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.verdicts import Layer
from agent.fleet.targets import (
    FILE_NAME,
    device_path,
    is_another_device_s,
    is_public,
    layer_folder,
    team_of,
    team_role,
    user_key,
)

_TEAMS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,59}", fullmatch=True)


@given(_TEAMS)
def test_a_role_is_its_teams_and_back(team: str):
    assert team_of(team_role(team)) == team


@pytest.mark.parametrize("team", ["", "Sales", "-x", "a/b", "..", "a" * 61, "sales\n", "é"])
def test_what_is_no_team_has_no_role(team: str):
    with pytest.raises(ValueError, match="no name of a team"):
        team_role(team)
    if team:
        with pytest.raises(ValueError, match="no name of a team"):
            layer_folder(Layer.TEAM, team)


@pytest.mark.parametrize("role", ["targets", "devices", "devices-3f", "team-", "team-A", "", "teams"])
def test_other_roles_are_no_teams(role: str):
    assert team_of(role) is None


def test_each_layer_has_its_folder():
    assert layer_folder(Layer.GLOBAL) == "policy"
    assert layer_folder(Layer.TEAM, "sales") == "teams/sales"
    assert layer_folder(Layer.USER, "ana") == f"users/{user_key('ana')}"
    for layer in (Layer.TEAM, Layer.USER):
        with pytest.raises(ValueError, match="somebody's"):
            layer_folder(layer)


@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_of_a_user_or_device_is_in_a_path(one: str, other: str):
    assert (user_key(one) == user_key(other)) is (one == other)
    assert (device_path(one) == device_path(other)) is (one == other)
    assert len(user_key(one)) == 64
    assert user_key(one) not in device_path(one)


def test_an_assignment_is_one_device_s():
    own = device_path("a" * 32)
    served = own.replace("/", f"/{'0' * 64}.")
    for path in (own, served, "policy/policy.json", "devicesx/y.json"):
        assert not is_another_device_s(path, "a" * 32)
    for path in (own, served, "devices/", "devices/x.json", f"{served}.json"):
        assert is_another_device_s(path, "b" * 32)


def test_public_is_what_tells_nothing():
    assert is_public("catalogue/catalogue.json")
    assert is_public("models/sensitive-text/model.onnx")
    for path in ("policy/policy.json", "teams/sales/policy.json", device_path("0"), "catalogue", "xmodels/a/b"):
        assert not is_public(path)


@pytest.mark.parametrize("name", ["policy.json", "terms-2026.txt", "A", "a" * 100])
def test_names_of_files_are_plain(name: str):
    assert FILE_NAME.fullmatch(name)


@pytest.mark.parametrize("name", ["", ".hidden", "..", "a/b", "a\\b", "a" * 101, "a\n", "-x", "é"])
def test_others_are_none(name: str):
    assert FILE_NAME.fullmatch(name) is None
