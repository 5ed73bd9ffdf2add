"""Gestures that two policies are both asked about, and where each comes from. Pure."""

from __future__ import annotations

import enum
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from agent.core.events import Event
from agent.core.gestures import Destination, DestinationStatus
from agent.core.verdicts import Verdict
from agent.policy.authoring.features import recorded_facts
from agent.policy.authoring.testing import Recognize, UnknownDestinationError, facts_of
from agent.policy.document.cases import CaseEntry
from agent.policy.engine.facts import Facts
from agent.policy.engine.policy import Policy

__all__ = ["Gesture", "Origin", "of_cases", "of_events"]


class Origin(enum.StrEnum):
    """Where a gesture comes from."""

    GENERATED = "generated"
    TESTS = "tests"
    HISTORY = "history"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """One gesture, as each of two policies is asked about it.

    Attributes:
        before: what the first is asked.
        after: what the second is asked; other findings where its own recognizers read the same text.
        assumed_status: what both are to think of the destination, whatever they say; None for what they say.
    """

    origin: Origin
    before: Facts
    after: Facts
    assumed_status: DestinationStatus | None = None

    def verdicts(self, before: Policy, after: Policy) -> tuple[Verdict, Verdict]:
        """Return what each of the two says."""
        return self._ask(before, self.before), self._ask(after, self.after)

    def _ask(self, policy: Policy, facts: Facts) -> Verdict:
        if self.assumed_status is not None:
            policy = policy.assuming(facts.destination.destination_id, self.assumed_status)
        return policy.evaluate(facts)


def of_cases(
    cases: Iterable[CaseEntry],
    destinations: Mapping[str, Destination],
    recognize_before: Recognize,
    recognize_after: Recognize,
) -> Iterator[Gesture]:
    """Return what policies' own tests ask, each once; those that name no known destination are left out."""
    asked: set[Hashable] = set()
    for case in cases:
        try:
            before = facts_of(case, destinations, recognize_before)
            after = facts_of(case, destinations, recognize_after) if case.text else before
        except UnknownDestinationError:
            continue
        key = (_key(before), _key(after), case.destination_status)
        if key not in asked:
            asked.add(key)
            yield Gesture(origin=Origin.TESTS, before=before, after=after, assumed_status=case.destination_status)


def _key(facts: Facts) -> Hashable:
    """What equal facts have in common, and no others: a finding that is there many times stands in it once."""
    runs = tuple((finding, sum(1 for _ in same)) for finding, same in groupby(facts.assessment.findings))
    return runs, replace(facts, assessment=replace(facts.assessment, findings=()))


def of_events(
    events: Iterable[Event], destinations: Mapping[str, Destination], local_time: Callable[[datetime], datetime]
) -> Iterator[Gesture]:
    """Return what was recorded; each record is a gesture, like another or not.

    Args:
        events: the records.
        destinations: the catalogue.
        local_time: an instant in the device's own time zone.
    """
    for event in events:
        facts = recorded_facts(event, destinations, local_time(event.occurred_at))
        yield Gesture(origin=Origin.HISTORY, before=facts, after=facts)
