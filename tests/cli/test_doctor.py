"""`cordon doctor` without a session, and with an agent to ask."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from agent.core.health import HealthCode
from agent.core.sync import SyncTrouble
from agent.ipc.sync_messages import SyncStatusResult
from tests.cli.conftest import Home, issue
from tests.fakes.agent_server import FakeAgent
from tests.fakes.policy_sets import StoredSets
from tests.fakes.sync_front import SYNC


def test_says_that_nothing_is_seen_without_a_session(cordon: Callable[..., Result]):
    done = cordon("doctor")
    assert done.exit_code == 1
    assert "No graphical session." in done.stdout
    assert "Cordon is not running." in done.stdout
    assert "clipboard" in done.stdout


def test_every_channel_has_coverage_and_a_reason(cordon: Callable[..., Result]):
    parsed = json.loads(cordon("doctor", "--format", "json").stdout)
    assert {row["channel"] for row in parsed["coverage"]} == {
        *("clipboard", "primary_selection", "drag_and_drop", "browser", "file_upload", "ai_app", "command_line")
    }
    assert all(row["coverage"] in {"seen", "held", "blind"} and row["why"] for row in parsed["coverage"])


def test_believes_the_running_agent_about_coverage(cordon: Callable[..., Result], agent: FakeAgent):
    parsed = json.loads(cordon("doctor", "--format", "json").stdout)
    assert parsed["coverage"] == [row.to_json() for row in agent.status.coverage]
    assert {check["name"]: check["result"] for check in parsed["checks"]}["agent"] == "ok"


def test_points_to_the_issues_of_the_running_agent(cordon: Callable[..., Result], agent: FakeAgent):
    agent.status = agent.status.with_fields({"health": (issue(HealthCode.NO_KEYRING),)})
    checks = {check["name"]: check for check in json.loads(cordon("doctor", "--format", "json").stdout)["checks"]}
    assert checks["agent"]["result"] == "weaker"
    assert "cordon status" in checks["agent"]["hint"]


def test_names_the_folders_of_this_instance(cordon: Callable[..., Result], home: Home):
    folders = json.loads(cordon("doctor", "--format", "json").stdout)["folders"]
    assert folders["state"] == f"{home.env['HOME']}/.local/state/cordon"
    assert folders["runtime"] == str(home.socket.parent)


def test_prints_paths_whole_and_as_they_are(cordon: Callable[..., Result], home: Home, tmp_path: Path):
    strange = tmp_path / ("a [bold]strange folder" + " that goes on" * 12)
    strange.mkdir()
    home.env["HOME"] = str(strange)
    assert f"{strange}/.local/state/cordon" in cordon("doctor").stdout


def test_outside_its_session_the_running_agent_lacks_nothing(cordon: Callable[..., Result], agent: FakeAgent):
    done = cordon("doctor")
    assert agent.asked("status.get")
    assert "as the running Cordon sees them" in done.stdout
    assert "No graphical session" not in done.stdout
    assert done.exit_code == 0


@pytest.mark.parametrize(
    ("answer", "result", "said"),
    [
        (SyncStatusResult(sync=SYNC), "ok", "governs this device"),
        (
            SyncStatusResult(sync=SYNC.with_fields({"trouble": SyncTrouble.UNTRUSTED_SERVER})),
            "weaker",
            "certificate is not trusted",
        ),
        (SyncStatusResult(), "weaker", "has not noticed yet"),
        (None, "weaker", "nobody keeps its policy current"),
    ],
)
def test_says_whether_the_server_of_a_governed_device_answers(
    cordon: Callable[..., Result],
    home: Home,
    agent: FakeAgent,
    answer: SyncStatusResult | None,
    result: str,
    said: str,
):
    StoredSets(Path(home.env["HOME"]) / ".local/state/cordon").enroll()
    if answer is not None:
        agent.answers["sync.status"] = answer
    checks = {check["name"]: check for check in json.loads(cordon("doctor", "--format", "json").stdout)["checks"]}
    assert checks["server"]["result"] == result
    assert said in checks["server"]["text"]


def test_of_a_device_that_nobody_governs_no_server_is_spoken_of(cordon: Callable[..., Result], agent: FakeAgent):
    assert agent.answers == {}
    assert "server" not in {
        check["name"] for check in json.loads(cordon("doctor", "--format", "json").stdout)["checks"]
    }
