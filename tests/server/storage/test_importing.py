"""Assignments from a file: all of it, or nothing and the line that is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.storage import people
from server.storage.database import Database
from server.storage.devices import accounts_of
from server.storage.errors import ImportRefusedError
from server.storage.importing import IMPORT_LIMIT_BYTES, import_assignments, parse_assignments
from server.storage.roles import COMMAND_LINE
from tests.server.repository.organization import NOW
from tests.server.storage.test_people import add_device, set_user

DEVICE = "a" * 32
HEADER = "account,device,user,team,groups\n"


def run(database: Database, text: str) -> tuple[int, int]:
    """Import it; returns how many users and accounts."""
    with database.writing() as session:
        result = import_assignments(session, NOW, COMMAND_LINE, text.encode())
    return result.users, result.accounts


@pytest.fixture
def filled(database: Database) -> Database:
    """With a device and a team."""
    with database.writing() as session:
        people.add_team(session, NOW, COMMAND_LINE, "berlin")
        add_device(session, DEVICE)
        set_user(session, "kim", "berlin", ("Old",))
    return database


def test_a_file_is_imported(filled: Database):
    text = f"{HEADER}jdoe,{DEVICE},jane.doe@example.org,berlin,Sales; Works council\nroot,{DEVICE},kim,,\n"
    assert run(filled, text) == (2, 2)
    with filled.reading() as session:
        assert [(row.account, row.user) for row in accounts_of(session, DEVICE)] == [
            ("jdoe", "jane.doe@example.org"),
            ("root", "kim"),
        ]
        users = {user.name: user.team for user in people.find_users(session)}
        assert users == {"jane.doe@example.org": "berlin", "kim": None}
        assert people.groups_of(session, users) == {"jane.doe@example.org": ("Sales", "Works council")}


def test_columns_that_are_not_there_stay_as_they_are(filled: Database):
    assert run(filled, f"device,user,account\n{DEVICE},kim,kim\n") == (1, 1)
    with filled.reading() as session:
        assert [user.team for user in people.find_users(session)] == ["berlin"]
        assert people.groups_of(session, ["kim"]) == {"kim": ("Old",)}


def test_a_byte_order_mark_quotes_and_empty_lines_do_not_matter(filled: Database):
    text = f'\ufeffaccount,device,user,team,groups\r\n\r\n"j,doe",{DEVICE},"Doe, Jane",berlin,\r\n'
    assert run(filled, text) == (1, 1)


@pytest.mark.parametrize(
    ("lines", "number", "says"),
    [
        (f"jdoe,{DEVICE},jane,berlin,\nx,{DEVICE},kim,nowhere,", 3, "no such team"),
        (f"jdoe,{'b' * 32},jane,berlin,", 2, "no such device"),
        ("jdoe,laptop-7,jane,berlin,", 2, "no device's id"),
        (f"jdoe,{DEVICE},,berlin,", 2, "name is missing"),
        (f",{DEVICE},jane,berlin,", 2, "needs its device"),
        (f"jdoe,{DEVICE},jane,berlin", 2, "4 fields instead of 5"),
        (f"jdoe,{DEVICE},jane,BERLIN,", 2, "no team's name"),
        (f"a,{DEVICE},jane,berlin,\nb,{DEVICE},jane,,", 3, "others than in line 2"),
        (f"a,{DEVICE},jane,berlin,\na,{DEVICE},kim,berlin,Old", 3, "somebody else's in line 2"),
        (f'a,{DEVICE},"jane,berlin,', 2, "no CSV"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_imported(filled: Database, lines: str, number: int, says: str):
    with pytest.raises(ImportRefusedError, match=f"Line {number} ") as caught:
        run(filled, HEADER + lines + "\n")
    assert says in caught.value.detail
    assert "jane" not in str(caught.value)
    with filled.reading() as session:
        assert [user.name for user in people.find_users(session)] == ["kim"]


@pytest.mark.parametrize("header", ["account,user", "account,device,user,user", "account,device,user,salary", ""])
def test_other_columns_are_refused(header: str):
    with pytest.raises(ImportRefusedError, match="Line 1 "):
        parse_assignments(f"{header}\n".encode())


def test_what_is_not_utf_8_is_refused_at_its_line():
    with pytest.raises(ImportRefusedError, match="Line 2 "):
        parse_assignments(HEADER.encode() + b"\xff\xfe")


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(ImportRefusedError, match="too large"):
        parse_assignments(b"x" * (IMPORT_LIMIT_BYTES + 1))


@given(st.binary(max_size=300))
def test_any_bytes_are_lines_or_refused(content: bytes):
    try:
        parse_assignments(HEADER.encode() + content)
    except ImportRefusedError:
        return
