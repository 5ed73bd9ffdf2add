"""Bytes to a checked policy document, or the exact place of the first problem.

Beyond the types, what crosses entries is checked, and through `check_definitions` what only detection can tell of
patterns and terms. Signatures are not checked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from pydantic import ValidationError

from agent.core.custom import CheckDefinitions, CustomDefinitions
from agent.policy.document.checks import problems_of
from agent.policy.document.definitions import SECTIONS, compile_definitions, entities_defined
from agent.policy.document.names import BUILT_IN_ENTITIES
from agent.policy.document.policy import PolicyDocument
from agent.policy.document.problems import MOST_PROBLEMS, Located, PolicyError, Problem, Suggestions, problem_of
from agent.policy.document.yaml_text import YamlText, parse_yaml

__all__ = ["definitions_of", "parse_policy", "parse_with_lines"]


def parse_policy(
    untrusted: bytes, check_definitions: CheckDefinitions = lambda _: (), upper: Sequence[PolicyDocument] = ()
) -> PolicyDocument:
    """Return the document in a policy's text.

    Args:
        untrusted: YAML in UTF-8.
        check_definitions: detection's check of patterns and terms; whoever puts the policy in force gives it.
        upper: the documents of the layers above, global first: their entities and networks may be named.

    Raises:
        PolicyError: the text cannot be read, or something in it is missing, unknown or contradictory.
    """
    return parse_with_lines(untrusted, check_definitions, upper)[0]


def parse_with_lines(
    untrusted: bytes, check_definitions: CheckDefinitions = lambda _: (), upper: Sequence[PolicyDocument] = ()
) -> tuple[PolicyDocument, YamlText]:
    """Return the document, and its text's values with their lines.

    Raises:
        PolicyError: as `parse_policy` says.
    """
    text = parse_yaml(untrusted)
    suggestions = Suggestions()
    entities = BUILT_IN_ENTITIES.union(entities_defined(text.value), *map(_entities, upper))
    try:
        document = PolicyDocument.model_validate(text.value, context=entities)
    except ValidationError as exc:
        errors = exc.errors(include_url=False, include_input=False)
        raise _error((problem_of(error, text.value, suggestions) for error in errors), text) from exc
    found = check_definitions(definitions_of(document))
    problems = chain(
        problems_of(document, upper, suggestions), (Problem(path=each.path, message=each.message) for each in found)
    )
    if (first := next(problems, None)) is not None:
        raise _error(chain((first,), problems), text)
    return document, text


def _entities(document: PolicyDocument) -> Iterator[str]:
    return (entry.entity for section in SECTIONS for entry in getattr(document, section))


def definitions_of(*documents: PolicyDocument) -> CustomDefinitions:
    """Return what documents define for detection, those of all layers together."""
    return compile_definitions(
        tuple(entry for document in documents for entry in document.recognizers),
        tuple(entry for document in documents for entry in document.dictionaries),
        tuple(entry for document in documents for entry in document.exact_data),
    )


def _error(problems: Iterable[Problem], text: YamlText) -> PolicyError:
    found = [*islice(problems, MOST_PROBLEMS + 1)]
    is_cut = len(found) > MOST_PROBLEMS
    located = sorted(
        (Located(problem=each, line=text.line_of(each.path)) for each in found[:MOST_PROBLEMS]),
        key=lambda each: each.line,
    )
    first, more = located[0], len(located) - 1
    detail = f"Line {first.line}."
    if is_cut:
        detail += f" More than {MOST_PROBLEMS} problems in all."
    elif more:
        detail += f" {more} more problem{'s' if more > 1 else ''}."
    return PolicyError(str(first.problem), detail=detail, problems=located)
