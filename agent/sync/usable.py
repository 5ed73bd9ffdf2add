"""Whether a set can be put in force at all: every combination of its layers compiles, with all that they name.

What cannot be used is found before it replaces what can. The agent compiles again, for its own account, with its own
model; this is no promise that it succeeds, and it keeps what it has if it does not.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from agent.core.custom import CustomDictionary
from agent.core.errors import AgentError
from agent.core.sync import SyncTrouble
from agent.core.verdicts import Layer
from agent.destinations import parse_catalogue
from agent.detection.custom import check_definitions, compile_dictionaries, compile_recognizer, parse_terms
from agent.fleet.assignment import EXCEPTIONS_LIMIT_BYTES, OfflineExceptions
from agent.fleet.message import parse_message
from agent.fleet.targets import FILE_NAME
from agent.policy import PolicyDocument, compile_policy, definitions_of, parse_policy
from agent.sync.troubles import SyncFailedError
from agent.system.policy_files import PolicyFolder

__all__ = ["check_catalogue", "check_exceptions", "check_layers", "named_files", "parse_layer"]

_TERMS_LIMIT_BYTES: Final = 32 << 20
_KEY_LIMIT_BYTES: Final = 4096


def parse_layer(content: bytes, layer: Layer, upper: tuple[PolicyDocument, ...]) -> PolicyDocument:
    """Return the policy of a layer.

    Raises:
        SyncFailedError: it is none that this version understands, or one of another layer.
    """
    try:
        document = parse_policy(content, check_definitions, upper=upper)
    except AgentError as exc:
        raise _unusable(exc) from exc
    if document.layer is not layer:
        raise SyncFailedError(SyncTrouble.UNUSABLE, f"A {document.layer} policy stands where {layer} is.")
    return document


def named_files(document: PolicyDocument) -> tuple[str, ...]:
    """Return the names of the files beside a policy that it names.

    Raises:
        SyncFailedError: one of them is no name of a file.
    """
    definitions = definitions_of(document)
    names = [each.file for each in definitions.dictionaries if each.file]
    for data in definitions.exact_data:
        names += (data.index, data.key)
    if any(FILE_NAME.fullmatch(name) is None for name in names):
        raise SyncFailedError(SyncTrouble.UNUSABLE, "A policy names a file by what is no name of one.")
    return tuple(dict.fromkeys(names))


def check_layers(layers: Sequence[tuple[PolicyDocument, Path]]) -> None:
    """Return if the layers of one account can be compiled together.

    Args:
        layers: global first; each with the folder that holds the files it names.

    Raises:
        SyncFailedError: they cannot.
    """
    try:
        for document, folder in layers:
            _check_definitions(document, PolicyFolder(folder))
        compile_policy(*(document for document, _ in layers))
    except AgentError as exc:
        raise _unusable(exc) from exc


def check_exceptions(content: bytes) -> None:
    """Return if offline exceptions can be read.

    Raises:
        SyncFailedError: they cannot.
    """
    try:
        parse_message(OfflineExceptions, content, EXCEPTIONS_LIMIT_BYTES)
    except AgentError as exc:
        raise _unusable(exc) from exc


def check_catalogue(content: bytes) -> None:
    """Return if a catalogue of destinations can be read.

    Raises:
        SyncFailedError: it cannot.
    """
    try:
        parse_catalogue(content)
    except AgentError as exc:
        raise _unusable(exc) from exc


def _check_definitions(document: PolicyDocument, folder: PolicyFolder) -> None:
    from agent.detection.exact_data import open_index, parse_key  # noqa: PLC0415 - few policies have any

    definitions = definitions_of(document)
    for recognizer in definitions.recognizers:
        compile_recognizer(recognizer)
    compile_dictionaries(_with_terms(each, folder) for each in definitions.dictionaries)
    for data in definitions.exact_data:
        key = parse_key(folder.read(data.key, _KEY_LIMIT_BYTES))
        open_index(memoryview(folder.map(data.index)), key)


def _with_terms(dictionary: CustomDictionary, folder: PolicyFolder) -> CustomDictionary:
    if not dictionary.file:
        return dictionary
    terms = parse_terms(folder.read(dictionary.file, _TERMS_LIMIT_BYTES))
    return dataclasses.replace(dictionary, terms=(*dictionary.terms, *terms))


def _unusable(exc: AgentError) -> SyncFailedError:
    return SyncFailedError(SyncTrouble.UNUSABLE, f"{exc.title}. {exc.detail}".strip())
