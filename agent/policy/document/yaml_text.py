"""YAML text (JSON in UTF-8 is YAML) to plain values, for untrusted input.

A small, strict part of YAML 1.2: mappings with text keys, lists, and scalars. Refused: anchors and aliases (a few lines
of them expand to gigabytes), tags, several documents, a key given twice, and anything above the limits. `no`, `on` and
dates are text, not booleans and dates. Values are built from the parser's events, so nothing recurses and every limit
holds while reading. The line of each value is kept for error messages.

The parser is libyaml, which the locked PyYAML wheels carry; the pure-Python one takes seconds for a megabyte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import yaml

from agent.policy.document.problems import Located, Path, PolicyError, Problem

__all__ = ["DEPTH_LIMIT", "NODE_LIMIT", "SIZE_LIMIT_BYTES", "YamlText", "parse_yaml"]

SIZE_LIMIT_BYTES: Final = 1 << 20
DEPTH_LIMIT: Final = 20
NODE_LIMIT: Final = 100_000

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]{1,18}(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_CONSTANTS: Final[Mapping[str, bool | None]] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "True": True,
    "false": False,
    "False": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlText:
    """What a text holds.

    Attributes:
        value: dicts with text keys, lists, text, numbers, booleans and None.
        lines: where each value stands, from 1.
        last_lines: where a text ends that is written over several lines.
    """

    value: object
    lines: Mapping[Path, int]
    last_lines: Mapping[Path, int]

    def line_of(self, path: Path) -> int:
        """Return the line of the value at the path, or of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(slots=True, kw_only=True)
class _Open:
    """A mapping or list that is being read."""

    container: dict[str, object] | list[object]
    path: Path
    key: str | None = None


def parse_yaml(untrusted: bytes) -> YamlText:
    """Return the values in the text.

    Raises:
        PolicyError: the text is too large, not UTF-8, not YAML, or uses what this module refuses.
    """
    if len(untrusted) > SIZE_LIMIT_BYTES:
        raise PolicyError("The policy is too large", detail=f"Limit {SIZE_LIMIT_BYTES} bytes.")
    try:
        text = untrusted.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise PolicyError("The policy is not UTF-8 text", detail=f"At byte {exc.start}.") from exc
    builder = _Builder()
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.MarkedYAMLError as exc:
        if exc.problem_mark is None:
            raise PolicyError("The policy is not YAML") from exc
        raise _error("The policy is not YAML", f"{exc.problem}", exc.problem_mark.line + 1) from exc
    except yaml.YAMLError as exc:
        raise PolicyError("The policy is not YAML", detail="It holds control characters.") from exc
    return YamlText(value=builder.root, lines=builder.lines, last_lines=builder.last_lines)


def _events(text: str) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
    return events


class _Builder:
    """Puts values together from events."""

    def __init__(self) -> None:
        self.root: object = None
        self.lines: dict[Path, int] = {}
        self.last_lines: dict[Path, int] = {}
        self._stack: list[_Open] = []
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if getattr(event, "anchor", None) is not None:
            raise _refused("anchors and aliases are not allowed; write the value out", line)
        if getattr(event, "tag", None) is not None:
            raise _refused("tags (!name) are not allowed", line)
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise _refused("only one document is allowed", line)
            case yaml.MappingStartEvent():
                self._open({}, line)
            case yaml.SequenceStartEvent():
                self._open([], line)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._stack.pop()
            case yaml.ScalarEvent():
                self._scalar(event, line)

    def _open(self, container: dict[str, object] | list[object], line: int) -> None:
        if len(self._stack) >= DEPTH_LIMIT:
            raise _refused(f"values are nested more than {DEPTH_LIMIT} deep", line)
        path = self._place(container, line)
        self._stack.append(_Open(container=container, path=path))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.container, dict) and top.key is None:
            if event.value in top.container:
                raise _refused("a key is given twice", line)
            top.key = event.value
        else:
            path = self._place(_plain(event.value) if event.implicit[0] else event.value, line)
            # A block scalar ends where the next line begins.
            end = event.end_mark
            if end is not None and (last := end.line + bool(end.column)) > line:
                self.last_lines[path] = last

    def _place(self, value: object, line: int) -> Path:
        """Put the value where the document stands, and return its path."""
        if len(self.lines) >= NODE_LIMIT:
            raise _refused(f"there are more than {NODE_LIMIT} values", line)
        path: Path = ()
        if not self._stack:
            self.root = value
        else:
            top = self._stack[-1]
            if isinstance(top.container, list):
                path = (*top.path, len(top.container))
                top.container.append(value)
            elif top.key is None:
                raise _refused("a key must be text", line)
            else:
                path = (*top.path, top.key)
                top.container[top.key] = value
                top.key = None
        self.lines[path] = line
        return path


def _plain(text: str) -> object:
    """The value of a scalar without quotes, by YAML 1.2's core schema."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _refused(what: str, line: int) -> PolicyError:
    return _error("The policy uses YAML that is refused", what, line)


def _error(title: str, what: str, line: int) -> PolicyError:
    problem = Problem(path=(), message=f"{title.removeprefix('The policy ')}: {what}")
    return PolicyError(title, detail=f"Line {line}: {what}.", problems=[Located(problem=problem, line=line)])
