"""Of all who could do something, one does it."""

from __future__ import annotations

from datetime import timedelta

from server.storage.database import Database
from server.storage.lease import give_back, take
from tests.server.repository.organization import NOW

MINUTE = timedelta(minutes=1)


def test_one_holds_it_until_it_runs_out(database: Database):
    with database.writing() as session:
        assert take(session, NOW, "signer", "a", MINUTE)
        assert take(session, NOW, "signer", "a", MINUTE)
        assert not take(session, NOW, "signer", "b", MINUTE)
    with database.writing() as session:
        assert not take(session, NOW + MINUTE - timedelta(seconds=1), "signer", "b", MINUTE)
        assert take(session, NOW + MINUTE, "signer", "b", MINUTE)
        assert not take(session, NOW + MINUTE, "signer", "a", MINUTE)


def test_given_back_it_is_free_at_once(database: Database):
    with database.writing() as session:
        take(session, NOW, "signer", "a", MINUTE)
        give_back(session, "signer", "b")
        assert not take(session, NOW, "signer", "b", MINUTE)
        give_back(session, "signer", "a")
        assert take(session, NOW, "signer", "b", MINUTE)
