"""What was edited: entries and fields, in words, without a customer's own patterns."""

from __future__ import annotations

import pytest

from agent.policy import PolicyDocument, parse_policy
from agent.policy.authoring.document_changes import ChangeKind, DocumentChange, document_changes
from agent.policy.packaged import packaged_text
from tests.policy.samples import policy_text

RULE = "{id: cards, when: {label: high, destination: [chatgpt, claude]}, action: warn}"
RECOGNIZER = """\
recognizers:
  - {id: acme, entity: ACME, title: t, pattern: 'A{4}', confidence: 0.8, examples: [AAAA], counter_examples: [A]}
"""


def _document(rules: str = f"rules: [{RULE}]\n", **changes: str) -> PolicyDocument:
    return parse_policy(policy_text(rules, **changes))


@pytest.mark.parametrize(
    ("rules", "changes"),
    [
        (f"[{RULE}, {{id: more, when: {{}}, action: audit}}]", [("rules", "more", "added", ())]),
        ("[]", [("rules", "cards", "removed", ())]),
        (f"[{RULE.replace('warn', 'block')}]", [("rules", "cards", "changed", ("action: warn -> block",))]),
        (
            f"[{RULE.replace('claude', 'ollama')}]",
            [("rules", "cards", "changed", ("when.destination: without claude", "when.destination: with ollama"))],
        ),
        (
            f"[{RULE.replace('chatgpt, claude', 'claude, chatgpt')}]",
            [("rules", "cards", "changed", ("when.destination: in another order",))],
        ),
        (
            f"[{RULE.replace(', action', ', unless: {team: a}, action')}]",
            [("rules", "cards", "changed", ('unless: none -> {"team": ["a"]}',))],
        ),
        (f"[{RULE}]\nsilence: {{max_minutes: 5}}", [("silence", "", "added", ('none -> {"max_minutes": 5}',))]),
        (f"[{RULE}]\nfail: {{browser: closed}}", [("fail", "browser", "added", ())]),
        (f"[{RULE}]\ndestinations: {{claude: {{status: approved}}}}", [("destinations", "claude", "added", ())]),
        (f"[{RULE}]\nnewer: {{a: 1}}", [("newer", "", "added", ('none -> {"a": 1}',))]),
    ],
)
def test_says_which_entries_and_fields(rules: str, changes: list[tuple[str, str, str, tuple[str, ...]]]):
    found = document_changes(_document(), _document(f"rules: {rules}\n"))
    assert [(each.section, each.name, each.kind, each.details) for each in found] == changes
    back = document_changes(_document(f"rules: {rules}\n"), _document())
    swapped = {"added": "removed", "removed": "added", "changed": "changed"}
    assert [(each.section, each.name, each.kind) for each in back] == [
        (section, name, swapped[kind]) for section, name, kind, _ in changes
    ]


def test_nothing_differs_in_what_means_the_same():
    reformatted = f"rules:\n  - {RULE.replace('label: high', 'label: [high]')}\n"
    assert document_changes(_document(), _document(reformatted)) == ()
    assert document_changes(parse_policy(packaged_text()), parse_policy(packaged_text())) == ()


def test_the_order_of_rules_says_nothing_and_that_of_labels_much():
    two = f"rules: [{RULE}, {{id: more, when: {{}}, action: audit}}]\n"
    turned = f"rules: [{{id: more, when: {{}}, action: audit}}, {RULE}]\n"
    assert document_changes(_document(two), _document(turned)) == ()
    labels = policy_text(more="").replace(b"name: middle", b"name: m").replace(b"name: high", b"name: middle")
    found = document_changes(_document("rules: []\n"), parse_policy(labels.replace(b"name: m\n", b"name: high\n")))
    assert found[-1] == DocumentChange(
        section="labels",
        name="",
        kind=ChangeKind.CHANGED,
        details=("order: low, middle, high -> low, high, middle",),
    )


def test_the_mode_is_told_before_rules():
    found = document_changes(_document(), _document(f"rules: [{RULE.replace('warn', 'block')}]\n", mode="monitor"))
    assert [(each.section, each.details) for each in found] == [
        ("mode", ("enforce -> monitor",)),
        ("rules", ("action: warn -> block",)),
    ]


def test_patterns_and_samples_are_named_and_not_shown():
    before, after = (
        _document(f"rules: []\n{RECOGNIZER.replace('A{4}', pattern).replace('AAAA', example)}")
        for pattern, example in (("A{4}", "AAAA"), ("[AB]{4}", "ABAB"))
    )
    (found,) = document_changes(before, after)
    assert found.details == ("pattern differs", "examples differs")


def test_two_tests_of_one_name_are_two():
    case = "{name: t, entities: {EMAIL: 1}, destination: chatgpt, action: allow}"
    once, twice = (_document(f"rules: []\ntests: [{', '.join([case] * number)}]\n") for number in (1, 2))
    assert [(each.name, each.kind) for each in document_changes(once, twice)] == [("t (2)", ChangeKind.ADDED)]


def test_what_is_long_is_cut():
    long = ", ".join(f"t{number}" for number in range(100))
    (found,) = document_changes(
        _document(), _document(f"rules: [{RULE.replace('}, action', f'}}, unless: {{team: [{long}]}}, action')}]\n")
    )
    assert [len(each) <= 150 for each in found.details] == [True]
