"""What a policy would have done to records: gestures, the moments people see, and that they add up."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.core import Action, Disposition, EntityCount, Event, Label, Mode, Scope
from agent.policy import Policy
from agent.policy.authoring.features import recorded_facts
from agent.policy.authoring.simulation import BusiestDay, ByDestination, ByRule, Simulation, is_interruption, simulate
from tests.ipc.samples import event
from tests.policy.drawn import CATALOGUE, DAY, policies, record, records
from tests.policy.samples import policy

RULES = """\
rules:
  - {id: cards, when: {label: high}, action: block}
  - {id: mail, when: {label: middle, destination_kind: assistant}, action: warn}
  - {id: all, when: {}, action: audit}
"""
CARD, MAIL = ((EntityCount(entity=entity, count=1),) for entity in ("CREDIT_CARD", "EMAIL"))


def _event(number: int, seconds: float, **changes: Any) -> Event:  # noqa: ANN401 - the fields of an event
    return event(event_id=f"{number:032x}", occurred_at=DAY + timedelta(seconds=seconds), **changes)


def _here(instant: datetime) -> datetime:
    return instant


def _simulated(*sources: list[Event], rules: str = RULES, mode: str = "enforce") -> Simulation:
    return simulate(policy(rules, mode=mode), sources, CATALOGUE, _here)


def test_counts_what_would_be_done_beside_what_was_done():
    found = _simulated(
        [
            _event(1, 0, entities=CARD, action=Action.WARN, disposition=Disposition.ACKNOWLEDGED),
            _event(2, 100, entities=MAIL, action=Action.WARN, disposition=Disposition.NOT_SHOWN),
            _event(3, 200, entities=MAIL, destination_id="ollama", action=Action.WARN, policy_version="2"),
            _event(4, 300, entities=MAIL, action=Action.AUDIT, disposition=Disposition.AUDITED),
        ]
    )
    assert (found.events, found.first_at, found.last_at) == (4, DAY, DAY + timedelta(seconds=300))
    assert {action: count for action, count in found.now.gestures.items() if count} == {
        Action.BLOCK: 1,
        Action.WARN: 2,
        Action.AUDIT: 1,
    }
    assert (found.now.interrupting, found.then.interrupting) == (3, 3)
    assert found.changes == {
        (Action.WARN, Action.BLOCK): 1,
        (Action.WARN, Action.WARN): 1,
        (Action.WARN, Action.AUDIT): 1,
        (Action.AUDIT, Action.WARN): 1,
    }
    assert found.dispositions == {Disposition.ACKNOWLEDGED: 1, Disposition.NOT_SHOWN: 1, Disposition.WARNED: 1}
    assert found.versions == ("1", "2")


@pytest.mark.parametrize(
    ("changes", "moments"),
    [
        ([{}, {}], 1),
        ([{"seconds": 0}, {"seconds": 59.9}], 1),
        ([{"seconds": 0}, {"seconds": 60}], 2),
        ([{"seconds": 0}, {"seconds": 50}, {"seconds": 100}], 2),
        ([{"seconds": 100}, {"seconds": 0}, {"seconds": 50}], 2),
        ([{}, {"destination_id": "claude"}], 2),
        ([{}, {"entities": MAIL}], 2),
        ([{"destination_id": "ollama"}, {}, {"destination_id": "ollama"}], 2),
    ],
)
def test_a_moment_is_a_minute_of_one_label_to_one_destination(changes: list[dict[str, Any]], moments: int):
    found = _simulated(
        [_event(number, **{"seconds": 0, "entities": CARD, **each}) for number, each in enumerate(changes)]
    )
    assert (found.now.interrupting, found.now.interruptions) == (len(changes), moments)


def test_records_of_two_devices_share_no_moment_and_one_of_both_counts_once():
    found = _simulated([_event(1, 0, entities=CARD)], [_event(2, 1, entities=CARD), _event(1, 0, entities=CARD)])
    assert (found.events, found.now.interruptions) == (2, 2)


def test_what_was_then_is_counted_by_the_labels_of_then():
    low, high = (Label(rank=rank, name=name) for rank, name in ((0, "old-low"), (1, "old-high")))
    found = _simulated([_event(1, 0, entities=CARD, label=low), _event(2, 1, entities=CARD, label=high)])
    assert (found.then.interruptions, found.now.interruptions) == (2, 1)


def test_says_which_rules_decide_and_where_people_are_interrupted():
    found = _simulated(
        [
            _event(1, 0, entities=CARD),
            _event(2, 1, entities=CARD),
            _event(3, 2, entities=MAIL, destination_id="claude", destination_name="Claude", action=Action.AUDIT),
            _event(4, 3, entities=(), destination_id="ollama", destination_name="Ollama", action=Action.AUDIT),
        ]
    )
    assert found.rules == (
        ByRule(rule_id="cards", action=Action.BLOCK, gestures=2, moments=1),
        ByRule(rule_id="mail", action=Action.WARN, gestures=1, moments=1),
        ByRule(rule_id="all", action=Action.AUDIT, gestures=1, moments=0),
    )
    assert found.destinations == (
        ByDestination(destination_id="chatgpt", name="ChatGPT", gestures=2, interrupting=2, moments=1, moments_then=1),
        ByDestination(destination_id="claude", name="Claude", gestures=1, interrupting=1, moments=1, moments_then=0),
        ByDestination(destination_id="ollama", name="Ollama", gestures=1, interrupting=0, moments=0, moments_then=0),
    )


def test_the_busiest_day_is_one_of_the_device_s_own():
    events = [_event(1, 0, entities=CARD), _event(2, 8 * 3600, entities=CARD), _event(3, 9 * 3600, entities=CARD)]
    assert _simulated(events).now.busiest == BusiestDay(day=date(2026, 11, 27), moments=3)
    eastern = timezone(timedelta(hours=8))
    found = simulate(policy(RULES), [events], CATALOGUE, lambda instant: instant.astimezone(eastern))
    assert found.now.busiest == BusiestDay(day=date(2026, 11, 28), moments=2)


def test_of_days_that_are_alike_the_earliest_is_named():
    found = _simulated([_event(1, 86_400, entities=CARD), _event(2, 0, entities=CARD)])
    assert found.now.busiest == BusiestDay(day=date(2026, 11, 27), moments=1)


def test_time_is_the_device_s_own_for_rules_too():
    rules = 'rules: [{id: night, when: {time: {begins: "22:00", ends: "06:00"}}, action: block}]\n'
    eastern = timezone(timedelta(hours=14))
    assert _simulated([_event(1, 0)], rules=rules).now.interruptions == 0
    found = simulate(policy(rules), [[_event(1, 0)]], CATALOGUE, lambda instant: instant.astimezone(eastern))
    assert found.now.interruptions == 1


def test_of_no_records_nothing_is_said():
    found = _simulated([])
    assert (found.events, found.first_at, found.now.busiest, found.rules) == (0, None, None, ())
    assert sum(found.now.gestures.values()) == 0


_RECORDS = st.lists(records(), max_size=12, unique_by=lambda each: each.event_id)


@settings(max_examples=50, deadline=None)  # a policy and its records each
@given(asked=policies(), events=_RECORDS)
def test_it_adds_up(asked: Policy, events: list[Event]):
    found = simulate(asked, [events], CATALOGUE, _here)
    assert found.events == len(events) == sum(found.changes.values())
    for tally, side in ((found.then, 0), (found.now, 1)):
        assert sum(tally.gestures.values()) == len(events)
        for action in Action:
            assert tally.gestures[action] == sum(count for key, count in found.changes.items() if key[side] is action)
        assert bool(tally.interruptions) is bool(tally.interrupting)
        assert tally.interruptions <= tally.interrupting
        assert (tally.busiest is not None) is bool(tally.interruptions)
    assert sum(each.gestures for each in found.destinations) == len(events)
    assert sum(each.interrupting for each in found.destinations) == found.now.interrupting
    assert sum(each.moments for each in found.destinations) == found.now.interruptions
    assert sum(each.moments_then for each in found.destinations) == found.then.interruptions
    assert sum(found.dispositions.values()) == found.then.interrupting
    for each in found.rules:
        assert each.moments <= each.gestures <= found.now.gestures[each.action]
        assert bool(each.moments) is is_interruption(each.action)


@settings(max_examples=50, deadline=None)  # as above
@given(asked=policies(), events=_RECORDS)
def test_a_policy_that_only_watches_interrupts_nobody(asked: Policy, events: list[Event]):
    found = simulate(replace(asked, mode=Mode.MONITOR), [events], CATALOGUE, _here)
    assert (found.now.interrupting, found.now.interruptions, found.now.busiest) == (0, 0, None)


@settings(max_examples=50, deadline=None)  # as above
@given(judge=policies(is_recorded=True), events=_RECORDS)
def test_the_policy_of_then_does_what_it_did(judge: Policy, events: list[Event]):
    kept = []
    for number, each in enumerate(events):
        asked = recorded_facts(each, CATALOGUE)
        kept.append(record(asked, judge, judge.evaluate(asked), number, each.occurred_at))
    found = simulate(judge, [kept], CATALOGUE, _here)
    assert found.now == found.then
    assert all(then is now for then, now in found.changes)


@settings(max_examples=25, deadline=None)  # as above
@given(asked=policies(), events=_RECORDS, turned=st.randoms())
def test_the_order_of_records_does_not_matter(asked: Policy, events: list[Event], turned: random.Random):
    distinct = [
        replace(each, occurred_at=each.occurred_at + timedelta(milliseconds=n)) for n, each in enumerate(events)
    ]
    mixed = [*distinct]
    turned.shuffle(mixed)
    found, again = (simulate(asked, [each], CATALOGUE, _here) for each in (distinct, mixed))
    assert (found.now, found.then, found.rules) == (again.now, again.then, again.rules)


def test_who_it_was_is_not_guessed():
    rules = (
        "rules: [{id: a, when: {team: berlin}, action: block}, {id: b, when: {}, unless: {user: x}, action: warn}]\n"
    )
    found = _simulated([_event(1, 0)], rules=rules)
    assert [each.rule_id for each in found.rules] == ["b"]
    assert recorded_facts(_event(1, 0), CATALOGUE).scope == Scope(at=DAY)
