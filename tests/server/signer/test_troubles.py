"""What the signer could not do is in the log at once, and in the figures until it is over."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

import pytest

from server.repository.errors import RepositoryError
from server.signer.troubles import Troubles, said_of
from server.storage import troubles
from server.storage.database import Database
from tests.server.repository.organization import NOW


def kept(database: Database) -> Mapping[str, str]:
    """What the figures are made of."""
    with database.reading() as session:
        return troubles.find_troubles(session)


def test_what_is_wrong_is_kept_and_logged_without_what_it_met(database: Database, caplog: pytest.LogCaptureFixture):
    found = Troubles(database, lambda: NOW)
    with caplog.at_level(logging.ERROR, "cordon.signer"):
        found.begin("publish", RepositoryError("The disk is full"))
        found.begin("assign", KeyError("a secret"))
    assert kept(database) == {"publish": "repository", "assign": "KeyError"}
    assert "publish: repository: The disk is full" in caplog.text
    assert "a secret" not in caplog.text
    found.end("publish")
    found.end("renew")
    assert kept(database) == {"assign": "KeyError"}


def test_what_another_signer_could_not_do_is_forgotten(database: Database):
    Troubles(database, lambda: NOW).begin("publish", RepositoryError("The disk is full"))
    Troubles(database, lambda: NOW).end("renew")
    assert kept(database) == {}


def test_a_database_that_is_gone_stops_nothing(database: Database):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE signer_troubles RENAME TO gone")
    found = Troubles(database, lambda: NOW)
    found.begin("publish", RepositoryError("The disk is full"))
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE gone RENAME TO signer_troubles")
    found.begin("publish", RepositoryError("The disk is full"))
    assert kept(database) == {"publish": "repository"}


def test_only_ours_say_more_than_their_kind():
    assert said_of(ValueError("a secret")) == "ValueError"
    with pytest.raises(ValueError, match="a secret") as caught:
        int("a secret")
    assert re.fullmatch(r"ValueError at test_troubles\.py:\d+", said_of(caught.value))
    assert said_of(RepositoryError("A", detail="b.")).startswith("repository: A")
