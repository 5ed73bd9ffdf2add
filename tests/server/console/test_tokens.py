"""Enrolment tokens: the file of a new one enrols a device, and is handed out once."""

from __future__ import annotations

import pytest

from agent.fleet.enrolment import EnrolmentToken
from agent.fleet.message import parse_message
from server.console.tokens import PAGE_SIZE
from server.storage import tokens
from server.storage.roles import COMMAND_LINE, Role
from tests.server.console.browser import signed_in
from tests.server.world import DeviceClient, World


def test_the_file_of_a_new_token_enrols_a_device(world: World):
    world.add_team("berlin")
    browser = signed_in(world, Role.OPERATOR)
    page = browser.open("/console/tokens")
    made = browser.send(page, "/console/tokens", name='rollout "berlin"/1', uses="2", days="3", team="berlin")
    assert made.status == 200
    assert made.answer.headers["content-disposition"] == 'attachment; filename="rollout-berlin-1.token"'
    assert made.answer.headers["cache-control"] == "no-store"
    token = parse_message(EnrolmentToken, made.answer.body, limit_bytes=1 << 16)
    assert token.server == world.address
    assert token.root_sha256 == world.organization.folder.root_fingerprint()
    assert (token.expires_at - world.now).days == 3
    client = DeviceClient(world=world)
    assert client.enrol(token.secret.get_secret_value()).status == 201
    page = browser.open("/console/tokens")
    assert 'rollout "berlin"/1' in page.text
    assert token.secret.get_secret_value() not in page.html


def test_a_revoked_token_enrols_nobody(world: World):
    secret = world.token(name="old one")
    browser = signed_in(world, Role.OPERATOR)
    page = browser.open("/console/tokens")
    revoke = next(form.attributes["action"] for form in page.root.all("form") if "revoke" in form.attributes["action"])
    page = browser.send(page, revoke)
    assert "The token is revoked." in page.text
    assert not page.has_form(revoke)
    assert DeviceClient(world=world).enrol(secret).status == 403


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"name": ""}, 422),
        ({"uses": "0"}, 422),
        ({"days": "367"}, 422),
        ({"team": "nowhere"}, 404),
        ({"server": "cordon.example.org"}, 422),
        ({"server": "ftp://cordon.example.org"}, 422),
        ({"ca_pem": "x" * 60_001}, 422),
    ],
)
def test_a_token_that_cannot_be_is_not_made(world: World, change: dict[str, str], status: int):
    browser = signed_in(world, Role.OPERATOR)
    values = {"name": "x", **change}
    assert browser.send(browser.open("/console/tokens"), "/console/tokens", **values).status == status
    with world.database.reading() as session:
        assert not tokens.find_tokens(session)


def test_only_operators_make_them(world: World):
    browser = signed_in(world, Role.AUDITOR)
    page = browser.open("/console/tokens")
    assert not page.has_form("/console/tokens")
    token = page.root.all("input", name="form_token")[0].attributes["value"]
    assert browser.post("/console/tokens", {"form_token": token, "name": "x"}).status == 403


def test_the_list_comes_page_by_page(world: World):
    with world.database.writing() as session:
        for number in range(PAGE_SIZE + 2):
            tokens.create_token(session, world.now, COMMAND_LINE, tokens.NewToken(name=f"t{number}"))
    browser = signed_in(world, Role.AUDITOR)
    first = browser.open("/console/tokens")
    second = browser.open(first.root.all("a", rel="next")[0].attributes["href"])
    assert (len(first.root.all("tbody")[0].all("tr")), len(second.root.all("tbody")[0].all("tr"))) == (PAGE_SIZE, 2)
