"""Who and what a device is for, and what it was granted. Travels as a signed target file.

The server's online key signs assignments, so a stolen server can move a device from one team to another, and grant what
the offline-signed policy lets it grant. It cannot change the global policy, nor that of any team
(docs/threat-model.md).
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from agent.core.verdicts import Action
from agent.fleet.message import DeviceId, Instant, Message, Name, Slug

__all__ = [
    "ASSIGNMENT_LIMIT_BYTES",
    "EXCEPTIONS_LIMIT_BYTES",
    "AssignedUser",
    "Assignment",
    "Grant",
    "OfflineExceptions",
]

ASSIGNMENT_LIMIT_BYTES: Final = 256 << 10
EXCEPTIONS_LIMIT_BYTES: Final = 1 << 20

_Ids = Annotated[tuple[Slug, ...], Field(max_length=100)]


class Grant(Message):
    """An exception that was granted: from when to when, which rules are loosened, for what, and how far.

    Attributes:
        exception_id: unique.
        rule_ids: the rules it loosens; each stands in the granting layer's policy, or one below.
        destination_ids: for these; empty for any.
        accounts: for these accounts of the device; empty for all.
        device_ids: for these; empty for any. An assignment's grants are for its device.
        down_to: what is left of a rule's action.
        granted_at: holds from then on.
        expires_at: holds before.
        approved_by: name of the approver's key, as the audit log has it.
    """

    exception_id: Slug
    rule_ids: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=100)]
    destination_ids: _Ids = ()
    accounts: Annotated[tuple[Name, ...], Field(max_length=100, repr=False)] = ()
    device_ids: Annotated[tuple[DeviceId, ...], Field(max_length=1000)] = ()
    down_to: Action
    granted_at: Instant
    expires_at: Instant
    approved_by: Name

    @model_validator(mode="after")
    def _check_times(self) -> Grant:
        if self.expires_at <= self.granted_at:
            raise ValueError("expires before it is granted")
        return self


class OfflineExceptions(Message):
    """Exceptions that a layer's own approvers have granted, offline: no limit of the policy binds these."""

    schema_version: Literal[1] = 1
    grants: Annotated[tuple[Grant, ...], Field(max_length=1000)] = ()


class AssignedUser(Message):
    """Who works with an account of the device.

    Attributes:
        account: its name on the device.
        user: who that is, as the organization names them; a layer of policy may be theirs.
        team: theirs, where it is another than the device's.
        groups: theirs in the organization's directory (SCIM `displayName`), beside those of the device.
    """

    account: Annotated[Name, Field(repr=False)]
    user: Annotated[Name, Field(repr=False)]
    team: Slug | None = None
    groups: Annotated[tuple[Name, ...], Field(max_length=200, repr=False)] = ()


class Assignment(Message):
    """Everything about one device.

    Attributes:
        team: of whoever works with it and is not listed; None for none.
        users: at most one entry for an account.
        grants: given by the server, within what policies let it.
        is_retired: it was taken out of service: it goes on enforcing what it has, and says so.
        issued_at: when the server wrote this.
    """

    schema_version: Literal[1] = 1
    device_id: DeviceId
    team: Slug | None = None
    users: Annotated[tuple[AssignedUser, ...], Field(max_length=200)] = ()
    grants: Annotated[tuple[Grant, ...], Field(max_length=200)] = ()
    is_retired: bool = False
    issued_at: Instant

    def user(self, account: str) -> AssignedUser | None:
        """Return who works with an account; None where nobody was assigned to it."""
        return next((user for user in self.users if user.account == account), None)

    def team_of(self, account: str) -> str | None:
        """Return the team whose policy counts for an account."""
        user = self.user(account)
        return user.team if user is not None and user.team is not None else self.team
