"""`cordon status`."""

from __future__ import annotations

import json
from collections.abc import Callable

from typer.testing import Result

from agent.core.health import HealthCode
from agent.core.in_force import PolicyOrigin
from agent.core.sync import SyncTrouble
from agent.core.verdicts import Layer
from agent.ipc.sync_messages import LayerModel
from tests.cli.conftest import issue
from tests.fakes.agent_server import FakeAgent
from tests.fakes.sync_front import SYNC


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


def test_a_governed_device_shows_server_layers_and_the_last_sync(cordon: Callable[..., Result], agent: FakeAgent):
    agent.status = agent.status.with_fields(
        {
            "policy_origin": PolicyOrigin.SIGNED,
            "policy_layers": (
                LayerModel(layer=Layer.GLOBAL, name="Acme", version="4"),
                LayerModel(layer=Layer.TEAM, name="Sales", version="3"),
            ),
            "sync": SYNC,
        }
    )
    text = cordon("status").stdout
    for part in ("signed by your organization", "Acme, version 4", "Sales, version 3", SYNC.server, "2026-01-02 03:04"):
        assert part in text
    agent.status = agent.status.with_fields(
        {
            "policy_origin": PolicyOrigin.UNAVAILABLE,
            "sync": SYNC.with_fields({"trouble": SyncTrouble.EXPIRED, "succeeded_at": None, "by_machine": True}),
        }
    )
    text = cordon("status").stdout
    assert "in place of your organization's" in text
    assert "none since the start, by the machine service; the server offers nothing fresh" in text
