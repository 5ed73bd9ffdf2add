"""What is wrong with a policy, in words for its author: the exact place, the problem, and the likely meant name.

Values of the policy are quoted only where they are names (an entity, a field): short, printable, cut. What looks like
something else (a card number where a name belongs) is not quoted.

Somebody may write thousands of names that are unknown: looking for the one that was meant takes time, so it is done for
the first few problems, and among the likeliest names only.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from pydantic_core import ErrorDetails, PydanticCustomError

from agent.core.errors import EnvironmentProblemError

__all__ = [
    "MOST_PROBLEMS",
    "Located",
    "Path",
    "PolicyError",
    "Problem",
    "Suggestions",
    "Unknown",
    "is_printable",
    "likely_name",
    "path_text",
    "policy_error",
    "problem_of",
    "shown_name",
    "unknown",
    "unknown_error",
]

Path = tuple[str | int, ...]

MOST_PROBLEMS: Final = 100
"""So many of one policy are told at most."""

_SHOWN_LIMIT: Final = 40
_MOST_DIGITS: Final = 8
"""A name with more of them may be a number that belongs to somebody."""
_MOST_SUGGESTIONS: Final = 20
_MOST_CANDIDATES: Final = 200
_JOINERS: Final = frozenset("\u200c\u200d")
_NAME = re.compile(r"[\w-]+")

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A name that does not exist.

    Attributes:
        what: what it should be the name of.
        name: untrusted.
        known: those that exist.
    """

    what: str
    name: str = field(repr=False)
    known: Collection[str] = field(repr=False)

    def __str__(self) -> str:
        """The message without a suggestion: pydantic asks for it, once for each error."""
        return f"unknown {self.what} {shown_name(self.name, is_of_words=self.what == 'label')}"

    def words(self) -> str:
        """The message, with the name that was probably meant."""
        likely = likely_name(self.name, self.known)
        return f"{self}, did you mean {likely}?" if likely else str(self)


class Suggestions:
    """Words the problems of one policy; the first of them say what was probably meant."""

    def __init__(self) -> None:
        self._left = _MOST_SUGGESTIONS

    def of(self, found: Unknown) -> str:
        """Return the message for a name that does not exist."""
        if self._left <= 0:
            return str(found)
        self._left -= 1
        return found.words()

    def unknown(self, what: str, name: str, known: Collection[str]) -> str:
        """Return the same, of its parts."""
        return self.of(Unknown(what=what, name=name, known=known))


def path_text(path: Path) -> str:
    """Return a path as people write it: `rules[3].when.label`."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{shown_name(step)}" for step in path)
    return steps.removeprefix(".") or "the policy"


def is_printable(text: str) -> bool:
    """Whether a text holds only what shows: also the spaces and joiners that some languages need."""
    return text.isprintable() or all(
        each.isprintable() or each in _JOINERS or unicodedata.category(each) == "Zs" for each in text
    )


def shown_name(name: str, *, is_of_words: bool = False) -> str:
    """Return an untrusted name as messages may show it: cut, and only where it is one.

    Args:
        name: a key, or a value that should be a name.
        is_of_words: whether such names may have spaces and signs, as labels do.
    """
    shown = name[:_SHOWN_LIMIT]
    if not shown.isprintable():
        return "(unprintable)"
    if not shown:
        return ""
    is_name = is_of_words or (_NAME.fullmatch(shown) and not all(each in "0123456789-_" for each in shown))
    is_name = is_name and "@" not in shown and sum(each.isdigit() for each in shown) <= _MOST_DIGITS
    return shown if is_name else "(not a name)"


def policy_error(problem: str) -> PydanticCustomError:
    """Return what a validator raises, in words for the author."""
    return PydanticCustomError("policy", "{problem}", {"problem": problem})


def unknown_error(what: str, name: str, known: Collection[str]) -> PydanticCustomError:
    """Return what a validator raises for a name that does not exist; `problem_of` words it."""
    return PydanticCustomError("unknown_name", "{found}", {"found": Unknown(what=what, name=name, known=known)})


def problem_of(error: ErrorDetails, raw: object, suggestions: Suggestions) -> Problem:
    """Return pydantic's error in our words; `raw` is the value that was validated."""
    context = error.get("ctx", {})
    template = _MESSAGES.get(error["type"])
    message = template.format(**context) if template else error["msg"]
    if isinstance(found := context.get("found"), Unknown):
        message = suggestions.of(found)
    return Problem(path=_written_path(error["loc"], raw), message=message)


def unknown(what: str, name: str, known: Collection[str]) -> str:
    """Return the message for a name that does not exist, with the one that was probably meant."""
    return Unknown(what=what, name=name, known=known).words()


def likely_name(name: str, known: Iterable[str]) -> str:
    """Return the name that was probably meant; empty when none is near."""
    meant = name[:_SHOWN_LIMIT].lower()
    by_lower = {each.lower(): each for each in known}
    candidates: Iterable[str] = by_lower
    if len(by_lower) > _MOST_CANDIDATES:
        candidates = sorted(by_lower, key=lambda each: _distance(each, meant))[:_MOST_CANDIDATES]
    close = difflib.get_close_matches(meant, candidates, n=1)
    return by_lower[close[0]] if close else ""


def _distance(name: str, meant: str) -> tuple[int, int, str]:
    """Quickly: those that begin the same way longest, of these those of nearly the same length, are nearest."""
    same = next(
        (place for place, (one, other) in enumerate(zip(name, meant, strict=False)) if one != other), len(meant)
    )
    return -same, abs(len(name) - len(meant)), name


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
