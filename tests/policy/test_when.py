"""Times of day and circumstances as they are written."""

from __future__ import annotations

import pytest

from agent.policy.document.when import TimeWindow, minutes_of
from tests.policy.samples import rule_text, told_about


@pytest.mark.parametrize(("clock", "minutes"), [("00:00", 0), ("08:05", 485), ("23:59", 1439), ("24:00", 1440)])
def test_minutes_of_a_time_of_day(clock: str, minutes: int):
    assert minutes_of(clock) == minutes


def test_a_window_is_the_whole_day_of_every_day_when_nothing_is_said():
    window = TimeWindow()
    assert (window.days, window.begins, window.ends) == ((), "00:00", "24:00")


@pytest.mark.parametrize(
    ("when", "problem"),
    [
        ('{time: {begins: "8:00"}}', 'rules[0].when.time.begins: must be a time of day in quotes, "00:00" to "24:00"'),
        ('{time: {ends: "24:01"}}', "rules[0].when.time.ends: must be a time of day"),
        ("{time: {begins: 800}}", "rules[0].when.time.begins: must be a time of day"),
        ('{time: [{begins: "08:00", ends: "08:00"}]}', "rules[0].when.time[0]: begins and ends are the same time"),
        ("{time: {days: mondy}}", "rules[0].when.time.days: unknown day mondy, did you mean monday?"),
        ("{time: {on: monday}}", "rules[0].when.time: unknown condition on"),
        ("{os: macosx}", "rules[0].when.os: unknown operating system macosx, did you mean macos?"),
        ("{network: office}", "rules[0].when.network: unknown network office; `networks` defines them"),
        ("{group: 5}", "rules[0].when.group: must be text; put it in quotes"),
        ('{user: ""}', "rules[0].when.user: must not be empty"),
        ("{country: de}", "rules[0].when: unknown condition country"),
    ],
)
def test_says_what_is_wrong_with_a_condition(when: str, problem: str):
    assert told_about(rule_text(when)).startswith(problem)
