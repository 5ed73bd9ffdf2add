"""Records and decoded tokens, through the pipeline."""

from __future__ import annotations

import base64
from collections.abc import Callable
from urllib.parse import quote

import pytest

from agent.core import Entity, Finding
from agent.detection import default_pipeline
from agent.detection.derived import derive
from agent.detection.prefilter import WINDOW_BYTES
from tests.detection.samples import PASSWORD, github_token

CARD = "4111 1111 1111 1111"


def _found(text: str, entity: Entity) -> list[tuple[str, str]]:
    """Value and first explanation step of each finding."""
    return [
        (text[each.start : each.end], each.explanation.steps[0].what)
        for each in default_pipeline().find(text)
        if each.entity == entity
    ]


def test_column_s_name_counts_for_every_cell():
    rows = "".join(f"{number},{PASSWORD}{number}\n" for number in range(100))
    found = _found("id,password\n" + rows, Entity.PASSWORD)
    assert [value for value, _ in found] == [f"{PASSWORD}{number}" for number in range(100)]
    assert {step for _, step in found} == {"read as: a cell under its column's name"}


def test_column_s_name_counts_for_sql_values():
    text = f"INSERT INTO users (name, password) VALUES ('jane', '{PASSWORD}');"  # noqa: S608 - read, never run
    assert [value for value, _ in _found(text, Entity.PASSWORD)] == [PASSWORD]
    assert _found(text.replace("password", "remark"), Entity.PASSWORD) == []


def test_cells_of_an_unnamed_column_are_no_passwords():
    assert _found(f"id,remark\n1,{PASSWORD}\n", Entity.PASSWORD) == []


def test_table_longer_than_a_window_is_read_whole():
    rows = "".join(f"{number},{PASSWORD}{number}\n" for number in range(WINDOW_BYTES // 8))
    text = "id,password\n" + rows
    assert len(_found(text, Entity.PASSWORD)) == WINDOW_BYTES // 8


@pytest.mark.parametrize(
    "encode",
    [
        lambda data: base64.b64encode(data).decode(),
        lambda data: base64.urlsafe_b64encode(data).decode().rstrip("="),
        lambda data: data.hex(),
        lambda data: "q=" + quote(data, safe=""),
    ],
    ids=["base64", "base64url", "hex", "percent"],
)
def test_secret_behind_an_encoding_is_found(encode: Callable[[bytes], str]):
    token = encode(f"token {github_token()} end; é".encode())
    ((value, step),) = _found(f"see {token} there", Entity.SECRET)
    assert value == token
    assert step.startswith("decoded: ")


def test_only_one_level_is_decoded():
    twice = base64.b64encode(base64.b64encode(github_token().encode())).decode()
    assert _found(twice, Entity.SECRET) == []


def test_label_before_a_token_goes_along():
    token = base64.b64encode(PASSWORD.encode()).decode()
    ((value, step),) = _found(f"data:\n  password: {token}\n", Entity.PASSWORD)
    assert value == token
    assert step


def test_wrapped_base64_is_covered_line_by_line():
    text = base64.encodebytes(f"{'x y z ' * 20}{github_token()}{' a b c' * 20}".encode()).decode()
    (finding,) = [each for each in default_pipeline().find(text) if each.entity == Entity.SECRET]
    assert text[: finding.start].endswith("\n")
    assert text[finding.end] == "\n"
    assert github_token() in base64.b64decode(text[finding.start : finding.end] + "==").decode()


def test_value_in_plain_sight_beside_a_token_is_found_once():
    token = base64.b64encode(b"nothing to see here, move on").decode()
    findings: tuple[Finding, ...] = default_pipeline().find(f"card {CARD} {token}")
    assert [each.entity for each in findings] == [Entity.CREDIT_CARD]


def test_nothing_to_derive_costs_nothing():
    assert derive(b"plain", ((),) * 4, (), lambda _: True) is None


def test_same_cell_is_read_once_and_found_everywhere():
    rows = [f"jane,{PASSWORD}", f"ann, {PASSWORD} ", f"bob,{PASSWORD}2", f"eve,{PASSWORD}"] * 50
    text = "user,password\n" + "\n".join(rows)
    found = [each for each in default_pipeline().find(text) if each.entity == Entity.PASSWORD]
    assert [text[each.start : each.end] for each in found] == [row.partition(",")[2].strip() for row in rows]
    assert len({each.explanation for each in found}) == 2
    assert [text[: each.start].count("\n") for each in found] == list(range(1, 201))


def test_half_a_million_cells_alike_are_one_record():
    data = b"password,a\n" + b"x,y\n" * 4000
    derived = derive(data, (((0, len(data)),), (), (), ()), (), lambda name: b"password" in name)
    assert derived is not None
    assert derived.complete
    assert derived.data == b"\n\x1e\npassword: x"
    assert [len(places) for places in derived.copies.values()] == [3999]


def test_derived_text_is_bounded_and_says_so():
    data = ("password,a\n" + "".join(f"{number:x},y\n" for number in range(4000))).encode()
    derived = derive(data, (((0, len(data)),), (), (), ()), (), lambda name: b"password" in name)
    assert derived is not None
    assert not derived.complete
    assert len(derived.data) <= 2 * len(data)
