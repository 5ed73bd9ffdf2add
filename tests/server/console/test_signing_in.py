"""Signing in, staying so, and out: cookies, forms that only our own pages send, and how often one may try."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from server.console.signing_in import ATTEMPTS
from server.storage import audit, keys
from server.storage.roles import COMMAND_LINE, Role
from tests.server.console.browser import Browser, signed_in
from tests.server.repository.organization import Organization
from tests.server.world import World


def _is_signed_in(browser: Browser) -> bool:
    return browser.open("/console/").address == "/console/"


def test_a_key_signs_in_and_the_audit_log_says_so(world: World):
    browser = Browser(world=world)
    page = browser.sign_in(world.secret_of(Role.APPROVER))
    assert (page.status, page.address) == (200, "/console/")
    assert "approver-person" in page.text
    with world.database.reading() as session:
        assert audit.find_entries(session, audit.AuditFilter(action="console.sign_in"))[0].actor == "approver-key"


def test_signing_in_leads_to_the_page_that_was_asked_for(world: World):
    browser = Browser(world=world)
    page = browser.open("/console/devices?team=berlin")
    assert browser.send(page, "/console/sign-in", key=world.secret_of(Role.AUDITOR)).address == (
        "/console/devices?team=berlin"
    )


def test_it_leads_nowhere_else(world: World):
    for wanted in ("https://example.org/", "//example.org/console/", "/console/\\example.org", "/v1/admin/keys"):
        browser = Browser(world=world)
        page = browser.open("/console/sign-in")
        assert browser.send(page, "/console/sign-in", key=world.secret_of(Role.AUDITOR), next=wanted).address == (
            "/console/"
        )


def test_what_is_no_key_does_not_sign_in_and_is_not_shown_again(world: World):
    browser = Browser(world=world)
    page = browser.sign_in("cordon_guess")
    assert page.status == 403
    assert "The key is not good" in page.text
    assert "cordon_guess" not in page.html
    assert not _is_signed_in(browser)


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(world: World):
    browser = signed_in(world, Role.AUDITOR)
    assert len(browser.set_cookies) == 2
    for line in browser.set_cookies:
        assert "HttpOnly" in line
        assert "samesite=strict" in line.lower()
        assert "Path=/" in line
        assert "Secure" not in line  # on loopback


def _reached_as(app: ASGIApp, **changes: str) -> ASGIApp:
    """The application, as it is asked for by a name that is not this machine's."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        others = [pair for pair in scope.get("headers", ()) if pair[0] != b"host"]
        await app({**scope, **changes, "headers": [*others, (b"host", b"cordon.example.org")]}, receive, send)

    return serve


def test_over_the_network_cookies_are_for_encrypted_connections_only(organization: Organization, tmp_path: Path):
    with World(organization, f"sqlite:///{tmp_path / 'tls.db'}", wrap=partial(_reached_as, scheme="https")) as world:
        browser = signed_in(world, Role.AUDITOR)
        assert all(line.startswith("__Host-") and "; Secure" in line for line in browser.set_cookies)
        assert _is_signed_in(browser)


def test_nobody_signs_in_over_a_connection_that_is_not_encrypted(organization: Organization, tmp_path: Path):
    with World(organization, f"sqlite:///{tmp_path / 'plain.db'}", wrap=_reached_as) as world:
        page = Browser(world=world).open("/console/sign-in")
        assert page.status == 403
        assert "not encrypted" in page.text
        body = b"form_token=x&key=" + world.secret_of(Role.AUDITOR).encode()
        answer = Browser(world=world).ask("POST", "/console/sign-in", body, "application/x-www-form-urlencoded")
        assert answer.status == 403
        assert "set-cookie" not in answer.headers


def test_a_form_without_the_token_of_the_session_is_refused(world: World):
    secret = world.secret_of(Role.OPERATOR)
    browser = Browser(world=world)
    page = browser.open("/console/sign-in")
    assert browser.send(page, "/console/sign-in", key=secret, form_token="0" * 64).status == 403
    assert Browser(world=world).post("/console/sign-in", {"key": secret, "form_token": "x"}).status == 403
    one, other = signed_in(world, Role.OPERATOR), signed_in(world, Role.OPERATOR)
    theirs = other.open("/console/policies").form("/console/policies/teams").all("input", name="form_token")[0]
    for token in ({}, {"form_token": ""}, {"form_token": theirs.attributes["value"]}):
        assert one.post("/console/policies/teams", {"team": "berlin", **token}).status == 403
    answer = one.ask("POST", "/console/policies/teams", b"team=berlin", "text/plain")
    assert answer.status == 422


def test_whoever_tries_too_often_waits(world: World):
    browser = Browser(world=world)
    page = browser.open("/console/sign-in")
    statuses = [browser.send(page, "/console/sign-in", key="cordon_guess").status for _ in range(ATTEMPTS[1])]
    assert statuses == [403] * ATTEMPTS[1]
    refused = browser.send(page, "/console/sign-in", key=world.secret_of(Role.AUDITOR))
    assert refused.status == 429
    assert int(refused.answer.headers["retry-after"]) > 0


def test_signing_out_ends_the_session_here_and_for_whoever_has_copied_the_cookie(world: World):
    browser = signed_in(world, Role.AUDITOR)
    thief = Browser(world=world, cookies=dict(browser.cookies))
    assert _is_signed_in(thief)
    page = browser.send(browser.open("/console/"), "/console/sign-out")
    assert "You are signed out." in page.text
    assert not _is_signed_in(browser)
    assert not _is_signed_in(thief)


def test_a_session_ends_when_it_is_not_used_and_lasts_while_it_is(world: World):
    browser = signed_in(world, Role.AUDITOR)
    for _ in range(3):
        world.later(minutes=20)
        assert _is_signed_in(browser)
    world.later(minutes=30)
    assert not _is_signed_in(browser)


def test_a_revoked_key_is_signed_out(world: World):
    browser = signed_in(world, Role.AUDITOR)
    with world.database.writing() as session:
        keys.revoke_key(session, world.now, COMMAND_LINE, keys.find_keys(session)[0].id)
    assert not _is_signed_in(browser)


def test_a_cookie_that_nobody_got_signs_nobody_in(world: World):
    for value in ("x", "x" * 5000, "%00"):
        assert not _is_signed_in(Browser(world=world, cookies={"cordon-console": value}))
