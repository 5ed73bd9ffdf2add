"""Values of SQL INSERT statements under their columns' names."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.compiled import LazyRegex, Span
from agent.detection.derived import HINTS
from agent.detection.sql_rows import INSERT_REGEX, cells_of_inserts


def _groups(hint: LazyRegex, data: bytes) -> Iterator[Span]:
    position = 0
    while (spans := hint.compiled.search(data, position, len(data))) is not None:
        yield spans[1]
        position = spans[0][1]


def _cells(text: str) -> list[tuple[str, str]]:
    data = text.encode()
    (hint,) = [each for each in HINTS if each.source == INSERT_REGEX]
    heads = _groups(hint, data)
    cells = cells_of_inserts(data, heads, lambda name: re.search(rb"(?i)ssn|phone", name) is not None)
    return [(cell.name.decode(), data[cell.start : cell.end].decode()) for cell in cells]


INSERTS = [
    ("one row", "INSERT INTO users (name, ssn) VALUES ('Jane', '1');", [("ssn", "1")]),
    (
        "rows",
        "insert into u(ssn,phone) values ('1',2),\n  ('3', 4)",
        [("ssn", "1"), ("phone", "2"), ("ssn", "3"), ("phone", "4")],
    ),
    ("quoted names", "INSERT INTO `u` (`name`, \"ssn\") VALUES ('a', '1')", [("ssn", "1")]),
    ("brackets", "INSERT INTO [dbo].[u] ([name], [ssn]) VALUES (N, 1)", [("ssn", "1")]),
    ("doubled quotes", "INSERT INTO u (name, ssn) VALUES ('O''Neil, (x)', '1')", [("ssn", "1")]),
    ("escaped quote", r"INSERT INTO u (name, ssn) VALUES ('O\'Neil', '1')", [("ssn", "1")]),
    (
        "two statements",
        "INSERT INTO u (ssn) VALUES (1); INSERT INTO u (phone) VALUES (2);",
        [("ssn", "1"), ("phone", "2")],
    ),
    ("national string", "INSERT INTO u (name, ssn) VALUES (N'Jane', N'1')", [("ssn", "1")]),
    ("function", "INSERT INTO u (made, ssn) VALUES (NOW(), '1')", [("ssn", "1")]),
    ("ignore", "INSERT IGNORE INTO u (ssn) VALUES ('1')", [("ssn", "1")]),
]

NO_INSERTS = [
    ("no names", "INSERT INTO users VALUES ('ssn', '1')"),
    ("unknown names", "INSERT INTO users (name, city) VALUES ('ssn', '1')"),
    ("select", "SELECT ssn FROM users WHERE phone IN ('1', '2')"),
    ("insert from select", "INSERT INTO users (ssn) SELECT ssn FROM old"),
    ("empty value", "INSERT INTO users (ssn) VALUES ('')"),
    ("prose", "insert the values (ssn) into the form"),
    ("cut off", "INSERT INTO users (ssn, phone) VALUES ("),
    ("nested calls", "INSERT INTO u (made, ssn) VALUES (f(g(x), 1), '1')"),
    ("unknown names, rows", "INSERT INTO u (id, city) VALUES ('1', 'x'), ('2', 'y')"),
    ("create", "CREATE TABLE users (ssn text, phone text)"),
]


@pytest.mark.parametrize(("text", "expected"), [each[1:] for each in INSERTS], ids=[each[0] for each in INSERTS])
def test_reads_values(text: str, expected: list[tuple[str, str]]):
    assert _cells(text) == expected


@pytest.mark.parametrize("text", [each[1] for each in NO_INSERTS], ids=[each[0] for each in NO_INSERTS])
def test_reads_no_values(text: str):
    assert _cells(text) == []


@given(st.lists(st.text(min_size=1, max_size=10).filter(lambda text: "\\" not in text), min_size=1, max_size=6))
def test_any_string_is_read_back(values: list[str]):
    values = [each.encode("utf-8", "replace").decode() for each in values]
    rows = ", ".join("('{}', 'x')".format(each.replace("'", "''")) for each in values)
    found = _cells(f"INSERT INTO u (ssn, name) VALUES {rows};")  # noqa: S608 - read, never run
    assert [value.replace("''", "'") for _, value in found] == values
