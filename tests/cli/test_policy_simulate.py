"""`cordon policy simulate`: on the agent's history and on files, and with which exit code it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import Result

from agent.core import Action, Event
from agent.ipc.messages import EventModel
from tests.cli.conftest import Home
from tests.fakes.agent_server import FakeAgent
from tests.ipc.samples import event
from tests.policy.samples import policy_text

RULES = "rules: [{id: cards, when: {label: high}, action: block}]\n"
NOW = datetime.now(UTC)
EVENTS = tuple(
    event(event_id=f"{number:032x}", occurred_at=NOW - timedelta(seconds=seconds), action=action)
    for number, (seconds, action) in enumerate([(5, Action.WARN), (10, Action.WARN), (10 * 86_400, Action.AUDIT)])
)


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> str:
    file = tmp_path / "policy.yaml"
    file.write_bytes(policy_text(RULES))
    return str(file)


@pytest.fixture(name="export")
def _export(tmp_path: Path) -> Callable[..., str]:
    def write(name: str, *events: Event) -> str:
        file = tmp_path / f"{name}.json"
        listed = [EventModel.of(each).to_json() for each in events]
        file.write_text(json.dumps({"events": listed, "total": len(listed)}))
        return str(file)

    return write


def test_replays_the_agent_s_history(cordon: Callable[..., Result], agent: FakeAgent, file: str):
    agent.events += [EventModel.of(each) for each in EVENTS]
    done = cordon("policy", "simulate", file, "--against", "history", "--format", "json")
    document = json.loads(done.stdout)
    assert done.exit_code == 0
    assert document["events"] == 3
    assert document["policy"] == {"name": "Test", "version": "3", "mode": "enforce"}
    assert document["now"]["gestures"]["block"] == document["now"]["interrupting_gestures"] == 3
    assert document["now"]["moments"]["block"] == document["now"]["interruptions"] == 2
    assert (document["then"]["gestures"]["warn"], document["then"]["interruptions"]) == (2, 1)
    assert {"then": "audit", "now": "block", "gestures": 1} in document["changes"]
    assert document["rules"] == [{"rule": "cards", "action": "block", "gestures": 3, "moments": 2}]


def test_since_limits_what_is_replayed(
    cordon: Callable[..., Result], agent: FakeAgent, file: str, export: Callable[..., str]
):
    agent.events += [EventModel.of(each) for each in EVENTS]
    for against in ("history", export("all", *EVENTS)):
        arguments = ("policy", "simulate", file, "--against", against, "--since", "1d", "--format", "json")
        assert json.loads(cordon(*arguments).stdout)["events"] == 2


def test_what_history_list_prints_is_what_it_takes(
    cordon: Callable[..., Result], agent: FakeAgent, file: str, tmp_path: Path
):
    agent.events += [EventModel.of(each) for each in EVENTS]
    printed = tmp_path / "printed.json"
    printed.write_text(cordon("history", "list", "--all", "--format", "json").stdout)
    both = [
        json.loads(cordon("policy", "simulate", file, "--against", against, "--format", "json").stdout)
        for against in ("history", str(printed))
    ]
    assert both[0] == both[1]


def test_files_of_several_devices_are_counted_apart(home: Home, file: str, export: Callable[..., str]):
    first, second = export("one", EVENTS[0]), export("two", EVENTS[1])
    together = export("both", *EVENTS[:2])
    for against, moments in (((first, second), 2), ((together,), 1)):
        arguments = [argument for each in against for argument in ("--against", each)]
        done = home.run("policy", "simulate", file, *arguments, "--format", "json")
        assert json.loads(done.stdout)["now"]["interruptions"] == moments


def test_people_read_a_table_and_what_records_cannot_tell(home: Home, file: str, export: Callable[..., str]):
    done = home.run("policy", "simulate", file, "--against", export("all", *EVENTS))
    text = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Test 3 (enforce) on 3 recorded gestures" in text
    assert "people interrupted" in text
    assert "What records cannot tell" in text


def test_a_policy_that_only_watches_interrupts_nobody(home: Home, tmp_path: Path, export: Callable[..., str]):
    watching = tmp_path / "watching.yaml"
    watching.write_bytes(policy_text(RULES, mode="monitor"))
    against = ("--against", export("all", *EVENTS), "--format", "json")
    document = json.loads(home.run("policy", "simulate", str(watching), *against).stdout)
    assert document["now"]["interruptions"] == 0
    enforced = json.loads(home.run("policy", "simulate", str(watching), *against, "--as-enforced").stdout)
    assert enforced["now"]["interruptions"] == 2


def test_nothing_recorded_is_no_failure(cordon: Callable[..., Result], agent: FakeAgent, file: str):
    done = cordon("policy", "simulate", file, "--against", "history", "--since", "30d")
    assert done.exit_code == 0
    assert "Nothing is recorded in that time." in done.stdout
    assert agent.asked("history.list")


def test_what_cannot_be_used_ends_with_its_exit_code(home: Home, file: str, tmp_path: Path):
    no_agent = home.run("policy", "simulate", file, "--against", "history")
    assert (no_agent.returncode, b"not running" in no_agent.stderr) == (4, True)
    no_file = home.run("policy", "simulate", file, "--against", str(tmp_path / "none.json"))
    assert (no_file.returncode, b"none.json cannot be read" in no_file.stderr) == (5, True)
    no_export = home.run("policy", "simulate", file, "--against", file)
    assert (no_export.returncode, b"is no JSON" in no_export.stderr) == (5, True)
    assert home.run("policy", "simulate", "no-such-policy", "--against", "history").returncode == 5
    assert home.run("policy", "simulate", file).returncode == 2
    assert home.run("policy", "simulate", file, "--against", "history", "--since", "soon").returncode == 2


def test_a_record_of_no_calendar_is_an_error_of_its_own(home: Home, file: str, tmp_path: Path):
    export = tmp_path / "export.json"
    record = EventModel.of(EVENTS[0]).to_json() | {"occurred_at": "0001-01-01T00:00:00+00:00"}
    export.write_text(json.dumps({"events": [record]}))
    done = home.run("policy", "simulate", file, "--against", str(export), env={"TZ": "America/New_York"})
    assert done.returncode == 5
    assert b"events[0]: occurred_at is before or after" in done.stderr
    assert b"Traceback" not in done.stderr
