"""What is written differently in two policies: sections, and in them entries and fields. Pure.

It says what an author changed, not what that changes: `comparing` does. Fields that may hold a customer's own patterns,
words and sample texts are named and not shown.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from agent.policy.document.policy import PolicyDocument

__all__ = ["ChangeKind", "DocumentChange", "document_changes"]

_KEYS: Final = {
    "labels": "name",
    "rules": "id",
    "recognizers": "id",
    "dictionaries": "id",
    "exact_data": "id",
    "tests": "name",
}
"""What the entries of a section are told apart by; those of others by their name or position."""
_ENTRIES: Final = ("networks", "destinations", "fail")
"""Sections that are mappings of entries by name."""
_NOT_SHOWN: Final = {"pattern", "examples", "counter_examples", "terms", "context", "text"}
_LONGEST: Final = 120


class ChangeKind(enum.StrEnum):
    """What was done to an entry or a field."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChange:
    """One entry, or one field at the top, that is not the same.

    Attributes:
        section: `rules`, `labels`, `mode`.
        name: of the entry; empty where the section has none.
        details: fields that differ, in words; empty for an entry that only one has.
    """

    section: str
    name: str
    kind: ChangeKind
    details: tuple[str, ...] = ()


def document_changes(before: PolicyDocument, after: PolicyDocument) -> tuple[DocumentChange, ...]:
    """Return what differs, in the order of the sections."""
    return tuple(_changes(_dumped(before), _dumped(after)))


def _dumped(document: PolicyDocument) -> dict[str, Any]:
    dumped: dict[str, Any] = document.model_dump(mode="json", exclude_defaults=True)
    return dumped


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[DocumentChange]:
    for section in _in_order({**before, **after}):
        old, new = before.get(section), after.get(section)
        if old == new:
            continue
        if section in _KEYS or section in _ENTRIES:
            yield from _entries(section, _by_name(section, old), _by_name(section, new))
            continue
        kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED if new is None else ChangeKind.CHANGED
        yield DocumentChange(section=section, name="", kind=kind, details=tuple(_differences("", old, new)))


def _in_order(sections: Mapping[str, object]) -> list[str]:
    known = list(PolicyDocument.model_fields)
    return sorted(sections, key=lambda each: known.index(each) if each in known else len(known))


def _by_name(section: str, entries: object) -> dict[str, Any]:
    if isinstance(entries, dict):
        return entries
    named: dict[str, Any] = {}
    for entry in entries if isinstance(entries, list) else ():
        name = str(entry[_KEYS[section]])
        number = 2
        while name in named:  # two tests may have one name
            name = f"{entry[_KEYS[section]]} ({number})"
            number += 1
        named[name] = entry
    return named


def _entries(section: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[DocumentChange]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old is None:
            yield DocumentChange(section=section, name=name, kind=ChangeKind.ADDED)
        elif new is None:
            yield DocumentChange(section=section, name=name, kind=ChangeKind.REMOVED)
        elif old != new:
            details = tuple(_differences("", old, new))
            yield DocumentChange(section=section, name=name, kind=ChangeKind.CHANGED, details=details)
    if section == "labels":
        yield from _order([name for name in before if name in after], [name for name in after if name in before])


def _order(before: list[str], after: list[str]) -> Iterator[DocumentChange]:
    if before != after:
        details = (f"order: {', '.join(before)} -> {', '.join(after)}",)
        yield DocumentChange(section="labels", name="", kind=ChangeKind.CHANGED, details=details)


def _differences(path: str, before: object, after: object) -> Iterator[str]:
    """One line for each field that differs; of lists what was added and what was taken out."""
    if path.rpartition(".")[2] in _NOT_SHOWN:
        yield f"{path} differs"
    elif isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            if before.get(name) != after.get(name):
                yield from _differences(f"{path}.{name}" if path else name, before.get(name), after.get(name))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _list_differences(path, before, after)
    else:
        prefix = f"{path}: " if path else ""
        yield f"{prefix}{_shown(before)} -> {_shown(after)}"


def _list_differences(path: str, before: list[object], after: list[object]) -> Iterator[str]:
    prefix = f"{path}: " if path else ""
    gone = [each for each in before if each not in after]
    new = [each for each in after if each not in before]
    for each in gone:
        yield f"{prefix}without {_shown(each)}"
    for each in new:
        yield f"{prefix}with {_shown(each)}"
    if not gone and not new:
        yield f"{prefix}in another order"


def _shown(value: object) -> str:
    if value is None:
        return "none"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
