"""Assignments are built each by itself, and none may outgrow what a device reads."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agent.fleet.assignment import ASSIGNMENT_LIMIT_BYTES
from server.storage import people, requests
from server.storage.assignments import assignments_of, groups_of, require_fitting, require_fitting_for
from server.storage.database import Database
from server.storage.errors import RuleBrokenError
from server.storage.roles import COMMAND_LINE, Actor, Role
from server.storage.tables import Device, DeviceAccount, ExceptionRow, Group, Membership, User
from tests.server.repository.organization import NOW
from tests.server.storage.test_people import add_device, assign, set_user
from tests.server.storage.test_requests import ASKED, DEVICE, Limits, ask

OTHER = "b" * 32


def groups(number: int) -> tuple[str, ...]:
    """Names of groups as directories have them, in letters of three bytes each."""
    return tuple(f"{each:03d} {'グ' * 90}" for each in range(number))


def fill(session: Session, accounts: int, names: tuple[str, ...]) -> None:
    """Put rows there that nobody has checked."""
    add_device(session, DEVICE)
    add_device(session, OTHER)
    session.add_all(Group(name=name) for name in names)
    session.add_all(User(name=f"user{number}") for number in range(accounts))
    session.flush()
    session.add_all(
        DeviceAccount(device_id=DEVICE, account=f"account{number}", user=f"user{number}") for number in range(accounts)
    )
    session.add_all(Membership(group=name, user=f"user{number}") for name in names for number in range(accounts))
    session.flush()


def test_one_that_cannot_be_built_says_why_and_is_nobody_elses_trouble(database: Database):
    with database.writing() as session:
        add_device(session, DEVICE)
        add_device(session, OTHER)
        ask(session)
        requests.approve(session, NOW, Actor(name="a\tb", owner="kim", role=Role.APPROVER), ASKED, Limits())
        devices = session.scalars(select(Device).order_by(Device.id)).all()
        bad, good = assignments_of(session, NOW, devices)
    assert (bad.device_id, bad.assignment, bad.problem) == (
        DEVICE,
        None,
        "Grant.approved_by: string_pattern_mismatch.",
    )
    assert (good.device_id, good.problem) == (OTHER, "")
    assert good.assignment is not None


def test_one_that_is_too_large_is_told_by_its_size(database: Database):
    with database.writing() as session:
        fill(session, 10, groups(40))
        require_fitting(session, NOW, [DEVICE, OTHER])
        require_fitting_for(session, NOW, ["user1"])
        (built,) = assignments_of(session, NOW, [session.get_one(Device, DEVICE)])
        assert built.assignment is not None
        assert 100_000 < len(built.assignment.to_bytes()) < ASSIGNMENT_LIMIT_BYTES
    with database.writing() as session:
        for number in range(10, 25):
            session.add(User(name=f"user{number}"))
            session.flush()
            session.add(DeviceAccount(device_id=DEVICE, account=f"account{number}", user=f"user{number}"))
            session.add_all(Membership(group=name, user=f"user{number}") for name in groups(40))
        session.flush()
        with pytest.raises(RuleBrokenError, match="too large") as caught:
            require_fitting(session, NOW, [OTHER, DEVICE])
        assert DEVICE in caught.value.detail
        with pytest.raises(RuleBrokenError, match="too large"):
            require_fitting_for(session, NOW, ["user24"])
        require_fitting(session, NOW, [OTHER])


def test_no_account_is_added_that_makes_it_too_large(database: Database):
    with database.writing() as session:
        fill(session, 20, groups(40))
        set_user(session, "one more", None, groups(100))
        with pytest.raises(RuleBrokenError, match="too large"):
            assign(session, DEVICE, "another", "one more")
        assign(session, OTHER, "another", "one more")


def test_no_group_is_added_that_makes_it_too_large(database: Database):
    with database.writing() as session:
        fill(session, 21, groups(40))
    with pytest.raises(RuleBrokenError, match="too large"), database.writing() as session:
        set_user(session, "user1", None, groups(120))
    members = [f"user{number}" for number in range(21)]
    with database.writing() as session:
        people.set_group(session, NOW, COMMAND_LINE, groups(50)[40], members[:10])
        people.set_group(session, NOW, COMMAND_LINE, groups(50)[41], members)
    with pytest.raises(RuleBrokenError, match="too large"), database.writing() as session:
        people.set_group(session, NOW, COMMAND_LINE, groups(50)[42], members)
    with database.writing() as session:
        set_user(session, "user2", None, groups(39))


def test_no_exception_is_granted_that_makes_it_too_large(database: Database):
    with database.writing() as session:
        fill(session, 21, groups(40))
        ask(session)
        session.add_all(_granted(number) for number in range(60))
        session.flush()
        with pytest.raises(RuleBrokenError, match="too large"):
            requests.approve(session, NOW, Actor(name="kim-key", owner="kim", role=Role.APPROVER), ASKED, Limits())


def test_groups_are_in_order(database: Database):
    with database.writing() as session:
        set_user(session, "jane", None, ("b", "a"))
        assert groups_of(session, ["jane", "kim"]) == {"jane": ("a", "b")}


def _granted(number: int) -> ExceptionRow:
    return ExceptionRow(
        id=f"{number:032x}",
        device_id=DEVICE,
        account="jdoe",
        rule_ids=[f"{each:02d}-{'r' * 50}" for each in range(20)],
        destination_id="chatgpt",
        label="closed",
        down_to="audit",
        days=3,
        reason="urgent",
        state="granted",
        requested_at=NOW,
        decided_by="kim-key",
        decided_at=NOW,
        granted_at=NOW,
        expires_at=NOW.replace(year=2028),
    )
