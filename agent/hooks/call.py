"""One call of a hook and what comes of it, in plain values that are the same for every tool.

Rule kept here: nothing that a person or a tool wrote is reachable from a `repr`.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agent.core.errors import AgentError

__all__ = [
    "Abilities",
    "HookAnswer",
    "HookCall",
    "HookDecision",
    "HookEvent",
    "HookMessageError",
    "HookOutcome",
    "HookProblem",
    "Piece",
    "PieceKind",
]


class HookMessageError(AgentError):
    """A message is none of the protocol. Says what is wrong, and repeats nothing of it."""

    code = "hook_message"


class HookEvent(enum.StrEnum):
    """What a tool is about to do."""

    PROMPT = "prompt"
    """Send what the person wrote."""
    TOOL_CALL = "tool_call"
    """Run a command, call a tool, read a file."""


class HookProblem(enum.StrEnum):
    """Why a call cannot be judged by what it says."""

    TOO_LARGE = "too_large"
    MALFORMED = "malformed"


class PieceKind(enum.StrEnum):
    """What part of a call a text is."""

    TEXT = "text"
    """May be rewritten."""
    NAME = "name"
    """What the next piece is called: it must stay."""
    NUMBER = "number"
    """Is no text in the protocol, so that no other text can stand there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A text of a call."""

    text: str = field(repr=False)
    kind: PieceKind = PieceKind.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What the protocol can do about this call, beside letting it through and holding it back.

    Attributes:
        tells: a message can go with a call that goes through.
        asks: the tool can have the person decide.
        rewrites: other texts can take the place of those in the call.
        shows_reason: the person sees why a call was held back, in a place for more than a line.
    """

    tells: bool = False
    asks: bool = False
    rewrites: bool = False
    shows_reason: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HookCall:
    """One thing that a tool is about to do.

    Attributes:
        event: what sort of thing.
        native_event: the tool's own name for it.
        pieces: every text in it, in order.
        abilities: see there.
        tool_input: what the pieces were taken from, to be rewritten.
    """

    event: HookEvent
    native_event: str
    pieces: tuple[Piece, ...]
    abilities: Abilities
    tool_input: Mapping[str, Any] = field(default_factory=dict, repr=False)


class HookDecision(enum.StrEnum):
    """What the tool is told."""

    ALLOW = "allow"
    TELL = "tell"
    """Allow, with a message for the person."""
    ASK = "ask"
    REWRITE = "rewrite"
    DENY = "deny"


@dataclass(frozen=True, slots=True, kw_only=True)
class HookOutcome:
    """What came of a call.

    Attributes:
        decision: see there; only what the call's abilities allow.
        message: for the person; kinds and counts of what was found, never the values. Empty with ALLOW.
        texts: with REWRITE, a text for each piece of kind TEXT, in order.
        redacted: with DENY, the text as it could go instead; may be empty.
    """

    decision: HookDecision
    message: str = ""
    texts: tuple[str, ...] = field(default=(), repr=False)
    redacted: str = field(default="", repr=False)

    @property
    def reason(self) -> str:
        """Why a call was held back, with the text that could go instead."""
        if not self.redacted:
            return self.message
        return f"{self.message}\n\nThis could go instead:\n\n{self.redacted}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HookAnswer:
    """What the hook's process says, and ends with."""

    output: str = field(default="", repr=False)
    errors: str = ""
    exit_code: int = 0
