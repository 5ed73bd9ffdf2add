"""Each role at each endpoint: allowed is what the table says, and nothing else."""

from __future__ import annotations

import pytest

from server.storage import keys
from server.storage.roles import COMMAND_LINE, PERMISSIONS, Permission, Role
from tests.server.world import World

DEVICE, KEY = "a" * 32, "b" * 16
ENDPOINTS = {
    ("GET", "/v1/admin/devices"): Permission.READ_FLEET,
    ("GET", f"/v1/admin/devices/{DEVICE}"): Permission.READ_FLEET,
    ("PATCH", f"/v1/admin/devices/{DEVICE}"): Permission.CHANGE_DEVICES,
    ("GET", "/v1/admin/summary"): Permission.READ_FLEET,
    ("GET", "/v1/admin/counts?since=2027-01-01&until=2027-02-01"): Permission.READ_COUNTS,
    ("GET", "/v1/admin/teams"): Permission.READ_FLEET,
    ("PUT", "/v1/admin/teams/berlin"): Permission.CHANGE_TEAMS,
    ("DELETE", "/v1/admin/teams/berlin"): Permission.CHANGE_TEAMS,
    ("GET", "/v1/admin/users"): Permission.READ_PEOPLE,
    ("PUT", "/v1/admin/users/jane"): Permission.CHANGE_PEOPLE,
    ("DELETE", "/v1/admin/users/jane"): Permission.CHANGE_PEOPLE,
    ("PUT", f"/v1/admin/devices/{DEVICE}/accounts/jdoe"): Permission.CHANGE_PEOPLE,
    ("DELETE", f"/v1/admin/devices/{DEVICE}/accounts/jdoe"): Permission.CHANGE_PEOPLE,
    ("GET", "/v1/admin/groups"): Permission.READ_PEOPLE,
    ("PUT", "/v1/admin/groups/Sales"): Permission.CHANGE_PEOPLE,
    ("DELETE", "/v1/admin/groups/Sales"): Permission.CHANGE_PEOPLE,
    ("POST", "/v1/admin/import"): Permission.CHANGE_PEOPLE,
    ("GET", "/v1/admin/tokens"): Permission.READ_TOKENS,
    ("POST", "/v1/admin/tokens"): Permission.CHANGE_TOKENS,
    ("DELETE", f"/v1/admin/tokens/{KEY}"): Permission.CHANGE_TOKENS,
    ("GET", "/v1/admin/keys"): Permission.READ_KEYS,
    ("POST", "/v1/admin/keys"): Permission.CHANGE_KEYS,
    ("DELETE", f"/v1/admin/keys/{KEY}"): Permission.CHANGE_KEYS,
    ("GET", "/v1/admin/exceptions"): Permission.READ_EXCEPTIONS,
    ("POST", f"/v1/admin/exceptions/{DEVICE}/approve"): Permission.DECIDE_EXCEPTIONS,
    ("POST", f"/v1/admin/exceptions/{DEVICE}/refuse"): Permission.DECIDE_EXCEPTIONS,
    ("POST", f"/v1/admin/exceptions/{DEVICE}/revoke"): Permission.DECIDE_EXCEPTIONS,
    ("GET", "/v1/publications"): Permission.READ_PUBLICATIONS,
    ("GET", f"/v1/publications/{DEVICE}"): Permission.READ_PUBLICATIONS,
    ("POST", "/v1/publications"): Permission.PUBLISH,
    ("GET", "/v1/admin/audit"): Permission.READ_AUDIT,
    ("GET", "/v1/admin/audit/export"): Permission.READ_AUDIT,
    ("GET", "/v1/admin/audit/check"): Permission.READ_AUDIT,
    ("GET", "/metrics"): Permission.READ_METRICS,
}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_the_table_says(world: World, role: Role):
    wrong = {}
    for (method, target), permission in ENDPOINTS.items():
        status = world.admin(role, method, target, {} if method in {"PUT", "POST", "PATCH"} else None).status
        if (status == 403) is (permission in PERMISSIONS[role]) or status >= 500:
            wrong[method, target] = status
    assert wrong == {}


def test_every_endpoint_of_administrators_is_in_this_table(world: World):
    paths = world.app.openapi()["paths"]
    guarded = {
        (method.upper(), path)
        for path, item in paths.items()
        for method, operation in item.items()
        if {"AdministratorKey": []} in operation.get("security", [])
    }
    assert len(guarded) == len(ENDPOINTS)


def test_without_a_key_nothing_is_served(world: World):
    for method, target in ENDPOINTS:
        answer = world.anybody(method, target, b"{}" if method in {"PUT", "POST", "PATCH"} else None)
        assert (answer.status, answer.json["code"]) == (401, "unauthorized")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_revoked_key_is_refused_at_once(world: World):
    assert world.admin(Role.AUDITOR, "GET", "/v1/admin/summary").status == 200
    with world.database.writing() as session:
        (key,) = keys.find_keys(session)
        keys.revoke_key(session, world.now, COMMAND_LINE, key.id)
    assert world.admin(Role.AUDITOR, "GET", "/v1/admin/summary").status == 401
