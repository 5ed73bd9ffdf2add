"""The AI apps of a device, as the installed program lists and tells them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.canary import files_that_hold
from tests.e2e.desktop import Desktop
from tests.e2e.installed import Cordon, warnings_on_screen
from tests.waiting import wait_until

pytestmark = pytest.mark.e2e

FIELDS = {"id", "name", "vendor", "kind", "status", "running", "pids", "first_seen_at", "last_used_at", "evidence"}
POLICY = """\
name: Acme
version: "7"
mode: enforce
labels: [{name: public}]
destinations:
  ollama: {status: unapproved}
  jan: {status: approved}
rules: []
"""
LISTENS = "import socket; socket.create_server(('127.0.0.1', 0)).accept()"


def stand_in(desktop: Desktop) -> list[str]:
    """A model server that listens, under a known one's name."""
    program = desktop.home / "ollama"
    shutil.copy("/usr/bin/python3", program)
    return [str(program), "-c", LISTENS, "canary-5f1d"]


def listed(cordon: Cordon, app_id: str) -> dict[str, Any] | None:
    """An app, as a program gets it."""
    apps: list[dict[str, Any]] = cordon.json("apps", "list")["apps"]
    return next((each for each in apps if each["id"] == app_id), None)


def pids_of(cordon: Cordon, app_id: str) -> list[int]:
    found = listed(cordon, app_id)
    return found["pids"] if found is not None else []


def test_an_app_is_listed_while_it_runs_and_told_because_the_policy_does_not_approve_of_it(
    desktop: Desktop, cordon: Cordon, tmp_path: Path
):
    policy = tmp_path / "policy.yaml"
    policy.write_text(POLICY)
    desktop.start(str(cordon.program), "run", "--policy", str(policy))
    cordon.wait_running(with_tray=True)
    assert warnings_on_screen(desktop) == ()
    running = desktop.start(*stand_in(desktop))
    desktop.start("/bin/sh", "-c", "sleep 60 & wait", "claude.sh")

    wait_until(lambda: running.pid in pids_of(cordon, "ollama"), what="the app to be listed", timeout_s=5.0)
    wait_until(lambda: warnings_on_screen(desktop), what="the notice", timeout_s=2.0)
    found = listed(cordon, "ollama")
    assert found is not None
    assert found.keys() >= FIELDS
    assert (found["status"], found["running"], found["kind"]) == ("unapproved", True, "local_runner")

    explained = cordon.call("apps", "explain", str(running.pid)).stdout
    assert f"Process {running.pid} (ollama) is Ollama" in explained
    assert "so says the global policy Acme, version 7." in explained
    assert "belongs to no AI app" in cordon.call("apps", "explain", str(os.getpid())).stdout
    unknown = cordon.call("apps", "explain", "nothing of that name")
    assert (unknown.exit_code, unknown.stdout) == (5, "")
    assert "cordon apps list" in unknown.stderr

    running.stop()
    wait_until(lambda: pids_of(cordon, "ollama") == [], what="the end to be seen", timeout_s=5.0)
    assert cordon.events() == []
    assert cordon.call("stop").exit_code == 0
    assert (desktop.home / ".local/state/cordon/apps.json").exists()
    assert files_that_hold(("canary-5f1d",), (desktop.home, Path(desktop.env["XDG_RUNTIME_DIR"]))) == []


def test_a_window_of_an_assistant_is_use(desktop: Desktop, cordon: Cordon):
    desktop.start(str(cordon.program), "run")
    cordon.wait_running(with_tray=True)
    assert listed(cordon, "chatgpt") is None
    desktop.focus(desktop.open_window("ChatGPT"))
    found = wait_until(lambda: listed(cordon, "chatgpt"), what="the app to be listed")
    assert found is not None
    assert (found["running"], found["evidence"]) == (False, ["window"])
    assert found["last_used_at"] is not None
