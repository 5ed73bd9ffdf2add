"""`cordon policy diff`: what it compares, what it prints and with which exit code it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from agent.ipc.messages import EventModel
from tests.cli.conftest import Home
from tests.fakes.agent_server import FakeAgent
from tests.ipc.samples import event
from tests.policy.samples import policy_text

RULES = """\
rules:
  - {id: cards, when: {label: high}, action: warn, message: Take it out.}
  - {id: mail, when: {label: middle}, action: warn}
tests:
  - {name: a card, text: "card 4111 1111 1111 1111", destination: chatgpt, action: warn}
"""
STRICTER = RULES.replace("label: high}, action: warn", "label: high}, action: block")
LOOSER = RULES.replace("label: middle}, action: warn", "label: middle}, action: audit")
LOWER = """\
name: Berlin
version: "1"
layer: team
mode: enforce
rules: [{id: berlin, when: {label: middle}, action: block}]
"""


@pytest.fixture(name="written")
def _written(tmp_path: Path) -> Callable[..., str]:
    def write(name: str, rules: str, mode: str = "enforce") -> str:
        file = tmp_path / f"{name}.yaml"
        file.write_bytes(policy_text(rules, mode=mode))
        return str(file)

    return write


@pytest.fixture(name="old")
def _old(written: Callable[..., str]) -> str:
    return written("old", RULES)


def test_a_policy_does_not_differ_from_itself(home: Home, old: str):
    done = home.run("policy", "diff", old, old, "--no-history")
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert lines[0] == "Test 3 (enforce) -> Test 3 (enforce)"
    assert "1 of their tests" in lines[1]
    assert lines[2].startswith("No action changes, of ")
    assert len(lines) == 3


def test_says_which_verdicts_change_and_what_was_edited(home: Home, old: str, written: Callable[..., str]):
    done = home.run("policy", "diff", old, written("new", STRICTER), "--no-history")
    text = done.stdout.decode()
    assert done.returncode == 1
    assert "1 CREDIT_CARD to ChatGPT by clipboard" in text
    assert "warn -> block" in text
    assert "0 looser" in text
    assert "Looser" not in text
    assert text.splitlines()[-1] == "  rules cards changed: action: warn -> block"


def test_the_other_way_round_it_is_looser(home: Home, old: str, written: Callable[..., str]):
    new = written("new", STRICTER)
    there, back = (
        json.loads(home.run("policy", "diff", *pair, "--no-history", "--format", "json").stdout)["changed"]
        for pair in ((old, new), (new, old))
    )
    assert there["stricter"] == back["looser"] > 0
    assert there["looser"] == back["stricter"] == 0


def test_for_programs(home: Home, old: str, written: Callable[..., str]):
    done = home.run("policy", "diff", old, written("new", LOOSER), "--no-history", "--format", "json")
    document = json.loads(done.stdout)
    assert done.returncode == 1
    assert document["before"] == {"name": "Test", "version": "3", "mode": "enforce"}
    assert document["asked"]["tests"] == 1
    assert document["asked"]["history"] == 0
    (group,) = document["groups"]
    assert (group["direction"], group["count"]) == ("looser", document["changed"]["looser"])
    assert (group["before"]["action"], group["after"]["action"]) == ("warn", "audit")
    assert (group["before"]["rules"], group["example"]) == (["mail"], "1 EMAIL to ChatGPT by clipboard")
    assert document["written"] == [
        {"section": "rules", "name": "mail", "kind": "changed", "details": ["action: warn -> audit"]}
    ]


def test_modes_count_unless_they_are_left_out(home: Home, old: str, written: Callable[..., str]):
    watching = written("watching", RULES, mode="monitor")
    done = home.run("policy", "diff", old, watching, "--no-history")
    assert done.returncode == 1
    assert b"--as-enforced compares without the mode" in done.stdout
    enforced = home.run("policy", "diff", old, watching, "--no-history", "--as-enforced")
    assert enforced.returncode == 0
    assert b"mode changed: enforce -> monitor" in enforced.stdout


def test_teams_are_compared_under_the_policy_above_them(home: Home, old: str, tmp_path: Path):
    for name, text in (("a", LOWER), ("b", LOWER.replace("block", "warn"))):
        (tmp_path / f"{name}.yaml").write_text(text)
    pair = (str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml"))
    done = home.run("policy", "diff", *pair, "--under", old, "--no-history")
    assert done.returncode == 1
    assert b"block -> warn" in done.stdout
    assert home.run("policy", "diff", *pair, "--no-history").returncode == 5


def test_each_policy_reads_texts_of_tests_with_its_own_recognizers(home: Home, written: Callable[..., str]):
    more = """\
recognizers:
  - {id: zebra, entity: CREDIT_CARD, title: t, pattern: 'Z-[0-9]{4}', confidence: 0.9, examples: [Z-1234],
     counter_examples: [Z]}
"""
    case = RULES.replace("card 4111 1111 1111 1111", "see Z-1234").replace("action: warn}\n", "action: allow}\n")
    pair = written("old", case), written("new", case + more)
    document = json.loads(home.run("policy", "diff", *pair, "--no-history", "--format", "json").stdout)
    assert document["changed"] == {"stricter": 1, "looser": 0, "otherwise": 0}
    assert document["groups"][0]["example_origin"] == "tests"


def test_a_running_agent_s_history_is_compared_too(
    cordon: Callable[..., Result], agent: FakeAgent, old: str, written: Callable[..., str]
):
    agent.events += [EventModel.of(event(event_id=f"{number:032x}")) for number in range(3)]
    done = cordon("policy", "diff", old, written("new", STRICTER))
    assert done.exit_code == 1
    assert "3 of your history" in done.stdout
    without = cordon("policy", "diff", old, old, "--no-history")
    assert "of your history" not in without.stdout
    assert len(agent.asked("history.list")) == 1


def test_without_an_agent_it_says_so_and_goes_on_unless_history_is_asked_for(home: Home, old: str):
    done = home.run("policy", "diff", old, old)
    assert done.returncode == 0
    assert b"Without your history: no agent runs" in done.stderr
    assert home.run("policy", "diff", old, old, "--history").returncode == 4


def test_an_agent_that_cannot_read_its_history_is_no_reason_to_stop(
    cordon: Callable[..., Result], agent: FakeAgent, old: str
):
    agent.fails_history = True
    done = cordon("policy", "diff", old, old)
    assert done.exit_code == 0
    assert "Without your history: History cannot be read" in done.stderr


@pytest.mark.parametrize("text", ["nothing: 1\n", STRICTER.replace("label: high", "label: hihg")])
def test_a_policy_that_cannot_be_used_is_refused(home: Home, old: str, written: Callable[..., str], text: str):
    for pair in ((old, written("bad", text)), (written("bad", text), old)):
        assert home.run("policy", "diff", *pair, "--no-history").returncode == 5
    assert home.run("policy", "diff", old, "no-such-policy").returncode == 5
