"""What lint says of destinations, labels, networks, exceptions, the mode and unknown fields."""

from __future__ import annotations

import pytest

from tests.policy.lints import linted, said, severities
from tests.policy.samples import label_text, policy_text

RULES = "rules: [{id: a, when: {min_label: middle}, action: block}]\n"


def test_destinations_that_nobody_knows():
    rules = "rules: [{id: a, when: {destination: [claude, chatgtp]}, unless: {destination: olama}, action: warn}]\n"
    text = policy_text(rules, more="destinations: {claude: {status: approved}, gone: {status: approved}}\n")
    assert said(text, "unknown-destination") == [
        "destinations.gone: no AI tool goes by this id: unknown destination gone",
        "rules[0].when.destination: no AI tool goes by this id: unknown destination chatgtp, did you mean chatgpt?",
        "rules[0].unless.destination: no AI tool goes by this id: unknown destination olama, did you mean ollama?",
    ]


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ("", 1),
        ("destinations: {claude: {status: tolerated}}\n", 1),
        ("destinations: {claude: {status: approved}}\n", 0),
        ("other_destinations: {status: approved}\n", 0),
    ],
)
def test_somebody_should_be_approved(more: str, count: int):
    assert severities(policy_text(more=more), "nothing-approved") == ["note"] * count


@pytest.mark.parametrize(
    ("when", "ignored"),
    [
        ("when: {min_label: middle}", []),
        ("when: {label: [middle, high]}", []),
        ("when: {label: high}", ["labels[1]"]),
        ("when: {label: low}", ["labels[1]", "labels[2]"]),
        ("when: {min_label: low}", ["labels[1]", "labels[2]"]),
        ("when: {}, unless: {label: low}", []),
        ("when: {}", ["labels[1]", "labels[2]"]),
    ],
)
def test_labels_that_no_rule_looks_at(when: str, ignored: list[str]):
    text = policy_text(f"rules: [{{id: a, {when}, action: warn}}]\n")
    assert [each.partition(":")[0] for each in said(text, "ignored-label")] == ignored


@pytest.mark.parametrize(
    ("labels", "needless"),
    [
        ("[{name: a}, {name: b, any_of: [{entity: IBAN}, {entity: EMAIL}]}]", []),
        (
            "[{name: a}, {name: b, any_of: [{entity: IBAN, min_count: 5}, {entity: [IBAN, EMAIL]}]}]",
            ["labels[1].any_of[0]"],
        ),
        ("[{name: a}, {name: b, any_of: [{entity: IBAN}, {entity: IBAN}]}]", ["labels[1].any_of[1]"]),
        (
            "[{name: a}, {name: b, any_of: [{entity: IBAN}]}, {name: c, any_of: [{entity: IBAN, min_count: 5}]}]",
            [],
        ),
        (
            "[{name: a}, {name: b, any_of: [{entity: IBAN, min_count: 5}]}, {name: c, any_of: [{entity: IBAN}]}]",
            ["labels[1].any_of[0]"],
        ),
    ],
)
def test_conditions_that_add_nothing(labels: str, needless: list[str]):
    assert [each.partition(":")[0] for each in said(label_text(labels), "needless-condition")] == needless


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ("offline: {grace_days: 7, then: fail_closed}\n", 1),
        ("offline: {grace_days: 7, then: fail_closed}\nfail: {browser: open}\n", 1),
        ("offline: {grace_days: 7, then: fail_closed}\nfail: {browser: closed}\n", 0),
        ("offline: {grace_days: 7}\n", 0),
        ("", 0),
    ],
)
def test_failing_closed_when_offline_needs_a_channel_that_does(more: str, count: int):
    assert severities(policy_text(more=more), "offline-without-effect") == ["note"] * count


def test_networks_that_no_rule_names():
    networks = "networks: {office: {addresses: 10.0.0.0/8}, plant: {addresses: 10.9.0.0/16}}\n"
    rules = "rules: [{id: a, when: {}, unless: {network: office}, action: warn}]\n"
    assert said(policy_text(rules, more=networks), "ignored-network") == [
        "networks.plant: no rule here names network plant; name it in a rule's `network`, or remove it"
    ]
    assert severities(policy_text(rules, more=networks), "ignored-network") == ["note"]


def test_a_network_that_nobody_can_name_is_a_warning():
    user = b'name: U\nversion: "1"\nlayer: user\nmode: enforce\nrules: []\nnetworks: {home: {addresses: 10.0.0.0/8}}\n'
    found = [each.severity for each in linted(user, policy_text()) if each.check_id == "ignored-network"]
    assert found == ["warning"]


@pytest.mark.parametrize(
    ("limit", "count"),
    [
        ("max_label: high, down_to: audit", 1),
        ("max_label: middle, down_to: audit", 0),
        ("max_label: high, down_to: block", 0),  # loosens nothing
    ],
)
def test_the_highest_label_is_loosened_offline(limit: str, count: int):
    text = policy_text(RULES, more=f"exceptions: [{{rules: a, {limit}, max_days: 7}}]\n")
    assert len(said(text, "loose-exceptions")) == count


def test_monitoring_is_a_reminder():
    assert severities(policy_text(mode="monitor"), "monitor-mode") == ["note"]
    assert severities(policy_text(), "monitor-mode") == []


def test_unknown_fields():
    more = "retension: {history_days: 3}\nshoe_size: 43\ndestinations: {claude: {status: approved, owner: it}}\n"
    assert [each.replace("this does nothing, and is kept for newer versions: ", "") for each in _fields(more)] == [
        "retension: unknown field retension, did you mean retention?",
        "shoe_size: unknown field shoe_size",
        "destinations.claude.owner: unknown field owner",
    ]
    assert severities(policy_text(more=more), "unknown-field") == ["warning", "note", "note"]


def _fields(more: str) -> list[str]:
    return said(policy_text(more=more), "unknown-field")
