"""Where the rules of one policy apply, with all that follows from their conditions. Pure.

Everything here errs to one side: a region may be larger than what really happens (what cannot be decided is left out),
never smaller. So "never" and "always" can be believed, and silence says nothing.

What is known beyond the conditions: a destination of the catalogue has its kind and, under the policy, its status; and
what `earning` knows of labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from agent.core.findings import Category, Inspection, ModelState
from agent.core.gestures import Channel, Destination, DestinationKind, DestinationStatus
from agent.core.scope import OperatingSystem
from agent.policy.authoring.earning import Earning
from agent.policy.authoring.regions import SEVERAL, Region, Values, region_of
from agent.policy.document.when import When
from agent.policy.engine.conditions import (
    ChannelIn,
    DestinationIn,
    DestinationKindIn,
    DestinationStatusIn,
    LabelRankIn,
    OsIn,
    compile_when,
)
from agent.policy.engine.evidence_conditions import CategoryIn, Condition, InspectionIn, ModelStateIn
from agent.policy.engine.facts import Situation
from agent.policy.engine.layer import names_for
from agent.policy.engine.policy import Policy

__all__ = ["Regions"]


class Regions:
    """Makes regions of one policy's conditions, as its lowest layer sees them, with all that follows from them."""

    def __init__(self, policy: Policy, destinations: Mapping[str, Destination]) -> None:
        self._names = names_for(policy.documents, policy.labels)
        self.earning = Earning(policy)
        self._policy = policy
        self._statuses: dict[str, Values] = {}
        self._destinations = destinations
        self._domains: Mapping[type[Condition[Situation]], Values] = {
            LabelRankIn: frozenset(range(len(policy.labels))),
            CategoryIn: frozenset((*Category, None)),
            InspectionIn: frozenset(Inspection),
            ModelStateIn: frozenset(ModelState),
            ChannelIn: frozenset(Channel),
            DestinationStatusIn: frozenset(DestinationStatus),
            DestinationKindIn: frozenset(DestinationKind),
            OsIn: frozenset((*OperatingSystem, None)),
        }

    def written(self, when: When) -> Region:
        """Return the region of a condition as it stands there, without what admits everything."""
        region = region_of(compile_when(when, self._names))
        values = {kind: each for kind, each in region.values.items() if each != self._domains.get(kind)}
        return replace(region, values=values)

    def closed(self, region: Region) -> Region:
        """Return the same situations, with everything spelled out that follows from the conditions."""
        region = self._with_destinations(region)
        possible = self.earning.possible_labels(region)
        return region.admitting(LabelRankIn, region.values.get(LabelRankIn, possible) & possible)

    def both(self, one: Region, other: Region) -> Region:
        """Return the situations of both, or a few more."""
        values = dict(one.values)
        for kind, each in other.values.items():
            if kind not in values:
                values[kind] = each
            elif kind in SEVERAL:
                values[kind] = min(values[kind], each, key=len)  # one of the two is left out: a few situations more
            else:
                values[kind] &= each
        return self.closed(Region(values=values, minutes=one.minutes & other.minutes))

    def without(self, region: Region, unless: Region) -> Region | None:
        """Return the region without the situations of another, which it does not imply; None where no region is that.

        It is one where the other asks only one thing more, of something that either region bounds.
        """
        closed = self.closed(region)
        more = [
            kind for kind, each in unless.values.items() if not (kind in closed.values and closed.values[kind] <= each)
        ]
        is_timed = bool(closed.minutes & ~unless.minutes)
        if len(more) + is_timed != 1:
            return None
        if is_timed:
            return replace(region, minutes=region.minutes & ~unless.minutes)
        (kind,) = more
        all_values = region.values.get(kind, closed.values.get(kind, self._domains.get(kind)))
        if all_values is None or kind in SEVERAL:
            return None
        return region.admitting(kind, all_values - unless.values[kind])

    def _with_destinations(self, region: Region) -> Region:
        named = region.values.get(DestinationIn)
        if named is None:
            return region
        kinds = region.values.get(DestinationKindIn, self._domains[DestinationKindIn])
        statuses = region.values.get(DestinationStatusIn, self._domains[DestinationStatusIn])
        left = {
            name: (self.kinds(str(name)) & kinds, self.statuses(str(name)) & statuses)
            for name in named
            if self.kinds(str(name)) & kinds and self.statuses(str(name)) & statuses
        }
        values: dict[type[Condition[Situation]], Values] = {
            **region.values,
            DestinationIn: frozenset(left),
            DestinationKindIn: frozenset(kind for each, _ in left.values() for kind in each),
            DestinationStatusIn: frozenset(status for _, each in left.values() for status in each),
        }
        return replace(region, values=values)

    def kinds(self, destination_id: str) -> Values:
        """Return what sort of tool it can be."""
        known = self._destinations.get(destination_id)
        return self._domains[DestinationKindIn] if known is None else frozenset((known.kind,))

    def statuses(self, destination_id: str) -> Values:
        """Return the statuses that it can have under the policy."""
        if destination_id not in self._statuses:
            given = (self._policy.apply_status(each).status for each in self._candidates(destination_id))
            self._statuses[destination_id] = frozenset(given)
        return self._statuses[destination_id]

    def _candidates(self, destination_id: str) -> Iterator[Destination]:
        known = self._destinations.get(destination_id)
        if known is not None:
            yield known
            return
        for status in DestinationStatus:
            yield Destination(
                destination_id=destination_id, name="", vendor="", kind=DestinationKind.ASSISTANT, status=status
            )
