"""What lint says of a policy's own tests."""

from __future__ import annotations

from tests.policy.lints import linted, said
from tests.policy.samples import policy_text

RULES = """\
rules:
  - {id: mail, when: {label: middle}, action: warn, message: Mind this.}
  - {id: cards, when: {label: high}, action: block, message: Mind this.}
"""
MAIL = "  - {name: mail, text: jane@example.com, destination: chatgpt, action: warn}\n"
CARDS = "  - {name: a card, entities: {CREDIT_CARD: 1}, destination: chatgpt, action: block}\n"


def test_a_policy_without_tests():
    assert len(said(policy_text(RULES), "no-tests")) == 1
    assert said(policy_text(RULES), "untested-rule") == []  # said once
    assert said(policy_text(RULES + "tests:\n" + MAIL), "no-tests") == []


def test_rules_that_no_test_triggers():
    assert said(policy_text(RULES + "tests:\n" + MAIL), "untested-rule") == [
        "rules[1]: no test triggers cards; add one with `rule: cards`"
    ]
    assert said(policy_text(RULES + "tests:\n" + MAIL + CARDS), "untested-rule") == []


def test_a_rule_of_another_layer_counts_for_nothing():
    lower = b"name: n\nversion: '1'\nlayer: team\nmode: enforce\n"
    lower += b"rules: [{id: mail, when: {label: high}, action: warn}]\n"
    lower += b"tests: [{name: m, text: a@b.c, destination: chatgpt, action: warn}]\n"
    assert len(said(lower, "untested-rule", policy_text(RULES))) == 1


def test_one_that_never_applies_needs_no_test():
    rules = RULES + "  - {id: never, when: {label: low, entity: EMAIL}, action: warn, message: Mind this.}\n"
    findings = linted(policy_text(rules + "tests:\n" + MAIL + CARDS))
    assert {each.check_id for each in findings} & {"untested-rule", "unreachable-rule"} == {"unreachable-rule"}


def test_tests_that_fail():
    wrong = MAIL.replace("warn", "block").replace("chatgpt", "chatgtp")
    text = policy_text(RULES + "tests:\n" + MAIL.replace("warn", "block") + wrong + CARDS)
    assert said(text, "failing-test") == [
        "tests[0]: action is warn, not block; change the rules, or what the test says",
        "tests[1]: unknown destination chatgtp, did you mean chatgpt?; change the rules, or what the test says",
    ]
