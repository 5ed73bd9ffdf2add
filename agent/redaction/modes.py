"""The ways of redacting, and the one function that does it.

| Mode | `jane@example.com` becomes | can be turned back |
|---|---|---|
| PLACEHOLDER | `⟦EMAIL_1·k3f9qd⟧` | yes, with its conversation |
| LABEL | `[EMAIL]` | no |
| MASK | `****` | no |
| PARTIAL | `****@example.com` | no |
| FAKE | `qhwd.mzxk@example.com`, always the same within the conversation | no |

Pure: keys and nonces come in with the conversation.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from agent.core import EntityCount, Finding
from agent.redaction.conversation import Conversation
from agent.redaction.fakes import fake_value
from agent.redaction.masking import MASK, partly_masked
from agent.redaction.placeholders import plan_labels, plan_placeholders
from agent.redaction.shapes import EDGE
from agent.redaction.spans import Replacement, Span, apply, joined_spans

__all__ = ["Redaction", "RedactionMode", "redact"]


class RedactionMode(enum.StrEnum):
    """What stands in place of a value."""

    PLACEHOLDER = "placeholder"
    LABEL = "label"
    MASK = "mask"
    PARTIAL = "partial"
    FAKE = "fake"

    @property
    def needs_conversation(self) -> bool:
        """Whether it writes by the key or the nonce of a conversation."""
        return self in {RedactionMode.PLACEHOLDER, RedactionMode.FAKE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A redacted text.

    Attributes:
        text: the text.
        counts: how many spans of each entity were replaced, by entity name.
        conversation: the one it was given, with what was added to it.
    """

    text: str = field(repr=False)
    counts: tuple[EntityCount, ...]
    conversation: Conversation | None = None

    @property
    def replaced(self) -> int:
        """How many spans were replaced."""
        return sum(each.count for each in self.counts)


def redact(
    text: str, findings: Iterable[Finding], mode: RedactionMode, conversation: Conversation | None = None
) -> Redaction:
    """The text with something else in place of each finding; total on any text and any findings.

    Raises:
        ValueError: the mode needs a conversation, and there is none.
    """
    spans = joined_spans(text, findings)
    if mode.needs_conversation and conversation is None:
        raise ValueError(f"{mode} needs a conversation")
    if mode is RedactionMode.PLACEHOLDER and conversation is not None:
        replacements, conversation = plan_placeholders(text, spans, conversation)
    elif mode is RedactionMode.LABEL:
        replacements = plan_labels(text, spans)
    else:
        replacements = _plan_each(text, spans, mode, conversation)
    counts = Counter(span.entity for span in spans)
    return Redaction(
        text=apply(text, replacements),
        counts=tuple(EntityCount(entity=entity, count=counts[entity]) for entity in sorted(counts)),
        conversation=conversation,
    )


def _plan_each(
    text: str, spans: Sequence[Span], mode: RedactionMode, conversation: Conversation | None
) -> list[Replacement]:
    """What to replace where each value stands for itself."""
    replacements = []
    for span in spans:
        value = text[span.start : span.end]
        if mode is RedactionMode.FAKE and conversation is not None:
            before, after = text[max(0, span.start - EDGE) : span.start], text[span.end : span.end + EDGE]
            written = fake_value(span.entity, value, conversation.key, before=before, after=after)
        else:
            written = partly_masked(span.entity, value) if mode is RedactionMode.PARTIAL else MASK
        replacements.append(Replacement(start=span.start, end=span.end, text=written))
    return replacements
