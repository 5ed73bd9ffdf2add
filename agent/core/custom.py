"""What a customer defines for detection: recognizers, dictionaries and exact data, as plain values.

A policy carries them and detection compiles them; neither knows the other, so the types lie here. Patterns, terms and
examples stay out of every `repr`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

__all__ = [
    "CheckDefinitions",
    "CustomDefinitions",
    "CustomDictionary",
    "CustomRecognizer",
    "DefinitionProblem",
    "ExactData",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomRecognizer:
    """A pattern with its proof.

    Attributes:
        recognizer_id: unique among the policy's definitions.
        entity: a built-in entity or a name of the customer's own.
        title: what it finds, for explanations ("an employee number").
        pattern: RE2; the first group is the value, without a group the whole match.
        confidence: of a match without a context word.
        context: plain words that raise it.
        needs_context: without one of them nearby a match is nothing.
        examples: texts in which it must find something.
        counter_examples: texts in which it must find nothing.
    """

    recognizer_id: str
    entity: str
    title: str
    pattern: str = field(repr=False)
    confidence: float
    context: tuple[str, ...] = field(default=(), repr=False)
    needs_context: bool = False
    examples: tuple[str, ...] = field(repr=False)
    counter_examples: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomDictionary:
    """Words and phrases.

    Attributes:
        file: where more terms are, one a line; empty for none. The caller resolves it.
    """

    dictionary_id: str
    entity: str
    title: str
    terms: tuple[str, ...] = field(default=(), repr=False)
    file: str = ""
    is_case_sensitive: bool = False
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactData:
    """Records of the customer, as a keyed-hash index that `cordon edm build` made.

    Attributes:
        index: the index file's name; the caller resolves it.
        key: the key file's name, likewise.
        min_columns: that many values of one record make a finding of each.
        within: characters from the start of the first of them to the end of the last.
    """

    exact_data_id: str
    entity: str
    title: str
    index: str
    key: str
    min_columns: int
    within: int
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomDefinitions:
    """Everything a policy defines."""

    recognizers: tuple[CustomRecognizer, ...] = ()
    dictionaries: tuple[CustomDictionary, ...] = ()
    exact_data: tuple[ExactData, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionProblem:
    """Why a definition cannot be used.

    Attributes:
        path: section, position, field, position within it, as far as they apply: ("recognizers", 0, "examples", 1).
        message: for its author; without the path, the pattern and any text.
    """

    path: tuple[str | int, ...]
    message: str


CheckDefinitions = Callable[[CustomDefinitions], Iterable[DefinitionProblem]]
