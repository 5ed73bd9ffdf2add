"""`cordon policy show`: a policy as people, editors and programs see it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from agent.core import Mode
from agent.core.in_force import PolicyOrigin
from agent.ipc.messages import PolicyResult
from agent.policy import parse_policy
from agent.policy.document.canonical import canonical_json
from tests.cli.conftest import Home
from tests.fakes.agent_server import FakeAgent
from tests.policy.samples import policy_text

RULES = """\
destinations: {claude: {status: approved}, chatgpt: {status: unapproved}}
other_destinations: {status: unapproved}
rules:
  - {id: cards, when: {label: high, channel: clipboard}, unless: {group: legal}, action: block}
  - {id: all, when: {}, action: audit}
tests: [{name: t, text: t, destination: claude, action: audit}]
"""


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    file = tmp_path / "policy.yaml"
    file.write_bytes(b"# A comment.\n" + policy_text(RULES))
    return file


def test_for_people(home: Home, file: Path):
    shown = [line.strip() for line in home.run("policy", "show", str(file)).stdout.decode().splitlines()]
    assert shown[0] == "Test, version 3, global, enforce mode"
    assert "entity: CREDIT_CARD" in shown
    assert "unapproved: chatgpt, all others" in shown
    assert "block  cards  label: high; channel: clipboard; unless group: legal" in shown
    assert "audit  all    always" in shown
    assert shown[-1] == "Also: 1 tests."


def test_for_editors_it_is_the_text_itself(home: Home, file: Path):
    assert home.run("policy", "show", str(file), "--format", "yaml").stdout == file.read_bytes()


def test_for_programs_it_is_what_travels(home: Home, file: Path):
    shown = home.run("policy", "show", str(file), "--format", "json").stdout
    assert shown == canonical_json(parse_policy(file.read_bytes())) + b"\n"


def test_without_a_name_it_is_the_one_in_force(cordon: Callable[..., Result], agent: FakeAgent, file: Path):
    document = canonical_json(parse_policy(file.read_bytes())).decode()
    agent.policy = PolicyResult(
        name="Test", version="3", mode=Mode.ENFORCE, origin=PolicyOrigin.FILE, documents=(document,)
    )
    assert cordon("policy", "show").stdout.startswith("Test, version 3")
    yaml = cordon("policy", "show", "--format", "yaml").stdout
    assert yaml.startswith("# yaml-language-server: $schema=policy.schema.json\n")
    assert parse_policy(yaml.encode()) == parse_policy(file.read_bytes())


def test_without_an_agent_there_is_none_in_force(home: Home):
    assert home.run("policy", "show").returncode == 4


def test_a_team_s_policy_is_shown_with_names_of_the_one_above(home: Home, file: Path, tmp_path: Path):
    file.write_bytes(policy_text(more="networks: {office: {addresses: 10.20.0.0/16}}\n"))
    lower = tmp_path / "berlin.yaml"
    rules = "rules: [{id: o, when: {network: office}, action: warn}]\n"
    lower.write_text(f'name: Berlin\nversion: "1"\nlayer: team\nmode: enforce\n{rules}')
    shown = home.run("policy", "show", str(lower), "--under", str(file))
    assert (shown.returncode, shown.stdout.splitlines()[0]) == (0, b"Berlin, version 1, team, enforce mode")
    assert home.run("policy", "show", str(lower)).returncode == 5
