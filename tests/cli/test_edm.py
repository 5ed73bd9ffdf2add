"""`cordon edm`: from a table to an index, and what it finds."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from agent.core.errors import AgentError

Cordon = Callable[..., Result]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A hundred records: two columns that are hard to guess and one that is easy."""
    choose = random.Random(1)  # noqa: S311 - test data
    lines = [f"{choose.randrange(10**16):016},XX{choose.randrange(10**18):018},{choose.randint(1940, 2005)}-11-11"] * 2
    lines += [
        f"{choose.randrange(10**16):016},XX{choose.randrange(10**18):018},{choose.randint(1940, 2005)}-11-11"
        for _ in range(99)
    ]
    path = tmp_path / "customers.csv"
    path.write_text("card,account,born\n" + "\n".join(lines) + "\nonly one\n")
    return path


@pytest.fixture
def index(table: Path, cordon: Cordon) -> Path:
    """Its index, beside it."""
    path = table.with_name("x.edm")
    assert build(cordon, table, "--new-key").exit_code == 0
    return path


def build(cordon: Cordon, table: Path, *options: str, columns: str = "card,account,born") -> Result:
    """Make the index."""
    return cordon("edm", "build", str(table), "--out", str(table.with_name("x.edm")), "--columns", columns, *options)


def test_builds_an_index_and_says_what_became_of_rows_and_columns(table: Path, cordon: Cordon):
    done = build(cordon, table, "--new-key", "--format", "json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["rows"], told["pairs"], told["duplicate_rows"], told["ragged_rows"]) == (100, 100, 1, 1)
    assert [bool(each["left_out"]) for each in told["columns"]] == [False, False, True]
    assert sorted(each.name for each in table.parent.iterdir()) == ["customers.csv", "x.edm", "x.edm.key"]


def test_tells_people_the_same(table: Path, cordon: Cordon):
    text = build(cordon, table, "--new-key").stdout
    assert "100 rows" in text
    assert "born" in text
    assert "left out: too easy to guess" in text


def test_uses_a_key_again(index: Path, table: Path, cordon: Cordon):
    first = index.read_bytes()
    assert build(cordon, table, "--key", f"{index}.key").exit_code == 0
    assert index.read_bytes() == first


def test_never_replaces_a_key(index: Path, table: Path, cordon: Cordon):
    before = (index.read_bytes(), Path(f"{index}.key").read_bytes())
    done = build(cordon, table, "--new-key")
    assert isinstance(done.exception, AgentError)
    assert "exists already" in done.exception.title
    assert (index.read_bytes(), Path(f"{index}.key").read_bytes()) == before


@pytest.mark.parametrize("options", [(), ("--new-key", "--key", "k")])
def test_asks_for_one_key(table: Path, cordon: Cordon, options: tuple[str, ...]):
    assert build(cordon, table, *options).exit_code == 2


@pytest.mark.parametrize("columns", ["", "card,", "card:numbers,account", ":digits,card"])
def test_refuses_columns_that_are_not_written_as_shown(table: Path, cordon: Cordon, columns: str):
    assert build(cordon, table, "--new-key", columns=columns).exit_code == 2


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ("card,born", "Fewer than two columns are usable and hard enough to guess"),
        ("card,name", "The table has no column name"),
        ("card", "An index takes 2 to 8 columns"),
    ],
)
def test_leaves_nothing_behind_when_no_index_can_be_made(table: Path, cordon: Cordon, columns: str, told: str):
    done = build(cordon, table, "--new-key", columns=columns)
    assert isinstance(done.exception, AgentError)
    assert done.exception.title == told
    assert [each.name for each in table.parent.iterdir()] == ["customers.csv"]


def test_shows_what_is_in_an_index(index: Path, cordon: Cordon):
    told = json.loads(cordon("edm", "inspect", str(index), "--format", "json").stdout)
    assert [each["name"] for each in told["columns"]] == ["card", "account"]
    assert (told["rows"], told["pairs"], told["verified"]) == (100, 100, True)
    assert told["size_bytes"] == index.stat().st_size
    text = cordon("edm", "inspect", str(index)).stdout
    assert "100 rows" in text
    assert "Verified" in text


def test_says_when_it_cannot_verify_an_index(index: Path, cordon: Cordon):
    Path(f"{index}.key").unlink()
    assert "Not verified" in cordon("edm", "inspect", str(index)).stdout


def test_refuses_an_altered_index(index: Path, cordon: Cordon):
    data = index.read_bytes()
    index.write_bytes(data[:-50] + bytes([data[-50] ^ 1]) + data[-49:])
    for command in (("inspect", str(index)), ("test", str(index), "-")):
        done = cordon("edm", *command, stdin=b"x")
        assert isinstance(done.exception, AgentError)
        assert done.exception.title == "The index is damaged"


def test_counts_what_an_index_finds_and_never_shows_it(index: Path, table: Path, cordon: Cordon):
    card, account, _ = table.read_text().splitlines()[5].split(",")
    done = cordon("edm", "test", str(index), stdin=f"{card} for {account}".encode())
    assert done.exit_code == 1
    assert "2 values: exact data match: 2 of 2 columns of one record within 300 characters" in done.stdout
    assert card not in done.output
    told = json.loads(cordon("edm", "test", str(index), str(table), "--format", "json").stdout)
    assert (told["values"], told["complete"]) == (202, True)


@pytest.mark.parametrize("text", [b"", b"see you at lunch", b"4111 1111 1111 1111 XX000000000000000000"])
def test_other_texts_hold_no_record(index: Path, cordon: Cordon, text: bytes):
    done = cordon("edm", "test", str(index), "-", stdin=text)
    assert done.exit_code == 0
    assert "No record found." in done.stdout


def test_what_is_no_text_was_not_read(index: Path, cordon: Cordon):
    unread = cordon("edm", "test", str(index), "-", stdin=b"\0\1")
    assert "Not everything could be read." in unread.stdout
    assert unread.exit_code == 5


def test_each_command_has_an_example(cordon: Cordon):
    for command in ("build", "inspect", "test"):
        assert "Example" in cordon("edm", command, "--help").stdout
