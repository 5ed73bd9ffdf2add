"""What one layer says: of labels, of destinations, of rules with an `unless`, in the person's language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent.core import Channel, DestinationStatus, Scope, Verdict
from agent.policy import Facts, PolicyError, compile_policy, parse_policy
from tests.policy.samples import destination, facts, policy, policy_text

LOWER = """\
name: Berlin
version: "8"
layer: team
mode: monitor
{more}
rules: []
"""


def _lower(more: str) -> bytes:
    return LOWER.format(more=more).encode()


def _with_lower(more: str, *, upper: str = "") -> DestinationStatus:
    upper_document = parse_policy(policy_text(more=upper))
    return compile_policy(upper_document, parse_policy(_lower(more))).apply_status(destination()).status


@pytest.mark.parametrize(
    ("upper", "more", "status"),
    [
        ("approved", "unapproved", DestinationStatus.UNAPPROVED),
        ("approved", "tolerated", DestinationStatus.TOLERATED),
        ("unapproved", "approved", DestinationStatus.UNAPPROVED),
        ("tolerated", "unknown", DestinationStatus.UNKNOWN),
    ],
)
def test_a_lower_layer_may_trust_a_destination_less_and_never_more(upper: str, more: str, status: DestinationStatus):
    assert (
        _with_lower(
            f"destinations: {{chatgpt: {{status: {more}}}}}", upper=f"destinations: {{chatgpt: {{status: {upper}}}}}\n"
        )
        is status
    )


def test_a_lower_layer_approves_nothing_that_nobody_above_knows():
    assert _with_lower("destinations: {chatgpt: {status: approved}}") is DestinationStatus.UNKNOWN


def test_other_destinations_are_those_that_are_not_named():
    more = "destinations: {claude: {status: approved}}\nother_destinations: {status: unapproved}\n"
    assert policy(more=more).apply_status(destination("claude")).status is DestinationStatus.APPROVED
    assert policy(more=more).apply_status(destination("chatgpt")).status is DestinationStatus.UNAPPROVED


def _triggered(verdict: Verdict) -> list[str]:
    return [rule.rule_id for rule in verdict.triggered_rules]


def test_a_rule_does_not_apply_where_all_of_its_unless_holds():
    rules = """\
rules:
  - {id: all, when: {entity: EMAIL}, action: warn}
  - {id: others, when: {entity: EMAIL}, unless: {group: legal, channel: clipboard}, action: block}
"""
    compiled = policy(rules)
    lawyer = Scope(groups=frozenset({"legal", "staff"}))
    asked = facts(["EMAIL"])
    assert _triggered(compiled.evaluate(asked)) == ["others", "all"]
    assert _triggered(compiled.evaluate(_as(asked, lawyer))) == ["all"]
    assert _triggered(compiled.evaluate(_as(asked, lawyer, Channel.BROWSER))) == ["others", "all"]


def _as(asked: Facts, scope: Scope, channel: Channel = Channel.CLIPBOARD) -> Facts:
    return replace(asked, scope=scope, channel=channel)


@pytest.mark.parametrize(
    ("written", "language", "shown"),
    [
        ("Mind this.", "de", "Mind this."),
        ("{en: Mind this., de: Bitte beachten.}", "de", "Bitte beachten."),
        ("{en: Mind this., de: Bitte beachten.}", "fr", "Mind this."),
        ("{de: Bitte beachten.}", "fr", "Bitte beachten."),
        ("{any: Mind this., de: Bitte beachten.}", "fr", "Mind this."),
        ("{}", "fr", ""),
    ],
)
def test_a_message_is_in_the_language_of_the_person_where_there_is_one(written: str, language: str, shown: str):
    text = policy_text(f"rules: [{{id: one, when: {{}}, action: warn, message: {written}}}]\n")
    (rule,) = compile_policy(parse_policy(text), language=language).evaluate(facts()).triggered_rules
    assert rule.message == shown


@pytest.mark.parametrize(
    ("silence", "own", "limit"),
    [
        ("", "", 0),
        ("", "silence_minutes: 60", 0),
        ("60", "", 60),
        ("60", "silence_minutes: 15", 15),
        ("60", "silence_minutes: 90", 60),
        ("60", "silence_minutes: 0", 0),
    ],
)
def test_warnings_are_silenced_for_as_long_as_both_rule_and_policy_allow(silence: str, own: str, limit: int):
    more = f"silence: {{max_minutes: {silence}}}\n" if silence else ""
    compiled = policy(f"rules: [{{id: one, when: {{}}, action: warn{', ' + own if own else ''}}}]\n", more=more)
    assert compiled.evaluate(facts()).triggered_rules[0].silence_limit_minutes == limit


@pytest.mark.parametrize(
    ("more", "about"),
    [
        ("labels: [{name: hihg, any_of: [{entity: PHONE}]}]", "labels[0].name: unknown label hihg, did you mean high?"),
        ("labels: [{name: low, any_of: [{entity: PHONE}]}]", "the lowest label is what all else gets"),
        ("exceptions: [{rules: x, max_label: top, down_to: audit, max_days: 3}]", "unknown rule x"),
        (
            "tests: [{name: t, text: t, destination: a, action: warn, label: hig}]",
            "unknown label hig, did you mean high?",
        ),
        ("retention: {history_days: 3}", "retention: only the global policy says this"),
        ("offline: {grace_days: 3}", "offline: only the global policy says this"),
    ],
)
def test_a_lower_layer_that_cannot_be_put_on_top_is_refused(more: str, about: str):
    with pytest.raises(PolicyError) as caught:
        compile_policy(parse_policy(policy_text()), parse_policy(_lower(more)))
    assert about in str(caught.value)


def test_layers_in_another_order_are_refused():
    upper, team = parse_policy(policy_text()), parse_policy(_lower(""))
    for wrong in ((team,), (upper, upper), (upper, team, team)):
        with pytest.raises(PolicyError, match="not in order"):
            compile_policy(*wrong)
