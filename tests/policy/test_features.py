"""What a record says of a gesture asks a policy the same question again, as far as the record goes."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import (
    Assessment,
    Category,
    Channel,
    Destination,
    DestinationKind,
    DestinationStatus,
    EntityCount,
    Inspection,
    Scope,
)
from agent.policy import Facts, Policy
from agent.policy.authoring.features import READ_BY_ALL, Unanswerable, recorded_facts, stated_findings, unanswerable
from tests.ipc.samples import event
from tests.policy.drawn import CATALOGUE, DAY, policies, record
from tests.policy.samples import policy

ENTITIES = st.dictionaries(st.sampled_from(["EMAIL", "CREDIT_CARD", "PERSON", "IBAN"]), st.integers(1, 4), max_size=3)


@given(
    judge=policies(is_recorded=True),
    counts=ENTITIES,
    confidence=st.floats(0.5, 1),
    category=st.sampled_from([None, *Category]),
    inspection=st.sampled_from(Inspection),
    to=st.sampled_from([*CATALOGUE.values()]),
    channel=st.sampled_from(Channel),
    at=st.integers(0, 7 * 1440).map(lambda minutes: DAY + timedelta(minutes=minutes)),
)
def test_the_policy_that_judged_a_gesture_judges_its_record_alike(
    *,
    judge: Policy,
    counts: dict[str, int],
    confidence: float,
    category: Category | None,
    inspection: Inspection,
    to: Destination,
    channel: Channel,
    at: datetime,
):
    findings = stated_findings((entity, count, confidence) for entity, count in counts.items())
    asked = Facts(
        assessment=Assessment(findings=findings, category=category, inspection=inspection, model=READ_BY_ALL),
        destination=to,
        channel=channel,
        scope=Scope(at=at),
    )
    verdict = judge.evaluate(asked)
    assert judge.evaluate(recorded_facts(record(asked, judge, verdict, 1, at), CATALOGUE)) == verdict


def test_a_destination_that_the_catalogue_lost_is_taken_for_an_assistant_as_it_was_recorded():
    lost = event(destination_id="gone", destination_name="Gone", destination_status=DestinationStatus.APPROVED)
    destination = recorded_facts(lost, CATALOGUE).destination
    assert (destination.name, destination.kind, destination.status) == (
        "Gone",
        DestinationKind.ASSISTANT,
        DestinationStatus.APPROVED,
    )
    kept = recorded_facts(event(destination_id="ollama", destination_status=DestinationStatus.APPROVED), CATALOGUE)
    assert kept.destination == CATALOGUE["ollama"]


def test_times_are_those_of_the_device():
    local = DAY.astimezone(timezone(timedelta(hours=14)))
    asked = recorded_facts(event(occurred_at=DAY), CATALOGUE, local)
    assert asked.scope.at is not None
    assert asked.scope.at.hour == 23
    assert recorded_facts(event(occurred_at=DAY), CATALOGUE).scope.at == DAY


@pytest.mark.parametrize(("count", "taken"), [(0, 0), (-5, 0), (3, 3), (10**15, 10_000)])
def test_a_made_up_count_takes_no_memory(count: int, taken: int):
    asked = recorded_facts(event(entities=(EntityCount(entity="EMAIL", count=count),)), CATALOGUE)
    assert len(asked.assessment.findings) == taken


def test_findings_lie_apart_and_are_as_sure_as_is_said():
    found = stated_findings([("EMAIL", 2, 0.4), ("IBAN", 1, 1.0)])
    assert [(each.entity, each.confidence) for each in found] == [("EMAIL", 0.4), ("EMAIL", 0.4), ("IBAN", 1.0)]
    assert all(before.end < after.start for before, after in pairwise(found))


def test_names_what_records_cannot_answer_and_nothing_else():
    asked = policy(
        "rules:\n"
        "  - {id: one, when: {team: berlin, label: high}, unless: {user: jdoe, model: sampled}, action: warn}\n"
        "  - {id: two, when: {label: high, time: {days: friday}, destination: claude}, action: warn}\n"
    )
    assert unanswerable(asked) == (Unanswerable(section="rules", name="one", conditions=("model", "user", "team")),)
    assert unanswerable(policy()) == ()
