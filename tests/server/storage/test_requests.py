"""Exceptions: asked for, decided by another person, within limits, for a time."""

# ruff: noqa: ANN401 - fields of a message, of any type

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from agent.fleet.exceptions import ExceptionReason, ExceptionRequest, ExceptionState
from server.storage import people, requests
from server.storage.database import Database
from server.storage.errors import ConflictError, DeniedError, NotFoundError, RuleBrokenError, TooManyWaitingError
from server.storage.roles import Actor, Role
from server.storage.tables import ExceptionRow
from tests.server.repository.organization import NOW
from tests.server.storage.test_people import add_device, assign, revision, set_user

DEVICE, ASKED = "a" * 32, "1" * 32
APPROVER = Actor(name="kim-key", owner="kim", role=Role.APPROVER)


class Limits:
    """Policies that allow it, or do not."""

    def __init__(self, *, allows: bool = True) -> None:
        self.allows = allows
        self.asked: list[tuple[int, str | None, str | None]] = []

    def is_within(self, request: ExceptionRow, *, team: str | None, user: str | None) -> bool:
        """Answer as it was told."""
        self.asked.append((request.days, team, user))
        return self.allows


def ask(session: Session, request_id: str = ASKED, **changes: Any) -> ExceptionRow:
    """Ask for an exception."""
    asked = ExceptionRequest(
        **{
            "request_id": request_id,
            "rule_ids": ("no-cards",),
            "destination_id": "chatgpt",
            "account": "jdoe",
            "label": "closed",
            "days": 3,
            "reason": ExceptionReason.URGENT,
            **changes,
        }
    )
    return requests.ask(session, NOW, DEVICE, asked)


@pytest.fixture
def asked(database: Database) -> Database:
    """With a request of jane's."""
    with database.writing() as session:
        add_device(session, DEVICE)
        set_user(session, "jane")
        assign(session, DEVICE, "jdoe", "jane")
        ask(session)
    return database


def test_another_person_grants_it(asked: Database):
    limits = Limits()
    with asked.writing() as session:
        before = revision(session, DEVICE)
        row = requests.approve(session, NOW, APPROVER, ASKED, limits)
        assert (row.state, row.decided_by, row.expires_at) == ("granted", "kim-key", NOW + timedelta(days=3))
        assert revision(session, DEVICE) == before + 1
    assert limits.asked == [(3, None, "jane")]


@pytest.mark.parametrize("owner", ["jane", "JANE", "jdoe", " jane", "ja\u200bne", "\uff4aane"])
def test_nobody_grants_their_own_request(asked: Database, owner: str):
    actor = Actor(name="k", owner=owner, role=Role.APPROVER)
    with asked.writing() as session:
        with pytest.raises(DeniedError):
            requests.approve(session, NOW, actor, ASKED, Limits())
        assert requests.get_request(session, ASKED).state == ExceptionState.PENDING


def test_beyond_the_limits_it_needs_somebody_offline(asked: Database):
    with asked.writing() as session:
        before = revision(session, DEVICE)
        assert requests.approve(session, NOW, APPROVER, ASKED, Limits(allows=False)).state == "needs_offline_approver"
        assert revision(session, DEVICE) == before
        assert requests.refuse(session, NOW, APPROVER, ASKED).state == "refused"


def test_what_needs_somebody_offline_is_asked_for_as_long_as_it_was(asked: Database):
    with asked.writing() as session:
        row = requests.approve(session, NOW, APPROVER, ASKED, Limits(allows=False), days=1)
        assert (row.state, row.days) == ("needs_offline_approver", 3)


def test_it_can_be_granted_for_fewer_days_and_never_for_more(asked: Database):
    with asked.writing() as session:
        with pytest.raises(RuleBrokenError):
            requests.approve(session, NOW, APPROVER, ASKED, Limits(), days=4)
        row = requests.approve(session, NOW, APPROVER, ASKED, Limits(), days=1)
        assert row.expires_at == NOW + timedelta(days=1)


def test_what_is_decided_is_decided(asked: Database):
    with asked.writing() as session:
        requests.refuse(session, NOW, APPROVER, ASKED)
        for decide in (requests.refuse, requests.revoke):
            with pytest.raises(ConflictError):
                decide(session, NOW, APPROVER, ASKED)
        with pytest.raises(ConflictError):
            requests.approve(session, NOW, APPROVER, ASKED, Limits())


def test_a_grant_is_taken_back(asked: Database):
    with asked.writing() as session:
        requests.approve(session, NOW, APPROVER, ASKED, Limits())
        before = revision(session, DEVICE)
        assert requests.revoke(session, NOW, APPROVER, ASKED).state == "revoked"
        assert revision(session, DEVICE) == before + 1


def test_a_grant_expires(asked: Database):
    with asked.writing() as session:
        requests.approve(session, NOW, APPROVER, ASKED, Limits())
        assert requests.expire_due(session, NOW + timedelta(days=3) - timedelta(seconds=1)) == 0
        before = revision(session, DEVICE)
        assert requests.expire_due(session, NOW + timedelta(days=3)) == 1
        assert requests.get_request(session, ASKED).state == ExceptionState.EXPIRED
        assert revision(session, DEVICE) == before + 1


def test_a_team_of_the_user_counts_before_the_devices(asked: Database):
    limits = Limits()
    with asked.writing() as session:
        people.add_team(session, NOW, APPROVER, "berlin")
        set_user(session, "jane", "berlin")
        requests.approve(session, NOW, APPROVER, ASKED, limits)
    assert limits.asked == [(3, "berlin", "jane")]


def test_one_device_does_not_fill_the_list(asked: Database):
    with asked.writing() as session:
        for number in range(49):
            ask(session, f"{number:032x}")
        with pytest.raises(TooManyWaitingError):
            ask(session, "f" * 32)
        assert ask(session).id == ASKED  # was asked before
        requests.refuse(session, NOW, APPROVER, ASKED)
        assert ask(session, "f" * 32).state == ExceptionState.PENDING


def test_an_id_is_one_requests(asked: Database):
    with asked.writing() as session, pytest.raises(ConflictError):
        ask(session, destination_id="claude")


def test_requests_are_found_by_state_and_in_pages(asked: Database):
    with asked.writing() as session:
        ask(session, "2" * 32)
        requests.refuse(session, NOW, APPROVER, ASKED)
        assert [row.id for row in requests.find_requests(session, state=ExceptionState.PENDING)] == ["2" * 32]
        assert [row.id for row in requests.find_requests(session, after=ASKED)] == ["2" * 32]
        assert {row.id for row in requests.requests_of(session, DEVICE)} == {ASKED, "2" * 32}
        with pytest.raises(NotFoundError):
            requests.get_request(session, "3" * 32)
