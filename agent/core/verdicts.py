"""What policy answers (verdict) and what really happened (disposition)."""

from __future__ import annotations

import enum
from dataclasses import dataclass

__all__ = ["Action", "Disposition", "Label", "Mode", "Offer", "TriggeredRule", "Verdict"]


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


class Disposition(enum.StrEnum):
    """What really happened; may differ from the verdict, e.g. when nobody was there to be warned."""

    ALLOWED = "allowed"
    AUDITED = "audited"
    WARNED = "warned"
    """The warning was handed to the person; the content was not held."""
    ACKNOWLEDGED = "acknowledged"
    """The person read the warning and closed it."""
    REDACTED = "redacted"
    """The person took the redacted text instead."""
    NOT_SHOWN = "not_shown"
    """A warning was due and could not be shown (no GUI, queue full)."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Label:
    """How sensitive content is. Names come from policy; a higher rank is more sensitive, 0 is the lowest."""

    rank: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggeredRule:
    """A rule that applied: its id, the action it asks for, and the policy author's message (may be empty)."""

    rule_id: str
    action: Action
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Policy's answer to one request.

    Attributes:
        action: the strictest action of the triggered rules, after the mode was applied.
        label: how sensitive the content is under this policy.
        triggered_rules: strictest first, in document order within one action.
        offers: what the person may choose instead, in the order to show them.
        mode: the mode that was applied.
        policy_version: of the policy that answered.
    """

    action: Action
    label: Label
    triggered_rules: tuple[TriggeredRule, ...]
    offers: tuple[Offer, ...]
    mode: Mode
    policy_version: str
