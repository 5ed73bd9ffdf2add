"""One layer's document, compiled: labels, statuses, and which of its rules apply. Pure and total.

Rules are bits of an integer. Conditions on a value (`OneOf`) are not asked one by one: for each class of them, the
value is looked up once and strikes out the rules that want another. Of the rest, each distinct condition is asked once,
whichever rules share it. So the cost hardly grows with the number of rules. What stands in a rule's `unless` is a rule
of its own above the others' bits: where it applies, the rule that it belongs to does not.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from agent.core.gestures import Destination, DestinationStatus
from agent.core.verdicts import Label, Layer, Offer, TriggeredRule
from agent.policy.document.names import ANY_LANGUAGE
from agent.policy.document.policy import LabelEntry, PolicyDocument, RuleEntry
from agent.policy.engine.conditions import Names, compile_when
from agent.policy.engine.evidence_conditions import Condition, OneOf, compile_label_condition
from agent.policy.engine.exceptions import CompiledLimit, compile_limits
from agent.policy.engine.facts import Evidence, Situation

__all__ = ["CompiledLayer", "CompiledRule", "compile_layer", "names_for"]

_TRUST = (
    DestinationStatus.APPROVED,
    DestinationStatus.TOLERATED,
    DestinationStatus.UNKNOWN,
    DestinationStatus.UNAPPROVED,
)
"""Most trusted first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledRule:
    """A rule as verdicts name it, and what it offers."""

    triggered: TriggeredRule
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _CompiledLabel:
    label: Label
    any_of: tuple[tuple[Condition[Evidence], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """All conditions of one class.

    Attributes:
        read: the value they are about.
        asking: the rules that have such a condition.
        admitted: by value, those of them that hold for it.
    """

    read: Callable[[Situation], Hashable]
    asking: int
    admitted: Mapping[Hashable, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledLayer:
    """A layer's rules, ready to be asked.

    Attributes:
        limits: what online exceptions may loosen of them.
    """

    layer: Layer
    limits: tuple[CompiledLimit, ...]
    _statuses: Mapping[str, DestinationStatus] = field(repr=False)
    _other_status: DestinationStatus | None
    _earned_labels: tuple[_CompiledLabel, ...] = field(repr=False)
    """Highest first; without the lowest."""
    _rules: tuple[CompiledRule, ...] = field(repr=False)
    """Strictest first, in document order within one action; a rule's position is its bit."""
    _owners: tuple[int, ...] = field(repr=False)
    """For each `unless`, whose bits stand above the rules': the rule it belongs to."""
    _indexes: tuple[_Index, ...] = field(repr=False)
    _asked: tuple[tuple[Condition[Situation], int], ...] = field(repr=False)
    """Each distinct condition that is in no index, and the rules that need it."""

    def label(self, evidence: Evidence, above: Label) -> Label:
        """Return the highest label that this layer, or one above it, gives."""
        for earned in self._earned_labels:
            if earned.label.rank <= above.rank:
                break
            if any(all(condition.holds(evidence) for condition in way) for way in earned.any_of):
                return earned.label
        return above

    def with_status(self, destination: Destination) -> Destination:
        """Return the destination with the status this layer gives it.

        The global one decides; a lower layer may trust it less than those above, never more.
        """
        status = self._statuses.get(destination.destination_id, self._other_status)
        if status is None or status is destination.status:
            return destination
        if self.layer is not Layer.GLOBAL and _TRUST.index(status) < _TRUST.index(destination.status):
            return destination
        return replace(destination, status=status)

    def assuming(self, destination_id: str, status: DestinationStatus) -> CompiledLayer:
        """Return the layer as it would be if it gave a destination this status."""
        return replace(self, _statuses={**self._statuses, destination_id: status})

    def triggered(self, situation: Situation) -> Iterator[CompiledRule]:
        """Return the rules that apply, strictest first, in document order within one action."""
        count = len(self._rules)
        remaining = (1 << count + len(self._owners)) - 1
        for index in self._indexes:
            remaining &= ~index.asking | index.admitted.get(index.read(situation), 0)
        for condition, rules in self._asked:
            if remaining & rules and not condition.holds(situation):
                remaining &= ~rules
        excluding, remaining = remaining >> count, remaining & (1 << count) - 1
        while excluding:
            lowest = excluding & -excluding
            remaining &= ~(1 << self._owners[lowest.bit_length() - 1])
            excluding ^= lowest
        while remaining:
            lowest = remaining & -remaining
            yield self._rules[lowest.bit_length() - 1]
            remaining ^= lowest


def compile_layer(
    document: PolicyDocument,
    labels: tuple[Label, ...],
    *,
    upper: Sequence[PolicyDocument] = (),
    silence_limit: int,
    language: str,
) -> CompiledLayer:
    """Return a layer that can be asked.

    Args:
        document: of the layer; every label that it names is among `labels`.
        labels: of the global policy, lowest first.
        upper: documents of the layers above; every network that this one names is its own or one of theirs.
        silence_limit: minutes that any warning may be silenced.
        language: of the person (ISO 639), for the messages.
    """
    names = names_for((*upper, document), labels)
    written = sorted(document.rules, key=lambda rule: -rule.action.rank)
    excluding = [(position, rule.unless) for position, rule in enumerate(written) if rule.unless is not None]
    conjunctions = [*(rule.when for rule in written), *(unless for _, unless in excluding)]
    needed: dict[Condition[Situation], int] = {}
    for position, when in enumerate(conjunctions):
        for condition in compile_when(when, names):
            needed[condition] = needed.get(condition, 0) | 1 << position
    other = document.other_destinations
    return CompiledLayer(
        layer=document.layer,
        limits=tuple(compile_limits(document.exceptions, names.labels)),
        _statuses={identifier: entry.status for identifier, entry in document.destinations.items()},
        _other_status=other.status if other is not None else None,
        _earned_labels=tuple(_earned_labels(document.labels, labels)),
        _rules=tuple(
            _compiled_rule(rule, document.layer, silence_limit=silence_limit, language=language) for rule in written
        ),
        _owners=tuple(position for position, _ in excluding),
        _indexes=tuple(_indexes(needed)),
        _asked=tuple((condition, rules) for condition, rules in needed.items() if not isinstance(condition, OneOf)),
    )


def names_for(documents: Iterable[PolicyDocument], labels: Iterable[Label]) -> Names:
    """Return what the names in the last of some documents mean: networks may be defined in those above it."""
    return Names(
        labels=tuple(label.name for label in labels),
        networks={name: entry.addresses for document in documents for name, entry in document.networks.items()},
    )


def _earned_labels(entries: tuple[LabelEntry, ...], labels: tuple[Label, ...]) -> Iterator[_CompiledLabel]:
    """Highest first, without those that nothing earns."""
    by_name = {entry.name: entry for entry in entries}
    for label in reversed(labels):
        entry = by_name.get(label.name)
        if entry is not None and entry.any_of:
            yield _CompiledLabel(label=label, any_of=tuple(map(compile_label_condition, entry.any_of)))


def _compiled_rule(rule: RuleEntry, layer: Layer, *, silence_limit: int, language: str) -> CompiledRule:
    own = rule.silence_minutes
    triggered = TriggeredRule(
        rule_id=rule.id,
        action=rule.action,
        message=_message(rule, language),
        learn_more=rule.learn_more or "",
        layer=layer,
        silence_limit_minutes=silence_limit if own is None else min(own, silence_limit),
    )
    return CompiledRule(triggered=triggered, offers=rule.offers)


def _message(rule: RuleEntry, language: str) -> str:
    """In the person's language, or one for all, or in English, or in whichever there is."""
    for wanted in (language, ANY_LANGUAGE, "en", *rule.message):
        if wanted in rule.message:
            return rule.message[wanted]
    return ""


def _indexes(needed: Mapping[Condition[Situation], int]) -> Iterator[_Index]:
    """One index for each class of conditions on a value; `needed` says which rules need which condition."""
    by_class: dict[type[OneOf[Situation]], list[tuple[OneOf[Situation], int]]] = {}
    for condition, rules in needed.items():
        if isinstance(condition, OneOf):
            by_class.setdefault(type(condition), []).append((condition, rules))
    for kind, conditions in by_class.items():
        asking = 0
        admitted: dict[Hashable, int] = {}
        for condition, rules in conditions:
            asking |= rules
            for value in condition.values:
                admitted[value] = admitted.get(value, 0) | rules
        yield _Index(read=kind.read, asking=asking, admitted=admitted)
