"""Links in the file, and what becomes of them when retention deletes rows; `test_verifying.py` checks them."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from agent.core.events import Event
from agent.core.verdicts import Disposition
from agent.history.chain import LinkKind, chain_key
from agent.history.connection import connect
from agent.history.links import Links, row_of
from agent.history.store import SqlCipherEventStore
from tests.history.samples import KEY, START, event, events


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


def _on(day: int, number: int) -> Event:
    return event(number, occurred_at=START + timedelta(days=day))


def _counts(path: Path) -> tuple[int, int, int]:
    with closing(connect(path, KEY, "ro")) as connection:
        tables = ("links", "receipts", "unchained")
        counts = [connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in tables]  # noqa: S608
    return counts[0], counts[1], counts[2]


def test_every_row_has_a_link_and_what_was_recorded_twice_has_one(path: Path):
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        assert store.proof().head is None
        store.record_all(events(3))
        store.record_all(events(3))
        store.record_disposition(event(1).event_id, Disposition.REDACTED, START)
        store.record_disposition("f" * 32, Disposition.REDACTED, START)
        head = store.proof().head
    assert head is not None
    assert head.number == 4
    assert _counts(path) == (4, 0, 0)


def test_links_go_on_where_they_ended(path: Path):
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        store.record_all(events(6))
        whole = store.proof()
    other = path.with_name("other.db")
    for number in range(6):
        with closing(SqlCipherEventStore.open(other, KEY)) as store:
            store.record(events(6)[number])
            assert store.proof().head is not None
    with closing(SqlCipherEventStore.open(other, KEY)) as store:
        assert store.proof() == whole


def test_a_batch_that_fails_leaves_no_link_and_the_next_goes_on(path: Path):
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        store.record(event(1))
        with pytest.raises(ValueError, match="fromhex"):
            store.record_all([event(2), event(3, event_id="no event id")])
        store.record(event(2))
        head = store.proof().head
    assert head is not None
    assert (head.number, _counts(path)) == (2, (2, 0, 0))


def test_links_that_are_asked_for_are_given_where_they_are(path: Path):
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        store.record_all(events(5))
        proof = store.proof([4, 2, 2, 99, 0])
    assert [each.number for each in proof.earlier] == [2, 4]
    assert len({each.mac for each in (*proof.earlier, proof.head) if each is not None}) == 3


def test_forgotten_days_at_the_beginning_take_their_links_with_them(path: Path):
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        store.record_all([_on(0, 1), _on(0, 2), _on(1, 3)])
        store.record_disposition(event(1).event_id, Disposition.REDACTED, START)
        store.forget_before(START + timedelta(days=1))
        assert [each.number for each in store.proof(range(1, 9)).earlier] == [3, 4, 5]
        store.forget_before(START + timedelta(days=1))  # nothing to forget: no receipt
        store.forget_before(START + timedelta(days=2))
        head = store.proof(range(1, 9))
    assert head.head is not None
    assert [each.number for each in head.earlier] == [6]
    assert _counts(path) == (1, 1, 0)


def test_a_day_that_stays_keeps_the_links_behind_it(path: Path):
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        store.record_all([_on(300, 1), _on(0, 2), _on(1, 3)])  # the clock was ahead once
        store.forget_before(START + timedelta(days=1))
        assert [each.number for each in store.proof(range(1, 9)).earlier] == [1, 2, 3, 4]
    with closing(connect(path, KEY, "ro")) as connection:
        digests = connection.execute("SELECT link, digest IS NULL FROM links").fetchall()
    assert digests == [(1, 1), (2, 0), (3, 1), (4, 1)]


def test_a_row_that_is_not_there_cannot_be_sealed(path: Path):
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        store.record(event(1))
    with closing(connect(path, KEY, "rw")) as connection:
        assert row_of(connection, LinkKind.EVENT, 1) is not None
        assert row_of(connection, LinkKind.RECEIPT, 1) is None
        with pytest.raises(LookupError):
            Links(connection, chain_key(KEY)).append(LinkKind.EVENT, 2)
