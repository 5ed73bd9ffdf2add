"""An explanation says what the engine did, rule by rule, and what would have made another answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given

from agent.core import Action, Category, Channel, DestinationStatus, Inspection, Layer, Scope
from agent.policy import Facts, PolicyException, compile_policy, parse_policy
from agent.policy.authoring.explaining import Asked, explain
from tests.policy.samples import facts, policy, policy_text
from tests.policy.strategies import FACTS, LOWER, RULES, document, lower

SOME = """\
destinations: {claude: {status: approved}}
rules:
  - {id: cards, when: {label: high, channel: [clipboard, browser]}, action: block}
  - {id: mail, when: {entity: EMAIL}, unless: {group: legal}, action: warn}
  - {id: late, when: {time: [{days: [saturday, sunday]}, {begins: "22:00", ends: "06:00"}]}, action: audit}
"""
FRIDAY = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


def test_every_condition_is_as_it_is_written_and_says_whether_it_holds():
    explanation = explain(policy(SOME), replace(facts(["EMAIL"]), scope=Scope(at=FRIDAY)))
    cards, mail, late = explanation.rules
    assert (cards.applies, cards.conditions) == (
        False,
        (Asked(text="label: high", holds=False), Asked(text="channel: clipboard, browser", holds=True)),
    )
    assert (mail.applies, mail.decides, mail.unless) == (True, True, (Asked(text="group: legal", holds=False),))
    assert late.missing == (Asked(text="time: saturday, sunday 00:00-24:00, 22:00-06:00", holds=False),)


def test_what_is_excluded_says_by_what():
    lawyer = Scope(groups=frozenset({"legal"}))
    _, mail, _ = explain(policy(SOME), replace(facts(["EMAIL"]), scope=lawyer)).rules
    assert (mail.is_excluded, mail.applies, mail.missing) == (True, False, ())


def test_a_label_says_how_it_was_earned_and_how_not():
    explanation = explain(policy(SOME), facts(["EMAIL", "EMAIL"], confidence=0.6))
    earned = {(way.label, way.conditions[0].text): way.is_earned for way in explanation.ways}
    assert earned == {
        ("high", "entity: CREDIT_CARD (found 0)"): False,
        ("high", "category: legal"): False,
        ("middle", "entity: EMAIL (found 2)"): True,
    }


def test_it_says_what_would_change_the_answer():
    changes = explain(policy(SOME), facts(["EMAIL", "CREDIT_CARD"], category=Category.LEGAL)).changes
    assert ("by command line", Action.WARN) in {(each.what, each.action) for each in changes}
    nothing = explain(policy(SOME), facts(["EMAIL"])).changes
    assert [(each.what, each.action) for each in nothing] == [
        ("without EMAIL", Action.ALLOW),
        ("with label: high, by rule cards", Action.BLOCK),
    ]


def test_a_status_is_what_the_policy_says_and_another_would_be_another_answer():
    rules = "rules: [{id: odd, when: {destination_status: unapproved}, action: block}]\n"
    explanation = explain(policy(rules), facts())
    assert explanation.status is DestinationStatus.UNKNOWN
    assert ("if Acme were unapproved", Action.BLOCK) in {(each.what, each.action) for each in explanation.changes}


def test_a_policy_that_monitors_says_what_it_would_do():
    explanation = explain(policy(SOME, mode="monitor"), facts(["EMAIL"]))
    assert explanation.verdict.action is Action.AUDIT
    assert explanation.changes[0].what == "if the policy enforced"
    assert explanation.changes[0].action is Action.WARN


def test_a_policy_that_monitors_promises_no_more_than_it_does():
    changes = explain(policy(SOME, mode="monitor"), facts()).changes
    assert ("with label: high, by rule cards", Action.AUDIT) in {(each.what, each.action) for each in changes}
    assert {each.action for each in changes} <= {Action.AUDIT}
    noted = explain(policy(SOME, mode="monitor"), facts(["EMAIL"])).changes
    assert [each.what for each in noted if "cards" in each.what] == []


def test_failing_closed_is_a_rule_that_decides():
    asked = facts(inspection=Inspection.UNINSPECTABLE)
    asked = replace(asked, assessment=replace(asked.assessment, is_failed=True))
    explanation = explain(policy(SOME, more="fail: {clipboard: closed}\n"), asked)
    assert [(each.rule_id, each.asks_for, each.applies) for each in explanation.rules if each.decides] == [
        ("fail-closed", Action.BLOCK, True)
    ]
    assert [each for each in explanation.changes if "rule mail" in each.what] == []
    assert all(each.rule_id != "fail-closed" for each in explain(policy(SOME), asked).rules)


def test_so_is_an_outdated_policy():
    more = "fail: {clipboard: closed}\noffline: {grace_days: 1, then: fail_closed}\n"
    explanation = explain(policy(SOME, more=more), replace(facts(), is_outdated=True))
    (decisive,) = [each for each in explanation.rules if each.decides]
    assert decisive.rule_id == "policy-outdated"
    assert [asked.text for asked in decisive.conditions] == [
        "fail: clipboard is closed, and the policy could not be renewed"
    ]


def test_a_lower_layer_s_rule_may_name_a_network_of_the_one_above():
    upper = parse_policy(policy_text(more="networks: {office: {addresses: 10.20.0.0/16}}\n"))
    text = (
        b'name: B\nversion: "1"\nlayer: team\nmode: enforce\nrules: [{id: o, when: {network: office}, action: warn}]\n'
    )
    both = compile_policy(upper, parse_policy(text, upper=[upper]))
    inside, outside = (replace(facts(), scope=Scope(addresses=(each,))) for each in ("10.20.1.1", "10.30.1.1"))
    assert [explain(both, each).verdict.action for each in (inside, outside)] == [Action.WARN, Action.ALLOW]
    assert [explain(both, each).rules[0].applies for each in (inside, outside)] == [True, False]


def test_an_exception_is_named_beside_what_the_rule_asks_for():
    granted = PolicyException(
        exception_id="x-7",
        layer=Layer.GLOBAL,
        is_online=False,
        rule_ids=frozenset({"mail"}),
        down_to=Action.AUDIT,
        granted_at=FRIDAY - timedelta(days=1),
        expires_at=FRIDAY + timedelta(days=1),
    )
    compiled = compile_policy(parse_policy(policy_text(SOME)), exceptions=[granted])
    _, mail, _ = explain(compiled, replace(facts(["EMAIL"]), scope=Scope(at=FRIDAY))).rules
    assert (mail.asks_for, mail.exception_id, mail.decides) == (Action.WARN, "x-7", True)


@given(rules=RULES, team=LOWER, asked=FACTS)
def test_it_agrees_with_the_engine(rules: list[dict[str, object]], team: dict[str, object], asked: Facts):
    compiled = compile_policy(document(rules), lower("team", team))
    explanation = explain(compiled, asked)
    assert explanation.verdict == compiled.evaluate(asked)
    triggered = {(rule.layer, rule.rule_id) for rule in explanation.verdict.triggered_rules}
    assert {(rule.layer, rule.rule_id) for rule in explanation.rules if rule.applies} == triggered
    earned = [way.label for way in explanation.ways if way.is_earned]
    assert explanation.verdict.label.name == (earned[0] if earned else compiled.labels[0].name)
    assert all(change.action is not explanation.verdict.action for change in explanation.changes)


@given(rules=RULES, asked=FACTS)
def test_another_channel_would_change_what_it_says_it_would(rules: list[dict[str, object]], asked: Facts):
    compiled = compile_policy(document(rules))
    said = {change.what: change.action for change in explain(compiled, asked).changes}
    for channel in Channel:
        other = compiled.evaluate(replace(asked, channel=channel)).action
        what = f"by {channel.replace('_', ' ')}"
        assert said.get(what, compiled.evaluate(asked).action) is other
