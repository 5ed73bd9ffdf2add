"""What the protocols share: a message is one JSON object in UTF-8, and so is an answer.

Errors say what is wrong and repeat nothing of the message.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from agent.hooks.call import HookAnswer, HookMessageError

__all__ = ["answer_of", "member", "object_in", "text_of"]


def object_in(untrusted: bytes) -> dict[str, Any]:
    """Return the object in a message.

    Raises:
        HookMessageError: it is none.
    """
    try:
        value = json.loads(untrusted.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        # Deliberately without a cause: a JSON error quotes the document.
        raise HookMessageError("The hook's message is not JSON") from None
    if not isinstance(value, dict):
        raise HookMessageError("The hook's message is no JSON object")
    return value


def text_of(message: Mapping[str, Any], name: str) -> str:
    """Return a member that must be a text.

    Raises:
        HookMessageError: it is missing or something else.
    """
    value = message.get(name)
    if not isinstance(value, str):
        raise HookMessageError("The hook's message has wrong fields", detail=f"{name} must be a text.")
    return value


def member(message: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a member that must be an object.

    Raises:
        HookMessageError: it is missing or something else.
    """
    value = message.get(name)
    if not isinstance(value, dict):
        raise HookMessageError("The hook's message has wrong fields", detail=f"{name} must be an object.")
    return value


def answer_of(message: Mapping[str, object] | None) -> HookAnswer:
    """Return the answer that says this; None says nothing at all."""
    # ASCII only: half a surrogate pair, which JSON can say and UTF-8 cannot, goes back as it came.
    return HookAnswer(output=json.dumps(message) + "\n" if message is not None else "")
