"""What a policy defines for detection: recognizers, dictionaries, exact data. Written here, compiled elsewhere.

Which entities there are beyond the built-in ones is read before the document is validated (`entities_defined`), so
that rules and labels may name them wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from agent.core.custom import CustomDefinitions, CustomDictionary, CustomRecognizer, ExactData
from agent.policy.document.parts import Identifier, Name, Part
from agent.policy.document.problems import policy_error

__all__ = [
    "SECTIONS",
    "DictionaryEntry",
    "ExactDataEntry",
    "RecognizerEntry",
    "compile_definitions",
    "entities_defined",
]

SECTIONS: Final = ("recognizers", "dictionaries", "exact_data")

_MOST_ENTITIES: Final = 1000
_ENTITY = re.compile(r"[A-Z][A-Z0-9_]{0,59}")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def _defined_entity(value: object) -> object:
    if not isinstance(value, str):
        raise policy_error("must be text; put it in quotes")
    if not _ENTITY.fullmatch(value):
        raise policy_error("must consist of capital letters, digits and _, and begin with a letter")
    return value


def _file_name(value: object) -> object:
    if not isinstance(value, str):
        raise policy_error("must be text; put it in quotes")
    if not _FILE.fullmatch(value):
        raise policy_error("must be the plain name of a file beside the policy: letters, digits, dot, - and _")
    return value


DefinedEntity = Annotated[str, BeforeValidator(_defined_entity)]
FileName = Annotated[str, BeforeValidator(_file_name)]
Confidence = Annotated[float, Field(strict=True, ge=0.4, le=1)]
"""Detection keeps nothing below 0.4."""

Sample = Annotated[str, Field(min_length=1, max_length=2000)]
Samples = Annotated[tuple[Sample, ...], Field(min_length=1, max_length=100, repr=False)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class RecognizerEntry(Part):
    """A pattern with examples that it must find and counter-examples in which it must find nothing.

    Attributes:
        id: A stable name; findings carry it.
        entity: What it finds: a built-in entity, or a name of the customer's own.
        title: The same in words, for explanations: "an employee number".
        pattern: A regular expression of RE2; the first group is the value, without a group the whole match.
        confidence: Of a match without a context word.
        context: Words that, near a match, make it surer.
        needs_context: Without one of them nearby a match is nothing.
        examples: Texts in which it must find something.
        counter_examples: Texts in which it must find nothing, the closer the better.
    """

    id: Identifier
    entity: DefinedEntity
    title: Name
    pattern: Annotated[str, Field(min_length=1, max_length=2000, repr=False)]
    confidence: Confidence
    context: Annotated[tuple[Words, ...], Field(max_length=100)] = ()
    needs_context: Annotated[bool, Field(strict=True)] = False
    examples: Samples
    counter_examples: Samples

    @model_validator(mode="after")
    def _check_context(self) -> Self:
        if self.needs_context and not self.context:
            raise policy_error("needs_context needs context words")
        return self


class DictionaryEntry(Part):
    """Words and phrases, written out or in a file beside the policy, one a line.

    Attributes:
        id: A stable name; findings carry it.
        entity: What it finds: a built-in entity, or a name of the customer's own.
        title: The same in words, for explanations: "a project name".
        terms: The words and phrases.
        file: Name of a file beside the policy with more of them.
        case_sensitive: Whether capitals matter.
        confidence: Of a finding.
    """

    id: Identifier
    entity: DefinedEntity
    title: Name
    terms: Annotated[tuple[str, ...], Field(max_length=10_000, repr=False)] = ()
    file: FileName | None = None
    case_sensitive: Annotated[bool, Field(strict=True)] = False
    confidence: Confidence = 0.8

    @model_validator(mode="after")
    def _check_terms(self) -> Self:
        if not self.terms and not self.file:
            raise policy_error("needs terms or a file")
        return self


class ExactDataEntry(Part):
    """An index that `cordon edm build` made, and its key: files beside the policy.

    Attributes:
        id: A stable name; findings carry it.
        entity: What it finds: a built-in entity, or a name of the customer's own.
        title: The same in words, for explanations: "a customer record".
        index: Name of the index file.
        key: Name of the key file; without it, the index's name with `.key` behind.
        min_columns: So many values of one record make a finding.
        within: So many characters from the first of them to the end of the last.
        confidence: Of a finding.
    """

    id: Identifier
    entity: DefinedEntity
    title: Name
    index: FileName
    key: FileName | None = None
    min_columns: Annotated[int, Field(strict=True, ge=2, le=8)] = 2
    within: Annotated[int, Field(strict=True, ge=20, le=2000)] = 300
    confidence: Confidence = 0.99


def entities_defined(raw: object) -> Iterator[str]:
    """The customer's own entities in a document that nobody has checked yet; more than a policy may define, at most."""
    yield from islice(_entities_written(raw), _MOST_ENTITIES)


def _entities_written(raw: object) -> Iterator[str]:
    if not isinstance(raw, dict):
        return
    for section in SECTIONS:
        entries = raw.get(section)
        for entry in entries if isinstance(entries, list) else ():
            entity = entry.get("entity") if isinstance(entry, dict) else None
            if isinstance(entity, str) and _ENTITY.fullmatch(entity):
                yield entity


def compile_definitions(
    recognizers: tuple[RecognizerEntry, ...],
    dictionaries: tuple[DictionaryEntry, ...],
    exact_data: tuple[ExactDataEntry, ...],
) -> CustomDefinitions:
    """Return the entries as detection takes them."""
    return CustomDefinitions(
        recognizers=tuple(
            CustomRecognizer(
                recognizer_id=each.id,
                entity=each.entity,
                title=each.title,
                pattern=each.pattern,
                confidence=each.confidence,
                context=each.context,
                needs_context=each.needs_context,
                examples=each.examples,
                counter_examples=each.counter_examples,
            )
            for each in recognizers
        ),
        dictionaries=tuple(
            CustomDictionary(
                dictionary_id=each.id,
                entity=each.entity,
                title=each.title,
                terms=each.terms,
                file=each.file or "",
                is_case_sensitive=each.case_sensitive,
                confidence=each.confidence,
            )
            for each in dictionaries
        ),
        exact_data=tuple(
            ExactData(
                exact_data_id=each.id,
                entity=each.entity,
                title=each.title,
                index=each.index,
                key=each.key or f"{each.index}.key",
                min_columns=each.min_columns,
                within=each.within,
                confidence=each.confidence,
            )
            for each in exact_data
        ),
    )
