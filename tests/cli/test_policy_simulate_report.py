"""How a simulation is shown: what would be, what was, what cannot be known; nothing that steers the terminal."""

from __future__ import annotations

import json

import pytest

from agent.cli.policy_simulate_report import Report, print_report, to_json
from agent.core import Disposition, Event
from agent.policy import Policy
from agent.policy.authoring.features import unanswerable
from agent.policy.authoring.simulation import simulate
from tests.ipc.samples import event
from tests.policy.drawn import CATALOGUE
from tests.policy.samples import policy

RULES = """\
rules:
  - {id: cards, when: {label: high}, action: block}
  - {id: berlin, when: {team: berlin}, action: warn}
"""


def _report(asked: Policy, *events: Event, is_limited: bool = False) -> Report:
    return Report(
        policy=asked,
        simulation=simulate(asked, [events], CATALOGUE, lambda instant: instant),
        unanswerable=unanswerable(asked),
        is_limited=is_limited,
    )


def _printed(capsys: pytest.CaptureFixture[str], report: Report) -> list[str]:
    print_report(report)
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_says_what_would_be_beside_what_was(capsys: pytest.CaptureFixture[str]):
    lines = _printed(capsys, _report(policy(RULES), event(disposition=Disposition.NOT_SHOWN)))
    assert "warn 1 0 1 0" in lines
    assert "block 0 1 0 1" in lines
    assert "people interrupted 1 1 1 1" in lines
    assert "Stricter than then: 1 of 1 gestures; looser: 0." in lines
    assert "Busiest day: 2026-01-02 (moments: 1); then 2026-01-02 (moments: 1)." in lines
    assert "cards block 1 1" in lines
    assert "ChatGPT 1 1 1 1" in lines
    assert "What really happened to the gestures that interrupted then: 1 not_shown." in lines


def test_names_the_rules_that_records_cannot_answer_and_only_those(capsys: pytest.CaptureFixture[str]):
    (line,) = [each for each in _printed(capsys, _report(policy(RULES), event())) if "numbers may be off" in each]
    assert line.endswith("berlin (team).")
    answered = policy("rules: [{id: cards, when: {label: high}, action: block}]\n")
    assert not any("numbers may be off" in each for each in _printed(capsys, _report(answered, event())))


def test_what_is_not_recorded_is_told_to_programs_too():
    document = json.loads(json.dumps(to_json(_report(policy(RULES), event()))))
    assert any("left no record" in each for each in document["unknown"])
    assert document["unanswerable"] == [{"section": "rules", "name": "berlin", "conditions": ["team"]}]


@pytest.mark.parametrize(
    ("is_limited", "first"), [(True, "Nothing is recorded in that time."), (False, "Nothing is recorded yet.")]
)
def test_without_records_it_says_what_else_there_is(
    capsys: pytest.CaptureFixture[str], first: str, *, is_limited: bool
):
    lines = _printed(capsys, _report(policy(RULES), is_limited=is_limited))
    assert lines[0] == first
    assert "cordon policy diff" in lines[1]
    document = json.loads(json.dumps(to_json(_report(policy(RULES)))))
    assert (document["now"]["busiest_day"], document["first_at"]) == (None, None)


def test_a_policy_that_only_watches_says_so(capsys: pytest.CaptureFixture[str]):
    told = "It only watches (mode: monitor), so it interrupts nobody; --as-enforced shows what it asks for."
    assert told in _printed(capsys, _report(policy(RULES, mode="monitor"), event()))
    assert told not in _printed(capsys, _report(policy(RULES), event()))


def test_names_out_of_a_file_do_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]):
    steering = event(destination_id="x", destination_name="A\x1b[2J\x9bB", policy_version="1\x1b]0;x")
    print_report(_report(policy(RULES), steering))
    text = capsys.readouterr().out
    assert "[2J" in text
    assert not {character for character in text if not character.isprintable()} - {"\n"}
