"""`cordon policy init`: what it writes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.core import DestinationStatus
from agent.policy import parse_policy
from tests.cli.conftest import Home

ARGUMENTS = ("--template", "default", "--name", "Acme")


def test_writes_a_policy_and_its_schema(home: Home, tmp_path: Path):
    file = tmp_path / "policy.yaml"
    done = home.run("policy", "init", str(file), *ARGUMENTS)
    assert done.returncode == 0, done.stderr
    assert parse_policy(file.read_bytes()).name == "Acme"
    assert json.loads((tmp_path / "policy.schema.json").read_text())["title"] == "Cordon policy"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["policy.schema.json", "policy.yaml"]
    assert b"No AI tool is approved yet" in done.stderr


def test_approves_what_it_is_told(home: Home, tmp_path: Path):
    file = tmp_path / "policy.yaml"
    done = home.run("policy", "init", str(file), *ARGUMENTS, "--approve", "chatgpt, claude", "--approve", "gemini")
    assert done.returncode == 0, done.stderr
    destinations = parse_policy(file.read_bytes()).destinations
    approved = {name for name, entry in destinations.items() if entry.status is DestinationStatus.APPROVED}
    assert approved == {"chatgpt", "claude", "gemini"}
    assert b"No AI tool" not in done.stderr


def test_is_named_like_its_folder(home: Home, tmp_path: Path):
    folder = tmp_path / "northwind"
    folder.mkdir()
    assert home.run("policy", "init", str(folder / "p.yaml"), "--template", "default").returncode == 0
    assert parse_policy((folder / "p.yaml").read_bytes()).name == "northwind"


@pytest.mark.parametrize(
    ("arguments", "code", "about"),
    [
        (("--approve", "chatgtp"), 2, b"chatgpt?"),
        (("--template", "finnance"), 2, b"finnance"),
        (("--name", "x" * 200), 5, b"name: must have at most 100 characters"),
    ],
)
def test_writes_nothing_when_something_is_wrong(
    home: Home, tmp_path: Path, arguments: tuple[str, ...], code: int, about: bytes
):
    done = home.run("policy", "init", str(tmp_path / "p.yaml"), *ARGUMENTS[:2], *arguments)
    assert (done.returncode, about in done.stderr) == (code, True)
    assert list(tmp_path.iterdir()) == []


def test_keeps_what_is_there_unless_it_is_forced(home: Home, tmp_path: Path):
    file = tmp_path / "policy.yaml"
    file.write_text("mine")
    refused = home.run("policy", "init", str(file), *ARGUMENTS)
    assert (refused.returncode, file.read_text()) == (5, "mine")
    assert b"--force" in refused.stderr
    assert home.run("policy", "init", str(file), *ARGUMENTS, "--force").returncode == 0
    assert parse_policy(file.read_bytes()).name == "Acme"


def test_a_schema_that_is_another_is_kept_unless_it_is_forced(home: Home, tmp_path: Path):
    schema = tmp_path / "policy.schema.json"
    schema.write_text("mine")
    file = tmp_path / "policy.yaml"
    refused = home.run("policy", "init", str(file), *ARGUMENTS)
    assert (refused.returncode, schema.read_text(), file.exists()) == (5, "mine", False)
    assert b"policy.schema.json is there already" in refused.stderr
    assert home.run("policy", "init", str(file), *ARGUMENTS, "--force").returncode == 0
    assert json.loads(schema.read_text())["title"] == "Cordon policy"
    second = home.run("policy", "init", str(tmp_path / "second.yaml"), *ARGUMENTS)
    assert second.returncode == 0, second.stderr


def test_is_not_called_like_the_schema(home: Home, tmp_path: Path):
    for arguments in ((), ("--force",)):
        done = home.run("policy", "init", str(tmp_path / "policy.schema.json"), *ARGUMENTS, *arguments)
        assert (done.returncode, list(tmp_path.iterdir())) == (5, [])


def test_follows_no_link(home: Home, tmp_path: Path):
    mine = tmp_path / "mine"
    mine.write_text("mine")
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, target in ((".policy.yaml.new", mine), ("policy.schema.json", mine), ("policy.yaml", tmp_path / "none")):
        (folder / name).symlink_to(target)
    refused = home.run("policy", "init", str(folder / "policy.yaml"), *ARGUMENTS)
    assert (refused.returncode, b"policy.yaml is there already" in refused.stderr) == (5, True)
    assert home.run("policy", "init", str(folder / "policy.yaml"), *ARGUMENTS, "--force").returncode == 0
    assert (mine.read_text(), (tmp_path / "none").exists()) == ("mine", False)
    assert parse_policy((folder / "policy.yaml").read_bytes()).name == "Acme"
    assert (folder / "policy.yaml").stat().st_mode & 0o022 == 0


def test_a_folder_that_is_not_there_is_said(home: Home, tmp_path: Path):
    done = home.run("policy", "init", str(tmp_path / "none" / "p.yaml"), *ARGUMENTS)
    assert done.returncode == 5
    assert b"p.yaml cannot be written" in done.stderr
