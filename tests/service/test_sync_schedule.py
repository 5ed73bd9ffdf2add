"""When to look for a new policy and when to check in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.service.sync_schedule import CHECK_IN_S, LONGEST_PAUSE_S, LOOK_S, WISH_PAUSE_S, SyncSchedule

NOW_S = st.floats(min_value=0, max_value=1e9)
DRAWN = st.floats(min_value=0, max_value=1, exclude_max=True)
FAILURES = st.integers(min_value=0, max_value=10_000)
SCHEDULE = SyncSchedule(look_at_s=100.0, check_in_at_s=1000.0)


@given(now_s=NOW_S, drawn=DRAWN)
def test_at_the_start_everything_is_due_within_seconds(now_s: float, drawn: float):
    schedule = SyncSchedule.beginning(now_s, lambda: drawn)
    assert now_s <= schedule.next_at_s <= now_s + 5
    assert schedule.is_check_in_due(schedule.next_at_s)


@given(now_s=NOW_S, drawn=DRAWN, failures=FAILURES)
def test_after_a_look_the_next_is_a_fifth_around_two_minutes_later(now_s: float, drawn: float, failures: int):
    looked = replace(SCHEDULE, failures=failures).looked(now_s, lambda: drawn)
    assert 0.79 * LOOK_S <= looked.look_at_s - now_s <= 1.21 * LOOK_S
    assert (looked.failures, looked.check_in_at_s) == (0, SCHEDULE.check_in_at_s)


@given(now_s=NOW_S, drawn=DRAWN, next_in_s=st.none() | st.floats(min_value=30, max_value=86_400))
def test_the_next_check_in_is_when_the_server_says(now_s: float, drawn: float, next_in_s: float | None):
    checked = SCHEDULE.checked_in(now_s, lambda: drawn, next_in_s=next_in_s)
    wanted_s = CHECK_IN_S if next_in_s is None else next_in_s
    assert 0.79 * wanted_s <= checked.check_in_at_s - now_s <= 1.21 * wanted_s
    assert not checked.is_check_in_due(now_s)


@given(now_s=NOW_S, drawn=DRAWN, failures=FAILURES)
def test_pauses_in_trouble_are_never_longer_than_an_hour_nor_none(now_s: float, drawn: float, failures: int):
    failed = replace(SCHEDULE, failures=failures).failed(now_s, lambda: drawn)
    assert 4.9 <= failed.next_at_s - now_s <= LONGEST_PAUSE_S + 0.1
    assert failed.failures == failures + 1


def test_pauses_in_trouble_double_and_end_with_it():
    schedule, longest = SCHEDULE, []
    for _ in range(8):
        schedule = schedule.failed(0.0, lambda: 0.999999)
        longest.append(round(schedule.next_at_s))
    assert longest == [120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert schedule.looked(0.0, lambda: 0.5).look_at_s == LOOK_S


def test_news_about_other_devices_make_looks_rarer_until_there_is_none_or_some_of_ours():
    schedule, pauses = SCHEDULE, []
    for _ in range(4):
        schedule = schedule.fetched_in_vain(0.0, lambda: 0.5)
        pauses.append(schedule.look_at_s)
    assert pauses == [2 * LOOK_S, 4 * LOOK_S, 4 * LOOK_S, 4 * LOOK_S]
    assert schedule.wished(WISH_PAUSE_S, with_check_in=False).look_at_s == WISH_PAUSE_S
    quiet = schedule.looked(0.0, lambda: 0.5)
    assert quiet.look_at_s == LOOK_S
    assert quiet.fetched_in_vain(0.0, lambda: 0.5).look_at_s == 2 * LOOK_S


def test_a_check_in_that_is_due_does_not_shorten_the_pause_in_trouble():
    failed = replace(SCHEDULE, check_in_at_s=0.0).failed(50.0, lambda: 0.5)
    assert failed.next_at_s == failed.look_at_s > 50.0


@given(now_s=NOW_S, asked_s=NOW_S, with_check_in=st.booleans(), failures=FAILURES)
def test_a_wish_is_fulfilled_at_once_but_not_more_often_than_every_ten_seconds(
    now_s: float, asked_s: float, with_check_in: bool, failures: int
):
    before = SyncSchedule(look_at_s=2e9, check_in_at_s=3e9, asked_at_s=asked_s, failures=failures)
    wished = before.wished(now_s, with_check_in=with_check_in)
    assert wished.next_at_s == max(now_s, asked_s + WISH_PAUSE_S)
    assert wished.is_check_in_due(wished.next_at_s) is with_check_in


@pytest.mark.parametrize("with_check_in", [True, False])
def test_a_wish_postpones_nothing(with_check_in: bool):
    assert SCHEDULE.wished(500.0, with_check_in=with_check_in).next_at_s == SCHEDULE.next_at_s


def test_a_machine_that_slept_is_late_and_asks_at_once():
    slept = SCHEDULE.looked(0.0, lambda: 0.5)
    assert slept.next_at_s < 30_000.0
    assert slept.is_check_in_due(30_000.0)
