"""What there is to say about the policy in force, without its rules."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from agent.core.verdicts import Mode

__all__ = ["PolicyFacts", "PolicyOrigin"]


class PolicyOrigin(enum.StrEnum):
    """Where a policy comes from."""

    PACKAGED = "packaged"
    """It came with Cordon."""
    FILE = "file"
    """A person named a file; nobody has signed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFacts:
    """A policy as status and tools show it.

    Attributes:
        origin: where it comes from.
        history_days: how long history is kept; None for ever.
        documents: of its layers, as canonical JSON, upper ones first.
    """

    name: str
    version: str
    mode: Mode
    origin: PolicyOrigin
    history_days: int | None = None
    documents: tuple[str, ...] = field(repr=False)
