"""Every text of a tool's input, out of it and back into it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.hooks.call import HookMessageError, Piece, PieceKind
from agent.hooks.pieces import DEPTH_LIMIT, PIECES_LIMIT, joined, pieces_of, rewritten

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def strings_in(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for each in value.values() for text in strings_in(each)]
        case list():
            return [text for each in value for text in strings_in(each)]
    return []


def test_every_text_is_a_piece_and_knows_whether_it_may_change():
    value = {"command": "ls", "edits": [{"old": "a", "n": 5}], "is_on": True, "rate": 1.5, "none": None}
    assert [(piece.text, piece.kind) for piece in pieces_of(value)] == [
        ("command", PieceKind.NAME),
        ("ls", PieceKind.TEXT),
        ("edits", PieceKind.NAME),
        ("old", PieceKind.NAME),
        ("a", PieceKind.TEXT),
        ("n", PieceKind.NAME),
        ("5", PieceKind.NUMBER),
        ("is_on", PieceKind.NAME),
        ("rate", PieceKind.NAME),
        ("1.5", PieceKind.NUMBER),
        ("none", PieceKind.NAME),
    ]


def test_a_text_alone_is_its_only_piece():
    assert pieces_of("hello") == (Piece(text="hello"),)


@given(JSON)
def test_what_is_rewritten_with_its_own_texts_is_the_same(value: object):
    assert rewritten(value, strings_in(value)) == value
    assert [piece.text for piece in pieces_of(value) if piece.kind is PieceKind.TEXT] == strings_in(value)


def test_a_rewritten_input_keeps_everything_but_its_texts():
    value = {"command": "ls", "deep": [["a", {"b": "c"}], 5], "is_on": True}
    assert rewritten(value, ["x", "y", "z"]) == {"command": "x", "deep": [["y", {"b": "z"}], 5], "is_on": True}


@pytest.mark.parametrize("texts", [[], ["x"], ["x", "y", "z"]])
def test_another_number_of_texts_is_refused(texts: list[str]):
    with pytest.raises(ValueError, match=r"(more|fewer) texts"):
        rewritten(["a", "b"], texts)


@given(st.lists(st.builds(Piece, text=st.text(), kind=st.sampled_from(PieceKind)), max_size=8))
def test_each_piece_lies_where_it_is_said_to(pieces: list[Piece]):
    text, spans = joined(pieces)
    assert [f"{text}\n"[start:end] for start, end in spans] == [piece.text for piece in pieces]


def test_a_name_stands_before_what_it_names():
    text, _ = joined(pieces_of({"password": "hunter2", "list": ["a", "b"]}))
    assert text == "password: hunter2\nlist: a\nb"


def test_what_is_too_much_is_refused_and_what_is_just_enough_is_not():
    deep: Any = "canary"
    for _ in range(DEPTH_LIMIT):
        deep = [deep]
    assert pieces_of(deep) == (Piece(text="canary"),)
    with pytest.raises(HookMessageError) as refused:
        pieces_of([deep])
    assert "canary" not in str(refused.value)
    assert len(pieces_of([""] * PIECES_LIMIT)) == PIECES_LIMIT
    with pytest.raises(HookMessageError, match="too many"):
        pieces_of([""] * (PIECES_LIMIT + 1))


def test_a_number_is_a_piece_as_it_is_written():
    (piece,) = pieces_of(json.loads("4111111111111111"))
    assert (piece.text, piece.kind) == ("4111111111111111", PieceKind.NUMBER)
