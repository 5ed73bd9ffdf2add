"""Checks of rules that never apply or never decide anything."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.verdicts import Action
from agent.policy.authoring.implications import Regions
from agent.policy.authoring.lint_findings import LintCheck, Linted, LintSeverity, Remark, listed
from agent.policy.authoring.looseness import looser_for_higher
from agent.policy.authoring.reachability import Standing, StandingKind
from agent.policy.authoring.regions import Region, Values, is_empty
from agent.policy.document.policy import RuleEntry
from agent.policy.engine.conditions import DestinationIn, LabelRankIn
from agent.policy.engine.evidence_conditions import CategoryIn, EntitiesFound

__all__ = ["CHECKS"]


def _unreachable(subject: Linted) -> Iterator[Remark]:
    regions = Regions(subject.policy, subject.destinations)
    for each in _of_kind(subject, StandingKind.NEVER):
        rule = subject.document.rules[each.index]
        why = _why_never(rule, subject, regions)
        yield Remark(path=("rules", each.index), message=f"{rule.id} never applies: {why}")


def _shadowed(subject: Linted) -> Iterator[Remark]:
    loosened = {name for limit in subject.document.exceptions for name in limit.rules}
    for each, rule, above in _decided_for(subject, StandingKind.SHADOWED):
        path = ("rules", each.index)
        always = f"{above.id} applies wherever it does"
        if above.action is not rule.action:
            message = f"{rule.id} never decides anything: {always} and asks for {above.action}, which is stricter"
            if above.id in loosened:
                message += f"; it counts only where an exception loosens {above.id}"
                yield Remark(path=path, message=message, severity=LintSeverity.NOTE)
            else:
                yield Remark(path=path, message=f"{message}; narrow {above.id} with `unless`, or remove {rule.id}")
            continue
        message = f"{rule.id} never decides anything: {always} and asks for {above.action}, too"
        if adds := _added(rule, above):
            message += f"; all that it adds is its {adds}"
            yield Remark(path=path, message=message, severity=LintSeverity.NOTE)
        elif rule.action is Action.AUDIT:
            yield Remark(
                path=path, message=f"{message}; all that it adds is its name in the record", severity=LintSeverity.NOTE
            )
        else:
            yield Remark(path=path, message=f"{message}; give it another action, or remove it")


def _added(rule: RuleEntry, above: RuleEntry) -> str:
    """What the person gets by a rule that asks for the same action."""
    added = {
        "message": bool(rule.message) and rule.message != above.message,
        "link": rule.learn_more is not None and rule.learn_more != above.learn_more,
        "limit of silence": _is_less_silent(rule, above),
        "offers": not set(rule.offers) <= set(above.offers) and rule.action.rank >= Action.WARN.rank,
    }
    return " and ".join(name for name, is_so in added.items() if is_so)


def _is_less_silent(rule: RuleEntry, above: RuleEntry) -> bool:
    """Whether it still warns where a person has silenced the other one."""
    own, other = rule.silence_minutes, above.silence_minutes
    return own is not None and (other is None or own < other)


def _duplicate(subject: Linted) -> Iterator[Remark]:
    for each, rule, above in _decided_for(subject, StandingKind.TWIN):
        if rule.action is above.action:
            message = f"{rule.id} says the same as {above.id}: same conditions, same action; remove one of them"
            yield Remark(path=("rules", each.index), message=message)


def _contradictory(subject: Linted) -> Iterator[Remark]:
    for each, rule, above in _decided_for(subject, StandingKind.TWIN):
        if rule.action is not above.action:
            message = (
                f"{rule.id} contradicts {above.id}: same conditions, and {above.action} always wins over {rule.action}"
                "; change the conditions of one, or remove one"
            )
            yield Remark(path=("rules", each.index), message=message)


def _allowing(subject: Linted) -> Iterator[Remark]:
    for index, rule in enumerate(subject.document.rules):
        if rule.action is Action.ALLOW:
            message = f"{rule.id} changes nothing: no rule loosens another; write `unless` in those that ask for more"
            yield Remark(path=("rules", index, "action"), message=message)


def _looser(subject: Linted) -> Iterator[Remark]:
    for each in looser_for_higher(subject.policy, subject.destinations):
        rule = subject.document.rules[each.index]
        message = (
            f"{rule.id} asks for {rule.action} of {each.label.name}, and {each.higher.name} gets {each.action}; "
            f"write `min_label: {each.label.name}` instead of `label`, or add a rule for {each.higher.name}"
        )
        yield Remark(path=("rules", each.index, "when", "label"), message=message)


def _of_kind(subject: Linted, kind: StandingKind) -> Iterator[Standing]:
    return (each for each in subject.standings if each.kind is kind)


def _decided_for(subject: Linted, kind: StandingKind) -> Iterator[tuple[Standing, RuleEntry, RuleEntry]]:
    rules = subject.document.rules
    for each in _of_kind(subject, kind):
        if each.above is not None:
            yield each, rules[each.index], rules[each.above]


def _why_never(rule: RuleEntry, subject: Linted, regions: Regions) -> str:
    written = regions.written(rule.when)
    closed = regions.closed(written)
    if not is_empty(closed):
        return "`unless` holds whenever `when` does; narrow `unless`, or remove the rule"
    if not written.values.get(LabelRankIn, True):
        return f"{listed(rule.when.label)} is below min_label {rule.when.min_label}; leave one of the two out"
    if not closed.values.get(DestinationIn, True):
        return f"{_no_destination(rule, regions)}; change the destinations named, or the kind and status asked for"
    return _no_label(written, subject, regions)


def _no_destination(rule: RuleEntry, regions: Regions) -> str:
    known = []
    for name in rule.when.destination[:3]:
        facts = [*map(str, regions.kinds(name))] if len(regions.kinds(name)) == 1 else []
        facts += map(str, regions.statuses(name)) if len(regions.statuses(name)) == 1 else ()
        known.append(f"{name} is {' and '.join(facts)}".replace("_", " "))
    return "; ".join(known)


def _no_label(written: Region, subject: Linted, regions: Regions) -> str:
    possible = regions.earning.possible_labels(written)
    asked = written.values.get(LabelRankIn, possible)
    content = [str(name) for kind in (EntitiesFound, CategoryIn) for name in written.values.get(kind, ())]
    what = f"content with {listed(content)}" if content else "content read that far"
    named = f"{what} has label {_names(possible, subject)}, never {_names(asked, subject)}"
    return f"{named}; change the label asked for, or what earns it"


def _names(ranks: Values, subject: Linted) -> str:
    return " or ".join(label.name for label in subject.policy.labels if label.rank in ranks)


CHECKS = (
    LintCheck(
        check_id="unreachable-rule",
        severity=LintSeverity.ERROR,
        help="The conditions of a rule can never hold together, so that it protects nothing: labels that exclude each "
        "other, a destination that is of another kind or status, content that always earns another label, or an "
        "`unless` that takes all of it away.",
        find=_unreachable,
    ),
    LintCheck(
        check_id="shadowed-rule",
        severity=LintSeverity.WARNING,
        help="Another rule applies wherever this one does and asks for the same action or a stricter one. The "
        "strictest action wins, whatever the order of the rules, so this one never decides anything. A note where it "
        "still adds something: a message, an offer, its name in the record.",
        find=_shadowed,
    ),
    LintCheck(
        check_id="duplicate-rule",
        severity=LintSeverity.WARNING,
        help="Two rules have the same conditions and the same action.",
        find=_duplicate,
    ),
    LintCheck(
        check_id="contradictory-rules",
        severity=LintSeverity.WARNING,
        help="Two rules have the same conditions and different actions; only the stricter one ever counts.",
        find=_contradictory,
    ),
    LintCheck(
        check_id="looser-for-higher",
        severity=LintSeverity.WARNING,
        help="Content of a higher label gets a looser action than content of a lower one, sent the same way to "
        "the same place: a rule names a `label` where `min_label` was meant.",
        find=_looser,
    ),
    LintCheck(
        check_id="allowing-rule",
        severity=LintSeverity.WARNING,
        help="A rule with action `allow` loosens no other rule: the strictest action wins. What is to be left alone "
        "stands in `unless` of the rules that ask for more.",
        find=_allowing,
    ),
)
