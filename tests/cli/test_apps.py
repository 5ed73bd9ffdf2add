"""`cordon apps`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import Result

from agent.core.apps import Evidence
from agent.core.gestures import DestinationKind, DestinationStatus
from agent.core.verdicts import Layer
from agent.ipc.app_messages import AppExplanation, AppListResult, AppModel, AppProcess
from agent.ipc.sync_messages import LayerModel
from tests.cli.conftest import NOW, Home
from tests.fakes.agent_server import FakeAgent

OLLAMA = AppModel(
    id="ollama",
    name="Ollama",
    vendor="Ollama",
    kind=DestinationKind.LOCAL_RUNNER,
    status=DestinationStatus.UNAPPROVED,
    running=True,
    pids=(4711, 4712),
    installed=True,
    first_seen_at=NOW,
    last_used_at=NOW,
    evidence=(Evidence.EXECUTABLE, Evidence.LISTENING_PORT),
)


def app(**changes: Any) -> AppModel:  # noqa: ANN401 - the fields of an app
    """The sample app with other fields."""
    return OLLAMA.with_fields(changes)


def never_seen() -> AppModel:
    return app(running=False, pids=(), installed=False, first_seen_at=None, last_used_at=None, evidence=())


def test_lists_what_was_seen_for_people(cordon: Callable[..., Result], agent: FakeAgent):
    idle = app(id="codex", name="Codex", running=False, pids=(), status=DestinationStatus.APPROVED, last_used_at=None)
    agent.answers["apps.list"] = AppListResult(apps=(OLLAMA, idle))
    done = cordon("apps", "list")
    assert done.exit_code == 0
    header, first, second = done.stdout.splitlines()
    assert header.split("  ")[0] == "app"
    for part in ("Ollama", "local runner", "unapproved", "running (4711, 4712)", f"{NOW.astimezone():%Y-%m-%d %H:%M}"):
        assert part in first
    for part in ("Codex", "approved", "installed", "codex"):
        assert part in second


def test_prints_every_field_for_programs(cordon: Callable[..., Result], agent: FakeAgent):
    agent.answers["apps.list"] = AppListResult(apps=(OLLAMA,))
    printed = json.loads(cordon("apps", "list", "--format", "json").stdout)
    assert printed["sees_processes"] is True
    (only,) = printed["apps"]
    assert only == OLLAMA.to_json()
    wanted = {"id", "name", "vendor", "kind", "status", "running", "pids", "first_seen_at", "last_used_at", "evidence"}
    assert wanted <= only.keys()


def test_says_that_nothing_was_seen(cordon: Callable[..., Result], agent: FakeAgent):
    agent.answers["apps.list"] = AppListResult(apps=())
    done = cordon("apps", "list")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "No AI app was seen on this device yet." in done.stderr
    assert json.loads(cordon("apps", "list", "--format", "json").stdout)["apps"] == []


def test_says_where_processes_cannot_be_read(cordon: Callable[..., Result], agent: FakeAgent):
    agent.answers["apps.list"] = AppListResult(apps=(app(running=False, pids=()),), sees_processes=False)
    done = cordon("apps", "list")
    assert "Running programs cannot be read here" in done.stderr
    assert "Ollama" in done.stdout


@pytest.mark.parametrize("command", [("list",), ("explain", "ollama")])
def test_without_an_agent_it_says_so(home: Home, command: tuple[str, ...]):
    done = home.run("apps", *command)
    assert done.returncode == 4
    assert b"Cordon is not running" in done.stderr


def test_explains_an_app_and_who_gives_it_its_status(cordon: Callable[..., Result], agent: FakeAgent):
    agent.answers["apps.explain"] = AppExplanation(
        policy="Acme, version 3",
        app=OLLAMA,
        said_by=LayerModel(layer=Layer.GLOBAL, name="Acme", version="3"),
    )
    text = cordon("apps", "explain", "ollama").stdout
    assert agent.asked("apps.explain")[0].params == {"subject": "ollama"}
    for part in (
        "Ollama (ollama), by Ollama: local runner.",
        "Status: unapproved, so says the global policy Acme, version 3.",
        "Now: running (4711, 4712).",
        "Recognized by: the program that runs; a port where its local server answers.",
    ):
        assert part in text


def test_explains_an_app_that_was_never_seen(cordon: Callable[..., Result], agent: FakeAgent):
    agent.answers["apps.explain"] = AppExplanation(policy="Acme, version 3", app=never_seen())
    text = cordon("apps", "explain", "ollama").stdout
    assert "as the catalogue has it; the policy in force (Acme, version 3) gives it no other." in text
    assert "It was never seen on this device." in text


def test_explains_a_process(cordon: Callable[..., Result], agent: FakeAgent):
    agent.answers["apps.explain"] = AppExplanation(
        policy="Acme, version 3",
        app=OLLAMA,
        process=AppProcess(pid=4711, name="node"),
        recognized_by=Evidence.COMMAND,
    )
    text = cordon("apps", "explain", "4711").stdout
    assert "Process 4711 (node) is Ollama, recognized by what an interpreter was told to run." in text


def test_explains_why_a_process_is_no_ai_app(cordon: Callable[..., Result], agent: FakeAgent):
    agent.answers["apps.explain"] = AppExplanation(
        policy="Acme, version 3", process=AppProcess(pid=4711, name="ba\x1bsh")
    )
    done = cordon("apps", "explain", "4711")
    assert done.exit_code == 0
    assert "belongs to no AI app that the catalogue knows" in done.stdout
    assert "\x1b" not in done.stdout


def test_explains_for_programs(cordon: Callable[..., Result], agent: FakeAgent):
    agent.answers["apps.explain"] = AppExplanation(policy="Acme, version 3", app=OLLAMA)
    assert json.loads(cordon("apps", "explain", "ollama", "--format", "json").stdout) == {
        "policy": "Acme, version 3",
        "app": OLLAMA.to_json(),
    }


@pytest.mark.parametrize("evidence", Evidence)
def test_every_evidence_has_words(cordon: Callable[..., Result], agent: FakeAgent, evidence: Evidence):
    agent.answers["apps.explain"] = AppExplanation(policy="p", app=app(evidence=(evidence,)))
    assert "Recognized by: " in cordon("apps", "explain", "ollama").stdout


def test_help_shows_examples_and_exit_codes(cordon: Callable[..., Result]):
    for command in ("list", "explain"):
        text = cordon("apps", command, "--help").stdout
        assert "Example" in text
        assert "Exit codes" in text
