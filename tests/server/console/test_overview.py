"""The first page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agent.fleet.check_in import HistoryHead, Session
from server.console.overview import shares
from server.storage.roles import Role
from tests.server.console.browser import signed_in
from tests.server.console.fleet_of_world import Full
from tests.server.world import World


@pytest.mark.parametrize(
    ("numbers", "rows"),
    [
        ({}, []),
        ({"a": 1, "b": 4}, [("b", 4, 100), ("a", 1, 25)]),
        ({"a": 0}, [("a", 0, 0)]),
        ({"c": 5, "b": 3, "a": 3}, [("c", 5, 100), ("a", 3, 60), (None, 3, 60)]),
    ],
)
def test_rows_are_the_largest_first_and_the_rest_together(
    numbers: dict[str, int], rows: list[tuple[str | None, int, int]]
):
    assert shares(numbers, most=2) == rows


def test_it_shows_how_the_fleet_is(full: Full):
    full.world.sign()
    page = signed_in(full.world, Role.AUDITOR).open("/console/")
    text = page.text
    assert "7 devices in service" in text
    assert "1 exceptions to decide" in text
    assert "No system keyring" in text
    assert "Stopped signer" in text  # the one of this test has stopped in good order
    links = {link.attributes["href"] for link in page.root.all("a")}
    assert {"/console/devices?version=1.0", "/console/devices?policy=7", "/console/devices?team=berlin"} <= links
    assert "/console/devices?issue=no_keyring" in links


def test_it_shows_whether_a_signer_works(full: Full):
    signer = full.world.signer()
    signer.run_once()
    browser = signed_in(full.world, Role.AUDITOR)
    assert "Running signer" in browser.open("/console/").text
    full.world.later(minutes=5)
    assert "Stopped signer" in browser.open("/console/").text


def test_it_warns_of_what_expires_and_of_devices_that_are_silent(full: Full):
    full.world.later(days=8)
    text = signed_in(full.world, Role.AUDITOR).open("/console/").text
    assert "timestamp" in text
    assert "The signer should have renewed" in text
    assert "7 silent for 7 days" in text


def test_it_warns_of_histories_that_do_not_continue(full: Full):
    report = Session(session_id=f"{0:032x}", agent_version="1.0", history_head=HistoryHead(sequence=3, mac="1" * 64))
    assert full.clients[0].check_in(2, sessions=[report]).status == 200
    browser = signed_in(full.world, Role.OPERATOR)
    assert "1 history does not continue" in browser.open("/console/").text
    page = browser.open(f"/console/devices/{full.device_id}")
    assert "went back on 2027-03-01 12:00 UTC" in page.text
    done = browser.send(page, f"/console/devices/{full.device_id}/history")
    assert "acknowledged" in done.text
    assert "history does not continue" not in browser.open("/console/").text


def test_whoever_may_not_read_exceptions_is_not_told_how_many(full: Full):
    assert "exceptions to decide" not in signed_in(full.world, Role.AUTHOR).open("/console/").text


def test_a_repository_that_cannot_be_read_hides_nothing_else(world: World):
    (world.organization.path / "metadata" / "timestamp.json").write_bytes(b"{}")
    page = signed_in(world, Role.AUDITOR).open("/console/")
    assert page.status == 200
    assert "The repository cannot be read" in page.text
    assert "devices in service" in page.text


def test_silence_is_counted_from_a_week_on(full: Full):
    full.world.now += timedelta(days=7)
    assert "0 silent for 7 days" in signed_in(full.world, Role.AUDITOR).open("/console/").text
