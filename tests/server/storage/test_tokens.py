"""Enrolment tokens: counted, expiring, revocable."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from server.storage import people, tokens
from server.storage.database import Database
from server.storage.errors import DeniedError, NotFoundError, RuleBrokenError
from server.storage.roles import COMMAND_LINE
from server.storage.tables import Token
from tests.server.repository.organization import NOW


def test_a_token_is_good_for_so_many_uses(database: Database):
    with database.writing() as session:
        _, secret = tokens.create_token(session, NOW, COMMAND_LINE, tokens.NewToken(name="t", uses=2))
        for _ in range(2):
            tokens.use_token(session, NOW, secret)
        with pytest.raises(DeniedError):
            tokens.use_token(session, NOW, secret)


def test_a_token_expires(database: Database):
    with database.writing() as session:
        _, secret = tokens.create_token(session, NOW, COMMAND_LINE, tokens.NewToken(name="t", lasts=timedelta(hours=1)))
        with pytest.raises(DeniedError):
            tokens.use_token(session, NOW + timedelta(hours=1), secret)
        tokens.use_token(session, NOW + timedelta(minutes=59), secret)


def test_a_revoked_token_is_good_for_nothing(database: Database):
    with database.writing() as session:
        token, secret = tokens.create_token(session, NOW, COMMAND_LINE, tokens.NewToken(name="t"))
        tokens.revoke_token(session, NOW, COMMAND_LINE, token.id)
        tokens.revoke_token(session, NOW, COMMAND_LINE, token.id)
        with pytest.raises(DeniedError):
            tokens.use_token(session, NOW, secret)
        with pytest.raises(NotFoundError):
            tokens.revoke_token(session, NOW, COMMAND_LINE, "0" * 16)


def test_the_secret_is_kept_nowhere(database: Database):
    with database.writing() as session:
        token, secret = tokens.create_token(session, NOW, COMMAND_LINE, tokens.NewToken(name="t"))
        kept = [getattr(token, column.name) for column in Token.__table__.columns]
    assert len(secret) >= 43
    assert secret not in kept


@pytest.mark.parametrize(
    "changes", [{"uses": 0}, {"uses": tokens.MOST_USES + 1}, {"lasts": timedelta(days=367)}, {"lasts": timedelta(0)}]
)
def test_a_token_without_end_is_refused(database: Database, changes: dict[str, Any]):
    with database.writing() as session, pytest.raises(RuleBrokenError):
        tokens.create_token(session, NOW, COMMAND_LINE, tokens.NewToken(**{"name": "t", **changes}))


def test_a_token_of_a_team_that_is_not_there_is_refused(database: Database):
    with database.writing() as session, pytest.raises(NotFoundError):
        tokens.create_token(session, NOW, COMMAND_LINE, tokens.NewToken(name="t", team="nowhere"))


def test_removing_a_team_revokes_its_tokens(database: Database):
    with database.writing() as session:
        people.add_team(session, NOW, COMMAND_LINE, "berlin")
        _, secret = tokens.create_token(session, NOW, COMMAND_LINE, tokens.NewToken(name="t", team="berlin"))
        people.remove_team(session, NOW, COMMAND_LINE, "berlin")
    with database.writing() as session, pytest.raises(DeniedError):
        tokens.use_token(session, NOW, secret)


def test_tokens_are_listed_in_pages(database: Database):
    with database.writing() as session:
        ids = sorted(tokens.create_token(session, NOW, COMMAND_LINE, tokens.NewToken(name="t"))[0].id for _ in range(3))
        assert [row.id for row in tokens.find_tokens(session, limit=2)] == ids[:2]
        assert [row.id for row in tokens.find_tokens(session, after=ids[1])] == ids[2:]
