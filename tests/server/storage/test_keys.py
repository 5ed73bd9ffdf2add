"""Administrators' keys."""

from __future__ import annotations

import pytest

from server.storage import keys
from server.storage.database import Database
from server.storage.errors import ConflictError, NotFoundError, RuleBrokenError
from server.storage.roles import COMMAND_LINE, Role
from tests.server.repository.organization import NOW


def test_a_key_says_whose_it_is(database: Database):
    with database.writing() as session:
        assert not keys.has_keys(session)
        _, secret = keys.create_key(session, NOW, COMMAND_LINE, name="jane", owner="jane.doe", role=Role.APPROVER)
        assert keys.has_keys(session)
        actor = keys.actor_of(session, secret)
    assert actor is not None
    assert (actor.name, actor.owner, actor.role) == ("jane", "jane.doe", Role.APPROVER)
    assert secret.startswith(keys.KEY_PREFIX)


def test_a_secret_that_nobody_has_is_nobodys(database: Database):
    with database.reading() as session:
        assert keys.actor_of(session, "cordon_guess") is None


def test_a_revoked_key_is_nobodys(database: Database):
    with database.writing() as session:
        key, secret = keys.create_key(session, NOW, COMMAND_LINE, name="jane", owner="jane", role=Role.AUDITOR)
        keys.revoke_key(session, NOW, COMMAND_LINE, key.id)
        assert keys.actor_of(session, secret) is None
        assert [row.revoked_at for row in keys.find_keys(session)] == [NOW]
        with pytest.raises(NotFoundError):
            keys.revoke_key(session, NOW, COMMAND_LINE, "0" * 16)


def test_names_are_not_used_twice(database: Database):
    with database.writing() as session:
        keys.create_key(session, NOW, COMMAND_LINE, name="jane", owner="jane", role=Role.AUDITOR)
        with pytest.raises(ConflictError):
            keys.create_key(session, NOW, COMMAND_LINE, name="jane", owner="other", role=Role.OPERATOR)


@pytest.mark.parametrize("name", ["", "a\tb", "a\nb", "a\x9fb", "x" * 101, "\udcff"])
def test_a_name_that_no_grant_could_carry_is_refused(database: Database, name: str):
    with database.writing() as session:
        for names in ({"name": name, "owner": "jane"}, {"name": "jane", "owner": name}):
            with pytest.raises(RuleBrokenError, match="cannot have this name"):
                keys.create_key(session, NOW, COMMAND_LINE, role=Role.APPROVER, **names)
        assert not keys.has_keys(session)
