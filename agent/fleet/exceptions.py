"""A person asks for an exception, another one decides, and the answer comes back as a signed grant.

What is asked for has no free text: a reason is a code, and what it is about is a rule and a destination. Asking twice
with one `request_id` is asking once.
"""

from __future__ import annotations

import enum
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from agent.core.verdicts import Action
from agent.fleet.message import Instant, Message, Name, Slug

__all__ = [
    "DEVICE_RETIRED",
    "EXCEPTIONS_PATH",
    "EXCEPTION_REQUEST_LIMIT_BYTES",
    "ExceptionReason",
    "ExceptionRequest",
    "ExceptionState",
    "ExceptionStatus",
]

EXCEPTIONS_PATH: Final = "/v1/exceptions"
"""POST asks for one, GET lists this device's; both signed."""

EXCEPTION_REQUEST_LIMIT_BYTES: Final = 16 << 10

DEVICE_RETIRED: Final = "device_retired"
"""The code of the one refusal with 403 that is final; others with this status pass, or are of somebody in between."""


class ExceptionReason(enum.StrEnum):
    """Why."""

    CUSTOMER_AGREED = "customer_agreed"
    NOT_SENSITIVE = "not_sensitive"
    APPROVED_PROJECT = "approved_project"
    URGENT = "urgent"
    OTHER = "other"


class ExceptionState(enum.StrEnum):
    """What became of it."""

    PENDING = "pending"
    GRANTED = "granted"
    REFUSED = "refused"
    NEEDS_OFFLINE_APPROVER = "needs_offline_approver"
    """It goes beyond what the policy lets the server grant: only whoever holds the policy's keys can."""
    REVOKED = "revoked"
    EXPIRED = "expired"


class ExceptionRequest(Message):
    """What is asked for.

    Attributes:
        request_id: random; becomes the exception's id.
        account: for this account of the device.
        label: of what would be let through, as the policy names it.
        days: for so long.
    """

    request_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    rule_ids: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=20)]
    destination_id: Slug
    account: Annotated[Name, Field(repr=False)]
    label: Name
    down_to: Action = Action.AUDIT
    days: Annotated[int, Field(ge=1, le=366)]
    reason: ExceptionReason


class ExceptionStatus(Message):
    """One request and what became of it."""

    request_id: str
    rule_ids: tuple[Slug, ...]
    destination_id: Slug
    state: ExceptionState
    requested_at: Instant
    decided_at: Instant | None = None
    expires_at: Instant | None = None
