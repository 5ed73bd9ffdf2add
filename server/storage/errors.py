"""What can go wrong with what the server remembers.

    StorageError            the database cannot be used
    RuleBrokenError         what is asked for is against a rule; says which
    ├── NotFoundError       there is no such thing
    ├── ConflictError       it is not in the state for that, or is there already
    ├── DeniedError         not this one, by this person
    └── ImportRefusedError  a file of assignments; says which line

Texts name ids, teams and lines of files; never an account, a user, a secret or SQL.
"""

from __future__ import annotations

from agent.core.errors import AgentError, EnvironmentProblemError

__all__ = ["ConflictError", "DeniedError", "ImportRefusedError", "NotFoundError", "RuleBrokenError", "StorageError"]


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


class ImportRefusedError(RuleBrokenError):
    """A file cannot be imported; nothing of it was."""

    code = "import_refused"
