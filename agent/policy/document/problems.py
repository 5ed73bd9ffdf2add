"""What is wrong with a policy, in words for its author: the exact place, the problem, and the likely meant name.

Values of the policy are quoted only where they are names (an entity, a field): short, printable, cut.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pydantic_core import ErrorDetails, PydanticCustomError

from agent.core.errors import EnvironmentProblemError

__all__ = [
    "Located",
    "Path",
    "PolicyError",
    "Problem",
    "likely_name",
    "path_text",
    "policy_error",
    "problem_of",
    "unknown",
]

Path = tuple[str | int, ...]

_SHOWN_LIMIT: Final = 40

# What pydantic calls it → what the author reads. Fields in braces come from the error's own context.
_MESSAGES = MappingProxyType(
    {
        "missing": "is missing",
        "string_type": "must be text; put it in quotes",
        "string_too_short": "must not be empty",
        "string_too_long": "must have at most {max_length} characters",
        "string_pattern_mismatch": "must consist of lower-case letters, digits, - and _",
        "bool_type": "must be true or false",
        "int_type": "must be a whole number",
        "float_type": "must be a number",
        "greater_than_equal": "must be at least {ge}",
        "less_than_equal": "must be at most {le}",
        "too_short": "needs at least {min_length}",
        "too_long": "has more than {max_length} entries",
        "tuple_type": "must be a list",
        "dict_type": "must be a mapping",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        path: keys and list positions from the document's root.
        message: for the author; without the path.
    """

    path: Path
    message: str

    def __str__(self) -> str:
        return f"{path_text(self.path)}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A problem with its line, from 1."""

    problem: Problem
    line: int


class PolicyError(EnvironmentProblemError):
    """A policy cannot be used; the title names the place and the problem.

    Attributes:
        problems: all that were found; where the text is no YAML, that, or nothing where it has no line.
    """

    code = "policy_invalid"

    def __init__(self, title: str, *, detail: str = "", hint: str = "", problems: Sequence[Located] = ()) -> None:
        super().__init__(title, detail=detail, hint=hint)
        self.problems = tuple(problems)


def path_text(path: Path) -> str:
    """Return a path as people write it: `rules[3].when.label`."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return steps.removeprefix(".") or "the policy"


def policy_error(problem: str) -> PydanticCustomError:
    """Return what a validator raises, in words for the author."""
    return PydanticCustomError("policy", "{problem}", {"problem": problem})


def problem_of(error: ErrorDetails, raw: object) -> Problem:
    """Return pydantic's error in our words; `raw` is the value that was validated."""
    template = _MESSAGES.get(error["type"])
    message = template.format(**error.get("ctx", {})) if template else error["msg"]
    return Problem(path=_written_path(error["loc"], raw), message=message)


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Return the message for a name that does not exist, with the one that was probably meant."""
    shown = name[:_SHOWN_LIMIT] if name.isprintable() else "(unprintable)"
    likely = likely_name(name, known)
    return f"unknown {what} {shown}" + (f", did you mean {likely}?" if likely else "")


def likely_name(name: str, known: Iterable[str]) -> str:
    """Return the name that was probably meant; empty when none is near."""
    by_lower = {each.lower(): each for each in known}
    close = difflib.get_close_matches(name[:_SHOWN_LIMIT].lower(), by_lower, n=1)
    return by_lower[close[0]] if close else ""


def _written_path(location: Sequence[str | int], raw: object) -> Path:
    """Leave out what nobody wrote: the position of a single value, the language of a single text, pydantic's mark."""
    path: list[str | int] = []
    for step in location:
        if step == "[key]":
            continue
        if isinstance(step, int):
            if not isinstance(raw, list):
                continue
            raw = raw[step]
        elif not isinstance(raw, Mapping):
            continue
        else:
            raw = raw.get(step)
        path.append(step)
    return tuple(path)
