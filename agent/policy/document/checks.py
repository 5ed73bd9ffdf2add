"""What crosses entries: names given twice or never defined, labels that nothing earns, sections of the wrong layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from agent.core.verdicts import Layer
from agent.policy.document.definitions import SECTIONS
from agent.policy.document.policy import PolicyDocument
from agent.policy.document.problems import Path, Problem, Suggestions
from agent.policy.document.when import When

__all__ = ["FAIL_CLOSED", "POLICY_OUTDATED", "label_names", "problems_of", "problems_of_networks"]

FAIL_CLOSED: Final = "fail-closed"
"""What verdicts call a channel that fails closed; no rule may be called so."""
POLICY_OUTDATED: Final = "policy-outdated"
"""The same, where a policy that could not be renewed for too long makes it do so."""
_GLOBAL_ONLY = ("retention", "reporting", "offline")


def problems_of(
    document: PolicyDocument, upper: Sequence[PolicyDocument] = (), suggestions: Suggestions | None = None
) -> Iterator[Problem]:
    """Everything that is wrong beyond the types; whoever needs only the first few stops there.

    Names of labels in a lower layer's policy are those of the global one, which is not here: `compile_policy` checks
    them.

    Args:
        document: whose types are checked.
        upper: those of the layers above, global first.
        suggestions: for the words; new ones when left out.
    """
    suggestions = suggestions or Suggestions()
    if document.layer is Layer.GLOBAL:
        yield from _problems_of_labels(document)
        yield from _problems_of_label_names(document, [label.name for label in document.labels], suggestions)
    else:
        for section in _GLOBAL_ONLY:
            if getattr(document, section) is not None:
                yield Problem(path=(section,), message="only the global policy says this; leave it out")
    yield from _given_twice((("labels", index, "name"), label.name) for index, label in enumerate(document.labels))
    yield from _given_twice((("rules", index, "id"), rule.id) for index, rule in enumerate(document.rules))
    for section in SECTIONS:
        entries = getattr(document, section)
        yield from _given_twice(((section, index, "id"), entry.id) for index, entry in enumerate(entries))
    yield from problems_of_networks(document, upper, suggestions)
    yield from _problems_of_rule_names(document, suggestions)


def _problems_of_labels(document: PolicyDocument) -> Iterator[Problem]:
    labels = document.labels
    if not labels:
        yield Problem(path=("labels",), message="needs at least 1")
        return
    if labels[0].any_of:
        yield Problem(path=("labels", 0, "any_of"), message="the lowest label is what all else gets; leave this out")
    for index, label in enumerate(labels[1:], start=1):
        if not label.any_of:
            yield Problem(path=("labels", index), message="needs any_of, or no content ever gets this label")


def _problems_of_label_names(document: PolicyDocument, known: list[str], suggestions: Suggestions) -> Iterator[Problem]:
    for path, name in label_names(document):
        if name not in known:
            yield Problem(path=path, message=suggestions.unknown("label", name, known))


def label_names(document: PolicyDocument) -> Iterator[tuple[Path, str]]:
    """Every label that is named, with its place."""
    for index, limit in enumerate(document.exceptions):
        yield ("exceptions", index, "max_label"), limit.max_label
    for index, case in enumerate(document.tests):
        if case.label is not None:
            yield ("tests", index, "label"), case.label
    for path, when in _whens(document):
        for name in when.label:
            yield (*path, "label"), name
        if when.min_label:
            yield (*path, "min_label"), when.min_label


def _whens(document: PolicyDocument) -> Iterator[tuple[Path, When]]:
    for index, rule in enumerate(document.rules):
        yield ("rules", index, "when"), rule.when
        if rule.unless is not None:
            yield ("rules", index, "unless"), rule.unless


def problems_of_networks(
    document: PolicyDocument, upper: Sequence[PolicyDocument], suggestions: Suggestions
) -> Iterator[Problem]:
    """Networks that nobody defines, and those that a layer above has defined already.

    Otherwise a lower layer could say that a network is everywhere, and loosen what the upper one asks for.
    """
    above = {name for each in upper for name in each.networks}
    for name in document.networks:
        if name in above:
            yield Problem(path=("networks", name), message="a policy above defines this network; choose another name")
    known = above | document.networks.keys()
    for path, when in _whens(document):
        for name in when.network:
            if name not in known:
                message = suggestions.unknown("network", name, known) + "; `networks` defines them"
                yield Problem(path=(*path, "network"), message=message)


def _problems_of_rule_names(document: PolicyDocument, suggestions: Suggestions) -> Iterator[Problem]:
    known = {rule.id for rule in document.rules}
    for path, name in _rule_names(document):
        if name not in known:
            yield Problem(path=path, message=suggestions.unknown("rule", name, known))
    for index, rule in enumerate(document.rules):
        if rule.id in {FAIL_CLOSED, POLICY_OUTDATED}:
            yield Problem(path=("rules", index, "id"), message="is what Cordon calls failing closed; choose another")
        if rule.unless is not None and not rule.unless.model_fields_set:
            yield Problem(path=("rules", index, "unless"), message="is empty, so the rule would never apply")


def _rule_names(document: PolicyDocument) -> Iterator[tuple[Path, str]]:
    for index, limit in enumerate(document.exceptions):
        for name in limit.rules:
            yield ("exceptions", index, "rules"), name
    for index, case in enumerate(document.tests):
        if case.rule:
            yield ("tests", index, "rule"), case.rule


def _given_twice(names: Iterable[tuple[Path, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, name in names:
        if name in seen:
            yield Problem(path=path, message=f"{name} is given twice")
        seen.add(name)
