"""Tests as they are written in a policy."""

from __future__ import annotations

import pytest

from agent.core import Action, Channel, Inspection, ModelState
from agent.policy import parse_policy
from agent.policy.document.cases import moment_of
from tests.policy.samples import policy_text, told_about

RULES = "rules: [{id: one, when: {}, action: warn}]\n"
REST = "destination: a, action: warn"


def _tests(written: str) -> bytes:
    return policy_text(RULES, more=f"tests:\n  - {written}\n")


@pytest.mark.parametrize("at", ["2028-02-29 00:00", "2026-12-31 23:59"])
def test_a_moment_that_there_is(at: str):
    (case,) = parse_policy(_tests(f"{{name: t, entities: {{EMAIL: 600, IBAN: 400}}, {REST}, at: {at}}}")).tests
    assert case.at == at
    assert f"{moment_of(at):%Y-%m-%d %H:%M}" == at


def test_a_key_that_is_no_name_is_not_told():
    told = told_about(_tests(f'{{name: t, entities: {{"4111 1111 1111 1111": 1}}, {REST}}}'))
    assert told.startswith("tests[0].entities.(not a name): unknown entity (not a name)")
    assert "4111" not in told


def test_what_is_left_out_is_usual():
    (case,) = parse_policy(_tests("{name: a text, text: hello, destination: chatgpt, action: warn}")).tests
    assert (case.channel, case.inspection, case.model) == (Channel.CLIPBOARD, Inspection.COMPLETE, ModelState.COMPLETE)
    assert (case.action, case.label, case.rule, dict(case.entities)) == (Action.WARN, None, None, {})
    assert "hello" not in repr(case)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("{name: t, destination: chatgpt, action: warn}", "tests[0]: needs a text, entities, a category"),
        ("{name: t, text: t, destination: chatgpt}", "tests[0].action: is missing"),
        ("{name: t, text: t, destination: chatgpt, action: stop}", "tests[0].action: unknown action stop"),
        (f"{{name: t, entities: {{EMIAL: 1}}, {REST}}}", "tests[0].entities.EMIAL: unknown entity EMIAL"),
        (f"{{name: t, entities: {{EMAIL: 0}}, {REST}}}", "tests[0].entities.EMAIL: must be at least 1"),
        (f"{{name: t, text: t, {REST}, at: noon}}", "tests[0].at: must be a day and time of day"),
        (f"{{name: t, text: t, {REST}, at: 2026-13-30 10:00}}", "tests[0].at: must be a day and time that there are"),
        (f"{{name: t, text: t, {REST}, at: 2026-02-30 10:00}}", "tests[0].at: must be a day and time that there are"),
        (f"{{name: t, text: t, {REST}, at: 2026-02-20 29:59}}", "tests[0].at: must be a day and time that there are"),
        (f"{{name: t, entities: {{EMAIL: 600, IBAN: 401}}, {REST}}}", "tests[0]: entities are more than 1000 findings"),
        (f'{{name: "t\\e[31m", text: t, {REST}}}', "tests[0].name: must be printable"),
        (f'{{name: "t\\x9b2J", text: t, {REST}}}', "tests[0].name: must be printable"),
        (f"{{name: t, text: t, {REST}, rule: onee}}", "tests[0].rule: unknown rule onee, did you mean one?"),
        (f"{{name: t, text: t, {REST}, lable: low}}", "tests[0]: unknown field lable, did you mean label?"),
    ],
)
def test_says_what_is_wrong_with_a_test(written: str, problem: str):
    assert told_about(_tests(written)).startswith(problem)
