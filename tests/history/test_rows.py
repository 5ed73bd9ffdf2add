"""Events survive becoming a row."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import EventQuery
from agent.history.connection import connect
from agent.history.errors import HistoryTooNewError
from agent.history.rows import event_key, from_us, to_us
from agent.history.store import SqlCipherEventStore
from tests.history.samples import KEY, event


@given(st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds the zone
def test_an_instant_survives_exactly(instant: datetime):
    assert from_us(to_us(instant)) == instant


@given(st.binary(min_size=16, max_size=16))
def test_an_event_id_survives_exactly(identifier: bytes):
    assert event_key(identifier.hex()) == identifier


def test_what_is_no_event_id_has_no_key():
    assert event_key("no event id") is None


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("events", "reason", "telepathy"),
        ("events", "disposition", "forgiven"),
        ("events", "category", "poetry"),
        ("events", "entities", "{"),
        ("events", "entities", "[1]"),
        ("kinds", "channel", "smoke_signals"),
        ("kinds", "action", "scold"),
    ],
)
def test_a_value_of_a_later_version_is_refused_without_being_quoted(
    tmp_path: Path, table: str, column: str, value: str
):
    path = tmp_path / "history.db"
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        store.record(event())
    with closing(connect(path, KEY, "rw")) as connection:
        connection.execute(f"UPDATE {table} SET {column} = ?", (value,))  # noqa: S608 - from the table above
    with closing(SqlCipherEventStore.open(path, KEY)) as store, pytest.raises(HistoryTooNewError) as caught:
        store.list(EventQuery())
    assert value not in f"{caught.value} {caught.value.__cause__}"
    assert caught.value.__suppress_context__
