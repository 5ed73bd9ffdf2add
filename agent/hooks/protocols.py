"""The tools whose hooks are spoken, by the name that a person types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from agent.hooks import claude_code, codex, cursor, generic
from agent.hooks.call import HookAnswer, HookCall, HookOutcome

__all__ = ["PROTOCOLS", "Protocol"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """How one tool speaks.

    Attributes:
        destination_id: which AI tool of the catalogue it is; empty where the message does not tell.
        parse: a message to a call; None for what holds nothing to judge. Raises HookMessageError.
        answer: an outcome to a message.
    """

    destination_id: str
    parse: Callable[[bytes], HookCall | None]
    answer: Callable[[HookCall, HookOutcome], HookAnswer]


PROTOCOLS: Final = {
    "claude-code": Protocol(destination_id="claude-code", parse=claude_code.parse, answer=claude_code.answer),
    "cursor": Protocol(destination_id="cursor", parse=cursor.parse, answer=cursor.answer),
    "codex": Protocol(destination_id="codex", parse=codex.parse, answer=codex.answer),
    "generic": Protocol(destination_id="", parse=generic.parse, answer=generic.answer),
}
