"""What two policies say differently: stricter, looser or otherwise, by which rules, with the smallest example."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from agent.core import Action, Category, Offer
from agent.policy import Policy
from agent.policy.authoring.comparing import Comparison, Direction, Group, compare, deciding_rules
from agent.policy.authoring.contents import sketch
from agent.policy.authoring.corpus import corpus_of
from agent.policy.authoring.gesture_words import gesture_in_words
from agent.policy.authoring.gestures import Gesture, Origin
from tests.policy.drawn import CATALOGUE, policies
from tests.policy.samples import facts, policy

BEFORE = policy(
    "rules:\n"
    "  - {id: cards, when: {label: high}, action: warn, offers: [redacted]}\n"
    "  - {id: mail, when: {label: middle}, action: warn, message: Old words.}\n"
    "  - {id: legal, when: {category: legal}, action: block}\n"
)
AFTER = policy(
    "rules:\n"
    "  - {id: cards, when: {label: high}, action: block, offers: [redacted]}\n"
    "  - {id: mail, when: {label: middle}, action: warn, message: New words.}\n"
)
_LIMIT = 300


def _gesture(*counts: tuple[str, int, float], category: Category | None = None) -> Gesture:
    asked = replace(facts(to=CATALOGUE["chatgpt"]), assessment=sketch(*counts, category=category).assessment())
    return Gesture(origin=Origin.GENERATED, before=asked, after=asked)


GESTURES = (
    _gesture(),
    _gesture(("CREDIT_CARD", 5, 1.0)),
    _gesture(("CREDIT_CARD", 1, 1.0)),
    _gesture(("EMAIL", 1, 1.0)),
    _gesture(("PERSON", 1, 1.0), category=Category.LEGAL),
)


def _compared(before: Policy, after: Policy) -> Comparison:
    return compare(before, after, GESTURES)


def test_says_how_many_become_stricter_and_looser():
    compared = _compared(BEFORE, AFTER)
    assert compared.differs
    assert compared.asked == {Origin.GENERATED: 5, Origin.TESTS: 0, Origin.HISTORY: 0}
    assert compared.changed == {Direction.STRICTER: 2, Direction.LOOSER: 0, Direction.OTHERWISE: 2}
    back = _compared(AFTER, BEFORE)
    assert back.changed == {Direction.STRICTER: 0, Direction.LOOSER: 2, Direction.OTHERWISE: 2}


def test_groups_name_the_rules_that_decide_and_show_the_smallest_example():
    stricter, told, offered = _compared(BEFORE, AFTER).groups
    assert (stricter.count, stricter.before.action, stricter.after.action) == (2, Action.WARN, Action.BLOCK)
    assert (stricter.before.rules, stricter.after.rules) == (("cards",), ("cards",))
    assert stricter.after.offers == (Offer.REDACTED,)
    assert [each.entity for each in stricter.example.after.assessment.findings] == ["CREDIT_CARD"]
    assert (told.direction, told.before.messages) == (Direction.OTHERWISE, ("Old words.",))
    assert (offered.before.rules, offered.before.offers, offered.after.offers) == (("legal",), (), (Offer.REDACTED,))


def test_the_name_of_a_rule_alone_changes_no_verdict():
    renamed = policy("rules: [{id: other, when: {label: middle}, action: warn, message: Old words.}]\n")
    named = policy("rules: [{id: mail, when: {label: middle}, action: warn, message: Old words.}]\n")
    assert not _compared(named, renamed).differs


def test_another_label_or_other_offers_change_one():
    more = "  - name: highest\n    any_of: [{entity: CREDIT_CARD}]\n"
    (group,) = _compared(policy(), policy(more=more)).groups
    assert (group.direction, group.before.label, group.after.label) == (Direction.OTHERWISE, "high", "highest")
    offering = policy("rules: [{id: a, when: {label: high}, action: warn, offers: [redacted]}]\n")
    silent = policy("rules: [{id: a, when: {label: high}, action: warn}]\n")
    assert _compared(offering, silent).changed[Direction.OTHERWISE] == 3


def test_words_for_nobody_change_none():
    before, after = (
        policy(f"rules: [{{id: a, when: {{label: high}}, action: audit, message: {words}}}]\n")
        for words in ("A.", "B.")
    )
    assert not _compared(before, after).differs


def test_a_policy_that_only_watches_is_compared_as_one():
    watching = policy("rules: [{id: a, when: {label: high}, action: block}]\n", mode="monitor")
    enforcing = policy("rules: [{id: a, when: {label: high}, action: block}]\n")
    (group,) = _compared(watching, enforcing).groups
    assert (group.before.action, group.after.action, group.before.rules) == (Action.AUDIT, Action.BLOCK, ("a",))


def test_only_rules_that_ask_for_the_strictest_action_decide():
    verdict = policy(
        "rules:\n"
        "  - {id: a, when: {}, action: audit}\n"
        "  - {id: b, when: {}, action: block}\n"
        "  - {id: c, when: {}, action: block}\n",
        mode="monitor",
    ).evaluate(facts())
    assert deciding_rules(verdict) == ("b", "c")
    assert deciding_rules(policy().evaluate(facts())) == ()


@settings(max_examples=20, deadline=None)  # hundreds of gestures each
@given(asked=policies())
def test_a_policy_does_not_differ_from_itself(asked: Policy):
    compared = compare(asked, asked, corpus_of(asked, asked, CATALOGUE, _LIMIT).gestures)
    assert compared.groups == ()
    assert sum(compared.changed.values()) == 0 < sum(compared.asked.values())


@settings(max_examples=20, deadline=None)  # as above
@given(before=policies(), after=policies())
def test_the_other_way_round_stricter_is_looser(before: Policy, after: Policy):
    there = compare(before, after, corpus_of(before, after, CATALOGUE, _LIMIT).gestures)
    back = compare(after, before, corpus_of(after, before, CATALOGUE, _LIMIT).gestures)
    assert there.asked == back.asked
    assert there.changed[Direction.STRICTER] == back.changed[Direction.LOOSER]
    assert there.changed[Direction.LOOSER] == back.changed[Direction.STRICTER]
    assert there.changed[Direction.OTHERWISE] == back.changed[Direction.OTHERWISE]
    mirrored = {
        (each.after.action, each.after.rules, each.before.action, each.before.rules, each.count) for each in back.groups
    }
    assert {
        (each.before.action, each.before.rules, each.after.action, each.after.rules, each.count)
        for each in there.groups
    } == mirrored


@settings(max_examples=20, deadline=None)  # as above
@given(before=policies(), after=policies())
def test_every_group_holds_what_it_says(before: Policy, after: Policy):
    compared = compare(before, after, corpus_of(before, after, CATALOGUE, _LIMIT).gestures)
    for direction in Direction:
        assert sum(each.count for each in compared.groups if each.direction is direction) == compared.changed[direction]
    for group in compared.groups:
        then, now = group.example.verdicts(before, after)
        assert (then.action, now.action) == (group.before.action, group.after.action)
        assert (now.action.rank > then.action.rank) is (group.direction is Direction.STRICTER)
        assert (now.action.rank < then.action.rank) is (group.direction is Direction.LOOSER)
        assert gesture_in_words(group.example.after)
    assert [*compared.groups] == sorted(compared.groups, key=_place)


def _place(group: Group) -> tuple[int, int]:
    return list(Direction).index(group.direction), -group.count
