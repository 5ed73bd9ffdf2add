"""Teams, users, groups, accounts: and which devices get a new assignment because of them."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from server.storage import people
from server.storage.database import Database
from server.storage.errors import ConflictError, NotFoundError, RuleBrokenError
from server.storage.roles import COMMAND_LINE
from server.storage.tables import Device
from tests.server.repository.organization import NOW


def add_device(session: Session, device_id: str, team: str | None = None) -> Device:
    """A device that the signer knows."""
    device = Device(
        id=device_id,
        public_key=device_id,
        team=team,
        os="linux",
        os_version="",
        agent_version="1",
        token_id="t",
        enrolled_at=NOW,
        published_revision=1,
    )
    session.add(device)
    session.flush()
    return device


def revision(session: Session, device_id: str) -> int:
    """How often its assignment has changed."""
    session.expire_all()
    return session.get_one(Device, device_id).revision


def set_user(session: Session, name: str, team: str | None = None, groups: tuple[str, ...] | None = None) -> None:
    """Add or change a user."""
    people.set_user(session, NOW, COMMAND_LINE, name, team=team, groups=groups)


def assign(session: Session, device_id: str, account: str, user: str) -> None:
    """Say who works with an account."""
    people.assign_account(session, NOW, COMMAND_LINE, device_id=device_id, account=account, user=user)


def test_a_team_is_added_once(database: Database):
    with database.writing() as session:
        assert people.add_team(session, NOW, COMMAND_LINE, "berlin")
        assert not people.add_team(session, NOW, COMMAND_LINE, "berlin")
        assert people.find_teams(session) == [("berlin", 0, 0)]


def test_a_team_that_somebody_is_of_stays(database: Database):
    with database.writing() as session:
        people.add_team(session, NOW, COMMAND_LINE, "berlin")
        set_user(session, "jane", "berlin")
        with pytest.raises(ConflictError):
            people.remove_team(session, NOW, COMMAND_LINE, "berlin")
        people.remove_user(session, NOW, COMMAND_LINE, "jane")
        people.remove_team(session, NOW, COMMAND_LINE, "berlin")
        with pytest.raises(NotFoundError):
            people.require_team(session, "berlin")


def test_what_changes_of_a_user_changes_their_devices_only(database: Database):
    with database.writing() as session:
        people.add_team(session, NOW, COMMAND_LINE, "berlin")
        add_device(session, "a" * 32)
        add_device(session, "b" * 32)
        set_user(session, "jane")
        assign(session, "a" * 32, "jdoe", "jane")
        before = revision(session, "a" * 32)
        set_user(session, "jane", "berlin", ("Sales",))
        assert revision(session, "a" * 32) == before + 1
        set_user(session, "jane", "berlin", ("Sales",))
        assert revision(session, "a" * 32) == before + 1
        people.set_group(session, NOW, COMMAND_LINE, "Sales", [])
        assert revision(session, "a" * 32) == before + 2
        people.remove_user(session, NOW, COMMAND_LINE, "jane")
        assert revision(session, "a" * 32) == before + 3
        assert revision(session, "b" * 32) == 1


def test_an_account_is_one_persons(database: Database):
    with database.writing() as session:
        add_device(session, "a" * 32)
        set_user(session, "jane")
        set_user(session, "kim")
        assign(session, "a" * 32, "jdoe", "jane")
        assign(session, "a" * 32, "jdoe", "kim")
        people.remove_account(session, NOW, COMMAND_LINE, device_id="a" * 32, account="jdoe")
        with pytest.raises(NotFoundError):
            people.remove_account(session, NOW, COMMAND_LINE, device_id="a" * 32, account="jdoe")


def test_only_known_devices_users_and_teams_are_put_together(database: Database):
    with database.writing() as session:
        add_device(session, "a" * 32)
        set_user(session, "jane")
        for wrong in (("b" * 32, "jane"), ("a" * 32, "nobody")):
            with pytest.raises(NotFoundError):
                assign(session, wrong[0], "jdoe", wrong[1])
        with pytest.raises(NotFoundError):
            set_user(session, "jane", "nowhere")
        with pytest.raises(NotFoundError):
            people.set_group(session, NOW, COMMAND_LINE, "Sales", ["jane", "nobody"])


def test_a_device_has_no_more_accounts_than_an_assignment_holds(database: Database):
    with database.writing() as session:
        add_device(session, "a" * 32)
        set_user(session, "jane")
        for number in range(people.MOST_ACCOUNTS):
            assign(session, "a" * 32, f"u{number}", "jane")
        with pytest.raises(RuleBrokenError):
            assign(session, "a" * 32, "one-more", "jane")


def test_groups_have_their_members_and_users_their_groups(database: Database):
    with database.writing() as session:
        set_user(session, "jane", None, ("Sales", "Works council"))
        set_user(session, "kim", None, ())
        people.set_group(session, NOW, COMMAND_LINE, "Sales", ["kim", "jane"])
        assert people.groups_of(session, ["jane", "kim"]) == {"jane": ("Sales", "Works council"), "kim": ("Sales",)}
        assert people.find_groups(session) == [("Sales", ("jane", "kim")), ("Works council", ("jane",))]
        people.remove_group(session, NOW, COMMAND_LINE, "Sales")
        assert people.groups_of(session, ["kim"]) == {}
        assert [user.name for user in people.find_users(session, after="jane")] == ["kim"]
        with pytest.raises(NotFoundError):
            people.remove_group(session, NOW, COMMAND_LINE, "Sales")
