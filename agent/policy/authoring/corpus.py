"""The gestures on which two policies are compared, made from what they name. Pure.

First what each rule is about, in the circumstances that it names: rules of which only one policy has them take the most
room. Then each content to each destination by each channel. What would be too many is cut evenly, so that something of
everything stays. Either policy may come first: the gestures are the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from agent.core.findings import Assessment, Category, Inspection, ModelState
from agent.core.gestures import Channel, Destination
from agent.core.scope import Scope
from agent.policy.authoring.circumstances import channels, destinations_of, representative_destinations, scopes
from agent.policy.authoring.contents import Sketch, contents, sketch, sketch_of
from agent.policy.authoring.gestures import Gesture, Origin
from agent.policy.document.policy import PolicyDocument, RuleEntry
from agent.policy.document.when import When
from agent.policy.engine.facts import Facts
from agent.policy.engine.policy import Policy

__all__ = ["MOST_GESTURES", "Corpus", "corpus_of"]

MOST_GESTURES: Final = 20_000
_LEAST_OF_A_RULE: Final = 4
_MOST_OF_A_RULE: Final = 400
_GOLDEN: Final = 0.6180339887


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Gestures, each once.

    Attributes:
        is_cut: whether there would be more.
    """

    gestures: tuple[Gesture, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A rule, in the policy it stands in."""

    rule: RuleEntry
    document: PolicyDocument
    policy: Policy


def corpus_of(
    before: Policy, after: Policy, catalogue: Mapping[str, Destination], limit: int = MOST_GESTURES
) -> Corpus:
    """Return the gestures on which two policies may differ.

    Args:
        before: one policy.
        after: the other.
        catalogue: the destinations that there are, by id.
        limit: at most so many.
    """
    documents = (*before.documents, *after.documents)
    destinations = representative_destinations(before, after, catalogue)
    made = _Made()
    is_cut = False
    changed, kept = _rules(before, after)
    for rules, room in ((changed, limit // 2), (kept, limit // 4)):
        each_room = min(_MOST_OF_A_RULE, max(_LEAST_OF_A_RULE, room // max(1, len(rules))))
        for rule in rules:
            is_cut |= made.spread(_about(rule, destinations), each_room)
    room = max(0, limit - len(made.facts))
    is_cut |= made.spread((contents(documents), destinations, channels(documents), (Scope(),)), room)
    facts = [*made.facts.values()]
    return Corpus(
        gestures=tuple(
            Gesture(origin=Origin.GENERATED, before=facts[place], after=facts[place])
            for place in _places(len(facts), limit)
        ),
        is_cut=is_cut or len(facts) > limit,
    )


_Pools = tuple[Sequence[Sketch], Sequence[Destination], Sequence[Channel], Sequence[Scope]]
_Rule = tuple[_Written, ...]
"""One of either policy, or of both where it is the same in both: what it refers to may still differ."""


def _rules(before: Policy, after: Policy) -> tuple[list[_Rule], list[_Rule]]:
    """The rules of which only one policy has them as they are, and those of both; in one order whichever is first."""
    found: dict[str, list[_Written]] = {}
    for policy in (before, after):
        for document in policy.documents:
            for rule in document.rules:
                text = f"{document.layer} {rule.id} {rule.model_dump_json()}"
                found.setdefault(text, []).append(_Written(rule=rule, document=document, policy=policy))
    rules = [tuple(found[text]) for text in sorted(found)]
    return [rule for rule in rules if len(rule) == 1], [rule for rule in rules if len(rule) > 1]


def _about(rule: _Rule, destinations: Sequence[Destination]) -> _Pools:
    """What a rule is about: as it asks for, and as what it does not apply to asks for."""
    when, unless = rule[0].rule.when, rule[0].rule.unless
    conditions = [when, *([unless] if unless is not None else [])]
    found: dict[Sketch, None] = {}
    about: set[Destination] = set()
    circumstances: set[Scope] = set()
    for written in rule:
        documents = (written.policy.documents[0], written.document)
        for each in conditions:
            found.update(dict.fromkeys(_contents_of(each, documents)))
        about.update(destinations_of(when, written.policy, destinations))
        circumstances.update(_scopes(when, unless, written.policy.documents))
    return (
        sorted(found, key=lambda each: each.size),
        [each for each in destinations if each in about] or destinations[:1],
        tuple(dict.fromkeys(when.channel)) or (Channel.CLIPBOARD,),
        sorted(circumstances, key=_in_order),
    )


def _scopes(when: When, unless: When | None, documents: Sequence[PolicyDocument]) -> Iterator[Scope]:
    yield from scopes(when, *documents)
    if unless is not None:
        both = {name: getattr(when, name) or getattr(unless, name) for name in When.model_fields}
        yield from scopes(When.model_construct(**both), *documents)


def _in_order(scope: Scope) -> tuple[str, ...]:
    """An order that nothing else decides."""
    at = scope.at.isoformat() if scope.at is not None else ""
    who = (scope.user, *sorted(scope.groups), scope.team, scope.device_id)
    return (*who, scope.os or "", *scope.addresses, at)


def _contents_of(when: When, documents: Sequence[PolicyDocument]) -> Iterator[Sketch]:
    """With each way to a label that it asks for, and each of the entities, categories and extents that it names."""
    first, *others = _bases(when, documents)
    entities = when.entity or ("",)
    categories = when.category or (None,)
    inspections = when.inspection or (None,)
    states = when.model or (None,)
    for base in (first, *others):
        yield _with(base, entities[0], categories[0], inspections[0], states[0])
    for entity in entities:
        yield _with(first, entity, categories[0], inspections[0], states[0])
    for category in categories:
        yield _with(first, entities[0], category, inspections[0], states[0])
    for inspection in inspections:
        yield _with(first, entities[0], categories[0], inspection, states[0])
    for state in states:
        yield _with(first, entities[0], categories[0], inspections[0], state)


def _bases(when: When, documents: Sequence[PolicyDocument]) -> tuple[Sketch, ...]:
    """What earns the labels that it asks for; at least one."""
    names = [label.name for label in documents[0].labels]
    wanted = set(when.label or names)
    if when.min_label:
        wanted &= set(names[names.index(when.min_label) :])
    if wanted == set(names):
        return (sketch(),)
    ways = [way for document in documents for label in document.labels if label.name in wanted for way in label.any_of]
    found = [*([sketch()] if names[0] in wanted else []), *map(sketch_of, ways)]
    return tuple(dict.fromkeys(found)) or (sketch(),)


def _with(
    base: Sketch, entity: str, category: Category | None, inspection: Inspection | None, state: ModelState | None
) -> Sketch:
    """The same with what a condition names beside it; what it does not name stays."""
    return replace(
        base.with_one(entity) if entity else base,
        category=category or base.category,
        inspection=inspection or base.inspection,
        model=state or base.model,
    )


class _Made:
    """Questions, each once.

    Attributes:
        facts: by what they are put together from.
    """

    def __init__(self) -> None:
        self.facts: dict[tuple[Sketch, str, Channel, Scope], Facts] = {}
        self._assessments: dict[Sketch, Assessment] = {}

    def spread(self, pools: _Pools, limit: int) -> bool:
        """Put each with each; when that is too many, some of all of them. Returns whether it was."""
        sketches, destinations, ways, circumstances = pools
        total = math.prod(map(len, pools))
        for place in _places(total, limit):
            rest, at = divmod(place, len(sketches))
            rest, to = divmod(rest, len(destinations))
            scope, way = divmod(rest, len(ways))
            key = (sketches[at], destinations[to].destination_id, ways[way], circumstances[scope])
            if key not in self.facts:
                self.facts[key] = Facts(
                    assessment=self._assessment(sketches[at]),
                    destination=destinations[to],
                    channel=ways[way],
                    scope=circumstances[scope],
                )
        return total > limit

    def _assessment(self, made: Sketch) -> Assessment:
        if made not in self._assessments:
            self._assessments[made] = made.assessment()
        return self._assessments[made]


def _places(total: int, limit: int) -> Iterable[int]:
    """The numbers below a total, or so many of them that lie as evenly in any of its parts."""
    if total <= limit:
        return range(total)
    step = max(1, round(total * _GOLDEN))
    while math.gcd(step, total) > 1:  # so that none comes twice
        step += 1
    return sorted(number * step % total for number in range(limit))
