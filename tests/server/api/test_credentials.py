"""Tokens and keys over HTTP: secrets are shown once."""

from __future__ import annotations

from server.storage.roles import Role
from tests.server.world import DeviceClient, World

OPERATOR = Role.OPERATOR


def test_a_token_that_was_made_enrols_a_device(world: World):
    made = world.admin(OPERATOR, "POST", "/v1/admin/tokens", {"name": "rollout"})
    assert made.status == 201
    assert made.json["root_sha256"] == world.organization.folder.root_fingerprint()
    assert DeviceClient(world=world).enrol(made.json["secret"]).status == 201
    (listed,) = world.admin(OPERATOR, "GET", "/v1/admin/tokens").json["items"]
    assert "secret" not in listed
    assert listed["uses_left"] == 0


def test_a_revoked_token_enrols_nobody(world: World):
    made = world.admin(OPERATOR, "POST", "/v1/admin/tokens", {"name": "rollout"}).json
    assert world.admin(OPERATOR, "DELETE", f"/v1/admin/tokens/{made['id']}").json["revoked_at"]
    assert DeviceClient(world=world).enrol(made["secret"]).status == 403
    assert world.admin(OPERATOR, "DELETE", f"/v1/admin/tokens/{'0' * 16}").status == 404


def test_wishes_beyond_the_limits_are_refused(world: World):
    for wish in ({"name": "x", "uses": 0}, {"name": "x", "expires_in_s": 1}, {"name": ""}, {}, {"name": "x", "a": 1}):
        assert world.admin(OPERATOR, "POST", "/v1/admin/tokens", wish).status == 422
    assert world.admin(OPERATOR, "POST", "/v1/admin/tokens", {"name": "x", "team": "nowhere"}).status == 404


def test_a_key_that_was_made_is_good_until_it_is_revoked(world: World):
    wish = {"name": "jane-key", "owner": "jane", "role": "auditor"}
    made = world.admin(OPERATOR, "POST", "/v1/admin/keys", wish)
    assert made.status == 201
    bearer = f"Bearer {made.json['secret']}"
    assert world.anybody("GET", "/v1/admin/audit", Authorization=bearer).status == 200
    assert world.admin(OPERATOR, "POST", "/v1/admin/keys", wish).status == 409
    assert world.admin(OPERATOR, "DELETE", f"/v1/admin/keys/{made.json['id']}").status == 200
    assert world.anybody("GET", "/v1/admin/audit", Authorization=bearer).status == 401
    listed = world.admin(OPERATOR, "GET", "/v1/admin/keys").json["items"]
    assert all("secret" not in item for item in listed)
