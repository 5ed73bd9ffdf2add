"""Administrators' keys: shown once, revoked for good."""

from __future__ import annotations

from server.storage import keys
from server.storage.roles import COMMAND_LINE, Role
from tests.server.console.browser import Browser, signed_in
from tests.server.world import World


def test_a_new_key_is_shown_once_and_signs_in(world: World):
    browser = signed_in(world, Role.OPERATOR)
    page = browser.send(
        browser.open("/console/keys"), "/console/keys", name="jane-2", owner="jane.doe", role="approver"
    )
    secret = page.root.all("code")[0].text
    assert secret.startswith(keys.KEY_PREFIX)
    assert secret not in browser.open("/console/keys").html
    jane = Browser(world=world)
    assert "jane.doe" in jane.sign_in(secret).text
    assert jane.open("/console/keys").status == 403


def test_a_name_is_used_once(world: World):
    browser = signed_in(world, Role.OPERATOR)
    page = browser.open("/console/keys")
    assert browser.send(page, "/console/keys", name="operator-key", owner="x").status == 409
    assert browser.send(page, "/console/keys", name="x", owner="x", role="king").status == 422


def test_a_revoked_key_is_good_for_nothing(world: World):
    with world.database.writing() as session:
        row, secret = keys.create_key(session, world.now, COMMAND_LINE, name="old", owner="old", role=Role.AUDITOR)
    theirs = Browser(world=world)
    theirs.sign_in(secret)
    browser = signed_in(world, Role.OPERATOR)
    page = browser.send(browser.open("/console/keys"), f"/console/keys/{row.id}/revoke")
    assert "The key is revoked" in page.text
    assert theirs.open("/console/").address != "/console/"


def test_ones_own_key_has_no_button_to_revoke_it(world: World):
    page = signed_in(world, Role.OPERATOR).open("/console/keys")
    assert not [form for form in page.root.all("form") if form.attributes["action"].endswith("/revoke")]


def test_only_operators_make_them(world: World):
    browser = signed_in(world, Role.AUDITOR)
    page = browser.open("/console/keys")
    assert not page.has_form("/console/keys")
    token = page.root.all("input", name="form_token")[0].attributes["value"]
    values = {"form_token": token, "name": "mine", "owner": "me", "role": "operator"}
    assert browser.post("/console/keys", values).status == 403
