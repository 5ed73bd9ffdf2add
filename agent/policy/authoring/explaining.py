"""Says why a policy answers as it does: which label, which rules apply, why others do not, what would change it.

On demand and thorough, where `Policy.evaluate` is fast: every condition of every rule is asked for itself. Holds what
the author wrote and how it was met, nothing of the content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from agent.core.findings import Category
from agent.core.gestures import Channel, DestinationStatus
from agent.core.verdicts import Action, Layer, Mode, Verdict
from agent.policy.authoring.condition_words import way_words, when_words
from agent.policy.document.checks import FAIL_CLOSED, POLICY_OUTDATED
from agent.policy.document.policy import RuleEntry
from agent.policy.document.when import LabelCondition, When
from agent.policy.engine.conditions import Names, compile_when
from agent.policy.engine.evidence_conditions import compile_label_condition
from agent.policy.engine.facts import Evidence, Facts, Situation
from agent.policy.engine.layer import names_for
from agent.policy.engine.policy import Policy, apply_mode

__all__ = ["Asked", "Change", "LabelWay", "PolicyExplanation", "RuleExplanation", "explain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A condition as it is written, and whether it holds."""

    text: str
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelWay:
    """A way of earning a label.

    Attributes:
        label: its name.
        layer: whose policy gives it.
        conditions: all of them must hold.
    """

    label: str
    layer: Layer
    conditions: tuple[Asked, ...]

    @property
    def is_earned(self) -> bool:
        """Whether it gives the label."""
        return all(each.holds for each in self.conditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleExplanation:
    """A rule, and why it applies or does not.

    Attributes:
        asks_for: its action, before any exception.
        conditions: all must hold.
        unless: where all of these hold, too, it does not apply; empty where nothing excludes it.
        exception_id: what loosens it; empty for nothing.
        decides: whether the verdict's action is its own.
    """

    rule_id: str
    layer: Layer
    asks_for: Action
    conditions: tuple[Asked, ...]
    unless: tuple[Asked, ...]
    exception_id: str = ""
    decides: bool = False

    @property
    def applies(self) -> bool:
        """Whether it is triggered."""
        return all(each.holds for each in self.conditions) and not self.is_excluded

    @property
    def is_excluded(self) -> bool:
        """Whether its `unless` holds."""
        return bool(self.unless) and all(each.holds for each in self.unless)

    @property
    def missing(self) -> tuple[Asked, ...]:
        """The conditions that keep it from applying."""
        return tuple(each for each in self.conditions if not each.holds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that would make another verdict.

    Attributes:
        what: in words.
        action: the verdict's then.
    """

    what: str
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyExplanation:
    """Why.

    Attributes:
        verdict: the answer.
        status: of the destination, under the whole policy.
        ways: of earning any label above the lowest, highest label first.
        rules: upper layers first, in document order; then failing closed, where that applies.
        changes: what would change the verdict's action; those that are nearest.
    """

    verdict: Verdict
    status: DestinationStatus
    ways: tuple[LabelWay, ...]
    rules: tuple[RuleExplanation, ...]
    changes: tuple[Change, ...]


def explain(policy: Policy, facts: Facts) -> PolicyExplanation:
    """Explain the verdict of a policy on facts."""
    verdict = policy.evaluate(facts)
    situations = [situation for _, situation in policy.situations(facts)]
    triggered = {(rule.layer, rule.rule_id): rule for rule in verdict.triggered_rules}
    strictest = verdict.triggered_rules[0].action if verdict.triggered_rules else None
    rules: list[RuleExplanation] = []
    for position, (document, situation) in enumerate(zip(policy.documents, situations, strict=True)):
        names = names_for(policy.documents[: position + 1], policy.labels)
        for rule in document.rules:
            found = triggered.get((document.layer, rule.id))
            explained = _rule(rule, document.layer, situation, names)
            if found is not None:
                explained = replace(explained, exception_id=found.exception_id, decides=found.action is strictest)
            rules.append(explained)
    rules += _failing_closed(facts, verdict)
    return PolicyExplanation(
        verdict=verdict,
        status=situations[-1].destination.status,
        ways=tuple(_ways(policy, situations[0])),
        rules=tuple(rules),
        changes=tuple(_changes(policy, facts, verdict, rules)),
    )


def _ways(policy: Policy, evidence: Evidence) -> Iterator[LabelWay]:
    for label in reversed(policy.labels[1:]):
        for document in policy.documents:
            for entry in document.labels:
                if entry.name == label.name:
                    for way in entry.any_of:
                        yield LabelWay(label=label.name, layer=document.layer, conditions=tuple(_way(way, evidence)))


def _way(way: LabelCondition, evidence: Evidence) -> Iterator[Asked]:
    for text, condition in zip(way_words(way), compile_label_condition(way), strict=True):
        found = f" (found {evidence.count(way.entity, way.min_confidence)})" if text.startswith("entity:") else ""
        yield Asked(text=text + found, holds=condition.holds(evidence))


def _rule(rule: RuleEntry, layer: Layer, situation: Situation, names: Names) -> RuleExplanation:
    return RuleExplanation(
        rule_id=rule.id,
        layer=layer,
        asks_for=rule.action,
        conditions=tuple(_asked(rule.when, situation, names)),
        unless=tuple(_asked(rule.unless, situation, names)) if rule.unless is not None else (),
    )


def _failing_closed(facts: Facts, verdict: Verdict) -> Iterator[RuleExplanation]:
    """What verdicts name like a rule, and no document writes as one."""
    for rule in verdict.triggered_rules:
        if rule.rule_id in {FAIL_CLOSED, POLICY_OUTDATED}:
            why = "this could not be judged" if rule.rule_id == FAIL_CLOSED else "the policy could not be renewed"
            text = f"fail: {facts.channel} is closed, and {why}"
            yield RuleExplanation(
                rule_id=rule.rule_id,
                layer=rule.layer,
                asks_for=rule.action,
                conditions=(Asked(text=text, holds=True),),
                unless=(),
                decides=rule.action is verdict.triggered_rules[0].action,
            )


def _asked(when: When, situation: Situation, names: Names) -> Iterator[Asked]:
    """Each field for itself, in the order of the reference."""
    for field, text in when_words(when):
        alone = When.model_construct(**{field: getattr(when, field)})
        yield Asked(text=text, holds=all(condition.holds(situation) for condition in compile_when(alone, names)))


def _changes(policy: Policy, facts: Facts, verdict: Verdict, rules: Iterable[RuleExplanation]) -> Iterator[Change]:
    for what, other in _variations(policy, facts):
        if other.action is not verdict.action:
            yield Change(what=what, action=other.action)
    for rule in rules:
        action = apply_mode(rule.asks_for, verdict.mode)
        if action.rank > verdict.action.rank and len(rule.missing) == 1 and not rule.is_excluded:
            yield Change(what=f"with {rule.missing[0].text}, by rule {rule.rule_id}", action=action)


def _variations(policy: Policy, facts: Facts) -> Iterator[tuple[str, Verdict]]:
    """One thing is another: what the content holds, where it goes, how, and whether the policy enforces."""
    assessment, destination = facts.assessment, facts.destination
    if policy.mode is Mode.MONITOR:
        yield "if the policy enforced", replace(policy, mode=Mode.ENFORCE).evaluate(facts)
    for entity in dict.fromkeys(finding.entity for finding in assessment.findings):
        others = tuple(finding for finding in assessment.findings if finding.entity != entity)
        without = replace(assessment, findings=others)
        yield f"without {entity}", policy.evaluate(replace(facts, assessment=without))
    if assessment.category not in {None, Category.GENERAL}:
        general = replace(assessment, category=Category.GENERAL)
        yield "if it were an ordinary text", policy.evaluate(replace(facts, assessment=general))
    now = policy.apply_status(destination).status
    for status in DestinationStatus:
        if status is not now:
            other = policy.assuming(destination.destination_id, status)
            yield f"if {destination.name} were {status}", other.evaluate(facts)
    for channel in Channel:
        if channel is not facts.channel:
            yield f"by {channel.replace('_', ' ')}", policy.evaluate(replace(facts, channel=channel))
