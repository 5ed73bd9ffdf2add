"""Buckets: how often somebody may ask."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.api.rate_limits import RateLimiter, TooManyRequestsError, address_key
from server.settings import RateLimits
from tests.server.repository.organization import Organization
from tests.server.world import DeviceClient, World


class Watch:
    """Seconds that a test decides on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return them."""
        return self.now


def test_a_bucket_empties_and_fills_again():
    watch = Watch()
    limiter = RateLimiter(2.0, 3, watch)
    for _ in range(3):
        limiter.take("a")
    with pytest.raises(TooManyRequestsError) as caught:
        limiter.take("a")
    assert caught.value.retry_after_s == 1
    limiter.take("b")
    watch.now = 0.5
    limiter.take("a")
    with pytest.raises(TooManyRequestsError):
        limiter.take("a")


def test_only_so_many_buckets_are_kept():
    limiter = RateLimiter(0.001, 1, Watch(), most=2)
    for name in ("a", "b", "c", "a"):
        limiter.take(name)
    with pytest.raises(TooManyRequestsError):
        limiter.take("c")


@given(st.lists(st.floats(0, 5, allow_nan=False), max_size=60))
def test_nobody_gets_more_than_their_rate(pauses: list[float]):
    watch = Watch()
    limiter = RateLimiter(2.0, 5, watch)
    served = 0
    for pause in pauses:
        watch.now += pause
        try:
            limiter.take("a")
            served += 1
        except TooManyRequestsError:
            continue
    assert served <= 5 + 2.0 * watch.now + 1e-6


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_is_what_one_customer_has(host: str, key: str):
    assert address_key(host) == key


def test_whoever_asks_too_often_is_told_when_to_come_back(organization: Organization, tmp_path: Path):
    limits = RateLimits(address=(0.01, 4), enrolment=(0.01, 1))
    with World(organization, f"sqlite:///{tmp_path / 'server.db'}", rate_limits=limits) as world:
        assert DeviceClient(world=world).enrol("x" * 43).status == 403
        assert DeviceClient(world=world).enrol("x" * 43).status == 429
        assert [world.anybody("GET", "/health/live").status for _ in range(3)] == [200, 200, 429]
        refused = world.anybody("GET", "/health/live")
        assert int(refused.headers["Retry-After"]) > 1
        assert refused.json["code"] == "too_many_requests"


def test_one_device_is_limited_by_itself(organization: Organization, tmp_path: Path):
    limits = RateLimits(device=(0.01, 2))
    with World(organization, f"sqlite:///{tmp_path / 'server.db'}", rate_limits=limits) as world:
        one, other = world.device(), world.device()
        assert [one.check_in(number).status for number in (1, 2, 3)] == [200, 200, 429]
        assert other.check_in(1).status == 200
        assert one.send("POST", "/v1/check-ins", b"{}", key=other.key).status == 401
