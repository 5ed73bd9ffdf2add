"""`cordon status`."""

from __future__ import annotations

import json
from collections.abc import Callable

from typer.testing import Result

from agent.core.health import HealthCode
from tests.cli.conftest import issue
from tests.fakes.agent_server import FakeAgent


def test_shows_policy_and_health(cordon: Callable[..., Result], agent: FakeAgent):
    text = cordon("status").stdout
    assert agent.asked("status.get")
    assert "Test policy, version 7, enforce mode" in text
    assert "Healthy" in text


def test_shows_each_issue_with_its_next_step(cordon: Callable[..., Result], agent: FakeAgent):
    agent.status = agent.status.with_fields({"health": (issue(HealthCode.NO_KEYRING),)})
    text = cordon("status").stdout
    assert "No system keyring." in text
    assert "Install and start GNOME Keyring" in text
    assert "Healthy" not in text


def test_prints_json_for_programs(cordon: Callable[..., Result], agent: FakeAgent):
    parsed = json.loads(cordon("status", "--format", "json").stdout)
    assert parsed["pid"] == agent.status.pid
    assert parsed["health"] == []
