"""Destinations, channels, people and times that stand for all others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import Assessment, Channel, Destination, DestinationKind, DestinationStatus, OperatingSystem, Scope
from agent.policy import Facts, Policy, PolicyDocument, parse_policy
from agent.policy.authoring.circumstances import (
    channels,
    destinations_of,
    representative_destinations,
    scopes,
    whens,
)
from agent.policy.document.when import When
from tests.policy.drawn import CATALOGUE, policies
from tests.policy.samples import destination, policy, rule_text


def _rule(when: str) -> tuple[When, PolicyDocument]:
    document = parse_policy(rule_text(when).replace(b"rules:", b"networks: {office: {addresses: 10.1.0.0/16}}\nrules:"))
    return document.rules[0].when, document


def test_what_rules_do_not_apply_to_counts_as_named():
    asked = policy("rules: [{id: a, when: {channel: browser}, unless: {channel: ai_app}, action: warn}]\n")
    assert [when.channel for when in whens(asked.documents)] == [(Channel.BROWSER,), (Channel.AI_APP,)]


def test_channels_are_the_clipboard_those_named_and_one_that_stands_for_the_others():
    named = policy("rules: [{id: a, when: {channel: [browser, clipboard]}, action: warn}]\n")
    assert channels(named.documents) == (Channel.CLIPBOARD, Channel.PRIMARY_SELECTION, Channel.BROWSER)
    assert channels(policy().documents) == (Channel.CLIPBOARD,)


@pytest.mark.parametrize("named", ["claude", "made-up"])
def test_a_destination_that_a_rule_names_is_there(named: str):
    asked = policy(f"rules: [{{id: a, when: {{destination: {named}}}, action: warn}}]\n")
    for pair in ((asked, policy()), (policy(), asked)):
        assert named in {each.destination_id for each in representative_destinations(*pair, CATALOGUE)}


def test_those_that_both_policies_see_alike_come_once():
    listed = policy("destinations: {chatgpt: {status: approved}, claude: {status: approved}}\nrules: []\n")
    found = representative_destinations(listed, policy(), CATALOGUE)
    assert [each.destination_id for each in found][:4] == ["chatgpt", "cursor", "ollama", "any assistant unknown"]
    alone = representative_destinations(policy(), policy(), CATALOGUE)
    absent = ("ide_plugin", "meeting_recorder", "media_generator", "api")
    expected = ["chatgpt", "cursor", "ollama", *(f"any {kind} unknown" for kind in absent)]
    assert [each.destination_id for each in alone] == expected


@given(
    before=policies(), after=policies(), status=st.sampled_from(DestinationStatus), identifier=st.sampled_from("abc")
)
def test_whatever_the_destination_one_that_stands_for_it_gets_the_same_answers(
    before: Policy, after: Policy, status: DestinationStatus, identifier: str
):
    found = representative_destinations(before, after, CATALOGUE)
    asked = {status for when in whens((*before.documents, *after.documents)) for status in when.destination_status}
    others = [destination(identifier, kind, status) for kind in DestinationKind if status in asked]
    for each in (*CATALOGUE.values(), *others):
        assert any(_answers(before, after, one) == _answers(before, after, each) for one in found)


def _answers(before: Policy, after: Policy, to: Destination) -> tuple[object, object]:
    facts = Facts(assessment=Assessment(), destination=to, channel=Channel.CLIPBOARD)
    return before.evaluate(facts), after.evaluate(facts)


@pytest.mark.parametrize(
    ("when", "wanted"),
    [
        ("{destination: claude}", ["claude"]),
        ("{destination_kind: [local_runner, coding_agent]}", ["cursor", "ollama"]),
        ("{destination_status: approved}", ["chatgpt"]),
        ("{destination_status: approved, destination_kind: local_runner}", []),
        ("{label: high}", ["chatgpt", "claude", "cursor", "ollama"]),
    ],
)
def test_a_rule_is_about_the_destinations_that_it_names_or_describes(when: str, wanted: list[str]):
    asked = policy("destinations: {chatgpt: {status: approved}}\nrules: []\n")
    found = destinations_of(_rule(when)[0], asked, CATALOGUE.values())
    assert [each.destination_id for each in found] == wanted


def test_a_rule_for_nobody_in_particular_has_one_scope():
    assert scopes(*_rule("{label: high}")) == (Scope(),)


def test_each_person_and_device_that_a_rule_names_comes():
    found = scopes(*_rule("{user: [jdoe, jroe], group: sales, team: [a, b], device: d-1, os: linux, network: office}"))
    assert {each.user for each in found} == {"jdoe", "jroe"}
    assert {each.team for each in found} == {"a", "b"}
    assert {(each.groups, each.device_id, each.os, each.addresses) for each in found} == {
        (frozenset({"sales"}), "d-1", OperatingSystem.LINUX, ("10.1.0.0",))
    }


@pytest.mark.parametrize(
    ("window", "wanted"),
    [
        (
            '{days: friday, begins: "08:00", ends: "18:00"}',
            {"Fri 08:00", "Fri 17:59", "Fri 07:59", "Fri 18:00"},
        ),
        (
            '{days: friday, begins: "22:00", ends: "06:00"}',
            {"Fri 22:00", "Sat 05:59", "Fri 21:59", "Sat 06:00"},
        ),
        ("{days: sunday}", {"Sun 00:00", "Sun 23:59", "Sat 23:59", "Mon 00:00"}),
    ],
)
def test_a_time_is_tried_from_its_first_minute_to_its_last_and_just_outside(window: str, wanted: set[str]):
    found = scopes(*_rule(f"{{time: {window}}}"))
    assert {f"{each.at:%a %H:%M}" for each in found} == wanted
