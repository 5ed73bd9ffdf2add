"""What history keeps of a gesture (its verdict features), as a question to a policy. Pure.

An event holds counts of findings, the category, how far the content was read, the destination, the channel and the
time: enough to ask another policy, and no content. What it does not hold is taken as follows, and whoever shows an
answer says so: findings are sure, the model has read everything, and of the person and device nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agent.core.events import Event
from agent.core.findings import Assessment, Explanation, Finding, ModelReading, ModelState
from agent.core.gestures import Destination, DestinationKind
from agent.core.scope import Scope
from agent.policy.document.when import LabelCondition, When
from agent.policy.engine.facts import Facts
from agent.policy.engine.policy import Policy

__all__ = ["READ_BY_ALL", "UNRECORDED", "Unanswerable", "recorded_facts", "stated_findings", "unanswerable"]

READ_BY_ALL: Final = ModelReading(state=ModelState.COMPLETE, share=1.0)
UNRECORDED: Final = ("model", "user", "group", "team", "device", "os", "network")
"""Conditions that no record answers."""

_MOST_OF_ONE: Final = 10_000
"""Findings of one entity; more are as many, so that a made-up record cannot take all memory."""
_STATED = Explanation(summary="Counted, not found here.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswerable:
    """A rule or label with conditions that no record answers: without the person's and device's own, they do not hold.

    Attributes:
        section: `rules` or `labels`.
        name: of the rule or label.
        conditions: in the order of `UNRECORDED`.
    """

    section: str
    name: str
    conditions: tuple[str, ...]


def stated_findings(counts: Iterable[tuple[str, int, float]]) -> tuple[Finding, ...]:
    """Return findings of no text: so many of an entity, so sure."""
    found: list[Finding] = []
    for entity, count, confidence in counts:
        for _ in range(count):
            place = 2 * len(found)
            found.append(
                Finding(
                    entity=entity,
                    start=place,
                    end=place + 1,
                    confidence=confidence,
                    recognizer="stated",
                    explanation=_STATED,
                )
            )
    return tuple(found)


def recorded_facts(event: Event, destinations: Mapping[str, Destination], at: datetime | None = None) -> Facts:
    """Return what a policy is asked about a recorded gesture.

    Args:
        event: the record.
        destinations: the catalogue. What it does not know any more is taken for an assistant of the recorded status.
        at: when it was, in the device's own time zone; as the record has it where that is not known.
    """
    destination = destinations.get(event.destination_id) or Destination(
        destination_id=event.destination_id,
        name=event.destination_name,
        vendor="",
        kind=DestinationKind.ASSISTANT,
        status=event.destination_status,
    )
    return Facts(
        assessment=Assessment(
            findings=stated_findings((each.entity, min(each.count, _MOST_OF_ONE), 1.0) for each in event.entities),
            category=event.category,
            inspection=event.inspection,
            model=READ_BY_ALL,
        ),
        destination=destination,
        channel=event.channel,
        scope=Scope(at=at or event.occurred_at),
    )


def unanswerable(policy: Policy) -> tuple[Unanswerable, ...]:
    """Return the rules and labels of a policy whose answer about a record may not be theirs about the gesture."""
    return tuple(_unanswerable(policy))


def _unanswerable(policy: Policy) -> Iterator[Unanswerable]:
    for document in policy.documents:
        for rule in document.rules:
            yield from _found("rules", rule.id, (rule.when, *([rule.unless] if rule.unless is not None else [])))
        for label in document.labels:
            yield from _found("labels", label.name, label.any_of)


def _found(section: str, name: str, conditions: Iterable[When | LabelCondition]) -> Iterator[Unanswerable]:
    named = {field for each in conditions for field in UNRECORDED if getattr(each, field, ())}
    if named:
        yield Unanswerable(
            section=section, name=name, conditions=tuple(field for field in UNRECORDED if field in named)
        )
