"""The JSON Schema of policy documents (draft 2020-12), for editors; made from the types and their docstrings.

It knows what a type can say. What crosses entries (a rule that names a label nobody defined) only `parse_policy` knows.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any, Final, get_args

from pydantic import BaseModel

from agent.policy.document.parts import Part
from agent.policy.document.policy import PolicyDocument

__all__ = ["SCHEMA_FILE", "attributes_of", "parts", "policy_schema", "summary_of"]

SCHEMA_FILE: Final = "policy.schema.json"
"""The name under which it lies beside a policy."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_EMPTY: Final[tuple[object, ...]] = ("", None, [], {})
_ATTRIBUTE = re.compile(r"^    (\w+): (.*(?:\n {8,}.*)*)", re.MULTILINE)


def policy_schema() -> dict[str, Any]:
    """Return the schema."""
    schema = PolicyDocument.model_json_schema()
    by_name = {part.__name__: part for part in parts()}
    _describe(schema, PolicyDocument)
    for name, definition in schema["$defs"].items():
        if name in by_name:
            _describe(definition, by_name[name])
        else:
            definition.pop("description", None)  # of an enum, and for programmers
            definition.pop("title", None)
    _close(schema)
    return {"$schema": _DIALECT, "title": "Cordon policy"} | {
        key: value for key, value in schema.items() if key != "title"
    }


def _close(schema: object) -> None:
    """Let a mapping of names have no other keys than names."""
    if isinstance(schema, dict):
        if "patternProperties" in schema:
            schema["additionalProperties"] = False
        for each in schema.values():
            _close(each)
    elif isinstance(schema, list):
        for each in schema:
            _close(each)


def parts() -> list[type[Part]]:
    """Every mapping of a document, the document first, each where it is first met."""
    found: dict[type[Part], None] = {}
    _collect(PolicyDocument, found)
    return [*found]


def summary_of(part: type[Part]) -> str:
    """What a mapping is, in its own words: its docstring without the attributes."""
    return " ".join(_docstring(part).partition("Attributes:")[0].split())


def attributes_of(part: type[Part]) -> dict[str, str]:
    """What each field means, by its name."""
    described = _docstring(part).partition("Attributes:")[2]
    return {match[1]: " ".join(match[2].split()) for match in _ATTRIBUTE.finditer(described)}


def _docstring(part: type[Part]) -> str:
    return inspect.getdoc(part) or ""


def _collect(part: type[Part], found: dict[type[Part], None]) -> None:
    if part in found:
        return
    found[part] = None
    for field in part.model_fields.values():
        for model in _models_in(field.annotation):
            _collect(model, found)


def _models_in(annotation: object) -> Iterator[type[Part]]:
    if inspect.isclass(annotation) and issubclass(annotation, Part):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _describe(schema: dict[str, Any], model: type[BaseModel]) -> None:
    if not issubclass(model, Part):
        return
    schema["description"] = summary_of(model)
    schema["additionalProperties"] = model.keeps_unknown
    schema.pop("title", None)
    described = attributes_of(model)
    for name, of_field in schema.get("properties", {}).items():
        of_field.pop("title", None)
        if of_field.get("default", "") in _EMPTY:
            of_field.pop("default", None)  # the same as leaving it out, which is said in words
        _without_null(of_field)
        of_field["description"] = described[name]


def _without_null(schema: dict[str, Any]) -> None:
    """Nobody writes `null` for what may be left out."""
    options = [option for option in schema.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        schema.pop("anyOf")
        schema.update(options[0])
