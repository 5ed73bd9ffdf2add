"""An exception loosens what it names, for whom and as long as it says, and no further than the policy allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import Action, Layer, Scope, Verdict
from agent.policy import Facts, PolicyException, compile_policy, parse_policy
from tests.policy.samples import destination, facts, policy_text

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
RULES = """\
rules:
  - {id: cards, when: {entity: CREDIT_CARD}, action: block}
  - {id: mail, when: {entity: EMAIL}, action: warn}
exceptions:
  - {rules: cards, max_label: high, down_to: justify, max_days: 7}
  - {rules: mail, max_label: low, down_to: audit, max_days: 7}
"""
GRANT = PolicyException(
    exception_id="x-1",
    layer=Layer.GLOBAL,
    is_online=False,
    rule_ids=frozenset({"cards"}),
    down_to=Action.WARN,
    granted_at=NOW - timedelta(days=1),
    expires_at=NOW + timedelta(days=1),
)
CARD = replace(facts(["CREDIT_CARD"]), scope=Scope(user="jdoe", device_id="d-17", at=NOW))


def _verdict(asked: Facts, *exceptions: PolicyException) -> Verdict:
    return compile_policy(parse_policy(policy_text(RULES)), exceptions=exceptions).evaluate(asked)


def test_it_leaves_of_a_rule_what_it_says_and_is_named():
    verdict = _verdict(CARD, GRANT)
    assert verdict.action is Action.WARN
    assert [(rule.rule_id, rule.action, rule.exception_id) for rule in verdict.triggered_rules] == [
        ("cards", Action.WARN, "x-1")
    ]
    assert _verdict(CARD).action is Action.BLOCK


@pytest.mark.parametrize(
    "changes",
    [
        {"rule_ids": frozenset({"mail"})},
        {"destinations": frozenset({"claude"})},
        {"users": frozenset({"jroe"})},
        {"devices": frozenset({"d-18"})},
        {"granted_at": NOW + timedelta(seconds=1)},
        {"expires_at": NOW},
        {"layer": Layer.TEAM},
        {"layer": Layer.USER},
        {"down_to": Action.BLOCK},
        {"is_online": True},
        {"is_online": True, "down_to": Action.JUSTIFY, "expires_at": NOW + timedelta(days=7)},
    ],
)
def test_it_loosens_nothing_else(changes: dict[str, Any]):
    verdict = _verdict(CARD, replace(GRANT, **changes))
    assert (verdict.action, verdict.triggered_rules[0].exception_id) == (Action.BLOCK, "")


def test_where_the_time_is_not_known_it_does_not_hold():
    assert _verdict(replace(CARD, scope=Scope(user="jdoe", device_id="d-17")), GRANT).action is Action.BLOCK


def test_the_server_may_grant_what_the_policy_lets_it():
    online = replace(GRANT, is_online=True, down_to=Action.JUSTIFY)
    assert _verdict(CARD, online).action is Action.JUSTIFY
    mail = replace(facts(["EMAIL"]), scope=CARD.scope)
    for_mail = replace(online, rule_ids=frozenset({"mail"}), down_to=Action.AUDIT)
    assert _verdict(mail, for_mail).action is Action.WARN  # the label of an address is above the limit's


def test_one_of_the_same_rule_and_another_destination_changes_nothing_here():
    claude = replace(GRANT, exception_id="x-2", destinations=frozenset({"claude"}), down_to=Action.AUDIT)
    assert _verdict(CARD, GRANT, claude).triggered_rules[0].exception_id == "x-1"
    there = replace(CARD, destination=destination("claude"))
    assert _verdict(there, GRANT, claude).triggered_rules[0].exception_id == "x-2"


def test_what_it_leaves_is_still_written_down():
    verdict = _verdict(CARD, replace(GRANT, down_to=Action.ALLOW))
    assert verdict.action is Action.AUDIT


EXCEPTIONS = st.builds(
    PolicyException,
    exception_id=st.just("x"),
    layer=st.sampled_from(Layer),
    is_online=st.booleans(),
    rule_ids=st.sets(st.sampled_from(["cards", "mail", "other"])).map(frozenset),
    destinations=st.sets(st.sampled_from(["chatgpt", "claude"])).map(frozenset),
    users=st.just(frozenset()),
    devices=st.just(frozenset()),
    down_to=st.sampled_from(Action),
    granted_at=st.just(NOW - timedelta(days=1)),
    expires_at=st.sampled_from([NOW, NOW + timedelta(days=2), NOW + timedelta(days=20)]),
)


@given(
    exceptions=st.lists(EXCEPTIONS, max_size=4),
    entities=st.lists(st.sampled_from(["CREDIT_CARD", "EMAIL", "PHONE"]), max_size=3),
)
def test_no_exception_makes_a_rule_stricter_or_vanish(exceptions: list[PolicyException], entities: list[str]):
    asked = replace(facts(entities), scope=CARD.scope)
    without, with_them = _verdict(asked), _verdict(asked, *exceptions)
    assert {rule.rule_id for rule in without.triggered_rules} == {rule.rule_id for rule in with_them.triggered_rules}
    assert with_them.action.rank <= without.action.rank
    assert with_them.action.rank >= min(without.action.rank, Action.AUDIT.rank)
