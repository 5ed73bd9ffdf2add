"""Findings and conversations for tests of redaction."""

from __future__ import annotations

from hypothesis import strategies as st

from agent.core import Explanation, Finding
from agent.redaction import new_conversation

__all__ = ["CONVERSATION", "NONCE", "OTHER", "any_text", "finding", "findings_in", "findings_of"]

CONVERSATION = new_conversation(bytes(range(64)))
NONCE = CONVERSATION.nonce
OTHER = new_conversation(bytes(range(7, 71)))

_PIECES = (
    "⟦",
    "⟧",
    "[",
    "]",
    "[[",
    "·",
    "•",
    " ",
    "_",
    "\\_",
    "1",
    "EMAIL",
    "E_1",
    NONCE,
    f"EMAIL_1·{NONCE}",
    f"⟦EMAIL_1·{NONCE}⟧",
    f"⟦LITERAL_1·{NONCE}⟧",
    f"[EMAIL_2·{OTHER.nonce}]",
    f"\\u27e6EMAIL_1\\u00b7{NONCE}\\u27e7",
    "\\",
    "*",
    "a@x.org",
    "\n",
    "\ud800",
)

any_text = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
"""Ordinary text, and text made to be taken for placeholders."""


def finding(start: int, end: int, entity: str = "EMAIL", confidence: float = 0.9) -> Finding:
    """A finding anywhere."""
    return Finding(
        entity=entity,
        start=start,
        end=end,
        confidence=confidence,
        recognizer="test",
        explanation=Explanation(summary="Made for the test."),
    )


def findings_of(text: str, *values: tuple[str, str]) -> list[Finding]:
    """The first occurrence of each (entity, value)."""
    return [finding(text.index(value), text.index(value) + len(value), entity) for entity, value in values]


def findings_in(text: str) -> st.SearchStrategy[list[Finding]]:
    """Findings anywhere in a text and a little beyond it, overlapping ones too."""
    places = st.integers(-2, len(text) + 2)
    entities = st.sampled_from(["EMAIL", "PHONE", "my own-entity", "LITERAL", "PASSWORD"])
    return st.lists(st.builds(finding, places, places, entities, st.sampled_from([0.4, 0.9])), max_size=8)
