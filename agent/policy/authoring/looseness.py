"""Finds content of a higher label that gets a looser action than content of a lower one. Pure.

It is the usual slip of a rule that names a `label` where `min_label` was meant. What is said here has been seen:
contents are made up that differ in their label, all are sent the same way to the same place, and the policy is asked.
Only where every way of earning the higher label comes out looser is anything said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import repeat
from typing import Any, Final

from agent.core.findings import Assessment, Explanation, Finding, Inspection, ModelReading, ModelState
from agent.core.gestures import Channel, Destination, DestinationKind, DestinationStatus
from agent.core.scope import Scope
from agent.core.verdicts import Action, Label, Mode, Verdict
from agent.policy.authoring.earning import Way, content_values
from agent.policy.authoring.implications import Regions
from agent.policy.authoring.reachability import rule_region
from agent.policy.authoring.regions import ANY_TIME, Region
from agent.policy.engine.conditions import (
    ChannelIn,
    DestinationIn,
    DestinationKindIn,
    DestinationStatusIn,
    DeviceIn,
    GroupIn,
    LabelRankIn,
    NetworkIn,
    OsIn,
    TeamIn,
    UserIn,
)
from agent.policy.engine.evidence_conditions import CategoryIn, Condition, EntitiesFound, InspectionIn, ModelStateIn
from agent.policy.engine.facts import Facts, Situation
from agent.policy.engine.policy import Policy

__all__ = ["Looser", "looser_for_higher"]

_MONDAY: Final = datetime(2026, 1, 5, tzinfo=UTC)
_MOST_FINDINGS: Final = 1000
_MOST_WORK: Final = 20_000
_FINDINGS_LIKE_ONE: Final = 50
"""So many findings take as long as asking about none."""
_MADE_UP: Final = Explanation(summary="Made up to ask the policy.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looser:
    """A rule whose label gets a stricter action than a higher one.

    Attributes:
        index: the rule's position in the document.
        label: the one that it names.
        higher: the one that comes out looser.
        action: what that one gets.
    """

    index: int
    label: Label
    higher: Label
    action: Action


def looser_for_higher(policy: Policy, destinations: Mapping[str, Destination]) -> Iterator[Looser]:
    """Return the rules of the lowest layer that name a label and leave a higher one with less."""
    regions = Regions(policy, destinations)
    enforcing = replace(policy, mode=Mode.ENFORCE)
    budget = _Budget()
    for index, rule in enumerate(policy.documents[-1].rules):
        if budget.is_spent():
            return
        region = rule_region(index, rule, regions)
        if region is None or not rule.when.label or rule.when.min_label:
            continue
        asking = _Asking(enforcing, destinations, regions, region.written, budget)
        named = max(label for label in policy.labels if label.name in rule.when.label)
        own = [
            verdict
            for verdict in asking.verdicts(named)
            if verdict.action is rule.action and _applies(rule.id, verdict)
        ]
        if not own:
            continue
        for higher in policy.labels[named.rank + 1 :]:
            actions = [verdict.action for verdict in asking.verdicts(higher)]
            strictest = max(actions, key=lambda action: action.rank, default=rule.action)
            if budget.is_spent():
                return  # of what was not asked, nothing is known
            if strictest.rank < rule.action.rank:
                yield Looser(index=index, label=named, higher=higher, action=strictest)
                break


def _applies(rule_id: str, verdict: Verdict) -> bool:
    return any(rule.rule_id == rule_id for rule in verdict.triggered_rules)


class _Budget:
    """How much may be asked of one policy: many rules and many ways of earning labels would take minutes."""

    def __init__(self) -> None:
        self._left = _MOST_WORK

    def is_spent(self) -> bool:
        """Whether it is used up, so that what was found out is not all."""
        return self._left < 0

    def allows(self, findings: int) -> bool:
        """Whether content with so many findings may still be asked about."""
        self._left -= 1 + findings // _FINDINGS_LIKE_ONE
        return not self.is_spent()


class _Asking:
    """Asks about content of one label after the other, all else as one rule wants it."""

    def __init__(
        self, policy: Policy, destinations: Mapping[str, Destination], regions: Regions, region: Region, budget: _Budget
    ) -> None:
        self._policy = policy
        self._destinations = destinations
        self._ways = regions.earning.ways
        values = {kind: each for kind, each in region.values.items() if kind is not LabelRankIn}
        self._budget = budget
        self._region = Region(values=values, minutes=region.minutes)
        self._destination = self._fitting_destination()

    def verdicts(self, label: Label) -> Iterator[Verdict]:
        """Return what the policy says of content with the label, for each way of earning it that fits the rule."""
        destination = self._destination
        if destination is None:
            return
        for way in self._ways[label.rank] if label.rank else ((),):
            assessment = self._assessment(way)
            if assessment is None:
                continue
            facts = Facts(
                assessment=assessment,
                destination=destination,
                channel=_pick(self._region, ChannelIn, Channel.CLIPBOARD),
                scope=_scope(self._region),
            )
            if not self._budget.allows(len(assessment.findings)):
                return
            verdict = self._policy.evaluate(facts)
            if verdict.label == label:
                yield verdict

    def _fitting_destination(self) -> Destination | None:
        """One that the rule is about: of the catalogue where it has one."""
        made_up = Destination(
            destination_id=_pick(self._region, DestinationIn, ""),
            name="",
            vendor="",
            kind=_pick(self._region, DestinationKindIn, DestinationKind.ASSISTANT),
            status=_pick(self._region, DestinationStatusIn, DestinationStatus.UNKNOWN),
        )
        candidates = (self._policy.apply_status(each) for each in (*self._destinations.values(), made_up))
        return next((each for each in candidates if self._wants(each)), None)

    def _wants(self, destination: Destination) -> bool:
        asked: dict[type[Condition[Situation]], str] = {
            DestinationIn: destination.destination_id,
            DestinationKindIn: destination.kind,
            DestinationStatusIn: destination.status,
        }
        return all(value in self._region.values.get(kind, (value,)) for kind, value in asked.items())

    def _assessment(self, way: Way) -> Assessment | None:
        """Content that earns a label this way and is as the rule wants it; None where there is none."""
        region, counts = self._region, dict[str, int]()
        if EntitiesFound in region.values:
            counts[_pick(region, EntitiesFound, "")] = 1
        for condition in way:
            kind, values = content_values(condition)
            if isinstance(condition, EntitiesFound):
                entity = min(condition.entities)
                counts[entity] = max(counts.get(entity, 0), condition.min_count)
                continue
            left = region.values.get(kind, values) & values
            if not left:
                return None
            region = region.admitting(kind, left)
        if sum(counts.values()) > _MOST_FINDINGS:
            return None
        return Assessment(
            findings=tuple(_findings(counts)),
            category=_pick(region, CategoryIn, None),
            inspection=_pick(region, InspectionIn, Inspection.COMPLETE),
            model=ModelReading(state=_pick(region, ModelStateIn, ModelState.COMPLETE), share=1.0),
        )


def _findings(counts: Mapping[str, int]) -> Iterator[Finding]:
    for entity, count in counts.items():
        made_up = Finding(entity=entity, start=0, end=1, confidence=1.0, recognizer="lint", explanation=_MADE_UP)
        yield from repeat(made_up, count)


def _scope(region: Region) -> Scope:
    at = None
    if region.minutes != ANY_TIME:
        minute = (region.minutes & -region.minutes).bit_length() - 1
        at = _MONDAY + timedelta(minutes=minute)
    addresses = [str(each).partition("/")[0] for each in sorted(region.values.get(NetworkIn, ()), key=str)]
    return Scope(
        user=_pick(region, UserIn, ""),
        groups=frozenset(map(str, region.values.get(GroupIn, ()))),
        team=_pick(region, TeamIn, ""),
        device_id=_pick(region, DeviceIn, ""),
        os=_pick(region, OsIn, None),
        addresses=tuple(addresses[:1]),
        at=at,
    )


def _pick(region: Region, kind: type[Condition[Situation]], usual: Any) -> Any:  # noqa: ANN401 - what the class is about
    """A value that the region admits: the usual one where it does."""
    values = region.values.get(kind, frozenset((usual,)))
    return usual if usual in values else min(values, key=str)
