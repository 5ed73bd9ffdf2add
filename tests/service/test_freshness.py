"""How long a policy is known to be the newest, and a time that nobody can set back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import OfflineMode
from agent.core.health import HealthCode
from agent.service.freshness import PolicyFreshness
from tests.fakes.clock import FakeClock
from tests.fakes.health import RecordingHealth

DAY = timedelta(days=1)


class Setting:
    """A clock that can be set, time that really passes, and the health that is told."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.elapsed_s = 0.0
        self.health = RecordingHealth()
        self.freshness = PolicyFreshness(self.health, clock=self.clock, elapsed_s=lambda: self.elapsed_s)
        self.began_at = self.clock()

    def read(self, fresh_for: timedelta = DAY) -> None:
        """A policy that was verified just now."""
        self.freshness.read(verified_at=self.clock(), fresh_until=self.clock() + fresh_for)

    def passes(self, time: timedelta) -> None:
        """Time passes, and the clock shows it."""
        self.elapsed_s += time.total_seconds()
        self.clock.advance(time.total_seconds())
        self.freshness.look()


def test_without_a_policy_time_is_the_clock_s_and_nothing_is_outdated():
    setting = Setting()
    setting.freshness.renewed(setting.clock() + DAY)
    setting.passes(400 * DAY)
    assert setting.freshness.now() == setting.clock()
    assert not setting.freshness.is_outdated(timedelta(0))
    assert setting.freshness.fresh_until is None
    assert setting.health.open_codes == frozenset()


@given(back_s=st.floats(min_value=0, max_value=1e9), passed_s=st.floats(min_value=0, max_value=1e7))
def test_a_clock_that_is_set_back_does_not_set_time_back(back_s: float, passed_s: float):
    setting = Setting()
    setting.read()
    setting.passes(timedelta(seconds=passed_s))
    true_at = setting.clock()
    setting.clock.advance(-back_s)
    assert abs(setting.freshness.now() - true_at) < timedelta(milliseconds=1)


def test_a_clock_that_goes_ahead_is_believed_until_it_is_put_right():
    setting = Setting()
    setting.read()
    setting.clock.advance(3600)
    assert setting.freshness.now() == setting.clock()
    setting.clock.advance(-3600)
    assert setting.freshness.now() == setting.began_at


def test_reading_an_older_policy_does_not_set_time_back():
    setting = Setting()
    setting.read()
    setting.passes(2 * DAY)
    true_at = setting.clock()
    setting.clock.advance(-10 * DAY.total_seconds())
    setting.freshness.read(verified_at=setting.began_at, fresh_until=setting.began_at)
    assert setting.freshness.now() == true_at
    assert setting.freshness.fresh_until == setting.began_at + DAY


def test_the_word_of_a_key_that_was_replaced_is_void():
    setting = Setting()
    far = setting.began_at + 300 * DAY
    setting.freshness.read(verified_at=far, fresh_until=far + DAY, told_by=("stolen",))
    assert setting.freshness.now() == far
    setting.freshness.read(verified_at=setting.began_at, fresh_until=setting.began_at + DAY, told_by=("new",))
    assert setting.freshness.now() == setting.clock()
    assert setting.freshness.fresh_until == setting.began_at + DAY


def test_a_policy_becomes_stale_and_is_fresh_again_once_it_is_renewed():
    setting = Setting()
    setting.read()
    setting.passes(DAY - timedelta(seconds=1))
    assert setting.health.open_codes == frozenset()
    setting.passes(timedelta(seconds=1))
    assert setting.health.open_codes == {HealthCode.POLICY_STALE}
    assert "2026-01-03 00:00" in setting.health.detail(HealthCode.POLICY_STALE)
    setting.freshness.renewed(setting.clock() - DAY)
    assert setting.health.open_codes == {HealthCode.POLICY_STALE}
    setting.freshness.renewed(setting.clock() + DAY)
    assert setting.health.open_codes == frozenset()


@pytest.mark.parametrize(
    ("mode", "codes"),
    [
        (OfflineMode.KEEP, {HealthCode.POLICY_STALE}),
        (OfflineMode.FAIL_CLOSED, {HealthCode.POLICY_STALE, HealthCode.POLICY_OUTDATED}),
    ],
)
def test_after_the_grace_it_is_outdated_where_that_means_anything(mode: OfflineMode, codes: set[HealthCode]):
    setting = Setting()
    setting.read()
    setting.freshness.in_force(mode, 3 * DAY)
    setting.passes(4 * DAY - timedelta(seconds=1))
    assert setting.health.open_codes == {HealthCode.POLICY_STALE}
    assert not setting.freshness.is_outdated(3 * DAY)
    setting.passes(timedelta(seconds=1))
    assert setting.health.open_codes == codes
    assert setting.freshness.is_outdated(3 * DAY)
    setting.freshness.renewed(setting.clock() + DAY)
    assert setting.health.open_codes == frozenset()
    assert not setting.freshness.is_outdated(3 * DAY)


def test_setting_the_clock_back_makes_no_policy_fresh():
    setting = Setting()
    setting.read()
    setting.passes(2 * DAY)
    setting.clock.advance(-100 * DAY.total_seconds())
    setting.freshness.look()
    assert setting.health.open_codes == {HealthCode.POLICY_STALE}
    assert setting.freshness.is_outdated(DAY)


def test_time_is_in_the_clock_s_own_zone():
    zone = datetime.now(UTC).astimezone().tzinfo
    freshness = PolicyFreshness(
        RecordingHealth(), clock=lambda: datetime(2026, 1, 1, tzinfo=zone), elapsed_s=lambda: 0.0
    )
    freshness.read(verified_at=datetime(2026, 2, 1, tzinfo=UTC), fresh_until=datetime(2026, 3, 1, tzinfo=UTC))
    assert freshness.now() == datetime(2026, 2, 1, tzinfo=UTC)
    assert freshness.now().tzinfo == zone
