"""What two policies say differently of the same gestures. Pure.

A verdict is stricter or looser by its action, as it comes out after the mode. With the same action it still differs
where the content gets another label, or the person is offered or told something else; by which rules, does not matter.
A policy does not differ from itself, and the other way round what was stricter is looser.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from agent.core.findings import Inspection, ModelState
from agent.core.gestures import Channel
from agent.core.scope import Scope
from agent.core.verdicts import Action, Offer, Verdict
from agent.policy.authoring.gestures import Gesture, Origin
from agent.policy.engine.policy import Policy

__all__ = ["Answer", "Comparison", "Direction", "Group", "compare", "deciding_rules"]


class Direction(enum.StrEnum):
    """How a verdict changes."""

    STRICTER = "stricter"
    LOOSER = "looser"
    OTHERWISE = "otherwise"
    """The same action, with another label, other offers or other words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a policy says of a gesture, as far as it is compared.

    Attributes:
        rules: those that decide: they ask for the strictest action.
        messages: what these tell the person.
    """

    action: Action
    label: str
    rules: tuple[str, ...]
    offers: tuple[Offer, ...]
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Gestures whose verdict changes in one way, by the same rules.

    Attributes:
        before: what the first policy says of the example.
        after: what the second one says.
        count: how many there are.
        example: the smallest of them.
    """

    direction: Direction
    before: Answer
    after: Answer
    count: int
    example: Gesture


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How two policies differ on gestures.

    Attributes:
        asked: how many gestures of each origin both were asked about.
        changed: how many of them, by how they change.
        groups: stricter ones first; in each direction the largest first.
    """

    asked: Mapping[Origin, int]
    changed: Mapping[Direction, int]
    groups: tuple[Group, ...]

    @property
    def differs(self) -> bool:
        """Whether any verdict changes."""
        return bool(self.groups)


@dataclass(slots=True, kw_only=True)
class _Gathered:
    direction: Direction
    size: tuple[int, ...]
    before: Answer
    after: Answer
    example: Gesture
    count: int = field(default=0)


def compare(before: Policy, after: Policy, gestures: Iterable[Gesture]) -> Comparison:
    """Ask both policies about the gestures."""
    asked: Counter[Origin] = Counter()
    changed: Counter[Direction] = Counter()
    groups: dict[tuple[object, ...], _Gathered] = {}
    for gesture in gestures:
        asked[gesture.origin] += 1
        then, now = map(_answer, gesture.verdicts(before, after))
        direction = _direction(then, now)
        if direction is None:
            continue
        changed[direction] += 1
        key, size = _key(direction, then, now), _size(gesture)
        group = groups.setdefault(
            key, _Gathered(direction=direction, size=size, before=then, after=now, example=gesture)
        )
        group.count += 1
        if size < group.size:
            group.size, group.before, group.after, group.example = size, then, now, gesture
    order = list(Direction)
    found = [
        Group(direction=each.direction, before=each.before, after=each.after, count=each.count, example=each.example)
        for each in groups.values()
    ]
    found.sort(key=lambda group: (order.index(group.direction), -group.count))
    return Comparison(
        asked={origin: asked[origin] for origin in Origin},
        changed={direction: changed[direction] for direction in Direction},
        groups=tuple(found),
    )


def deciding_rules(verdict: Verdict) -> tuple[str, ...]:
    """Return the ids of the rules that ask for the strictest action; the mode may lower it."""
    rules = verdict.triggered_rules
    return tuple(rule.rule_id for rule in rules if rule.action is rules[0].action)


def _answer(verdict: Verdict) -> Answer:
    rules = verdict.triggered_rules
    is_told = verdict.action.rank >= Action.WARN.rank
    return Answer(
        action=verdict.action,
        label=verdict.label.name,
        rules=deciding_rules(verdict),
        offers=verdict.offers,
        messages=tuple(rule.message for rule in rules if is_told and rule.action is rules[0].action),
    )


def _direction(before: Answer, after: Answer) -> Direction | None:
    if before.action is not after.action:
        return Direction.STRICTER if after.action.rank > before.action.rank else Direction.LOOSER
    said = (before.label, set(before.offers), set(before.messages))
    return Direction.OTHERWISE if said != (after.label, set(after.offers), set(after.messages)) else None


def _key(direction: Direction, before: Answer, after: Answer) -> tuple[object, ...]:
    """What the gestures of a group have in common."""
    if direction is not Direction.OTHERWISE:
        return direction, before.action, after.action, before.rules, after.rules
    return direction, before.label, after.label, before.offers, after.offers, before.messages, after.messages


def _size(gesture: Gesture) -> tuple[int, ...]:
    """What takes fewest words is the smallest; findings say more than what kind of text it is."""
    facts = gesture.after
    assessment = facts.assessment
    others = (
        assessment.category is not None,
        assessment.inspection is not Inspection.COMPLETE,
        assessment.model.state is not ModelState.COMPLETE,
    )
    return (
        facts.scope != Scope(),
        len({(finding.entity, finding.confidence) for finding in assessment.findings}) + sum(others),
        sum(others),
        len(assessment.findings),
        sum(finding.confidence < 1 for finding in assessment.findings),
        facts.channel is not Channel.CLIPBOARD,
    )
