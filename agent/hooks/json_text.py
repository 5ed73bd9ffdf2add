"""Edits of a JSON text that leave everything else in it as it stands: blanks, order, line ends, escapes.

Rules kept here: what is no strict JSON is refused (comments, trailing commas), and so is an object that names a member
twice, since programs disagree on which one counts. An addition is written in the style of what is there, and taking it
out again gives the text from before. Pure.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

from agent.core.errors import EnvironmentProblemError

__all__ = ["Node", "SettingsTextError", "added_item", "added_member", "parse_text", "removed"]

_BLANKS: Final = re.compile(r"[ \t\r\n]*")
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_SCALAR: Final = re.compile(r"[^\s,\]}]+")
_STEP: Final = "  "


class SettingsTextError(EnvironmentProblemError):
    """A file of settings cannot be understood, so nothing is changed. Says where, and repeats nothing of it."""

    code = "hook_settings"


@dataclass(slots=True, kw_only=True, eq=False)
class Node:
    """A value and where it stands; a member of an object or an item of a list with what comes before it.

    Attributes:
        start: of the value, or of the name of a member.
        end: after the value.
        value: what it says.
        opens: of an object or a list, where its first character stands.
        members: of an object, by name.
        items: of a list.
    """

    start: int
    end: int
    value: Any = field(repr=False)
    opens: int
    members: dict[str, Node] = field(default_factory=dict, repr=False)
    items: list[Node] = field(default_factory=list, repr=False)

    @property
    def parts(self) -> list[Node]:
        """What it holds, in order."""
        return list(self.members.values()) or self.items


def parse_text(text: str) -> Node:
    """Return the value that a text holds.

    Raises:
        SettingsTextError: it is no JSON, or names a member twice.
    """
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
        node = _scan(text, _skip(text, 0), value)
    except json.JSONDecodeError as exc:
        raise SettingsTextError(
            "The settings are no JSON that can be changed safely",
            detail=f"Line {exc.lineno}, column {exc.colno}.",
            hint="Comments and trailing commas are no JSON; correct the file, or add the hook by hand (docs/hooks.md).",
        ) from None
    except (ValueError, RecursionError):
        raise SettingsTextError(
            "The settings cannot be changed safely",
            detail="A name stands twice in one object, a number is none, or it is nested too deeply.",
            hint="Correct the file, or add the hook by hand (docs/hooks.md).",
        ) from None
    return node


def added_member(text: str, parent: Node, name: str, value: object) -> str:
    """Return the text with one more member at the end of an object."""
    return _added(text, parent, f"{json.dumps(name)}: ", value)


def added_item(text: str, parent: Node, value: object) -> str:
    """Return the text with one more item at the end of a list."""
    return _added(text, parent, "", value)


def removed(text: str, parent: Node, part: Node) -> str:
    """Return the text without one member or item of an object or list."""
    parts = parent.parts
    at = parts.index(part)
    if len(parts) == 1:
        return text[: parent.opens + 1] + text[parent.end - 1 :]
    if at == 0:
        return text[: part.start] + text[parts[1].start :]
    return text[: parts[at - 1].end] + text[part.end :]


def _added(text: str, parent: Node, prefix: str, value: object) -> str:
    parts = parent.parts
    if parts:
        last = parts[-1]
        before = text[parts[-2].end if len(parts) > 1 else parent.opens + 1 : last.start].lstrip(",")
        blanks = before if not before.strip() else ""  # a blank before the comma is not taken over
        rest = text[last.end :]
        return f"{text[: last.end]},{blanks}{prefix}{_written(text, value, blanks)}{rest}"
    newline, outer = _line_end(text), _indent_at(text, parent.opens)
    if not newline and text.strip() != "{}":
        return f"{text[: parent.opens + 1]}{prefix}{_written(text, value, '')}{text[parent.end - 1 :]}"
    newline = newline or "\n"
    blanks = f"{newline}{outer}{_step(text)}"
    written = _written(text, value, blanks)
    return f"{text[: parent.opens + 1]}{blanks}{prefix}{written}{newline}{outer}{text[parent.end - 1 :]}"


def _written(text: str, value: object, blanks: str) -> str:
    """A value as it is written where such blanks come before it."""
    newline, _, indent = blanks.rpartition("\n")
    if "\n" not in blanks:
        return json.dumps(value)
    end = "\r\n" if newline.endswith("\r") else "\n"
    return json.dumps(value, indent=_step(text)).replace("\n", f"{end}{indent}")


def _line_end(text: str) -> str:
    at = text.rstrip().find("\n")
    return "" if at < 0 else "\r\n" if text[at - 1 : at] == "\r" else "\n"


def _step(text: str) -> str:
    """By how much the first member of the whole is indented."""
    found = re.match(r"[ \t\r\n]*\{[ \t]*\r?\n([ \t]+)\"", text)
    return found[1] if found else _STEP


def _indent_at(text: str, position: int) -> str:
    line = text[text.rfind("\n", 0, position) + 1 : position]
    return line[: len(line) - len(line.lstrip())]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError
    return result


def _refuse(_name: str) -> object:
    # NaN and the infinities are Python's, not JSON's (RFC 8259, section 6).
    raise ValueError


def _skip(text: str, position: int) -> int:
    found = _BLANKS.match(text, position)
    return found.end() if found else position


def _scan(text: str, start: int, value: Any) -> Node:  # noqa: ANN401 - a JSON value
    """A value that is known, and where it stands in a text that is known to be JSON."""
    node = Node(start=start, end=start, value=value, opens=start)
    if isinstance(value, dict):
        position = start
        for name, member in value.items():
            begin = _skip(text, position + 1)
            colon = _skip(text, _end_of(_STRING, text, begin))
            part = _scan(text, _skip(text, colon + 1), member)
            part.start = begin
            node.members[name] = part
            position = _skip(text, part.end)
    elif isinstance(value, list):
        position = start
        for item in value:
            part = _scan(text, _skip(text, position + 1), item)
            node.items.append(part)
            position = _skip(text, part.end)
    else:
        node.end = _end_of(_STRING if isinstance(value, str) else _SCALAR, text, start)
        return node
    # After the last part this is the closing bracket; in what is empty, the opening one.
    node.end = (position if value else _skip(text, position + 1)) + 1
    return node


def _end_of(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    if found is None:
        raise ValueError
    return found.end()
