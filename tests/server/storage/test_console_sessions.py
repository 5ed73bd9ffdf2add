"""Who is signed in to the console."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from server.storage import audit, console_sessions, keys
from server.storage.database import Database
from server.storage.errors import DeniedError
from server.storage.roles import COMMAND_LINE, Role
from server.storage.tables import ConsoleSession
from tests.server.repository.organization import NOW


def _key(database: Database, name: str = "jane") -> str:
    with database.writing() as session:
        return keys.create_key(session, NOW, COMMAND_LINE, name=name, owner=name, role=Role.AUDITOR)[1]


def _sign_in(database: Database, secret: str, minutes: float = 0) -> str:
    with database.writing() as session:
        return console_sessions.sign_in(session, NOW + timedelta(minutes=minutes), secret)[1]


def _is_signed_in(database: Database, cookie: str, minutes: float = 0) -> bool:
    with database.reading() as session:
        return console_sessions.find_session(session, NOW + timedelta(minutes=minutes), cookie) is not None


def test_a_key_begins_a_session_of_its_owner(database: Database):
    cookie = _sign_in(database, _key(database))
    with database.reading() as session:
        found = console_sessions.find_session(session, NOW, cookie)
        entry = audit.find_entries(session, audit.AuditFilter(action="console.sign_in"))[0]
        kept = session.scalars(select(ConsoleSession.secret_sha256)).all()
    assert found is not None
    assert (found.actor.name, found.actor.role, found.ends_at) == ("jane", Role.AUDITOR, NOW + timedelta(hours=8))
    assert entry.actor == "jane"
    assert cookie not in kept


def test_what_is_no_key_begins_none(database: Database):
    _key(database)
    with pytest.raises(DeniedError), database.writing() as session:
        console_sessions.sign_in(session, NOW, "cordon_guess")


def test_a_revoked_key_ends_its_sessions(database: Database):
    secret = _key(database)
    cookie = _sign_in(database, secret)
    with database.writing() as session:
        keys.revoke_key(session, NOW, COMMAND_LINE, keys.find_keys(session)[0].id)
    assert not _is_signed_in(database, cookie)
    with pytest.raises(DeniedError), database.writing() as session:
        console_sessions.sign_in(session, NOW, secret)


@pytest.mark.parametrize(("minutes", "is_in"), [(29, True), (30, False)])
def test_a_session_ends_when_it_is_not_used(database: Database, minutes: int, *, is_in: bool):
    assert _is_signed_in(database, _sign_in(database, _key(database)), minutes) is is_in


def test_a_session_that_is_used_ends_after_eight_hours(database: Database):
    cookie = _sign_in(database, _key(database))
    for minutes in range(20, 8 * 60, 20):
        assert _is_signed_in(database, cookie, minutes)
        with database.writing() as session:
            console_sessions.touch_session(session, NOW + timedelta(minutes=minutes), cookie)
    assert not _is_signed_in(database, cookie, 8 * 60)


def test_a_page_a_minute_is_noted_and_not_each(database: Database):
    cookie = _sign_in(database, _key(database))
    with database.reading() as session:
        soon = console_sessions.find_session(session, NOW + timedelta(seconds=59), cookie)
        later = console_sessions.find_session(session, NOW + timedelta(seconds=60), cookie)
    assert soon is not None
    assert later is not None
    assert (soon.is_due, later.is_due) == (False, True)


def test_signing_out_ends_one_session_and_no_other(database: Database):
    secret = _key(database)
    one, other = _sign_in(database, secret), _sign_in(database, secret)
    with database.writing() as session:
        found = console_sessions.find_session(session, NOW, one)
        assert found is not None
        console_sessions.sign_out(session, NOW, found.actor, one)
        console_sessions.sign_out(session, NOW, found.actor, one)
        assert len(audit.find_entries(session, audit.AuditFilter(action="console.sign_out"))) == 1
    assert (_is_signed_in(database, one), _is_signed_in(database, other)) == (False, True)


def test_sessions_do_not_pile_up(database: Database):
    secret = _key(database)
    cookies = [_sign_in(database, secret, number) for number in range(console_sessions.MOST_OF_A_KEY + 3)]
    assert [_is_signed_in(database, cookie, 13) for cookie in cookies] == [False] * 3 + [True] * 10
    _sign_in(database, secret, 600)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ConsoleSession)) == 1
