"""What words of the wire mean to people."""

from __future__ import annotations

from typing import Final

from agent.core.health import HEALTH_ISSUES, HealthCode

__all__ = ["DONE", "issue", "severity", "words"]

DONE: Final = {
    "signed_out": "You are signed out.",
    "team": "The team is changed. The device learns it with its next refresh.",
    "team_added": "The team is added.",
    "retired": "The device is out of service.",
    "restored": "The device is in service again.",
    "acknowledged": "The trouble with its history is acknowledged.",
    "assigned": "The account is assigned. The device learns it with its next refresh.",
    "unassigned": "Nobody in particular works with the account any more.",
    "approved": "The exception is granted. The device learns it with its next refresh.",
    "needs_offline": "The policy does not let the server grant this: it waits for whoever holds the policy's keys.",
    "refused": "The request is refused.",
    "revoked": "The exception is taken back. The device learns it with its next refresh.",
    "token_revoked": "The token is revoked. Devices that have enrolled with it stay.",
    "key_revoked": "The key is revoked, and whoever was signed in with it is signed out.",
}
"""By what a page's address says was done; nothing else that it says is shown."""

_CODES: Final = {code.value: kind for code, kind in HEALTH_ISSUES.items()}


def words(value: str) -> str:
    """Return a code as words: `needs_offline_approver` as `Needs offline approver`."""
    return value.replace("_", " ").capitalize()


def issue(code: str) -> str:
    """Return what a health issue is called; newer agents know codes that are not known here."""
    kind = _CODES.get(HealthCode(code)) if code in set(HealthCode) else None
    return kind.title if kind is not None else words(code)


def severity(code: str) -> str:
    """Return how bad a health issue is: `info`, `warning` or `error`; `warning` for one that is not known here."""
    kind = _CODES.get(HealthCode(code)) if code in set(HealthCode) else None
    return kind.severity.value if kind is not None else "warning"
