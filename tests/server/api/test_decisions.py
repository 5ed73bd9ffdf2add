"""Exceptions over HTTP: with real policies and their limits."""

from __future__ import annotations

import pytest

from server.storage.roles import Role
from tests.server.repository.organization import policy_text
from tests.server.world import World

LIMITS = b"exceptions:\n  - {rules: [no-cards], max_label: closed, down_to: audit, max_days: 7}\n"


@pytest.fixture
def limited(world: World) -> World:
    """With a policy that lets the server grant something."""
    world.organization.publish_global(policy_text().replace(b"tests:", LIMITS + b"tests:"))
    return world


def test_within_the_limits_it_is_granted(limited: World):
    client = limited.device()
    request_id, _ = client.ask_for_exception()
    granted = limited.admin(Role.APPROVER, "POST", f"/v1/admin/exceptions/{request_id}/approve")
    assert (granted.status, granted.json["state"], granted.json["account"]) == (200, "granted", "jdoe")
    (status,) = client.send("GET", "/v1/exceptions").json
    assert status["state"] == "granted"
    revoked = limited.admin(Role.APPROVER, "POST", f"/v1/admin/exceptions/{request_id}/revoke")
    assert revoked.json["state"] == "revoked"


def test_beyond_the_limits_it_needs_an_offline_approver(limited: World):
    request_id, _ = limited.device().ask_for_exception(days=8)
    answer = limited.admin(Role.APPROVER, "POST", f"/v1/admin/exceptions/{request_id}/approve")
    assert (answer.status, answer.json["code"]) == (409, "needs_offline_approver")
    listed = limited.admin(Role.AUDITOR, "GET", "/v1/admin/exceptions?state=needs_offline_approver").json
    assert [item["id"] for item in listed["items"]] == [request_id]
    fewer = limited.admin(Role.APPROVER, "POST", f"/v1/admin/exceptions/{request_id}/approve", {"days": 7})
    assert fewer.json["state"] == "granted"


def test_a_rule_that_no_policy_has_is_not_granted(limited: World):
    request_id, _ = limited.device().ask_for_exception(rule_ids=("other",))
    assert limited.admin(Role.APPROVER, "POST", f"/v1/admin/exceptions/{request_id}/approve").status == 422
    assert limited.admin(Role.APPROVER, "POST", f"/v1/admin/exceptions/{request_id}/refuse").status == 200
    assert limited.admin(Role.APPROVER, "POST", f"/v1/admin/exceptions/{request_id}/refuse").status == 409


def test_nobody_approves_their_own(limited: World):
    client = limited.device()
    limited.admin(Role.OPERATOR, "PUT", "/v1/admin/users/approver-person", {})
    target = f"/v1/admin/devices/{client.device_id}/accounts/jdoe"
    limited.admin(Role.OPERATOR, "PUT", target, {"user": "approver-person"})
    request_id, _ = client.ask_for_exception()
    answer = limited.admin(Role.APPROVER, "POST", f"/v1/admin/exceptions/{request_id}/approve")
    assert (answer.status, answer.json["code"]) == (403, "denied")


def test_what_is_not_there_is_not_found(limited: World):
    assert limited.admin(Role.APPROVER, "POST", f"/v1/admin/exceptions/{'0' * 32}/approve").status == 404
