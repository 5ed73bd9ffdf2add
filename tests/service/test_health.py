"""The health table: what people see of what was reported, and when."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from agent.core.health import HEALTH_ISSUES, HealthCode, Severity
from agent.service.health import HealthTable
from tests.fakes.clock import FakeClock

SHOWN_AT_ONCE = HealthCode.NO_KEYRING
SHOWN_LATER = HealthCode.GUI_NOT_RUNNING
LATER_S = HEALTH_ISSUES[SHOWN_LATER].time_to_visible_s


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def table(clock: FakeClock) -> HealthTable:
    return HealthTable(clock)


def codes(table: HealthTable) -> list[HealthCode]:
    return [issue.code for issue in table.visible()]


def test_nothing_reported_is_nothing_to_show(table: HealthTable):
    assert (codes(table), table.next_visible_at()) == ([], None)


def test_an_issue_is_shown_until_it_is_cleared(table: HealthTable):
    table.report(SHOWN_AT_ONCE, "three of them")
    (issue,) = table.visible()
    assert (issue.code, issue.detail) == (SHOWN_AT_ONCE, "three of them")
    table.clear(SHOWN_AT_ONCE)
    assert codes(table) == []


def test_an_issue_reported_again_keeps_its_age_and_renews_its_detail(table: HealthTable, clock: FakeClock):
    opened_at = clock.now
    table.report(SHOWN_AT_ONCE, "one")
    clock.advance(5)
    table.report(SHOWN_AT_ONCE, "two")
    (issue,) = table.visible()
    assert (issue.since, issue.detail) == (opened_at, "two")


def test_an_issue_that_was_cleared_starts_anew(table: HealthTable, clock: FakeClock):
    table.report(SHOWN_AT_ONCE)
    table.clear(SHOWN_AT_ONCE)
    clock.advance(5)
    table.report(SHOWN_AT_ONCE)
    assert table.visible()[0].since == clock.now


def test_an_issue_that_often_heals_is_shown_when_it_has_not(table: HealthTable, clock: FakeClock):
    table.report(SHOWN_LATER)
    assert codes(table) == []
    assert table.next_visible_at() == clock.now + timedelta(seconds=LATER_S)
    clock.advance(LATER_S - 0.001)
    assert codes(table) == []
    clock.advance(0.001)
    assert codes(table) == [SHOWN_LATER]
    assert table.next_visible_at() is None


def test_the_next_to_be_shown_is_the_earliest(table: HealthTable, clock: FakeClock):
    table.report(HealthCode.KEYRING_LOCKED)
    table.report(HealthCode.DISPLAY_LOST)
    assert table.next_visible_at() == clock.now + timedelta(seconds=3)
    clock.advance(3)
    assert table.next_visible_at() == clock.now + timedelta(seconds=7)


def test_a_clock_that_was_set_back_hides_nothing(table: HealthTable, clock: FakeClock):
    table.report(SHOWN_LATER)
    clock.advance(-3600)
    assert codes(table) == [SHOWN_LATER]
    assert table.next_visible_at() is None


def test_a_consequence_is_hidden_behind_its_cause(table: HealthTable):
    table.report(HealthCode.CLIPBOARD_BLIND)
    table.report(HealthCode.NO_DISPLAY)
    assert codes(table) == [HealthCode.NO_DISPLAY]
    table.clear(HealthCode.NO_DISPLAY)
    assert codes(table) == [HealthCode.CLIPBOARD_BLIND]


def test_a_cause_that_may_still_heal_hides_its_consequence_too(table: HealthTable, clock: FakeClock):
    table.report(HealthCode.DISPLAY_LOST)
    table.report(HealthCode.CLIPBOARD_BLIND)
    assert codes(table) == []
    clock.advance(3)
    assert codes(table) == [HealthCode.DISPLAY_LOST]


def test_the_most_severe_comes_first_and_then_the_oldest(table: HealthTable, clock: FakeClock):
    for code in (
        HealthCode.LOG_UNAVAILABLE,
        HealthCode.NO_KEYRING,
        HealthCode.HISTORY_UNAVAILABLE,
        HealthCode.HISTORY_CORRUPT,
        HealthCode.CLIPBOARD_BLIND,
    ):
        table.report(code)
        clock.advance(1)
    assert codes(table) == [
        HealthCode.HISTORY_UNAVAILABLE,
        HealthCode.CLIPBOARD_BLIND,
        HealthCode.NO_KEYRING,
        HealthCode.HISTORY_CORRUPT,
        HealthCode.LOG_UNAVAILABLE,
    ]
    assert {HEALTH_ISSUES[code].severity for code in codes(table)} == set(Severity)


def test_only_changes_are_told(table: HealthTable):
    told: list[list[HealthCode]] = []
    table.set_listener(lambda: told.append(codes(table)))
    table.clear(SHOWN_AT_ONCE)
    table.report(SHOWN_AT_ONCE)
    table.report(SHOWN_AT_ONCE)
    table.report(SHOWN_AT_ONCE, "another detail")
    table.clear(SHOWN_AT_ONCE)
    table.clear(SHOWN_AT_ONCE)
    assert told == [[SHOWN_AT_ONCE], [SHOWN_AT_ONCE], []]


def test_any_thread_may_report(table: HealthTable):
    told: list[str] = []
    table.set_listener(lambda: told.append(threading.current_thread().name))
    start = threading.Barrier(len(HealthCode))

    def report(code: HealthCode) -> None:
        start.wait(10)
        for number in range(50):
            table.report(code, str(number))
        table.clear(code)

    threads = [threading.Thread(target=report, args=(code,), name=code) for code in HealthCode]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert codes(table) == []
    assert {name: told.count(name) for name in HealthCode} == dict.fromkeys(HealthCode, 51)
