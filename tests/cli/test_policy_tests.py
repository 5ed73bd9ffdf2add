"""`cordon policy test`: what it prints and with which exit code it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Home
from tests.policy.samples import policy_text

RULES = """\
rules: [{id: cards, when: {label: high}, action: block}]
tests:
  - {name: a card, text: "card 4111 1111 1111 1111", destination: chatgpt, action: block}
  - {name: a greeting, text: hello, destination: chatgpt, action: allow}
"""
BAD = "  - {name: too strict, text: hello, destination: chatgpt, action: warn}\n"
LOWER = """\
name: Berlin
version: "1"
layer: team
mode: enforce
rules: [{id: mail, when: {label: middle}, action: warn}]
tests: [{name: mail, text: jane@example.com, destination: chatgpt, action: warn, rule: mail}]
"""


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    file = tmp_path / "policy.yaml"
    file.write_bytes(policy_text(RULES))
    return file


def test_all_pass(home: Home, file: Path):
    done = home.run("policy", "test", str(file))
    assert done.returncode == 0
    assert done.stdout.decode().splitlines() == ["pass  a card", "pass  a greeting", "2 passed, 0 failed."]


def test_one_that_fails_says_why(home: Home, file: Path):
    file.write_bytes(policy_text(RULES + BAD))
    done = home.run("policy", "test", str(file), "--quiet")
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        "FAIL  too strict",
        "      action is allow, not warn",
        "2 passed, 1 failed.",
    ]


def test_for_programs(home: Home, file: Path):
    document = json.loads(home.run("policy", "test", str(file), "--format", "json").stdout)
    assert document["failed"] == 0
    assert document["tests"][0] == {
        "name": "a card",
        "passes": True,
        "problems": [],
        "action": "block",
        "label": "high",
        "rules": ["cards"],
    }


def test_a_team_s_policy_is_tested_under_the_one_above_it(home: Home, file: Path, tmp_path: Path):
    lower = tmp_path / "berlin.yaml"
    lower.write_text(LOWER)
    assert home.run("policy", "test", str(lower), "--under", str(file)).returncode == 0
    alone = home.run("policy", "test", str(lower))
    assert alone.returncode == 5
    assert b"The layers are not in order" in alone.stderr


def test_a_team_s_policy_is_tested_under_one_that_comes_with_cordon(home: Home, tmp_path: Path):
    lower = tmp_path / "berlin.yaml"
    lower.write_text(LOWER.replace("label: middle", "entity: EMAIL"))
    done = home.run("policy", "test", str(lower), "--under", "default")
    assert (done.returncode, done.stderr) == (0, b"")
    missing = home.run("policy", "test", str(lower), "--under", "defaultt")
    assert missing.returncode == 5


def test_a_policy_without_tests_is_not_passed(home: Home, file: Path):
    file.write_bytes(policy_text())
    done = home.run("policy", "test", str(file))
    assert (done.returncode, done.stdout[:24]) == (1, b"The policy has no tests.")


def test_a_policy_that_cannot_be_used_says_where(home: Home, file: Path):
    file.write_bytes(policy_text(RULES.replace("label: high", "label: hihg")))
    done = home.run("policy", "test", str(file))
    assert done.returncode == 5
    assert b"rules[0].when.label: unknown label hihg, did you mean high?" in done.stderr
