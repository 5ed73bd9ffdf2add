"""Orders and reports cross the pipe as they were, and hold their tongue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from agent.core.sync import SyncTrouble
from agent.fleet.enrolment import EnrolmentToken
from agent.fleet.message import parse_message
from agent.sync.enrolment import parse_proxy
from agent.sync.order import (
    ORDER_LIMIT_BYTES,
    REPORT_LIMIT_BYTES,
    DeviceReport,
    EnrolmentOrder,
    ExchangeOrder,
    ExchangeReport,
    SyncOutcome,
)

_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_an_order_is_read_as_it_was_given():
    order = ExchangeOrder(report=DeviceReport(agent_version="1", os="linux"), wants_exceptions=True)
    assert parse_message(ExchangeOrder, order.to_bytes(), ORDER_LIMIT_BYTES) == order


def test_an_enrolment_keeps_its_secrets_from_everybody_but_the_child():
    token = EnrolmentToken(
        server="https://cordon.example.org",
        root_sha256="a" * 64,
        secret=SecretStr("hidden-secret"),
        expires_at=_NOW + timedelta(days=1),
    )
    proxy = parse_proxy("http://ana:hidden-password@proxy:1")
    order = EnrolmentOrder(token=token, os="linux", agent_version="1", proxy=proxy)
    assert "hidden" not in repr(order)
    found = parse_message(EnrolmentOrder, order.to_bytes(), ORDER_LIMIT_BYTES)
    assert found.token.secret.get_secret_value() == "hidden-secret"
    assert found == order


def test_an_outcome_becomes_what_the_rest_of_cordon_knows():
    outcome = SyncOutcome(
        at=_NOW,
        is_changed=True,
        trouble=SyncTrouble.EXPIRED,
        detail="timestamp",
        versions={"root": 2},
        fresh_until=_NOW,
    )
    report = parse_message(ExchangeReport, ExchangeReport(sync=outcome).to_bytes(), REPORT_LIMIT_BYTES).sync.to_report()
    assert (report.at, report.is_changed, report.trouble, report.detail) == (
        _NOW,
        True,
        SyncTrouble.EXPIRED,
        "timestamp",
    )
    assert (dict(report.versions), report.fresh_until, report.next_check_in_s) == ({"root": 2}, _NOW, None)


def test_what_was_sent_is_in_no_repr():
    report = ExchangeReport(sync=SyncOutcome(at=_NOW), sent_check_in='{"x":1}')
    assert '"x"' not in repr(report)
