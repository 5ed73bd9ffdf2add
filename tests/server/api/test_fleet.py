"""Devices as administrators see them, and what they change."""

from __future__ import annotations

from server.storage.roles import Role
from tests.server.world import World


def test_devices_are_listed_in_pages(world: World):
    ids = sorted(world.device().device_id for _ in range(3))
    first = world.admin(Role.AUDITOR, "GET", "/v1/admin/devices?limit=2").json
    assert [item["id"] for item in first["items"]] == ids[:2]
    last = world.admin(Role.AUDITOR, "GET", f"/v1/admin/devices?limit=2&after={first['next']}").json
    assert ([item["id"] for item in last["items"]], last["next"]) == (ids[2:], None)


def test_a_device_moves_to_another_team_and_out_of_service(world: World):
    world.add_team("berlin")
    device_id = world.device().device_id
    target = f"/v1/admin/devices/{device_id}"
    changed = world.admin(Role.OPERATOR, "PATCH", target, {"team": "berlin"})
    assert (changed.status, changed.json["team"], changed.json["is_published"]) == (200, "berlin", False)
    world.sign()
    assert world.admin(Role.OPERATOR, "PATCH", target, {"is_retired": True}).json["is_retired"]
    assert world.admin(Role.OPERATOR, "GET", target).json["team"] == "berlin"
    assert world.admin(Role.OPERATOR, "GET", "/v1/admin/summary").json["retired"] == 1


def test_what_is_not_there_or_not_right_is_refused(world: World):
    device_id = world.device().device_id
    assert world.admin(Role.OPERATOR, "PATCH", f"/v1/admin/devices/{device_id}", {"team": "nowhere"}).status == 404
    assert world.admin(Role.OPERATOR, "PATCH", f"/v1/admin/devices/{device_id}", {"owner": "x"}).status == 422
    assert world.admin(Role.OPERATOR, "GET", f"/v1/admin/devices/{'0' * 32}").status == 404
    assert world.admin(Role.OPERATOR, "GET", "/v1/admin/devices?limit=0").status == 422
    assert world.admin(Role.OPERATOR, "GET", "/v1/admin/devices?salary=1").status == 422


def test_who_works_there_is_shown_to_keys_that_may_read_people(world: World):
    device_id = world.device().device_id
    world.admin(Role.OPERATOR, "PUT", "/v1/admin/users/jane", {})
    world.admin(Role.OPERATOR, "PUT", f"/v1/admin/devices/{device_id}/accounts/jdoe", {"user": "jane"})
    target = f"/v1/admin/devices/{device_id}"
    assert world.admin(Role.OPERATOR, "GET", target).json["accounts"] == [{"account": "jdoe", "user": "jane"}]
    assert world.admin(Role.AUTHOR, "GET", target).json["accounts"] is None
