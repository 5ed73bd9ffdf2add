"""The error tree: stable codes, and texts that read as one."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from agent.core.errors import AgentError, BugError, EnvironmentProblemError


def subclasses(kind: type[AgentError]) -> Iterator[type[AgentError]]:
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


def test_reads_as_sentences():
    assert str(AgentError("It broke", detail="Part 7.", hint="Glue it.")) == "It broke Part 7. Glue it."
    assert str(AgentError("It broke")) == "It broke"


def test_codes_tell_errors_apart_and_are_identifiers():
    import_module("agent.app")  # loads, with the command line, every module that defines an error
    import_module("agent.cli.main")
    kinds = [kind for kind in subclasses(AgentError) if kind.__module__.startswith("agent.")]
    assert all(kind.code.isidentifier() and kind.code == kind.code.lower() for kind in kinds)
    own = [kind.code for kind in kinds if "code" in vars(kind)]
    assert len(own) == len(set(own))


def test_a_bug_is_no_problem_of_the_environment():
    assert not issubclass(BugError, EnvironmentProblemError)
