"""`cordon policy reload`: another policy in force, or the old one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Home
from tests.policy.samples import policy_text
from tests.waiting import wait_until


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    file = tmp_path / "policy.yaml"
    file.write_bytes(policy_text())
    return file


@pytest.fixture(name="running")
def _running(home: Home, file: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = (sys.executable, "-m", "agent", "agent", "--policy", str(file))
    with subprocess.Popen(command, env=home.env, stderr=subprocess.PIPE) as process:
        wait_until(lambda: home.run("status").returncode == 0, what="the agent", every_s=0.1)
        yield process
        process.kill()


@pytest.mark.usefixtures("running")
def test_another_policy_comes_into_force_and_a_bad_one_does_not(home: Home, file: Path):
    status = home.run("status").stdout.decode()
    assert "Test, version 3, enforce mode, unsigned file" in status
    assert "An unsigned policy is in force." in status

    file.write_bytes(policy_text(mode="monitor").replace(b'version: "3"', b'version: "4"'))
    done = home.run("policy", "reload")
    assert (done.returncode, done.stderr) == (0, b"In force: Test, version 4, monitor mode.\n")
    assert "Test, version 4. Start Cordon without --policy" in home.run("status").stdout.decode()

    file.write_bytes(policy_text("rules: [{id: one, when: {}, action: explode}]\n"))
    refused = home.run("policy", "reload")
    assert refused.returncode == 5
    assert b"unknown action explode" in refused.stderr
    status = home.run("status").stdout.decode()
    assert "Test, version 4, monitor mode" in status
    assert "A policy was refused." in status

    file.write_bytes(policy_text())
    assert home.run("policy", "reload").returncode == 0
    assert "A policy was refused." not in home.run("status").stdout.decode()


def test_without_an_agent_it_says_so(home: Home):
    assert home.run("policy", "reload").returncode == 4
