"""Devices: found, looked at, changed."""

from __future__ import annotations

from server.console.devices import PAGE_SIZE
from server.storage import audit, devices, people
from server.storage.roles import COMMAND_LINE, Role
from server.storage.tables import Device
from tests.server.console.browser import Browser, Page, signed_in
from tests.server.console.fleet_of_world import Full
from tests.server.repository.organization import device_id
from tests.server.world import World


def _listed(page: Page) -> set[str]:
    links = [link.attributes["href"] for link in page.root.all("a")]
    return {link.removeprefix("/console/devices/") for link in links if link.startswith("/console/devices/")}


def _find(browser: Browser, query: str) -> set[str]:
    return _listed(browser.open(f"/console/devices?{query}"))


def test_filters_find_devices(full: Full):
    browser = signed_in(full.world, Role.AUTHOR)
    ids = [client.device_id for client in full.clients]
    assert _find(browser, "") == set(ids)
    assert _find(browser, f"id={ids[2][:10].upper()}") == {ids[2]}
    assert _find(browser, "team=berlin") == {ids[1], ids[3], ids[5]}
    assert _find(browser, "issue=no_keyring") == {ids[0], ids[3]}
    assert _find(browser, "version=1.0&policy=7") == set(ids[:6])
    assert _find(browser, "service=retired") == set()
    assert _find(browser, "team=nowhere") == set()
    full.world.later(days=8)
    assert full.clients[1].check_in(2).status == 200
    browser = signed_in(full.world, Role.AUTHOR)
    assert _find(browser, "silent=1") == set(ids) - {ids[1]}


def test_long_lists_come_page_by_page_and_keep_their_filter(world: World):
    world.add_team("berlin")
    with world.database.writing() as session:
        for number in range(PAGE_SIZE * 2 + 1):
            session.add(
                Device(
                    id=device_id(number),
                    public_key=device_id(number),
                    team="berlin",
                    os="linux",
                    os_version="",
                    agent_version="1.0",
                    token_id="t",
                    enrolled_at=world.now,
                )
            )
    browser = signed_in(world, Role.AUTHOR)
    page = browser.open("/console/devices?team=berlin")
    seen: list[str] = []
    for expected in (PAGE_SIZE, PAGE_SIZE, 1):
        found = _listed(page)
        assert len(found) == expected
        seen += found
        following = page.root.all("a", rel="next")
        if following:
            assert "team=berlin" in following[0].attributes["href"]
            page = browser.open(following[0].attributes["href"])
    assert len(set(seen)) == PAGE_SIZE * 2 + 1


def test_a_device_shows_what_it_has_said(full: Full):
    text = signed_in(full.world, Role.OPERATOR).open(f"/console/devices/{full.device_id}").text
    for said in ("Held", "Seen", "Blind", "global 7", "No system keyring", "jdoe", "jane.doe", "no-cards", "targets 2"):
        assert said in text


def test_who_works_with_a_device_is_for_those_who_may_read_that(full: Full):
    page = signed_in(full.world, Role.AUTHOR).open(f"/console/devices/{full.device_id}")
    assert page.status == 200
    assert "jane.doe" not in page.html
    assert "jdoe" not in page.html
    assert [form.attributes["action"] for form in page.root.all("form")] == ["/console/sign-out"]


def test_a_device_is_retired_after_a_question_and_restored_with_one_click(full: Full):
    browser = signed_in(full.world, Role.OPERATOR)
    address = f"/console/devices/{full.device_id}"
    page = browser.send(browser.open(f"{address}/retire"), f"{address}/retire")
    assert "The device is out of service." in page.text
    assert _find(browser, "service=retired") == {full.device_id}
    page = browser.send(page, f"{address}/restore")
    assert "The device is in service again." in page.text
    with full.world.database.reading() as session:
        actions = {entry.action for entry in audit.find_entries(session, audit.AuditFilter(actor="operator-key"))}
    assert {"device.retire", "device.restore"} <= actions


def test_its_team_is_changed(full: Full):
    browser = signed_in(full.world, Role.OPERATOR)
    address = f"/console/devices/{full.device_id}"
    page = browser.send(browser.open(address), f"{address}/team", team="paris")
    assert "The team is changed." in page.text
    assert browser.send(page, f"{address}/team", team="nowhere").status == 404
    with full.world.database.reading() as session:
        assert devices.get_device(session, full.device_id).team == "paris"


def test_accounts_are_assigned_and_set_free(full: Full):
    world, browser = full.world, signed_in(full.world, Role.OPERATOR)
    with world.database.writing() as session:
        people.set_user(session, world.now, COMMAND_LINE, "max.muster", team=None, groups=None)
    address = f"/console/devices/{full.device_id}"
    page = browser.send(browser.open(address), f"{address}/accounts", account="mm", user="max.muster")
    assert "max.muster" in page.text
    assert browser.send(page, f"{address}/accounts", account="mm", user="nobody").status == 404
    page = browser.send(browser.open(address), f"{address}/accounts/remove")
    with world.database.reading() as session:
        left = [(each.account, each.user) for each in devices.accounts_of(session, full.device_id)]
    assert left == [("mm", "max.muster")]


def test_nobody_else_changes_devices(full: Full):
    for role in (Role.AUTHOR, Role.APPROVER, Role.AUDITOR):
        browser = signed_in(full.world, role)
        token = browser.open("/console/").root.all("input", name="form_token")[0].attributes["value"]
        for action in ("retire", "restore", "team", "history", "accounts", "accounts/remove"):
            values = {"form_token": token, "team": "", "account": "jdoe", "user": "jane.doe"}
            assert browser.post(f"/console/devices/{full.device_id}/{action}", values).status == 403
