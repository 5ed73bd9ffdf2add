"""Who and what a device is for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from agent.core.verdicts import Action
from agent.fleet.assignment import (
    ASSIGNMENT_LIMIT_BYTES,
    EXCEPTIONS_LIMIT_BYTES,
    AssignedUser,
    Assignment,
    Grant,
    OfflineExceptions,
)
from agent.fleet.message import MessageRefusedError, parse_message

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_GRANT = Grant(
    exception_id="e-1",
    rule_ids=("cards",),
    accounts=("ana",),
    down_to=Action.WARN,
    granted_at=_NOW,
    expires_at=_NOW + timedelta(days=1),
    approved_by="key-1",
)
_ASSIGNMENT = Assignment(
    device_id="0" * 32,
    team="sales",
    users=(
        AssignedUser(account="ana", user="ana@example.org", team="legal", groups=("Legal",)),
        AssignedUser(account="bo", user="bo@example.org"),
    ),
    grants=(_GRANT,),
    issued_at=_NOW,
)


def test_an_assignment_is_read_as_it_was_written():
    assert parse_message(Assignment, _ASSIGNMENT.to_bytes(), ASSIGNMENT_LIMIT_BYTES) == _ASSIGNMENT
    offline = OfflineExceptions(grants=(_GRANT,))
    assert parse_message(OfflineExceptions, offline.to_bytes(), EXCEPTIONS_LIMIT_BYTES) == offline


@pytest.mark.parametrize(("account", "team"), [("ana", "legal"), ("bo", "sales"), ("guest", "sales")])
def test_the_team_is_the_persons_or_the_devices(account: str, team: str):
    assert _ASSIGNMENT.team_of(account) == team
    assert _ASSIGNMENT.model_copy(update={"team": None}).team_of("guest") is None


def test_persons_are_found_by_account_and_in_no_repr():
    user = _ASSIGNMENT.user("ana")
    assert user is not None
    assert user.user == "ana@example.org"
    assert _ASSIGNMENT.user("guest") is None
    assert "ana" not in repr(_ASSIGNMENT)


@pytest.mark.parametrize("lasts", [timedelta(0), timedelta(seconds=-1)])
def test_a_grant_that_ends_before_it_begins_is_refused(lasts: timedelta):
    values = {**_GRANT.model_dump(), "expires_at": _NOW + lasts}
    with pytest.raises(ValidationError, match="expires before"):
        Grant.model_validate(values)


@pytest.mark.parametrize(
    "changes",
    [
        {"rule_ids": ()},
        {"rule_ids": ("A b",)},
        {"down_to": "teleport"},
        {"granted_at": datetime(2026, 1, 1)},  # noqa: DTZ001 - what is tested
        {"device_ids": ("x",)},
    ],
)
def test_a_grant_has_its_form(changes: dict[str, object]):
    with pytest.raises(ValidationError):
        Grant.model_validate({**_GRANT.model_dump(), **changes})


def test_an_assignment_of_a_newer_schema_is_refused():
    text = _ASSIGNMENT.to_bytes().replace(b'"schema_version":1', b'"schema_version":2')
    with pytest.raises(MessageRefusedError):
        parse_message(Assignment, text, ASSIGNMENT_LIMIT_BYTES)
