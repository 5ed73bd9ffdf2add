"""The audit log: read, filtered, checked, taken away as a file."""

from __future__ import annotations

import csv
import io

from sqlalchemy import update

from server.console.audit import PAGE_SIZE
from server.storage import audit
from server.storage.roles import COMMAND_LINE, Role
from server.storage.tables import AuditEntry
from tests.server.console.browser import Page, signed_in
from tests.server.world import World


def _record(world: World, number: int, action: str = "team.add") -> None:
    with world.database.writing() as session:
        for each in range(number):
            audit.record(session, world.now, COMMAND_LINE, action, f"thing-{each}")


def _numbers(page: Page) -> list[str]:
    return [row.all("th")[0].text for row in page.root.all("tbody")[-1].all("tr")]


def test_entries_come_page_by_page_the_newest_first(world: World):
    _record(world, PAGE_SIZE + 1)
    browser = signed_in(world, Role.AUDITOR)
    first = browser.open("/console/audit?action=team.add")
    second = browser.open(first.root.all("a", rel="next")[0].attributes["href"])
    assert _numbers(first) == [str(number) for number in range(PAGE_SIZE + 1, 1, -1)]
    assert _numbers(second) == ["1"]


def test_filters_find_entries(world: World):
    _record(world, 2)
    world.later(days=1)
    _record(world, 1, "key.revoke")
    browser = signed_in(world, Role.AUDITOR)
    assert _numbers(browser.open("/console/audit?action=key.revoke")) == ["3"]
    assert _numbers(browser.open("/console/audit?actor=command-line&until=2027-03-01")) == ["2", "1"]
    assert _numbers(browser.open("/console/audit?actor=command-line&since=2027-03-02&until=2027-03-02"))[-1] == "3"
    assert "No entry matches" in browser.open("/console/audit?actor=nobody").text
    assert browser.open("/console/audit?since=yesterday").status == 422
    assert browser.open("/console/audit?until=9999-12-31").status == 422


def test_the_chain_is_checked_when_asked_for(world: World):
    _record(world, 3)
    browser = signed_in(world, Role.AUDITOR)
    assert "The chain is whole" in browser.open("/console/audit?check=1").text
    with world.database.writing() as session:
        session.execute(update(AuditEntry).where(AuditEntry.number == 2).values(actor="somebody else"))
    assert "The chain is broken at entry 2." in browser.open("/console/audit?check=1").text
    assert "broken" not in browser.open("/console/audit").text


def test_all_of_it_is_a_file(world: World):
    _record(world, 2)
    page = signed_in(world, Role.AUDITOR).open("/console/audit/export")
    assert page.answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(page.html)))
    assert {"console.sign_in", "team.add"} <= {row["action"] for row in rows}
