"""Typed messages about what a coding agent's hook hands over. The one method of the public socket that carries content.

| method | params → result |
|---|---|
| `hook.judge` | `HookJudgeParams` → `HookJudgeResult` |

What holds text leaves it out of its `repr`. A call that does not fit into a frame is told as such, without its text,
so that policy says what becomes of it (docs/adr/0028).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from agent.hooks.call import Abilities, HookDecision, HookEvent, HookOutcome, HookProblem, Piece, PieceKind
from agent.ipc.wire import WireModel

__all__ = ["JUDGE", "AbilitiesModel", "HookJudgeParams", "HookJudgeResult", "PieceModel"]

JUDGE = "hook.judge"


class PieceModel(WireModel, frozen=True):
    """A text of a call."""

    text: str
    kind: PieceKind = PieceKind.TEXT

    def __repr__(self) -> str:
        return f"PieceModel({len(self.text)} characters, {self.kind})"

    @classmethod
    def of(cls, piece: Piece) -> PieceModel:
        """The wire form of a piece."""
        return cls(text=piece.text, kind=piece.kind)

    def to_piece(self) -> Piece:
        """The domain form."""
        return Piece(text=self.text, kind=self.kind)


class AbilitiesModel(WireModel, frozen=True):
    """What the tool's protocol can do; `agent.hooks.call.Abilities` says what the fields mean."""

    tells: bool = False
    asks: bool = False
    rewrites: bool = False
    shows_reason: bool = False

    @classmethod
    def of(cls, abilities: Abilities) -> AbilitiesModel:
        """The wire form."""
        return cls(
            tells=abilities.tells,
            asks=abilities.asks,
            rewrites=abilities.rewrites,
            shows_reason=abilities.shows_reason,
        )

    def to_abilities(self) -> Abilities:
        """The domain form."""
        return Abilities(tells=self.tells, asks=self.asks, rewrites=self.rewrites, shows_reason=self.shows_reason)


class HookJudgeParams(WireModel, frozen=True):
    """One thing that a tool is about to do.

    Attributes:
        destination_id: which AI tool it is; empty for one that nobody named.
        pieces: every text in it; none where there is a problem.
        timeout_ms: so long whoever asks waits.
        problem: why it cannot be judged by what it says.
        size_bytes: of the whole message.
    """

    event: HookEvent
    abilities: AbilitiesModel
    timeout_ms: Annotated[int, Meta(ge=0, le=60_000)]
    destination_id: Annotated[str, Meta(max_length=100)] = ""
    pieces: tuple[PieceModel, ...] = ()
    problem: HookProblem | None = None
    size_bytes: Annotated[int, Meta(ge=0)] = 0

    def __repr__(self) -> str:
        return f"HookJudgeParams({self.event}, {len(self.pieces)} pieces)"


class HookJudgeResult(WireModel, frozen=True):
    """What came of it; `agent.hooks.call.HookOutcome` says what the fields mean.

    Attributes:
        is_judged: False for what could not be judged in time, or at all: the decision is policy's for such.
    """

    decision: HookDecision
    message: str = ""
    texts: tuple[str, ...] = ()
    redacted: str = ""
    is_judged: bool = True

    def __repr__(self) -> str:
        return f"HookJudgeResult({self.decision}, {len(self.texts)} texts)"

    @classmethod
    def of(cls, outcome: HookOutcome, *, is_judged: bool) -> HookJudgeResult:
        """The wire form of an outcome."""
        return cls(
            decision=outcome.decision,
            message=outcome.message,
            texts=outcome.texts,
            redacted=outcome.redacted,
            is_judged=is_judged,
        )

    def to_outcome(self) -> HookOutcome:
        """The domain form."""
        return HookOutcome(decision=self.decision, message=self.message, texts=self.texts, redacted=self.redacted)
