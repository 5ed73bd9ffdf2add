"""What a policy document may say, and what its author is told about the rest."""

from __future__ import annotations

import re

import pytest

from agent.core import Action, Category, DestinationStatus, Entity, Mode, Offer
from agent.policy import parse_policy
from tests.policy.samples import label_text, policy_text, rule_text, told_about

WHOLE = b"""\
name: Acme
version: 2026-11-01
mode: monitor
labels:
  - name: low
  - name: high
    any_of:
      - {entity: [EMAIL, PHONE], min_count: 3, min_confidence: 0.75}
      - category: legal
        inspection: complete
destinations:
  chatgpt: {status: approved, owner: Jane Doe}
rules:
  - id: all-of-it
    when:
      label: [high]
      min_label: low
      entity: EMAIL
      category: [legal, hr]
      inspection: [complete, partial]
      channel: clipboard
      destination: [chatgpt, claude]
      destination_status: unknown
      destination_kind: [assistant]
    action: justify
    offers: [redacted, original_with_reason]
    message: >
      Use the redacted text.
  - id: always
    when: {}
    action: audit
owners: {days: 30}
"""


def test_reads_everything_a_policy_may_say():
    document = parse_policy(WHOLE)
    assert (document.name, document.version, document.mode) == ("Acme", "2026-11-01", Mode.MONITOR)
    assert [label.name for label in document.labels] == ["low", "high"]
    first, second = document.labels[1].any_of
    assert (first.entity, first.min_count, first.min_confidence) == ((Entity.EMAIL, Entity.PHONE), 3, 0.75)
    assert (second.category, second.min_count, second.min_confidence) == ((Category.LEGAL,), 1, 0.5)
    assert document.destinations["chatgpt"].status is DestinationStatus.APPROVED
    written, always = document.rules
    assert written.when.entity == (Entity.EMAIL,)
    assert written.when.destination == ("chatgpt", "claude")
    assert (written.action, written.offers) == (Action.JUSTIFY, (Offer.REDACTED, Offer.ORIGINAL_WITH_REASON))
    assert written.message == {"any": "Use the redacted text."}
    assert (always.offers, always.message, always.when.label) == ((), {}, ())


def test_keeps_unknown_fields_where_they_cannot_change_what_a_rule_means():
    document = parse_policy(WHOLE)
    assert document.model_extra == {"owners": {"days": 30}}
    assert document.destinations["chatgpt"].model_extra == {"owner": "Jane Doe"}


@pytest.mark.parametrize(
    ("when", "problem"),
    [
        ("{entity: CREDITCARD}", "rules[0].when.entity: unknown entity CREDITCARD, did you mean CREDIT_CARD?"),
        ("{entity: [EMAIL, e-mail]}", "rules[0].when.entity[1]: unknown entity e-mail, did you mean EMAIL?"),
        ("{entity: SHOE_SIZE}", "rules[0].when.entity: unknown entity SHOE_SIZE"),
        ("{entity: 5}", "rules[0].when.entity: must be text; put it in quotes"),
        ("{entity: {EMAIL: 1}}", "rules[0].when.entity: must be text; put it in quotes"),
        ("{entity: []}", "rules[0].when.entity: needs at least 1"),
        ("{entity: }", "rules[0].when.entity: must be text; put it in quotes"),
        ('{entity: "A\\nB"}', "rules[0].when.entity: unknown entity (unprintable)"),
        ("{lable: high}", "rules[0].when: unknown condition lable, did you mean label?"),
        ("{entities: EMAIL}", "rules[0].when: unknown condition entities, did you mean entity?"),
        ("{not: {}}", "rules[0].when: unknown condition not"),
        ("{min_label: }", "rules[0].when.min_label: must be text; put it in quotes"),
        ('{min_label: ""}', "rules[0].when.min_label: must not be empty"),
        ("{category: legals}", "rules[0].when.category: unknown category legals, did you mean legal?"),
        ("{inspection: part}", "rules[0].when.inspection: unknown inspection part, did you mean partial?"),
        ("{channel: clip_board}", "rules[0].when.channel: unknown channel clip_board, did you mean clipboard?"),
        ("{destination: Chat GPT}", "rules[0].when.destination: must consist of lower-case letters"),
        (
            "{destination_status: aproved}",
            "rules[0].when.destination_status: unknown destination status aproved, did you mean approved?",
        ),
        (
            "{destination_kind: local-run}",
            "rules[0].when.destination_kind: unknown destination kind local-run, did you mean local_runner?",
        ),
        ("always", "rules[0].when: must be a mapping"),
        ("", "rules[0].when: must be a mapping"),
    ],
)
def test_names_the_condition_that_is_wrong(when: str, problem: str):
    assert re.split(r" Line \d+\.", told_about(rule_text(when)))[0].startswith(problem)


