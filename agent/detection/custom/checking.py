"""Everything about a policy's definitions that only detection can tell."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.custom import CustomDefinitions, DefinitionProblem
from agent.detection.custom.dictionaries import problem_of_term
from agent.detection.custom.patterns import problems_of_recognizer

__all__ = ["check_definitions"]


def check_definitions(definitions: CustomDefinitions) -> Iterator[DefinitionProblem]:
    """What is wrong with them, in document order; files are not opened."""
    for index, recognizer in enumerate(definitions.recognizers):
        for problem in problems_of_recognizer(recognizer):
            yield DefinitionProblem(path=("recognizers", index, *problem.path), message=problem.message)
    for index, dictionary in enumerate(definitions.dictionaries):
        for position, term in enumerate(dictionary.terms):
            if message := problem_of_term(term):
                yield DefinitionProblem(path=("dictionaries", index, "terms", position), message=message)
