"""The policy reference in Markdown, made from the JSON Schema: every section, every field, every name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from agent.policy.authoring.schema import parts, policy_schema
from agent.policy.document.policy import PolicyDocument

__all__ = ["policy_reference"]

_HEAD = """\
# Policy reference

Every field of a policy document. Made from the code by `make reference`; [policy.md](policy.md) explains how to write
one, and [policy.schema.json](policy.schema.json) lets editors complete and check it.

A policy is YAML in UTF-8, at most 1 MB, 20 levels deep, 100,000 values. Anchors, aliases and tags are refused; `no`,
`on` and dates are text. Fields that do not exist are refused, except at the top and in destinations, where a newer
version may add what an older one can pass over.
"""
_TITLES = {
    "PolicyDocument": "The document",
    "LabelEntry": "labels",
    "LabelCondition": "labels: any_of",
    "NetworkEntry": "networks",
    "DestinationEntry": "destinations",
    "RuleEntry": "rules",
    "When": "rules: when and unless",
    "TimeWindow": "rules: when: time",
    "SilenceEntry": "silence",
    "ExceptionLimit": "exceptions",
    "RetentionEntry": "retention",
    "ReportingEntry": "reporting",
    "OfflineEntry": "offline",
    "RecognizerEntry": "recognizers",
    "DictionaryEntry": "dictionaries",
    "ExactDataEntry": "exact_data",
    "CaseEntry": "tests",
}
_IDENTIFIER = "^[a-z0-9][a-z0-9_-]*$"
_NAMES = "Names"
_WIDTH = 120


def policy_reference() -> str:
    """Return the page."""
    schema = policy_schema()
    definitions: dict[str, Any] = schema["$defs"]
    pages = [_HEAD]
    for part in parts():
        of_part = schema if part is PolicyDocument else definitions[part.__name__]
        pages.append(_section(_TITLES[part.__name__], of_part, definitions))
    pages.append(_names(schema))
    return "\n".join(pages)


def _section(title: str, schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    required = set(schema.get("required", ()))
    lines = [f"## {title}", "", schema["description"], "", "| field | value | meaning |", "|---|---|---|"]
    for name, field in schema["properties"].items():
        value = _value(field, definitions)
        default = f"; `{_written(field['default'])}` when left out" if "default" in field else ""
        must = " (required)" if name in required else ""
        lines.append(f"| `{name}`{must} | {value}{default} | {field['description']} |")
    return "\n".join(lines) + "\n"


def _written(default: object) -> str:
    return str(default).lower() if isinstance(default, bool) else str(default)


def _value(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name in _TITLES:
            return f"[{_TITLES[name]}](#{_anchor(_TITLES[name])})"
        return f"[{_readable(name)}](#{_anchor(_readable(name))})"
    if "anyOf" in schema:
        return _options(schema["anyOf"], definitions)
    match schema.get("type"):
        case "array":
            return f"list of {_value(schema['items'], definitions)}"
        case "object":
            return _mapping(schema, definitions)
        case "integer" | "number":
            whole = "whole number" if schema["type"] == "integer" else "number"
            return whole + _range(schema)
        case "boolean":
            return "`true` or `false`"
    return _text(schema)


def _options(options: list[dict[str, Any]], definitions: Mapping[str, Any]) -> str:
    if "enum" in options[0]:
        return "[entity](#entity) or one of the policy's own"
    one = _value(options[0], definitions)
    if options[1].get("type") == "array":
        return f"{one}, or a list"
    return f"{one}, or one for each language (`en`, `de`)"


def _mapping(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    by_pattern = schema.get("patternProperties", {})
    values = schema.get("additionalProperties") or next(iter(by_pattern.values()))
    keys = schema.get("propertyNames", {})
    of_key = _value(keys, definitions) if keys and _IDENTIFIER not in by_pattern else "identifier"
    return f"mapping: {of_key} to {_value(values, definitions)}"


def _text(schema: Mapping[str, Any]) -> str:
    if schema.get("pattern") == _IDENTIFIER:
        return "identifier"
    longest = schema.get("maxLength")
    return f"text, at most {longest:,} characters" if longest else "text"


def _range(schema: Mapping[str, Any]) -> str:
    lowest, highest = schema.get("minimum"), schema.get("maximum")
    if lowest is None and highest is None:
        return ""
    return f" from {lowest}" if highest is None else f", {lowest} to {highest:,}"


def _names(schema: Mapping[str, Any]) -> str:
    lines = [f"## {_NAMES}", "", "An identifier consists of lower-case letters, digits, `-` and `_`.", ""]
    for name, values in _name_lists(schema):
        lines += [f"### {name}", "", ", ".join(f"`{value}`" for value in values), ""]
    return "\n".join(lines)


def _name_lists(schema: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    entities = schema["$defs"]["When"]["properties"]["entity"]["anyOf"][0]["anyOf"][0]["enum"]
    yield "entity", entities
    for name, definition in schema["$defs"].items():
        if "enum" in definition:
            yield _readable(name), definition["enum"]


def _readable(name: str) -> str:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return words.strip()


def _anchor(title: str) -> str:
    return "".join(letter for letter in title.lower().replace(" ", "-") if letter.isalnum() or letter in "-_")
