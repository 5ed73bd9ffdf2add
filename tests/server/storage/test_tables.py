"""What the tables cannot hold, and how instants come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from server.storage.database import Database
from server.storage.tables import Base, Team, Token

_NEVER = {"content", "text", "title", "path", "hostname", "justification", "email", "address", "match", "value"}


def test_no_column_could_hold_content():
    columns = {f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns}
    found = {name for name in columns if name.rpartition(".")[2] in _NEVER}
    assert found == {"publication_parts.content"}  # signed policies, on their way


def test_an_instant_comes_back_in_utc(database: Database):
    at = datetime(2027, 3, 1, 14, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    with database.writing() as session:
        session.add(Team(name="a", created_at=at))
    with database.reading() as session:
        back = session.get_one(Team, "a").created_at
    assert (back, back.tzinfo) == (at, UTC)


def test_a_row_shows_nothing_of_itself():
    now = datetime(2027, 3, 1, tzinfo=UTC)
    row = Token(
        id="a",
        name="n",
        secret_sha256="hidden",
        team=None,
        allows_any_team=False,
        uses_left=1,
        created_at=now,
        created_by="x",
        expires_at=now,
    )
    assert "hidden" not in repr(row)
