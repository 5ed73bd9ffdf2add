"""Who may do what: four roles, one table. The HTTP interface, the console and the documentation read it.

Nobody who approves exceptions can hand out enrolment tokens, and whoever runs the server approves nothing. An operator
makes keys, and so could make one for a role of their own: the audit log shows it, and no grant goes beyond what the
offline-signed policy lets the server grant.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = ["COMMAND_LINE", "PERMISSIONS", "SIGNER", "Actor", "Permission", "Role"]


class Role(enum.StrEnum):
    """Of an administrator's key."""

    AUTHOR = "author"
    """Writes policies: hands in publications, which others have signed, too."""
    APPROVER = "approver"
    """Decides on exceptions."""
    AUDITOR = "auditor"
    """Reads everything, changes nothing."""
    OPERATOR = "operator"
    """Runs the fleet: tokens, devices, users, teams, keys."""


class Permission(enum.StrEnum):
    """One thing that may be allowed."""

    READ_FLEET = "read_fleet"
    """Devices, teams, the summary; no user's name."""
    CHANGE_DEVICES = "change_devices"
    READ_PEOPLE = "read_people"
    CHANGE_PEOPLE = "change_people"
    CHANGE_TEAMS = "change_teams"
    READ_TOKENS = "read_tokens"
    CHANGE_TOKENS = "change_tokens"
    READ_KEYS = "read_keys"
    CHANGE_KEYS = "change_keys"
    READ_EXCEPTIONS = "read_exceptions"
    DECIDE_EXCEPTIONS = "decide_exceptions"
    READ_PUBLICATIONS = "read_publications"
    PUBLISH = "publish"
    READ_AUDIT = "read_audit"
    READ_METRICS = "read_metrics"
    READ_COUNTS = "read_counts"


_READS: Final = frozenset(permission for permission in Permission if permission.value.startswith("read_"))

PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = MappingProxyType(
    {
        Role.AUTHOR: frozenset(
            {Permission.READ_FLEET, Permission.READ_COUNTS, Permission.READ_PUBLICATIONS, Permission.PUBLISH}
        ),
        Role.APPROVER: frozenset(
            {
                Permission.READ_FLEET,
                Permission.READ_PEOPLE,
                Permission.READ_PUBLICATIONS,
                Permission.READ_EXCEPTIONS,
                Permission.DECIDE_EXCEPTIONS,
            }
        ),
        Role.AUDITOR: _READS,
        Role.OPERATOR: frozenset(
            {
                Permission.READ_FLEET,
                Permission.CHANGE_DEVICES,
                Permission.READ_PEOPLE,
                Permission.CHANGE_PEOPLE,
                Permission.CHANGE_TEAMS,
                Permission.READ_TOKENS,
                Permission.CHANGE_TOKENS,
                Permission.READ_KEYS,
                Permission.CHANGE_KEYS,
                Permission.READ_EXCEPTIONS,
                Permission.READ_PUBLICATIONS,
                Permission.READ_METRICS,
            }
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does something.

    Attributes:
        name: of the key, as the audit log has it.
        owner: the person behind it.
        role: None for what is done on the server's own machine.
    """

    name: str
    owner: str
    role: Role | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the role allows it; whoever has the server's machine has everything anyway."""
        return self.role is None or permission in PERMISSIONS[self.role]


COMMAND_LINE: Final = Actor(name="command-line", owner="")
SIGNER: Final = Actor(name="signer", owner="")
