"""What lint says of rules that never apply or never decide; which they are, test_reachability.py says."""

from __future__ import annotations

import pytest

from tests.policy.lints import said, severities
from tests.policy.samples import policy_text

MORE = "destinations: {chatgpt: {status: unapproved}}\n"


def _rules(*rules: str, more: str = MORE) -> bytes:
    return policy_text("rules:\n" + "".join(f"  - {{id: r{n}, {rule}}}\n" for n, rule in enumerate(rules)), more=more)


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("when: {label: low, min_label: high}", "low is below min_label high; leave one of the two out"),
        (
            "when: {label: low, entity: EMAIL}",
            "content with EMAIL has label middle or high, never low; change the label asked for, or what earns it",
        ),
        (
            "when: {destination: chatgpt, destination_status: approved}",
            "chatgpt is assistant and unapproved; change the destinations named, or the kind and status asked for",
        ),
        (
            "when: {label: high}, unless: {min_label: middle}",
            "`unless` holds whenever `when` does; narrow `unless`, or remove the rule",
        ),
    ],
)
def test_says_why_a_rule_never_applies(rule: str, why: str):
    assert said(_rules(f"{rule}, action: warn"), "unreachable-rule") == [f"rules[0]: r0 never applies: {why}"]
    assert severities(_rules(f"{rule}, action: warn"), "unreachable-rule") == ["error"]


@pytest.mark.parametrize("rule", ["when: {label: high, min_label: middle}", "when: {destination: chatgpt}"])
def test_says_nothing_of_one_that_may(rule: str):
    assert said(_rules(f"{rule}, action: warn"), "unreachable-rule") == []


def test_a_stricter_rule_decides():
    text = _rules("when: {label: high}, action: warn", "when: {min_label: middle}, action: block")
    (message,) = said(text, "shadowed-rule")
    assert message.startswith(
        "rules[0]: r0 never decides anything: r1 applies wherever it does and asks for block, which"
    )
    assert message.endswith("; narrow r1 with `unless`, or remove r0")
    assert severities(text, "shadowed-rule") == ["warning"]


def test_a_rule_that_counts_once_another_is_loosened_is_a_note():
    limit = "exceptions: [{rules: r1, max_label: middle, down_to: audit, max_days: 3}]\n"
    text = _rules("when: {label: high}, action: warn", "when: {min_label: middle}, action: block", more=limit)
    assert severities(text, "shadowed-rule") == ["note"]
    assert "only where an exception loosens r1" in said(text, "shadowed-rule")[0]


@pytest.mark.parametrize(
    ("rest", "end", "severity"),
    [
        ("action: warn", "give it another action, or remove it", "warning"),
        ("action: warn, message: Mind this.", "all that it adds is its message", "note"),
        ("action: warn, silence_minutes: 0", "all that it adds is its limit of silence", "note"),
        ("action: warn, offers: [exception]", "all that it adds is its offers", "note"),
        ("action: warn, message: A., learn_more: 'https://a.example'", "its message and link", "note"),
    ],
)
def test_what_a_rule_still_adds_makes_a_note_of_it(rest: str, end: str, severity: str):
    text = _rules(f"when: {{label: high}}, {rest}", "when: {min_label: middle}, action: warn, offers: [redacted]")
    (message,) = said(text, "shadowed-rule")
    assert message.endswith(end)
    assert severities(text, "shadowed-rule") == [severity]


def test_a_record_of_its_own_is_a_note():
    text = _rules("when: {label: high}, action: audit", "when: {}, action: audit")
    assert severities(text, "shadowed-rule") == ["note"]


def test_rules_that_say_the_same():
    text = _rules("when: {label: [middle, high]}, action: warn", "when: {min_label: middle}, action: warn")
    assert said(text, "duplicate-rule") == [
        "rules[1]: r1 says the same as r0: same conditions, same action; remove one of them"
    ]
    assert said(text, "contradictory-rules") == said(text, "shadowed-rule") == []


def test_rules_that_contradict_each_other():
    text = _rules("when: {label: high}, action: warn", "when: {label: high}, action: block")
    (message,) = said(text, "contradictory-rules")
    assert message.startswith("rules[0]: r0 contradicts r1: same conditions, and block always wins over warn; ")
    assert said(text, "duplicate-rule") == said(text, "shadowed-rule") == []


def test_a_label_where_min_label_was_meant():
    text = _rules("when: {label: middle}, action: warn")
    (message,) = said(text, "looser-for-higher")
    assert message.startswith("rules[0].when.label: r0 asks for warn of middle, and high gets allow; ")
    assert message.endswith("write `min_label: middle` instead of `label`, or add a rule for high")
    assert said(_rules("when: {min_label: middle}, action: warn"), "looser-for-higher") == []


def test_allow_loosens_nothing():
    assert said(_rules("when: {}, action: allow"), "allowing-rule") == [
        "rules[0].action: r0 changes nothing: no rule loosens another; write `unless` in those that ask for more"
    ]
    assert said(_rules("when: {}, action: audit"), "allowing-rule") == []
