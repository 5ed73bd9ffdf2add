"""Findings to redacted text, and back where the mode allows it. Pure: keys and nonces are arguments.

`redact` and `rehydrate` are the two ways; a `Conversation` is what has to be kept between them. Where it is kept:
`agent.vault`. Why placeholders look as they do: docs/adr/0010.
"""

from agent.redaction.conversation import SEED_BYTES, Conversation, Entry, new_conversation
from agent.redaction.modes import Redaction, RedactionMode, redact
from agent.redaction.rehydration import Rehydration, nonces_in, rehydrate

__all__ = [
    "SEED_BYTES",
    "Conversation",
    "Entry",
    "Redaction",
    "RedactionMode",
    "Rehydration",
    "new_conversation",
    "nonces_in",
    "redact",
    "rehydrate",
]
