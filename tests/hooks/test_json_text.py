"""Edits of a JSON text: what is added is there, what was there stays as it stands, what is taken out is gone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.hooks.json_text import Node, SettingsTextError, added_item, added_member, parse_text, removed
from tests.hooks.json_texts import objects, texts


def assert_spans(text: str, node: Node) -> None:
    """Each value is where it is said to be."""
    assert json.loads(text[node.opens : node.end]) == node.value
    for name, part in node.members.items():
        named = text[part.start : part.opens].rstrip()
        assert json.loads(named.removesuffix(":")) == name
    for part in node.parts:
        assert_spans(text, part)


@given(texts())
def test_every_value_is_found_where_it_stands(text: str):
    node = parse_text(text)
    assert node.value == json.loads(text)
    assert_spans(text, node)


@given(texts(), st.text(), objects)
def test_a_member_is_added_and_taken_out_again(text: str, name: str, value: dict[str, Any]):
    root = parse_text(text)
    if name in root.members:
        return
    longer = added_member(text, root, name, value)
    assert json.loads(longer) == {**json.loads(text), name: value}
    if root.members:  # an empty object does not show how blanks stood in it
        again = parse_text(longer)
        assert removed(longer, again, again.members[name]) == text


@given(texts(st.lists(objects, max_size=4).map(lambda items: {"a": items, "b": 1})), objects)
def test_an_item_is_added_and_taken_out_again(text: str, value: dict[str, Any]):
    items = parse_text(text).members["a"]
    longer = added_item(text, items, value)
    assert json.loads(longer)["a"] == [*json.loads(text)["a"], value]
    if items.items:
        again = parse_text(longer).members["a"]
        assert removed(longer, again, again.items[-1]) == text


@given(texts(st.lists(st.integers(), min_size=1, max_size=4).map(lambda items: {"a": items})), st.data())
def test_any_item_can_be_taken_out(text: str, data: st.DataObject):
    items = parse_text(text).members["a"]
    at = data.draw(st.integers(0, len(items.items) - 1))
    left = json.loads(text)["a"]
    left.pop(at)
    assert json.loads(removed(text, items, items.items[at]))["a"] == left


def test_what_is_added_is_written_like_what_is_there():
    text = '{\r\n\t"a": 1\r\n}\r\n'
    assert (
        added_member(text, parse_text(text), "b", {"c": []})
        == '{\r\n\t"a": 1,\r\n\t"b": {\r\n\t\t"c": []\r\n\t}\r\n}\r\n'
    )
    text = '{"a":1}'
    assert added_member(text, parse_text(text), "b", {"c": []}) == '{"a":1,"b": {"c": []}}'
    assert added_member("{}\n", parse_text("{}\n"), "b", 1) == '{\n  "b": 1\n}\n'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "canary",
        '{"canary": 1,}',
        '{"a": 1} // canary',
        "{'canary': 1}",
        '{"canary": 1, "canary": 2}',
        '{"deep": {"canary": 1, "canary": 1}}',
        '{"canary": NaN}',
        "[" * 100_000,
    ],
)
def test_what_is_no_strict_json_is_refused_and_not_repeated(text: str):
    with pytest.raises(SettingsTextError) as refused:
        parse_text(text)
    assert "canary" not in str(refused.value)


def test_it_says_where():
    with pytest.raises(SettingsTextError, match=r"Line 3, column 1\."):
        parse_text('{\n  "a": 1,\n}')
