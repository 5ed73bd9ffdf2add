"""A policy is a file, or one that comes with Cordon by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.cli.policy_files import catalogue, opened, read_text
from agent.policy.packaged import packaged_text
from agent.system.policy_files import PolicyFileError
from tests.policy.samples import policy_text


def test_a_packaged_one_goes_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert read_text("default") == packaged_text()
    assert opened("default", []).policy.name == "Cordon default"


def test_a_file_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path("default").write_bytes(policy_text())
    assert read_text("default") == policy_text()
    assert opened("default", []).policy.name == "Test"


def test_what_is_neither_is_an_error(tmp_path: Path):
    with pytest.raises(PolicyFileError):
        read_text(str(tmp_path / "none.yaml"))
    with pytest.raises(PolicyFileError):
        opened("no-such-policy", [])


def test_destinations_go_by_their_ids():
    assert catalogue()["chatgpt"].name == "ChatGPT"
