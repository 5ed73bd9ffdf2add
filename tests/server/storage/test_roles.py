"""Who may do what."""

from __future__ import annotations

import pytest

from server.storage.roles import COMMAND_LINE, PERMISSIONS, Actor, Permission, Role


def test_every_role_has_its_line():
    assert set(PERMISSIONS) == set(Role)


def test_every_permission_is_somebodys():
    assert set().union(*PERMISSIONS.values()) == set(Permission)


def test_an_auditor_changes_nothing():
    assert all(permission.value.startswith("read_") for permission in PERMISSIONS[Role.AUDITOR])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Permission.PUBLISH, Permission.DECIDE_EXCEPTIONS),
        (Permission.DECIDE_EXCEPTIONS, Permission.CHANGE_TOKENS),
        (Permission.DECIDE_EXCEPTIONS, Permission.CHANGE_KEYS),
        (Permission.PUBLISH, Permission.CHANGE_KEYS),
    ],
)
def test_no_role_has_both(one: Permission, other: Permission):
    assert [role for role in Role if {one, other} <= PERMISSIONS[role]] == []


def test_whoever_is_at_the_machine_may_everything():
    assert all(COMMAND_LINE.may(permission) for permission in Permission)
    assert not Actor(name="a", owner="a", role=Role.AUTHOR).may(Permission.READ_AUDIT)
