"""Counters and gauges."""

from __future__ import annotations

import time
from datetime import timedelta

from server.api.metrics import ServerMetrics
from server.storage.reports import FleetSummary

SUMMARY = FleetSummary(
    devices=3,
    retired=1,
    silent=0,
    waiting=2,
    by_agent_version={"1.0": 3},
    by_team={"berlin": 3},
    by_policy_version={"7": 2},
    by_issue={"no_keyring": 1},
    history_troubles=0,
    exceptions_pending=4,
    publications_pending=0,
)


class Route:
    """As the framework leaves it behind."""

    path = "/v1/admin/devices/{device_id}"


def test_requests_are_counted_by_their_pattern():
    metrics = ServerMetrics()
    metrics.count_request(
        {"method": "GET", "route": Route(), "path": "/v1/admin/devices/abc"}, 200, time.perf_counter()
    )
    metrics.count_request({"method": "BREW", "path": "/x"}, 404, time.perf_counter())
    text = metrics.render(SUMMARY, {}).decode()
    assert 'route="/v1/admin/devices/{device_id}",status="200"} 1.0' in text
    assert 'cordon_http_requests_total{method="other",route="none",status="404"} 1.0' in text
    assert "abc" not in text


def test_the_fleet_is_shown_without_teams():
    lasts = {"timestamp": timedelta(hours=1).total_seconds()}
    text = ServerMetrics().render(SUMMARY, lasts, {"repository": 2}).decode()
    assert "cordon_devices_waiting 2.0" in text
    assert 'cordon_devices_with_issue{code="no_keyring"} 1.0' in text
    assert 'cordon_sessions_by_policy{version="7"} 2.0' in text
    assert 'cordon_signer_troubles{code="repository"} 2.0' in text
    assert "berlin" not in text
