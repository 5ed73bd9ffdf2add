"""The lines of a policy that may be shown: all but those with texts of tests, patterns, examples and terms.

Those are the organization's secrets, or content. What a field holds that nobody knows cannot be told, so it is not
shown either; nor is anything of a text that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

__all__ = ["QuotableSource"]

_WIDEST = 200
_FIELD_DEPTH = 3
"""Section, position, field."""

# Of sections with such values, the fields without: of entries, and of tests.
_PLAIN_FIELDS = frozenset(
    {
        *("id", "entity", "title", "confidence", "needs_context", "file", "case_sensitive"),
        *("index", "key", "min_columns", "within"),
        *("name", "destination", "destination_status", "channel", "action", "label", "rule"),
    }
)
_DELICATE_SECTIONS = frozenset({"tests", "recognizers", "dictionaries", "exact_data"})
_DELICATE_FIELDS = frozenset({"text", "pattern", "context", "examples", "counter_examples", "terms"})
"""Wherever they stand: somebody may have put one into the wrong section."""

_Path = tuple[str | int, ...]


class QuotableSource:
    """A policy's text, line by line."""

    def __init__(self, untrusted: bytes) -> None:
        # Here, so that the other commands start without the engines.
        from agent.policy.document.policy import PolicyDocument  # noqa: PLC0415 - as above
        from agent.policy.document.problems import PolicyError  # noqa: PLC0415 - as above
        from agent.policy.document.yaml_text import parse_yaml  # noqa: PLC0415 - as above

        self._lines: list[str] = []
        self._starts: Mapping[_Path, int] = {}
        self._hidden: set[int] = set()
        try:
            text = parse_yaml(untrusted)
        except PolicyError:
            return
        known = frozenset(PolicyDocument.model_fields) - _DELICATE_SECTIONS
        self._lines = untrusted.decode("utf-8-sig").splitlines()
        self._starts = text.lines
        for path in _leaves(text.value, ()):
            if not _is_plain(path, known):
                first = text.line_of(path)
                self._hidden.update(range(first, text.last_lines.get(path, first) + 1))

    def line_at(self, path: _Path) -> tuple[int, str] | None:
        """Return the line where the value at a path begins, or the nearest one around it, and its number from 1.

        None where it must not be shown, would show badly, or where only the whole policy is around it.
        """
        while path and path not in self._starts:
            path = path[:-1]
        if not path or (number := self._starts[path]) in self._hidden:
            return None
        line = self._lines[number - 1].rstrip()
        return (number, line) if line.isprintable() and len(line) <= _WIDEST else None


def _leaves(value: object, path: _Path) -> Iterator[_Path]:
    """The paths of all texts and numbers. Not deep: what is read is not nested deeper than a document may be."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(each, (*path, key))
    elif isinstance(value, list):
        for position, each in enumerate(value):
            yield from _leaves(each, (*path, position))
    else:
        yield path


def _is_plain(path: _Path, known: frozenset[str]) -> bool:
    if not _DELICATE_FIELDS.isdisjoint(path):
        return False
    if not path or path[0] in known:
        return bool(path)
    return path[0] in _DELICATE_SECTIONS and len(path) == _FIELD_DEPTH and path[-1] in _PLAIN_FIELDS
