"""The gestures on which policies are compared: what they name is among them, and never too many."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.core import Channel, Inspection
from agent.policy import Policy
from agent.policy.authoring.corpus import corpus_of
from agent.policy.authoring.gestures import Origin
from tests.policy.drawn import CATALOGUE, policies
from tests.policy.samples import policy

PLAIN = policy()
NARROW = """\
networks: {office: {addresses: 10.0.0.0/8}}
rules:
  - id: narrow
    when: {min_label: high, entity: PERSON, inspection: partial, channel: ai_app, destination: claude,
      team: [a, berlin], time: {days: friday, begins: "22:00", ends: "06:00"}, network: office}
    unless: {user: boss, category: hr}
    action: block
"""


@pytest.mark.parametrize("first", [True, False])
def test_a_rule_is_tried_however_narrow_it_is(first: bool):
    narrow = policy(NARROW)
    corpus = corpus_of(*((narrow, PLAIN) if first else (PLAIN, narrow)), CATALOGUE)
    verdicts = [(each, narrow.evaluate(each.before)) for each in corpus.gestures]
    triggering = [each.before for each, verdict in verdicts if verdict.triggered_rules]
    assert {facts.scope.team for facts in triggering} == {"a", "berlin"}
    assert {facts.assessment.inspection for facts in triggering} == {Inspection.PARTIAL}
    assert any(facts.scope.user == "boss" for facts in (each.before for each in corpus.gestures))


def test_what_a_rule_does_not_apply_to_is_tried():
    excepting = policy("rules: [{id: a, when: {label: high}, unless: {team: berlin}, action: block}]\n")
    corpus = corpus_of(excepting, PLAIN, CATALOGUE)
    asked = [each.before for each in corpus.gestures if each.before.scope.team == "berlin"]
    assert any(excepting.evaluate(facts).label.name == "high" for facts in asked)
    assert all(not excepting.evaluate(facts).triggered_rules for facts in asked)


def test_every_channel_and_destination_meets_every_content():
    routed = policy("rules: [{id: a, when: {channel: browser, destination: claude}, action: warn}]\n")
    corpus = corpus_of(routed, PLAIN, CATALOGUE)
    routes = Counter((each.before.destination.destination_id, each.before.channel) for each in corpus.gestures)
    assert set(routes) >= {(to, way) for to in ("chatgpt", "claude") for way in (Channel.CLIPBOARD, Channel.BROWSER)}
    assert len(set(routes.values())) == 1
    assert not corpus.is_cut


@settings(max_examples=25, deadline=None)  # thousands of gestures each
@given(before=policies(), after=policies(), limit=st.sampled_from([1, 7, 300, 2000]))
def test_they_are_few_enough_come_once_and_are_the_same_whichever_policy_is_first(
    before: Policy, after: Policy, limit: int
):
    corpus, other = corpus_of(before, after, CATALOGUE, limit), corpus_of(after, before, CATALOGUE, limit)
    assert set(corpus.gestures) == set(other.gestures)
    assert len(set(corpus.gestures)) == len(corpus.gestures) <= limit
    assert corpus.is_cut == other.is_cut
    assert all(each.origin is Origin.GENERATED and each.before == each.after for each in corpus.gestures)


def test_what_is_cut_keeps_something_of_everything():
    routed = policy(
        "rules: [{id: a, when: {channel: [browser, ai_app], destination: [claude, ollama]}, action: warn}]\n"
    )
    whole, cut = corpus_of(routed, PLAIN, CATALOGUE), corpus_of(routed, PLAIN, CATALOGUE, 400)
    assert (whole.is_cut, cut.is_cut, len(cut.gestures)) == (False, True, 400)
    all_facts, kept = ([each.before for each in corpus.gestures] for corpus in (whole, cut))
    assert {each.channel for each in kept} == {each.channel for each in all_facts}
    assert {each.destination for each in kept} == {each.destination for each in all_facts}
    assert {each.assessment.category for each in kept} == {each.assessment.category for each in all_facts}


def test_many_rules_are_all_tried():
    rules = "".join(f"  - {{id: r{n}, when: {{team: t{n}, label: high}}, action: warn}}\n" for n in range(300))
    many = policy("rules:\n" + rules)
    corpus = corpus_of(many, PLAIN, CATALOGUE, 5000)
    triggered = {rule.rule_id for each in corpus.gestures for rule in many.evaluate(each.before).triggered_rules}
    assert len(triggered) == 300
    assert len(corpus.gestures) <= 5000