@pytest.mark.parametrize(
    ("rest", "problem"),
    [
        ("action: warm", "rules[0].action: unknown action warm, did you mean warn?"),
        ("action: WARN", "rules[0].action: unknown action WARN, did you mean warn?"),
        ("actoin: warn", "rules[0]: unknown field actoin, did you mean action?"),
        ("message: x", "rules[0].action: is missing"),
        ("action: {warn: true}", "rules[0].action: must be text; put it in quotes"),
        ("{action: warn", "The policy is not YAML"),
        ("action: warn\n    offers: [redact]", "rules[0].offers[0]: unknown offer redact, did you mean redacted?"),
        ("action: warn\n    message: " + "x" * 141, "rules[0].message: must have at most 140 characters"),
        ("action: warn\n    message: 5", "rules[0].message: must be text; put it in quotes"),
        ("action: warn\n    unless: {}", "rules[0].unless: is empty, so the rule would never apply"),
        ("action: warn\n  - {id: First, when: {}, action: warn}", "rules[1].id: must consist of lower-case letters"),
        ("action: warn\n  - {id: second, action: warn}", "rules[1].when: is missing"),
        ("action: warn\n  - second", "rules[1]: must be a mapping"),
    ],
)
def test_names_the_part_of_a_rule_that_is_wrong(rest: str, problem: str):
    assert told_about(rule_text(rest=rest)).startswith(problem)


@pytest.mark.parametrize(
    ("untrusted", "problem"),
    [
        (b"", "the policy: must be a mapping"),
        (b"- a", "the policy: must be a mapping"),
        (b"text", "the policy: must be a mapping"),
        (policy_text().replace(b"name: Test\n", b""), "name: is missing"),
        (policy_text().replace(b"name: Test\n", b"name: ''\n"), "name: must not be empty"),
        (policy_text().replace(b'version: "3"', b"version: 3"), "version: must be text; put it in quotes"),
        (policy_text(mode="enforced"), "mode: unknown mode enforced, did you mean enforce?"),
        (policy_text("rules: {}\n"), "rules: must be a list"),
        (policy_text("rulez: []\n"), "rules: is missing"),
        (policy_text(more="destinations: []\n"), "destinations: must be a mapping"),
        (policy_text(more="destinations: {chatgpt: approved}\n"), "destinations.chatgpt: must be a mapping"),
        (policy_text(more="destinations: {chatgpt: {}}\n"), "destinations.chatgpt.status: is missing"),
        (
            policy_text(more="destinations: {Chat GPT: {status: approved}}\n"),
            "destinations.(not a name): must consist of",
        ),
        (
            policy_text(more="destinations: {chatgpt: {status: aproved}}\n"),
            "destinations.chatgpt.status: unknown destination status aproved, did you mean approved?",
        ),
        (label_text("[]"), "labels: needs at least 1"),
        (label_text("[{name: a}, {name: b, anyof: []}]"), "labels[1]: unknown field anyof, did you mean any_of?"),
        (label_text("[{name: a}, {name: b, any_of: {entity: EMAIL}}]"), "labels[1].any_of: must be a list"),
        (
            label_text("[{name: a}, {name: b, any_of: [{}]}]"),
            "labels[1].any_of[0]: needs an entity, a category",
        ),
        (
            label_text("[{name: a}, {name: b, any_of: [{category: legal, min_count: 2}]}]"),
            "labels[1].any_of[0]: min_count and min_confidence need an entity",
        ),
        (
            label_text("[{name: a}, {name: b, any_of: [{entity: EMAIL, count: 2}]}]"),
            "labels[1].any_of[0]: unknown condition count, did you mean min_count?",
        ),
        (
            label_text("[{name: a}, {name: b, any_of: [{entity: EMAIL, min_count: 0}]}]"),
            "labels[1].any_of[0].min_count: must be at least 1",
        ),
        (
            label_text("[{name: a}, {name: b, any_of: [{entity: EMAIL, min_count: many}]}]"),
            "labels[1].any_of[0].min_count: must be a whole number",
        ),
        (
            label_text("[{name: a}, {name: b, any_of: [{entity: EMAIL, min_confidence: 1.5}]}]"),
            "labels[1].any_of[0].min_confidence: must be at most 1",
        ),
        (
            label_text("[{name: a}, {name: b, any_of: [{entity: EMAIL, min_confidence: high}]}]"),
            "labels[1].any_of[0].min_confidence: must be a number",
        ),
        (label_text(f"[{', '.join(f'{{name: l{n}}}' for n in range(21))}]"), "labels: has more than 20 entries"),
    ],
)
def test_names_the_place_outside_of_rules_that_is_wrong(untrusted: bytes, problem: str):
    assert told_about(untrusted).startswith(problem)
