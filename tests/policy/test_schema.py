"""The JSON Schema says what the types say, in the words of their docstrings; and the copy in docs is current."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.policy.authoring.schema import SCHEMA_FILE, attributes_of, parts, policy_schema, summary_of
from agent.policy.document.parts import Part

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = policy_schema()


@pytest.mark.parametrize("part", parts(), ids=lambda part: part.__name__)
def test_every_field_is_described(part: type[Part]):
    assert set(attributes_of(part)) == set(part.model_fields)
    assert summary_of(part)


def test_fields_that_do_not_exist_are_refused_where_the_parser_refuses_them():
    closed = {part.__name__: not part.keeps_unknown for part in parts()}
    for name, definition in SCHEMA["$defs"].items():
        if name in closed:
            assert definition["additionalProperties"] is not closed[name]
    assert SCHEMA["additionalProperties"] is True


def _values(schema: object, key: str) -> Iterator[Any]:
    if isinstance(schema, dict):
        if key in schema:
            yield schema[key]
        for each in schema.values():
            yield from _values(each, key)
    elif isinstance(schema, list):
        for each in schema:
            yield from _values(each, key)


def test_nothing_for_programmers_is_in_it():
    assert "null" not in list(_values(SCHEMA, "type"))
    assert all("Attributes:" not in each for each in _values(SCHEMA, "description") if isinstance(each, str))
    referenced = {each.removeprefix("#/$defs/") for each in _values(SCHEMA, "$ref")}
    assert referenced == set(SCHEMA["$defs"])


def test_lists_are_limited_as_lists():
    for schema in (SCHEMA, *SCHEMA["$defs"].values()):
        for field in schema.get("properties", {}).values():
            for each in (field, *field.get("anyOf", ())):
                if each.get("type") == "array":
                    assert "maxLength" not in each


def test_the_copy_in_docs_is_current():
    current = json.loads((DOCS / SCHEMA_FILE).read_text(encoding="utf-8"))
    assert current == json.loads(json.dumps(SCHEMA)), "run `make reference`"
