"""Cells under the names of their columns."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.derived import HINTS
from agent.detection.tables import cells_under_headers


def _cells(text: str, known: str = "ssn|phone") -> list[tuple[str, str]]:
    data = text.encode()
    found: list[tuple[str, str]] = []
    for hint in HINTS[:2]:
        headers = list(hint.compiled.spans(data))
        cells = cells_under_headers(data, headers, lambda name: re.search(known.encode(), name.lower()) is not None)
        found += [(cell.name.decode(), data[cell.start : cell.end].decode()) for cell in cells]
    return found


TABLES = [
    ("CSV", "name,ssn\nJane,1\nJohn,2\n", [("ssn", "1"), ("ssn", "2")]),
    ("CSV with CRLF", "name,ssn\r\nJane,1\r\n", [("ssn", "1")]),
    ("hash before the header", "#name,ssn\nJane,1\n", [("ssn", "1")]),
    ("hash and a space before the header", "# ssn\tphone\n1\t2\n", [("ssn", "1"), ("phone", "2")]),
    ("no line end", "name,ssn\nJane,1", [("ssn", "1")]),
    ("semicolons", "name;ssn;phone\nJane;1;2\n", [("ssn", "1"), ("phone", "2")]),
    ("tabs", "name\tssn\nJane\t1\n", [("ssn", "1")]),
    ("quoted header and cells", '"name","ssn"\n"Doe, Jane","1"\n', [("ssn", "1")]),
    ("quoted quotes", 'name,ssn\n"Jane ""J"" Doe",1\n', [("ssn", "1")]),
    ("line break in a cell", 'name,ssn\n"Jane\nDoe",1\nJohn,2\n', [("ssn", "1"), ("ssn", "2")]),
    ("after a sentence", "Summarize this, please:\n\nname,ssn\nJane,1\n", [("ssn", "1")]),
    ("text behind it", "name,ssn\nJane,1\n\nWhat do you think, Ann?\n", [("ssn", "1")]),
    ("Markdown", "| name | ssn |\n|------|-----|\n| Jane | 1   |\n", [("ssn", "1")]),
    ("psql", " name | ssn \n------+-----\n Jane | 1\n(1 row)\n", [("ssn", "1")]),
    ("aligned by spaces", "NAME     SSN    STATUS\njane     1      ok\n", [("SSN", "1")]),
    ("empty cells", "name,ssn,phone\nJane,,3\n", [("phone", "3")]),
    ("camel case", "name,customerSsn\nJane,1\n", [("customer Ssn", "1")]),
    ("two tables", "name,ssn\na,1\n\nid,phone\nb,2\n", [("ssn", "1"), ("phone", "2")]),
    ("not ASCII", "Name,ssn,Stra\u00dfe\nJos\u00e9,1,x\n", [("ssn", "1")]),
]

NO_TABLES = [
    ("prose", "My ssn, as I said, is here\nbut this line has none\n"),
    ("unknown names", "name,city\nJane,Paris\n"),
    ("header alone", "name,ssn\n"),
    ("rows of another width", "name,ssn\nJane,1,2\n"),
    ("long names", "name,ssn " + "x" * 60 + "\nJane,1\n"),
    ("values in the header", "name,ssn,12\nJane,1,2\n"),
    ("sentence with commas", "Hello Ann, about the phone.\nThanks, Bob.\n"),
    ("Markdown's heading", "# Name, ssn and phone\n\nSome text, and more\n"),
    ("Markdown's heading right above text", "# phone, fax\nCall us, or write, as you like.\n"),
    ("second heading", "## name,ssn\nJane,1\n"),
    ("comment above code", "# phone, ssn\nphone = 1\n"),
    ("comment above a call", "# phone, ssn\ncall(1, 2, 3)\n"),
    ("comment above an assignment", "# phone, ssn\nphone, ssn = 1, 2\n"),
    ("comment above a call with two arguments", "# phone, ssn\ncall(1, 2)\n"),
    ("comments", "# phone, ssn\n# the rest, too\n"),
    ("one column", "ssn\n1\n2\n"),
    ("empty", ""),
    ("blank line below", "name,ssn\n\nJane,1\n"),
    ("gap between words", "the ssn  is a number\nof nine digits\n"),
    ("pipes in a command", "cat ssn | sort\nls\n"),
    ("JSON", '{"name": "Jane", "ssn": "1"}\n'),
    ("assignments", "ssn = 1\nphone = 2\n"),
    ("code", "def f(ssn, phone):\n    return ssn\n"),
    ("list of words", "phone\nfax\nssn\n"),
]


@pytest.mark.parametrize(("text", "expected"), [each[1:] for each in TABLES], ids=[each[0] for each in TABLES])
def test_reads_cells(text: str, expected: list[tuple[str, str]]):
    assert _cells(text) == expected


@pytest.mark.parametrize("text", [each[1] for each in NO_TABLES], ids=[each[0] for each in NO_TABLES])
def test_reads_no_cells(text: str):
    assert _cells(text) == []


VALUES = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_characters="\x7f"), min_size=1, max_size=12
)


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=8))
def test_reads_what_the_csv_module_writes(rows: list[tuple[str, str]]):
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([("name", "ssn"), *rows])
    # Inside quotes, quotes are doubled and spaces stay: a cell is shown as it is written.
    expected = [("ssn", second.replace('"', '""')) for _, second in rows]
    assert _cells(written.getvalue()) == expected
