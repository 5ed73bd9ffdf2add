"""Policies in force, who signed them, what was handed in."""

from __future__ import annotations

from server.storage import publications
from server.storage.roles import Actor, Role
from tests.server.console.browser import signed_in
from tests.server.console.fleet_of_world import Full
from tests.server.repository.organization import TEAM_POLICY, policy_text

AUTHOR = Actor(name="author-key", owner="author-person", role=Role.AUTHOR)


def _hand_in(full: Full, content: bytes) -> None:
    with full.world.database.writing() as session:
        publications.submit(session, full.world.now, AUTHOR, [content])
    full.world.sign()


def test_they_show_who_signed_them_and_when(full: Full):
    organization = full.world.organization
    draft = organization.draft_global(policy_text("8", action="block"))
    _hand_in(full, organization.approved(draft, organization.bo).to_bytes())
    _hand_in(full, organization.approved(organization.draft_team(TEAM_POLICY.encode()), organization.ed).to_bytes())
    text = signed_in(full.world, Role.AUTHOR).open("/console/policies").text
    for said in ("Everybody Global version 8 Enforced", "ada, bo written by ada: A change", "Team berlin", "di, ed"):
        assert said in text
    assert "in 365 days" in text


def test_a_refused_publication_says_why_and_one_that_waits_says_so(full: Full):
    _hand_in(full, b"nothing that could be published")
    with full.world.database.writing() as session:
        publications.submit(session, full.world.now, AUTHOR, [b"another"])
    text = signed_in(full.world, Role.APPROVER).open("/console/policies").text
    assert "Refused" in text
    assert "The publication cannot be read" in text
    assert "waits for the signer" in text


def test_policies_that_cannot_be_read_are_no_error(full: Full):
    (full.world.organization.path / "metadata" / "timestamp.json").write_bytes(b"{}")
    page = signed_in(full.world, Role.AUDITOR).open("/console/policies")
    assert page.status == 200
    assert "cannot be read" in page.text


def test_operators_add_teams_and_nobody_else_does(full: Full):
    browser = signed_in(full.world, Role.OPERATOR)
    page = browser.send(browser.open("/console/policies"), "/console/policies/teams", team="oslo")
    assert "The team is added." in page.text
    assert "oslo" in page.text
    assert browser.send(page, "/console/policies/teams", team="No Team").status == 422
    assert not signed_in(full.world, Role.AUDITOR).open("/console/policies").has_form("/console/policies/teams")
