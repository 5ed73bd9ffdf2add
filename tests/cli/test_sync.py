"""`cordon sync`."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from typer.testing import Result

from agent.cli.sync import SyncTroubleError
from agent.core.sync import SyncTrouble
from agent.ipc.client import AgentNotRunningError
from agent.ipc.sync_messages import SentResult, SyncStatusResult
from tests.fakes.agent_server import FakeAgent
from tests.fakes.sync_front import SYNC

BODY = '{"sequence":7,"sessions":[]}'


def test_status_shows_server_device_and_last_success(cordon: Callable[..., Result], agent: FakeAgent):
    agent.answers["sync.status"] = SyncStatusResult(sync=SYNC)
    text = cordon("sync", "status").stdout
    for part in ("https://cordon.example.com", SYNC.device_id, "2026-01-02 03:04 UTC", "this agent"):
        assert part in text


def test_status_of_a_device_that_nobody_governs(cordon: Callable[..., Result], agent: FakeAgent):
    agent.answers["sync.status"] = SyncStatusResult()
    assert "No organization governs this device" in cordon("sync", "status").stdout
    assert json.loads(cordon("sync", "status", "--format", "json").stdout) == {"sync": None}


def test_status_for_programs(cordon: Callable[..., Result], agent: FakeAgent):
    agent.answers["sync.status"] = SyncStatusResult(sync=SYNC)
    parsed = json.loads(cordon("sync", "status", "--format", "json").stdout)
    assert parsed["sync"]["versions"] == {"root": 1, "timestamp": 7}


def test_now_shows_what_came_of_it(cordon: Callable[..., Result], agent: FakeAgent):
    agent.answers["sync.now"] = SyncStatusResult(sync=SYNC)
    done = cordon("sync", "now")
    assert done.exit_code == 0
    assert agent.asked("sync.now")
    assert "https://cordon.example.com" in done.stdout


@pytest.mark.parametrize("trouble", SyncTrouble)
def test_now_fails_where_the_attempt_failed(cordon: Callable[..., Result], agent: FakeAgent, trouble: SyncTrouble):
    agent.answers["sync.now"] = SyncStatusResult(sync=SYNC.with_fields({"trouble": trouble, "detail": "More."}))
    done = cordon("sync", "now")
    assert isinstance(done.exception, SyncTroubleError)
    assert "stays in force" in str(done.exception)


def test_sent_is_shown_readable_or_byte_for_byte(cordon: Callable[..., Result], agent: FakeAgent):
    agent.answers["sync.sent"] = SentResult(body=BODY, sent_at=SYNC.attempted_at)
    assert json.loads(cordon("sync", "sent").stdout) == json.loads(BODY)
    assert cordon("sync", "sent", "--raw").stdout == BODY


def test_nothing_was_sent_yet(cordon: Callable[..., Result], agent: FakeAgent):
    agent.answers["sync.sent"] = SentResult()
    done = cordon("sync", "sent")
    assert (done.exit_code, done.stdout) == (0, "")


@pytest.mark.parametrize("command", ["status", "now", "sent"])
def test_without_an_agent_it_says_so(cordon: Callable[..., Result], command: str):
    assert isinstance(cordon("sync", command).exception, AgentNotRunningError)
