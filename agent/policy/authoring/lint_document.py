"""Checks of what stands around the rules: destinations, labels, networks, exceptions, the mode, unknown fields."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from agent.core.gestures import DestinationStatus
from agent.core.verdicts import FailMode, Layer, Mode, OfflineMode
from agent.policy.authoring.earning import Way, follows, ways_of
from agent.policy.authoring.lint_findings import LintCheck, Linted, LintSeverity, Remark, whens
from agent.policy.document.policy import DestinationEntry, PolicyDocument
from agent.policy.document.problems import Path, Suggestions
from agent.policy.engine.evidence_conditions import compile_label_condition

__all__ = ["CHECKS"]


def _unknown_destination(subject: Linted) -> Iterator[Remark]:
    if not subject.destinations:
        return
    suggestions = Suggestions()
    named: list[tuple[Path, str]] = [(("destinations", name), name) for name in subject.document.destinations]
    named += [((*path, "destination"), name) for path, when in whens(subject.document) for name in when.destination]
    for path, name in named:
        if name not in subject.destinations:
            message = f"no AI tool goes by this id: {suggestions.unknown('destination', name, subject.destinations)}"
            yield Remark(path=path, message=message)


def _nothing_approved(subject: Linted) -> Iterator[Remark]:
    given = {entry.status for document in subject.policy.documents for entry in document.destinations.values()}
    given |= {each.other_destinations.status for each in subject.policy.documents if each.other_destinations}
    given |= {subject.policy.apply_status(each).status for each in subject.destinations.values()}
    if DestinationStatus.APPROVED not in given:
        message = "no destination is approved; name the approved tools first, so that people have somewhere to go"
        yield Remark(path=("destinations",), message=message)


def _ignored_label(subject: Linted) -> Iterator[Remark]:
    labels = [label.name for label in subject.policy.labels]
    seen: set[str] = set()
    for path, when in whens(subject.document):
        if path[-1] == "unless" and (when.label or when.min_label):
            return  # it tells every label from every other
        lowest = labels.index(when.min_label) if when.min_label else 0
        if when.label or lowest:
            seen |= set(labels[lowest:]) & set(when.label or labels)
    for index, entry in enumerate(subject.document.labels):
        if entry.any_of and entry.name not in seen and subject.document.layer is Layer.GLOBAL:
            message = f"no rule looks at label {entry.name}, so that content that earns it is treated like any other"
            yield Remark(path=("labels", index), message=f"{message}; add a rule, or remove the label")


def _needless_condition(subject: Linted) -> Iterator[Remark]:
    ranks = {label.name: label.rank for label in subject.policy.labels}
    ways = ways_of(subject.policy)
    for index, entry in enumerate(subject.document.labels):
        own = [compile_label_condition(condition) for condition in entry.any_of]
        for position, way in enumerate(own):
            path = ("labels", index, "any_of", position)
            higher = [
                label.name
                for label in subject.policy.labels
                if label.rank > ranks[entry.name] and any(follows(way, other) for other in ways[label.rank])
            ]
            if higher:
                message = (
                    f"whatever meets this earns {higher[-1]}, too, which is higher than {entry.name}; remove it here, "
                )
                yield Remark(path=path, message=message + "or ask for more there")
            elif (wider := _wider(own, position)) is not None:
                message = (
                    f"whatever meets this meets any_of[{wider}] of {entry.name}, too; remove it, or ask for more there"
                )
                yield Remark(path=path, message=message)


def _wider(ways: list[Way], position: int) -> int | None:
    """A way that all content meets that meets the one at the position; of two that are the same, the first."""
    for number, other in enumerate(ways):
        is_same = follows(other, ways[position])
        if number != position and follows(ways[position], other) and not (is_same and number > position):
            return number
    return None


def _ignored_network(subject: Linted) -> Iterator[Remark]:
    named = {name for _, when in whens(subject.document) for name in when.network}
    # Policies below this one may name it, and they are not here.
    severity = None if subject.document.layer is Layer.USER else LintSeverity.NOTE
    for name in subject.document.networks:
        if name not in named:
            message = f"no rule here names network {name}; name it in a rule's `network`, or remove it"
            yield Remark(path=("networks", name), message=message, severity=severity)


def _loose_exceptions(subject: Linted) -> Iterator[Remark]:
    labels, document = subject.policy.labels, subject.document
    actions = {rule.id: rule.action for rule in document.rules}
    for index, limit in enumerate(document.exceptions):
        loosens = any(actions[name].rank > limit.down_to.rank for name in limit.rules)
        if len(labels) > 1 and limit.max_label == labels[-1].name and loosens:
            message = (
                f"the server alone may loosen rules for {limit.max_label}, the highest label; write max_label "
                f"{labels[-2].name}, so that an approver decides offline"
            )
            yield Remark(path=("exceptions", index, "max_label"), message=message)


def _monitoring(subject: Linted) -> Iterator[Remark]:
    if subject.document.mode is Mode.MONITOR:
        message = "nothing is enforced: monitor lowers every action above audit to audit; write enforce in the end"
        yield Remark(path=("mode",), message=message)


def _offline_without_effect(subject: Linted) -> Iterator[Remark]:
    document = subject.document
    if document.offline is None or document.offline.then is not OfflineMode.FAIL_CLOSED:
        return
    if FailMode.CLOSED not in document.fail.values():
        message = "no channel fails closed in `fail`, so that this holds nothing back; close one there, or write keep"
        yield Remark(path=("offline", "then"), message=message)


def _unknown_field(subject: Linted) -> Iterator[Remark]:
    document, suggestions = subject.document, Suggestions()
    yield from _unknown_fields(document.model_extra or {}, (), PolicyDocument.model_fields.keys(), suggestions)
    entries: list[tuple[Path, DestinationEntry]] = [
        (("destinations", name), entry) for name, entry in document.destinations.items()
    ]
    if document.other_destinations is not None:
        entries.append((("other_destinations",), document.other_destinations))
    for path, entry in entries:
        yield from _unknown_fields(entry.model_extra or {}, path, DestinationEntry.model_fields.keys(), suggestions)


def _unknown_fields(
    extra: Iterable[str], path: Path, known: Collection[str], suggestions: Suggestions
) -> Iterator[Remark]:
    for name in extra:
        said = suggestions.unknown("field", name, known)
        message = f"this does nothing, and is kept for newer versions: {said}"
        severity = LintSeverity.WARNING if "did you mean" in said else LintSeverity.NOTE
        yield Remark(path=(*path, name), message=message, severity=severity)


CHECKS = (
    LintCheck(
        check_id="unknown-destination",
        severity=LintSeverity.WARNING,
        help="A destination is not in the catalogue, so that no AI tool goes by that id.",
        find=_unknown_destination,
    ),
    LintCheck(
        check_id="nothing-approved",
        severity=LintSeverity.NOTE,
        help="No AI tool is approved. A policy is kept where people have a tool that they may use: name the approved "
        "ones first.",
        find=_nothing_approved,
    ),
    LintCheck(
        check_id="ignored-label",
        severity=LintSeverity.NOTE,
        help="A label that no rule asks for, neither by `label` nor by `min_label`.",
        find=_ignored_label,
    ),
    LintCheck(
        check_id="needless-condition",
        severity=LintSeverity.WARNING,
        help="A way of earning a label adds nothing: whatever meets it meets another way of the same label, or earns a "
        "higher one.",
        find=_needless_condition,
    ),
    LintCheck(
        check_id="ignored-network",
        severity=LintSeverity.WARNING,
        help="A network that no rule names. A note where policies of a lower layer may name it.",
        find=_ignored_network,
    ),
    LintCheck(
        check_id="loose-exceptions",
        severity=LintSeverity.WARNING,
        help="The server may grant exceptions for content of the highest label by itself. Whoever breaks into the "
        "server could then let it go out; such an exception needs an approver with an offline key.",
        find=_loose_exceptions,
    ),
    LintCheck(
        check_id="offline-without-effect",
        severity=LintSeverity.NOTE,
        help="`offline: {then: fail_closed}` holds back what goes through channels that fail closed. There is none "
        "here; policies of a lower layer may close some.",
        find=_offline_without_effect,
    ),
    LintCheck(
        check_id="monitor-mode",
        severity=LintSeverity.NOTE,
        help="The policy only watches. A reminder.",
        find=_monitoring,
    ),
    LintCheck(
        check_id="unknown-field",
        severity=LintSeverity.NOTE,
        help="A field that this version does not know. It is kept, since a newer version may know it, and does "
        "nothing. A warning where it is probably a slip of the pen.",
        find=_unknown_field,
    ),
)
