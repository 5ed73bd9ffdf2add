"""What policy answers (verdict) and what really happened (disposition)."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from agent.core.gestures import DestinationStatus

__all__ = [
    "Action",
    "Disposition",
    "FailMode",
    "Label",
    "Layer",
    "Mode",
    "Offer",
    "OfflineMode",
    "TriggeredRule",
    "Verdict",
]


class Action(enum.StrEnum):
    """What to do with a gesture; ALLOW < AUDIT < WARN < JUSTIFY < REDACT < BLOCK by `rank`."""

    ALLOW = "allow"
    AUDIT = "audit"
    WARN = "warn"
    JUSTIFY = "justify"
    REDACT = "redact"
    BLOCK = "block"

    @property
    def rank(self) -> int:
        """Strictness, 0 (ALLOW) to 5 (BLOCK)."""
        return _STRICTNESS.index(self)


_STRICTNESS = (Action.ALLOW, Action.AUDIT, Action.WARN, Action.JUSTIFY, Action.REDACT, Action.BLOCK)


class Offer(enum.StrEnum):
    """A way on that the person gets together with a verdict."""

    REDACTED = "redacted"
    ORIGINAL_WITH_REASON = "original_with_reason"
    EXCEPTION = "exception"
    REPORT_WRONG = "report_wrong"


class Mode(enum.StrEnum):
    """MONITOR lowers every action above AUDIT to AUDIT and keeps the triggered rules."""

    MONITOR = "monitor"
    ENFORCE = "enforce"


class FailMode(enum.StrEnum):
    """What happens to content that could not be judged in time."""

    OPEN = "open"
    """It goes through, and the record says so."""
    CLOSED = "closed"
    """It is held back where the channel can hold it."""


class OfflineMode(enum.StrEnum):
    """What a policy that could not be renewed for long comes to."""

    KEEP = "keep"
    """It goes on as before, and Cordon shows how old it is."""
    FAIL_CLOSED = "fail_closed"
    """On channels that fail closed everything is held back, as content that could not be judged."""


class Layer(enum.StrEnum):
    """Whom a policy is for; a lower layer may be stricter than those above it, never looser."""

    GLOBAL = "global"
    TEAM = "team"
    USER = "user"

    @property
    def depth(self) -> int:
        """0 (GLOBAL) to 2 (USER)."""
        return _DEPTHS.index(self)


_DEPTHS = (Layer.GLOBAL, Layer.TEAM, Layer.USER)


class Disposition(enum.StrEnum):
    """What really happened; may differ from the verdict, e.g. when nobody was there to be warned."""

    ALLOWED = "allowed"
    AUDITED = "audited"
    WARNED = "warned"
    """The warning was handed to the person; the content was not held."""
    ACKNOWLEDGED = "acknowledged"
    """The person read the warning and closed it."""
    REDACTED = "redacted"
    """The redacted text went instead: the person took it, or it was put in place of the original."""
    NOT_SHOWN = "not_shown"
    """A warning was due and could not be shown (no GUI, queue full)."""
    FAILED = "failed"
    BLOCKED = "blocked"
    """The content was held back."""
    ASKED = "asked"
    """The tool that was about to use it asks the person; what they answer is not known here."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Label:
    """How sensitive content is. Names come from policy; a higher rank is more sensitive, 0 is the lowest."""

    rank: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggeredRule:
    """A rule that applied.

    Attributes:
        rule_id: unique within its layer.
        action: what it asks for; what is left of it where an exception loosens it.
        message: the policy author's, in the person's language; may be empty.
        learn_more: where the author explains it, an https address; may be empty.
        layer: whose policy it is of.
        exception_id: the exception that loosens it; empty for none.
        silence_limit_minutes: for so long at most a person may silence its warnings; 0 forbids it.
    """

    rule_id: str
    action: Action
    message: str = ""
    learn_more: str = ""
    layer: Layer = Layer.GLOBAL
    exception_id: str = ""
    silence_limit_minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Policy's answer to one request.

    Attributes:
        action: the strictest action of the triggered rules, after the mode was applied.
        label: how sensitive the content is under this policy.
        triggered_rules: strictest first; within one action upper layers first, and in document order.
        offers: what the person may choose instead, in the order to show them.
        mode: the mode that was applied.
        policy_version: of the policy that answered; those of its layers with `+` between.
        destination_status: what the policy, all its layers together, thinks of where the content would go.
    """

    action: Action
    label: Label
    triggered_rules: tuple[TriggeredRule, ...]
    offers: tuple[Offer, ...]
    mode: Mode
    policy_version: str
    destination_status: DestinationStatus = DestinationStatus.UNKNOWN
