"""Answers what may go where: facts to verdict. Pure and total: no IO, no clock, no state, and no facts make it raise.

Order of evaluation:
    1. status: the destination gets the status that this policy gives it; without one it keeps its own;
    2. label: the highest-ranked label that has a way of earning it (`any_of`) whose conditions all hold; if none has,
       the lowest label;
    3. rules: every rule whose conditions all hold is triggered; a rule without conditions always is. Their order in
       the document decides nothing but the order in which they are listed;
    4. action: the strictest action of the triggered rules; ALLOW when there is none. A rule never loosens another;
    5. mode: MONITOR lowers an action above AUDIT to AUDIT. The triggered rules keep what they ask for;
    6. offers: those of the triggered rules that ask for the strictest action, in document order, each once; none when
       the action, after the mode, is below WARN: nobody is asked then.

What is missing: no finding of an entity means that conditions on it do not hold; a finding below the confidence asked
for counts as none. No category (nobody has classified the text) is no category at all, so conditions on it do not
hold. A text that was not read, or not whole, gets its label from what was found; that it may hold more is for rules on
`inspection` to say.

Rules are bits of an integer. Conditions on a value (`OneOf`) are not asked one by one: for each class of them, the
value is looked up once and strikes out the rules that want another. Of the rest, each distinct condition is asked once,
whichever rules share it. So the cost hardly grows with the number of rules.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from agent.core.gestures import Destination, DestinationStatus
from agent.core.verdicts import Action, Label, Mode, Offer, TriggeredRule, Verdict
from agent.policy.conditions import Condition, OneOf, compile_label_condition, compile_when
from agent.policy.document import PolicyDocument
from agent.policy.facts import Evidence, Facts, Situation

__all__ = ["Policy", "compile_policy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _CompiledLabel:
    label: Label
    any_of: tuple[tuple[Condition[Evidence], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _CompiledRule:
    triggered: TriggeredRule
    offers: tuple[Offer, ...]


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
class Policy:
    """A compiled policy.

    Attributes:
        labels: lowest first; a label's rank is its position.
        entities: those that the policy's own definitions find, built-in ones among them or not.
    """

    name: str
    version: str
    mode: Mode
    labels: tuple[Label, ...]
    entities: frozenset[str]
    _statuses: Mapping[str, DestinationStatus] = field(repr=False)
    _earned_labels: tuple[_CompiledLabel, ...] = field(repr=False)
    """Highest first; without the lowest."""
    _rules: tuple[_CompiledRule, ...] = field(repr=False)
    """Strictest first, in document order within one action; a rule's position is its bit."""
    _indexes: tuple[_Index, ...] = field(repr=False)
    _asked: tuple[tuple[Condition[Situation], int], ...] = field(repr=False)
    """Each distinct condition that is in no index, and the rules that need it."""

    def apply_status(self, destination: Destination) -> Destination:
        """Return the destination with the status this policy gives it; unchanged when it gives none."""
        status = self._statuses.get(destination.destination_id)
        return destination if status is None else replace(destination, status=status)

    def evaluate(self, facts: Facts) -> Verdict:
        """Return the verdict; the module says in which order it is found."""
        evidence = Evidence.of(facts.assessment)
        label = self._label(evidence)
        situation = Situation(
            confidences=evidence.confidences,
            category=evidence.category,
            inspection=evidence.inspection,
            model=evidence.model,
            label=label,
            destination=self.apply_status(facts.destination),
            channel=facts.channel,
        )
        triggered = tuple(self._triggered(situation))
        asked = triggered[0].triggered.action if triggered else Action.ALLOW
        action = _apply_mode(asked, self.mode)
        return Verdict(
            action=action,
            label=label,
            triggered_rules=tuple(rule.triggered for rule in triggered),
            offers=_offers(triggered, asked) if action.rank >= Action.WARN.rank else (),
            mode=self.mode,
            policy_version=self.version,
        )

    def _label(self, evidence: Evidence) -> Label:
        for earned in self._earned_labels:
            if any(all(condition.holds(evidence) for condition in way) for way in earned.any_of):
                return earned.label
        return self.labels[0]

    def _triggered(self, situation: Situation) -> Iterator[_CompiledRule]:
        remaining = (1 << len(self._rules)) - 1
        for index in self._indexes:
            remaining &= ~index.asking | index.admitted.get(index.read(situation), 0)
        for condition, rules in self._asked:
            if not condition.holds(situation):
                remaining &= ~rules
        while remaining:
            lowest = remaining & -remaining
            yield self._rules[lowest.bit_length() - 1]
            remaining ^= lowest


def compile_policy(document: PolicyDocument) -> Policy:
    """Return the policy in force for a document that `parse_policy` returned."""
    names = tuple(entry.name for entry in document.labels)
    labels = tuple(Label(rank=rank, name=name) for rank, name in enumerate(names))
    written = sorted(document.rules, key=lambda rule: -rule.action.rank)
    needed: dict[Condition[Situation], int] = {}
    for position, rule in enumerate(written):
        for condition in compile_when(rule.when, names):
            needed[condition] = needed.get(condition, 0) | 1 << position
    return Policy(
        name=document.name,
        version=document.version,
        mode=document.mode,
        labels=labels,
        entities=frozenset(
            each.entity
            for section in (document.recognizers, document.dictionaries, document.exact_data)
            for each in section
        ),
        _statuses={identifier: entry.status for identifier, entry in document.destinations.items()},
        _earned_labels=tuple(
            _CompiledLabel(label=label, any_of=tuple(compile_label_condition(each) for each in entry.any_of))
            for label, entry in reversed([*zip(labels, document.labels, strict=True)][1:])
        ),
        _rules=tuple(
            _CompiledRule(
                triggered=TriggeredRule(rule_id=rule.id, action=rule.action, message=rule.message), offers=rule.offers
            )
            for rule in written
        ),
        _indexes=tuple(_indexes(needed)),
        _asked=tuple((condition, rules) for condition, rules in needed.items() if not isinstance(condition, OneOf)),
    )


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


def _apply_mode(action: Action, mode: Mode) -> Action:
    """The one place where the mode counts."""
    return Action.AUDIT if mode is Mode.MONITOR and action.rank > Action.AUDIT.rank else action


def _offers(triggered: tuple[_CompiledRule, ...], asked: Action) -> tuple[Offer, ...]:
    strictest = (rule for rule in triggered if rule.triggered.action is asked)
    return tuple(dict.fromkeys(offer for rule in strictest for offer in rule.offers))
