"""Content of a higher label that gets less than content of a lower one."""

from __future__ import annotations

import time

import pytest

from agent.policy import compile_policy, parse_policy
from agent.policy.authoring.looseness import looser_for_higher
from tests.policy.lints import DESTINATIONS
from tests.policy.samples import policy

MORE = "networks: {office: {addresses: 10.20.0.0/16}}\n"
OF_SCOPE = (
    "user: jdoe, group: sales, team: berlin, device: d1, os: linux, network: office, channel: browser, "
    'destination: claude, time: {days: friday, begins: "22:00", ends: "06:00"}'
)


def looser(*rules: str) -> list[tuple[int, str, str, str]]:
    text = "".join(f"  - {{id: r{number}, {rule}}}\n" for number, rule in enumerate(rules))
    found = looser_for_higher(policy(f"rules:\n{text}", more=MORE), DESTINATIONS)
    return [(each.index, each.label.name, each.higher.name, str(each.action)) for each in found]


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        (["when: {label: middle}, action: warn"], (0, "middle", "high", "allow")),
        (["when: {label: low}, action: audit"], (0, "low", "middle", "allow")),
        (["when: {label: [low, middle]}, action: block", "when: {}, action: warn"], (0, "middle", "high", "warn")),
        (
            ["when: {label: high}, action: audit", "when: {label: middle}, action: redact"],
            (1, "middle", "high", "audit"),
        ),
        ([f"when: {{label: middle, {OF_SCOPE}}}, action: warn"], (0, "middle", "high", "allow")),
        (["when: {label: middle, destination_kind: local_runner}, action: warn"], (0, "middle", "high", "allow")),
        (["when: {label: middle, destination: new-one}, action: warn"], (0, "middle", "high", "allow")),
        (["when: {label: middle, entity: EMAIL, model: complete}, action: warn"], (0, "middle", "high", "allow")),
    ],
)
def test_a_label_where_min_label_was_meant(rules: list[str], found: tuple[int, str, str, str]):
    assert looser(*rules) == [found]


@pytest.mark.parametrize(
    "rules",
    [
        ["when: {min_label: middle}, action: warn"],
        ["when: {label: high}, action: warn"],
        ["when: {label: [middle, high]}, action: warn"],
        ["when: {label: middle}, action: warn", "when: {label: high}, action: warn"],
        ["when: {label: middle}, action: warn", "when: {label: high}, action: block"],
        ["when: {label: middle}, action: warn", "when: {entity: CREDIT_CARD}, action: block"],  # one way is covered
        ["when: {label: middle, destination: claude}, action: warn", "when: {label: high}, action: block"],
        ["when: {label: low, entity: EMAIL}, action: warn"],  # never applies
        ["when: {label: middle}, action: audit", "when: {}, action: warn"],  # decides nothing
        ["when: {label: middle}, action: allow"],
    ],
)
def test_says_nothing_where_the_higher_one_gets_as_much(rules: list[str]):
    assert looser(*rules) == []


def test_says_nothing_where_too_much_would_have_to_be_asked():
    ways = ", ".join(f"{{entity: {entity}, min_count: 900}}" for entity in ("IBAN", "PHONE", "PERSON", "EMAIL") * 24)
    labels = "labels:\n  - {name: low}\n" + "".join(
        f"  - {{name: l{number}, any_of: [{{entity: CREDIT_CARD, min_count: {number}}}, {ways}]}}\n"
        for number in range(1, 11)
    )
    rules = "".join(
        f"  - {{id: r{number}, when: {{label: l1, user: u{number}}}, action: warn}}\n" for number in range(100)
    )
    written = f'name: n\nversion: "1"\nmode: enforce\n{labels}rules:\n{rules}'
    began = time.process_time()
    found = [*looser_for_higher(compile_policy(parse_policy(written.encode())), DESTINATIONS)]
    assert len(found) < 100
    assert time.process_time() - began < 20


def test_the_mode_does_not_hide_it():
    watching = policy("rules: [{id: a, when: {label: middle}, action: warn}]\n", mode="monitor")
    assert [each.index for each in looser_for_higher(watching, {})] == [0]
