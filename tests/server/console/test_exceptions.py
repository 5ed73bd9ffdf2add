"""Exceptions: decided by another person, within what the policies let the server grant."""

from __future__ import annotations

import pytest

from agent.fleet.exceptions import ExceptionState
from server.console.exceptions import PAGE_SIZE
from server.storage import keys, people, requests
from server.storage.roles import COMMAND_LINE, Role
from server.storage.tables import ExceptionRow
from tests.server.console.browser import Browser, Page, signed_in
from tests.server.console.fleet_of_world import Full
from tests.server.repository.organization import policy_text

LIMITS = b"exceptions:\n  - {rules: [no-cards], max_label: closed, down_to: audit, max_days: 5}\n"


def _state(full: Full, request_id: str = "") -> str:
    with full.world.database.reading() as session:
        return requests.get_request(session, request_id or full.request_id).state


def _allow(full: Full) -> None:
    full.world.organization.publish_global(policy_text("8") + LIMITS)


def _decide(browser: Browser, request_id: str, what: str, **values: str) -> Page:
    return browser.send(browser.open("/console/exceptions"), f"/console/exceptions/{request_id}/{what}", **values)


def test_an_approver_grants_for_fewer_days_and_takes_it_back(full: Full):
    _allow(full)
    browser = signed_in(full.world, Role.APPROVER)
    page = _decide(browser, full.request_id, "approve", days="2")
    assert "The exception is granted." in page.text
    assert "in 2 days" in page.text
    assert _state(full) == ExceptionState.GRANTED
    page = _decide(browser, full.request_id, "revoke")
    assert "The exception is taken back." in page.text
    assert _state(full) == ExceptionState.REVOKED


def test_an_approver_refuses(full: Full):
    page = _decide(signed_in(full.world, Role.APPROVER), full.request_id, "refuse")
    assert "The request is refused." in page.text
    assert "Nothing waits for a decision." in page.text
    assert _state(full) == ExceptionState.REFUSED


def test_beyond_the_policy_only_an_offline_approver_can(full: Full):
    browser = signed_in(full.world, Role.APPROVER)
    page = _decide(browser, full.request_id, "approve")
    assert "it waits for whoever holds the policy's keys" in page.text
    assert "Needs an offline approver" in page.text
    assert _state(full) == ExceptionState.NEEDS_OFFLINE_APPROVER


def test_nobody_approves_their_own_request(full: Full):
    _allow(full)
    with full.world.database.writing() as session:
        people.set_user(session, full.world.now, COMMAND_LINE, "approver-person", team=None, groups=None)
        people.assign_account(
            session,
            full.world.now,
            COMMAND_LINE,
            device_id=full.device_id,
            account="jdoe",
            user="approver-person",
        )
    page = _decide(signed_in(full.world, Role.APPROVER), full.request_id, "approve")
    assert page.status == 403
    assert "Nobody approves their own request" in page.text
    assert _state(full) == ExceptionState.PENDING
    with full.world.database.writing() as session:
        _, other = keys.create_key(
            session, full.world.now, COMMAND_LINE, name="other", owner="other", role=Role.APPROVER
        )
    browser = Browser(world=full.world)
    browser.sign_in(other)
    assert _decide(browser, full.request_id, "approve").status == 200
    assert _state(full) == ExceptionState.GRANTED


def test_two_who_decide_at_once_decide_once(full: Full):
    one, other = (signed_in(full.world, Role.APPROVER) for _ in range(2))
    stale = other.open("/console/exceptions")
    _decide(one, full.request_id, "refuse")
    page = other.send(stale, f"/console/exceptions/{full.request_id}/approve")
    assert page.status == 409
    assert "The request was decided already" in page.text


@pytest.mark.parametrize("days", ["", "0", "4", "367", "x"])
def test_days_that_were_not_asked_for_are_refused(full: Full, days: str):
    assert _decide(signed_in(full.world, Role.APPROVER), full.request_id, "approve", days=days).status == 422
    assert _state(full) == ExceptionState.PENDING


def test_others_see_and_do_not_decide(full: Full):
    for role in (Role.OPERATOR, Role.AUDITOR):
        browser = signed_in(full.world, role)
        page = browser.open("/console/exceptions")
        assert "jane.doe" in page.text
        assert not page.has_form(f"/console/exceptions/{full.request_id}/approve")
        token = page.root.all("input", name="form_token")[0].attributes["value"]
        for what in ("approve", "refuse", "revoke"):
            values = {"form_token": token, "days": "1"}
            assert browser.post(f"/console/exceptions/{full.request_id}/{what}", values).status == 403


def test_decided_ones_come_page_by_page(full: Full):
    with full.world.database.writing() as session:
        for number in range(PAGE_SIZE + 5):
            session.add(
                ExceptionRow(
                    id=f"{number:032x}",
                    device_id=full.device_id,
                    account="a",
                    rule_ids=["no-cards"],
                    destination_id=f"place-{number}",
                    label="closed",
                    down_to="audit",
                    days=1,
                    reason="other",
                    state="refused",
                    requested_at=full.world.now,
                )
            )
    browser = signed_in(full.world, Role.AUDITOR)
    first = browser.open("/console/exceptions")
    second = browser.open(first.root.all("a", rel="next")[0].attributes["href"])
    assert "place-5 " in first.text
    assert "place-4 " in second.text
    assert "place-5 " not in second.text
    assert browser.open("/console/exceptions?before=nonsense").status == 404
