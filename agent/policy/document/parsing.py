"""Bytes to a checked policy document, or the exact place of the first problem.

Beyond the types, what crosses entries is checked, and through `check_definitions` what only detection can tell of
patterns and terms. Signatures are not checked here.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from agent.core.custom import CheckDefinitions, CustomDefinitions
from agent.policy.document.checks import problems_of
from agent.policy.document.definitions import compile_definitions, entities_defined
from agent.policy.document.policy import PolicyDocument
from agent.policy.document.problems import Located, PolicyError, Problem, problem_of
from agent.policy.document.yaml_text import YamlText, parse_yaml

__all__ = ["definitions_of", "parse_policy", "parse_with_lines"]


def parse_policy(untrusted: bytes, check_definitions: CheckDefinitions = lambda _: ()) -> PolicyDocument:
    """Return the document in a policy's text.

    Args:
        untrusted: YAML in UTF-8.
        check_definitions: detection's check of patterns and terms; whoever puts the policy in force gives it.

    Raises:
        PolicyError: the text cannot be read, or something in it is missing, unknown or contradictory.
    """
    return parse_with_lines(untrusted, check_definitions)[0]


def parse_with_lines(
    untrusted: bytes, check_definitions: CheckDefinitions = lambda _: ()
) -> tuple[PolicyDocument, YamlText]:
    """Return the document, and its text's values with their lines.

    Raises:
        PolicyError: as `parse_policy` says.
    """
    text = parse_yaml(untrusted)
    try:
        document = PolicyDocument.model_validate(text.value, context=tuple(entities_defined(text.value)))
    except ValidationError as exc:
        problems = [problem_of(error, text.value) for error in exc.errors(include_url=False, include_input=False)]
        raise _error(problems, text) from exc
    problems = [*problems_of(document)]
    definitions = definitions_of(document)
    problems += (Problem(path=each.path, message=each.message) for each in check_definitions(definitions))
    if problems:
        raise _error(problems, text)
    return document, text


def definitions_of(*documents: PolicyDocument) -> CustomDefinitions:
    """Return what documents define for detection, those of all layers together."""
    return compile_definitions(
        tuple(entry for document in documents for entry in document.recognizers),
        tuple(entry for document in documents for entry in document.dictionaries),
        tuple(entry for document in documents for entry in document.exact_data),
    )


def _error(problems: Sequence[Problem], text: YamlText) -> PolicyError:
    located = sorted(
        (Located(problem=each, line=text.line_of(each.path)) for each in problems), key=lambda each: each.line
    )
    first, more = located[0], len(located) - 1
    detail = f"Line {first.line}."
    if more:
        detail += f" {more} more problem{'s' if more > 1 else ''}."
    return PolicyError(str(first.problem), detail=detail, problems=located)
