"""Counts: by week and by one thing at a time, never about a few people."""

from __future__ import annotations

from server.storage.roles import Role
from tests.server.console.browser import signed_in
from tests.server.console.fleet_of_world import Full


def test_gestures_are_counted_by_week_label_and_destination(full: Full):
    text = signed_in(full.world, Role.AUDITOR).open("/console/activity").text
    assert "2027-02-22 42 6" in text
    assert "closed 120 6" in text
    assert "chatgpt 120 6" in text
    assert "Warned 240 6" in text


def test_a_team_of_a_few_devices_is_not_broken_down(full: Full):
    text = signed_in(full.world, Role.AUTHOR).open("/console/activity?team=berlin&weeks=4").text
    assert "under 5" in text
    assert "All of it is about fewer than 5 devices, and not shown." in text
    assert "chatgpt" not in text


def test_an_unknown_span_is_the_usual_one(full: Full):
    page = signed_in(full.world, Role.AUDITOR).open("/console/activity?weeks=99999999999")
    assert page.status == 200
    assert len(page.root.all("tbody")[0].all("tr")) == 12
