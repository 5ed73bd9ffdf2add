"""Bytes to a checked policy document, or the exact place of the first problem.

Checked here beyond the types: names that are given twice, labels that rules name and nobody defines, labels that could
never be given; and through `check_definitions`, what only detection can tell of patterns and terms. Signatures are not
checked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pydantic import ValidationError

from agent.core.custom import CheckDefinitions, CustomDefinitions
from agent.policy.definitions import SECTIONS, compile_definitions, entities_defined
from agent.policy.document import PolicyDocument
from agent.policy.problems import Path, PolicyError, Problem, problem_of, unknown
from agent.policy.yaml_text import YamlText, parse_yaml

__all__ = ["definitions_of", "parse_policy"]


def parse_policy(untrusted: bytes, check_definitions: CheckDefinitions = lambda _: ()) -> PolicyDocument:
    """Return the document in a policy's text.

    Args:
        untrusted: YAML in UTF-8.
        check_definitions: detection's check of patterns and terms; whoever puts the policy in force gives it.

    Raises:
        PolicyError: the text cannot be read, or something in it is missing, unknown or contradictory.
    """
    text = parse_yaml(untrusted)
    try:
        document = PolicyDocument.model_validate(text.value, context=tuple(entities_defined(text.value)))
    except ValidationError as exc:
        problems = [problem_of(error, text.value) for error in exc.errors(include_url=False, include_input=False)]
        raise _error(problems, text) from exc
    problems = [*_problems_of_labels(document), *_problems_of_rules(document), *_problems_of_names(document)]
    definitions = definitions_of(document)
    problems += (Problem(path=each.path, message=each.message) for each in check_definitions(definitions))
    if problems:
        raise _error(problems, text)
    return document


def definitions_of(document: PolicyDocument) -> CustomDefinitions:
    """Return what the document defines for detection."""
    return compile_definitions(document.recognizers, document.dictionaries, document.exact_data)


def _error(problems: Sequence[Problem], text: YamlText) -> PolicyError:
    first, more = problems[0], len(problems) - 1
    detail = f"Line {text.line_of(first.path)}."
    if more:
        detail += f" {more} more problem{'s' if more > 1 else ''}."
    return PolicyError(str(first), detail=detail)


def _problems_of_labels(document: PolicyDocument) -> Iterator[Problem]:
    labels = document.labels
    yield from _given_twice((("labels", index, "name"), label.name) for index, label in enumerate(labels))
    if labels[0].any_of:
        yield Problem(path=("labels", 0, "any_of"), message="the lowest label is what all else gets; leave this out")
    for index, label in enumerate(labels[1:], start=1):
        if not label.any_of:
            yield Problem(path=("labels", index), message="needs any_of, or no content ever gets this label")


def _problems_of_rules(document: PolicyDocument) -> Iterator[Problem]:
    known = [label.name for label in document.labels]
    yield from _given_twice((("rules", index, "id"), rule.id) for index, rule in enumerate(document.rules))
    for index, rule in enumerate(document.rules):
        named = [("label", name) for name in rule.when.label]
        if rule.when.min_label:
            named.append(("min_label", rule.when.min_label))
        for field, name in named:
            if name not in known:
                yield Problem(path=("rules", index, "when", field), message=unknown("label", name, known))


def _problems_of_names(document: PolicyDocument) -> Iterator[Problem]:
    for section in SECTIONS:
        entries = getattr(document, section)
        yield from _given_twice(((section, index, "id"), entry.id) for index, entry in enumerate(entries))


def _given_twice(names: Iterable[tuple[Path, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, name in names:
        if name in seen:
            yield Problem(path=path, message=f"{name} is given twice")
        seen.add(name)
