"""Each page for each role: what it shows, that it is well formed, and that everybody can use it."""

from __future__ import annotations

import re

import pytest

from server.storage.roles import PERMISSIONS, Permission, Role
from tests.server.console.browser import Browser, Page, signed_in
from tests.server.console.fleet_of_world import Full
from tests.server.world import World

PAGES = {
    "/console/": Permission.READ_FLEET,
    "/console/devices": Permission.READ_FLEET,
    "/console/devices/DEVICE": Permission.READ_FLEET,
    "/console/devices/DEVICE/retire": Permission.CHANGE_DEVICES,
    "/console/policies": Permission.READ_PUBLICATIONS,
    "/console/exceptions": Permission.READ_EXCEPTIONS,
    "/console/activity": Permission.READ_COUNTS,
    "/console/tokens": Permission.READ_TOKENS,
    "/console/keys": Permission.READ_KEYS,
    "/console/audit": Permission.READ_AUDIT,
    "/console/audit/export": Permission.READ_AUDIT,
}


def check_page(page: Page) -> None:
    """Well formed, and usable with a keyboard and a screen reader."""
    root = page.root
    assert page.html.startswith("<!doctype html>")
    assert root.all("html")[0].attributes["lang"] == "en"
    assert len(root.all("h1")) == 1
    assert len(root.all("main")) == 1
    assert root.all("title")[0].text.endswith("Cordon")
    ids = [element for tag in ("main", "h2", "input", "select", "textarea", "p") for element in root.all(tag)]
    names = [element.attributes["id"] for element in ids if "id" in element.attributes]
    assert len(names) == len(set(names))
    labelled = {label.attributes.get("for") for label in root.all("label")}
    for tag in ("input", "select", "textarea"):
        for element in root.all(tag):
            if element.attributes.get("type") == "hidden":
                continue
            is_inside = element.parent is not None and element.parent.tag == "label"
            assert is_inside or element.attributes.get("id") in labelled, element.attributes
    assert all("scope" in cell.attributes for cell in root.all("th"))
    assert all("alt" in image.attributes for image in root.all("img"))
    assert all(button.text or "aria-label" in button.attributes for button in root.all("button"))
    assert all(link.text or "aria-label" in link.attributes for link in root.all("a"))
    assert all("datetime" in time.attributes for time in root.all("time"))
    for form in root.all("form"):
        assert form.attributes["method"] == "get" or form.all("input", name="form_token")
    for name in re.findall(r'(?:aria-labelledby|aria-describedby)="([^"]+)"', page.html):
        assert f'id="{name}"' in page.html


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_the_pages_that_it_may(full: Full, role: Role):
    browser = signed_in(full.world, role)
    for address, needed in PAGES.items():
        page = browser.open(address.replace("DEVICE", full.device_id))
        assert page.status == (200 if needed in PERMISSIONS[role] else 403), address
        if not address.endswith("export") or page.status == 403:
            check_page(page)
    shown = {link.attributes["href"] for link in browser.open("/console/").root.all("nav")[0].all("a")}
    menu = {address for address in PAGES if address.count("/") == 2}
    assert shown == {address for address in menu if PAGES[address] in PERMISSIONS[role]}


def test_nobody_sees_anything_who_is_not_signed_in(full: Full):
    browser = Browser(world=full.world)
    for address in PAGES:
        page = browser.open(address.replace("DEVICE", full.device_id))
        assert page.status == 200
        assert page.address.startswith("/console/sign-in?next=%2Fconsole%2F")
        assert full.device_id[:12] not in page.text
        check_page(page)


def test_a_server_that_nothing_has_happened_on_shows_what_to_do(world: World):
    browser = signed_in(world, Role.OPERATOR)
    auditor = signed_in(world, Role.AUDITOR)
    for address in PAGES:
        if "DEVICE" not in address and not address.endswith("export"):
            page = (auditor if "audit" in address or "activity" in address else browser).open(address)
            assert page.status == 200
            check_page(page)
    assert "Make an enrolment token" in browser.open("/console/devices").text
    assert "Nothing waits for a decision" in browser.open("/console/exceptions").text
    assert "Nothing was counted" in auditor.open("/console/activity").text


def test_the_first_page_is_found(world: World):
    browser = signed_in(world, Role.AUDITOR)
    assert browser.open("/").address == browser.open("/console").address == "/console/"


def test_an_address_that_leads_nowhere_is_a_page_of_the_same_design(world: World):
    browser = signed_in(world, Role.AUDITOR)
    for address in ("/console/nothing", "/console/devices/" + "0" * 32, "/console/assets/x/secret.txt"):
        page = browser.open(address)
        assert page.status == 404
        check_page(page)
    assert browser.open("/console/devices/<script>").status == 422
    assert browser.ask("POST", "/console/audit").status in {404, 405}


def test_pages_run_nothing_and_load_nothing_from_elsewhere(full: Full):
    browser = signed_in(full.world, Role.OPERATOR)
    for address, needed in PAGES.items():
        if needed in PERMISSIONS[Role.OPERATOR]:
            page = browser.open(address.replace("DEVICE", full.device_id))
            policy = page.answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "script-src" not in policy
            assert page.answer.headers["cache-control"] == "no-store"
            assert "<script" not in page.html
            assert " style=" not in page.html
            assert not re.search(r" on[a-z]+=", page.html)
            assert not re.search(r'(?:src|href|action)="(?!/|#)', page.html)


def test_the_stylesheet_and_the_icon_are_kept_by_browsers(world: World):
    page = Browser(world=world).open("/console/sign-in")
    for link, kind in zip(page.root.all("link"), ("text/css; charset=utf-8", "image/svg+xml"), strict=True):
        answer = world.anybody("GET", link.attributes["href"])
        assert (answer.status, answer.headers["content-type"]) == (200, kind)
        assert "immutable" in answer.headers["cache-control"]


def test_the_interface_for_programs_does_not_list_pages(world: World):
    paths = world.anybody("GET", "/openapi.json").json["paths"]
    assert not [path for path in paths if path.startswith("/console") or path == "/"]


def test_errors_of_the_interface_for_programs_stay_json(world: World):
    assert world.anybody("GET", "/v1/admin/summary").headers["content-type"] == "application/problem+json"
