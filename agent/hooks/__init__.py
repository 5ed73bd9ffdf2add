"""What coding agents ask before they act, and how they want to be answered: one module for each published protocol.

`parse` makes a message a `HookCall`, `answer` makes an outcome a message; `protocols.py` has the table of both. Where a
tool keeps its hooks is in `settings.py`. Pure: no files, no sockets, no clock. Which version of a protocol is spoken,
what it can rewrite and what only refuse: docs/hooks.md.
"""

from agent.hooks.call import (
    Abilities,
    HookCall,
    HookDecision,
    HookEvent,
    HookMessageError,
    HookOutcome,
    HookProblem,
    Piece,
    PieceKind,
)

__all__ = [
    "Abilities",
    "HookCall",
    "HookDecision",
    "HookEvent",
    "HookMessageError",
    "HookOutcome",
    "HookProblem",
    "Piece",
    "PieceKind",
]
