"""Gestures of tests and records: what each policy is asked about them."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from datetime import datetime

from agent.core import Action, Content, DestinationStatus, Finding
from agent.policy import parse_policy
from agent.policy.authoring.gestures import Origin, of_cases, of_events
from tests.ipc.samples import event
from tests.policy.drawn import CATALOGUE, DAY
from tests.policy.samples import finding, policy, policy_text

RULES = """\
rules:
  - {id: cards, when: {label: high}, action: block}
  - {id: mail, when: {label: middle, destination_status: unapproved}, action: warn}
"""
CASES = """\
tests:
  - {name: a card, entities: {CREDIT_CARD: 1}, destination: chatgpt, action: block}
  - {name: the same, entities: {CREDIT_CARD: 1}, destination: chatgpt, action: warn}
  - {name: a word, text: Zebra, destination: chatgpt, action: allow}
  - {name: were it so, entities: {EMAIL: 1}, destination: claude, destination_status: unapproved, action: warn}
  - {name: nowhere, text: hello, destination: no-such, action: allow}
"""


def _finds_nothing(content: Content) -> Sequence[Finding]:
    del content
    return []


def _finds_zebras(content: Content) -> Sequence[Finding]:
    return [finding("CREDIT_CARD")] if "Zebra" in content.text else []


def test_tests_are_asked_once_and_those_of_unknown_destinations_not_at_all():
    cases = parse_policy(policy_text(RULES + CASES)).tests
    found = [*of_cases(cases, CATALOGUE, _finds_nothing, _finds_nothing)]
    assert [each.origin for each in found] == [Origin.TESTS] * 3
    assert [*of_cases((), CATALOGUE, _finds_nothing, _finds_nothing)] == []


def test_many_findings_take_little_memory():
    entities = ", ".join(f"{entity}: 100" for entity in ("CREDIT_CARD", "EMAIL", "IBAN", "PHONE", "PERSON"))
    written = "".join(
        f"  - {{name: t, destination: chatgpt, action: block, user: u{number}, entities: {{{entities}}}}}\n"
        for number in range(300)
    )
    cases = parse_policy(policy_text(f"{RULES}tests:\n{written}")).tests
    tracemalloc.start()
    found = sum(1 for _ in of_cases(cases, CATALOGUE, _finds_nothing, _finds_nothing))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == 300
    assert peak < 5_000_000


def test_each_policy_reads_a_text_with_its_own_recognizers():
    cases = parse_policy(policy_text(RULES + CASES)).tests
    asked = policy(RULES)
    verdicts = [each.verdicts(asked, asked) for each in of_cases(cases, CATALOGUE, _finds_nothing, _finds_zebras)]
    assert [(before.action, after.action) for before, after in verdicts] == [
        (Action.BLOCK, Action.BLOCK),
        (Action.ALLOW, Action.BLOCK),
        (Action.WARN, Action.WARN),
    ]


def test_a_test_s_status_counts_whatever_the_policies_say():
    (case,) = [case for case in parse_policy(policy_text(RULES + CASES)).tests if case.name == "were it so"]
    (gesture,) = of_cases([case], CATALOGUE, _finds_nothing, _finds_nothing)
    approving = policy("destinations: {claude: {status: approved}}\n" + RULES)
    assert gesture.assumed_status is DestinationStatus.UNAPPROVED
    assert {verdict.action for verdict in gesture.verdicts(policy(RULES), approving)} == {Action.WARN}


def test_every_record_is_a_gesture_in_the_device_s_own_time():
    def an_hour_later(instant: datetime) -> datetime:
        return instant.replace(hour=instant.hour + 1)

    found = [*of_events([event(occurred_at=DAY), event(occurred_at=DAY)], CATALOGUE, an_hour_later)]
    assert [(each.origin, each.before == each.after) for each in found] == [(Origin.HISTORY, True)] * 2
    assert found[0].before.scope.at == DAY.replace(hour=DAY.hour + 1)
