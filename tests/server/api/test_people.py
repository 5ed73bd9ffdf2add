"""Teams, users, groups and the import, over HTTP."""

from __future__ import annotations

from server.storage.roles import Role
from tests.server.world import Answer, World

OPERATOR = Role.OPERATOR


def put(world: World, target: str, body: object) -> Answer:
    """Put something."""
    return world.admin(OPERATOR, "PUT", f"/v1/admin/{target}", body)


def test_teams_come_and_go(world: World):
    assert put(world, "teams/berlin", None).status == 204
    world.device("berlin")
    assert world.admin(OPERATOR, "GET", "/v1/admin/teams").json == [{"name": "berlin", "devices": 1, "users": 0}]
    assert world.admin(OPERATOR, "DELETE", "/v1/admin/teams/berlin").status == 409
    assert put(world, "teams/paris", None).status == 204
    assert world.admin(OPERATOR, "DELETE", "/v1/admin/teams/paris").status == 204
    assert world.admin(OPERATOR, "DELETE", "/v1/admin/teams/paris").status == 404
    assert put(world, "teams/BERLIN", None).status == 422


def test_users_have_teams_and_groups(world: World):
    put(world, "teams/berlin", None)
    user = put(world, "users/jane.doe@example.org", {"team": "berlin", "groups": ["Sales"]})
    assert user.json == {"name": "jane.doe@example.org", "team": "berlin", "groups": ["Sales"]}
    assert put(world, "users/kim", {}).json == {"name": "kim", "team": None, "groups": []}
    listed = world.admin(OPERATOR, "GET", "/v1/admin/users?team=berlin").json
    assert [item["name"] for item in listed["items"]] == ["jane.doe@example.org"]
    assert world.admin(OPERATOR, "DELETE", "/v1/admin/users/kim").status == 204
    assert world.admin(OPERATOR, "DELETE", "/v1/admin/users/kim").status == 404


def test_groups_are_shaped_as_scim_has_them(world: World):
    put(world, "users/jane", {})
    group = {"displayName": "Works council", "members": [{"value": "jane", "display": "ignored"}]}
    answer = put(world, "groups/Works%20council", group)
    assert (answer.status, answer.json["members"]) == (200, [{"value": "jane"}])
    assert world.admin(OPERATOR, "GET", "/v1/admin/groups").json["items"] == [answer.json]
    assert put(world, "groups/Works%20council", {"members": [{"value": "nobody"}]}).status == 404
    assert world.admin(OPERATOR, "DELETE", "/v1/admin/groups/Works%20council").status == 204


def test_accounts_are_assigned_and_freed(world: World):
    put(world, "users/jane", {})
    target = f"devices/{world.device().device_id}/accounts/EXAMPLE%5Cjdoe"
    assert put(world, target, {"user": "jane"}).json == {"account": "EXAMPLE\\jdoe", "user": "jane"}
    assert world.admin(OPERATOR, "DELETE", f"/v1/admin/{target}").status == 204
    assert world.admin(OPERATOR, "DELETE", f"/v1/admin/{target}").status == 404


def test_a_file_is_imported_or_its_wrong_line_named(world: World):
    device_id = world.device().device_id
    header = "account,device,user\n"

    def send(text: str) -> Answer:
        return world.admin(OPERATOR, "POST", "/v1/admin/import", text.encode(), content_type="text/csv")

    assert send(f"{header}jdoe,{device_id},jane\n").json == {"lines": 1, "users": 1, "accounts": 1}
    refused = send(f"{header}jdoe,{device_id},jane\nx,{'0' * 32},kim\n")
    assert (refused.status, refused.json["code"]) == (422, "import_refused")
    assert refused.json["title"] == "Line 3 cannot be imported"
