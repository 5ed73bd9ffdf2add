"""The error tree.

    AgentError                      everything Cordon raises on purpose
    ├── EnvironmentProblemError     the machine, the person's setup or a file is at fault; says what to do next
    │   ├── SecretStoreError        Cordon's own key can be neither read nor kept
    │   │   └── SecretStoreLockedError  the keyring that holds it is closed; ask again later
    │   └── (one subclass per subject, beside the code that raises it)
    └── BugError                    Cordon is at fault; says how to report it

Texts are safe to show and to log: they name things and numbers, never content.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = ["AgentError", "BugError", "EnvironmentProblemError", "SecretStoreError", "SecretStoreLockedError"]


class AgentError(Exception):
    """Base of Cordon's errors.

    Attributes:
        code: stable identifier, lower_snake_case; crosses IPC.
        title: what went wrong, one short sentence without a full stop.
        detail: more about it, safe to show; may be empty.
        hint: the next step for the person; may be empty.
    """

    code: ClassVar[str] = "agent_error"

    def __init__(self, title: str, *, detail: str = "", hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.hint = hint

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.detail, self.hint) if part)


class EnvironmentProblemError(AgentError):
    """Something outside Cordon is in the way."""

    code = "environment_problem"


class SecretStoreError(EnvironmentProblemError):
    """A secret can be neither read nor kept. Here and not beside its adapter because the port names it."""

    code = "secret_store"


class SecretStoreLockedError(SecretStoreError):
    """The keyring that holds a secret, or should, does not answer now and may later."""

    code = "secret_store_locked"


class BugError(AgentError):
    """Cordon broke one of its own rules."""

    code = "bug"
