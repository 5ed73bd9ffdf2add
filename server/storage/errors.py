"""What can go wrong with what the server remembers.

    StorageError            the database cannot be used
    RuleBrokenError         what is asked for is against a rule; says which
    ├── NotFoundError       there is no such thing
    ├── ConflictError       it is not in the state for that, or is there already
    ├── DeniedError         not this one, by this person
    │   └── DeviceRetiredError  not for this device, as long as it is out of service
    ├── TooManyWaitingError not now: so many wait already
    └── ImportRefusedError  a file of assignments; says which line

Texts name ids, teams and lines of files; never an account, a user, a secret or SQL.
"""

from __future__ import annotations

from agent.core.errors import AgentError, EnvironmentProblemError
from agent.fleet.exceptions import DEVICE_RETIRED

__all__ = [
    "ConflictError",
    "DeniedError",
    "DeviceRetiredError",
    "ImportRefusedError",
    "NotFoundError",
    "RuleBrokenError",
    "StorageError",
    "TooManyWaitingError",
]


class StorageError(EnvironmentProblemError):
    """The database does not answer, is of another version or damaged."""

    code = "storage"


class RuleBrokenError(AgentError):
    """What is asked for cannot be done."""

    code = "rule_broken"


class NotFoundError(RuleBrokenError):
    """There is no such thing."""

    code = "not_found"


class ConflictError(RuleBrokenError):
    """It is there already, or not in the state for that."""

    code = "conflict"


class DeniedError(RuleBrokenError):
    """This one may not."""

    code = "denied"


class DeviceRetiredError(DeniedError):
    """The device is out of service."""

    code = DEVICE_RETIRED


class TooManyWaitingError(RuleBrokenError):
    """It may be asked for again once somebody has decided some of those that wait."""

    code = "too_many_waiting"


class ImportRefusedError(RuleBrokenError):
    """A file cannot be imported; nothing of it was."""

    code = "import_refused"
