"""Typed messages of the prompt channel. They may hold content.

They never travel over the public socket; those that hold text leave it out of their `repr`.

| method | direction | params → result |
|---|---|---|
| `tray.ready` | tray → agent, once it can show prompts | `Nothing` |
| `prompt.show` | agent → tray | `Prompt` |
| `prompt.withdraw` | agent → tray | `PromptWithdraw` |
| `window.show` | agent → tray | `GuiShowParams` |
| `app.started` | agent → tray | `AppNotice` |
| `prompt.answer` | tray → agent | `PromptAnswer` → `PromptAnswerResult` |
"""

from __future__ import annotations

import enum

from agent.core.findings import Category
from agent.core.gestures import Channel, DestinationStatus
from agent.core.verdicts import Action, Disposition, Offer
from agent.ipc.wire import EntityCountModel, Identifier, Instant, LabelModel, ShortText, WireModel

__all__ = [
    "AppNotice",
    "Excerpt",
    "Prompt",
    "PromptAnswer",
    "PromptAnswerResult",
    "PromptChoice",
    "PromptFinding",
    "PromptWithdraw",
    "Span",
]


class Span(WireModel, frozen=True):
    """A finding inside an excerpt; offsets are code points of the excerpt's text."""

    start: int
    end: int
    entity: ShortText


class Excerpt(WireModel, frozen=True):
    """A piece of the content around findings, cut at word ends where possible."""

    text: str
    spans: tuple[Span, ...]
    is_cut_before: bool
    is_cut_after: bool

    def __repr__(self) -> str:
        return f"Excerpt({len(self.text)} characters, {len(self.spans)} spans)"


class PromptFinding(WireModel, frozen=True):
    """Why something was found, one row per entity and recognizer."""

    entity: ShortText
    recognizer: ShortText
    confidence: float
    count: int
    summary: str


class Prompt(WireModel, frozen=True):
    """A question or warning for the person. Merged and bounded on the agent's side.

    Attributes:
        prompt_id: answers name it; a prompt with a known id replaces the one on screen.
        action: the verdict (WARN or stricter).
        rule_messages: the policy author's words for the triggered rules, strictest first; may be empty.
        learn_more: where the policy author explains the strictest rule that says so, an https address; may be empty.
        excerpts: content around the findings, for the dialog only; never for a notification.
        more_findings: findings that are in no excerpt.
        offers: what the person may choose, in order.
        expires_at: the agent stops waiting for an answer then.
    """

    prompt_id: Identifier
    channel: Channel
    destination_id: ShortText
    destination_name: ShortText
    destination_status: DestinationStatus
    label: LabelModel
    action: Action
    entities: tuple[EntityCountModel, ...]
    findings: tuple[PromptFinding, ...]
    excerpts: tuple[Excerpt, ...]
    more_findings: int
    rule_messages: tuple[str, ...]
    offers: tuple[Offer, ...]
    expires_at: Instant
    category: Category | None = None
    learn_more: str = ""


class PromptWithdraw(WireModel, frozen=True):
    """The prompt is of no use any more (the clipboard changed, it expired): take it off the screen."""

    prompt_id: Identifier


class PromptChoice(enum.StrEnum):
    """What the person chose."""

    ACKNOWLEDGED = "acknowledged"
    """Read it and closed it."""
    REDACTED = "redacted"
    """Put the redacted text on the clipboard."""
    NOT_SHOWN = "not_shown"
    """The tray could not show it."""


class PromptAnswer(WireModel, frozen=True):
    """The person's answer. The first one counts."""

    prompt_id: Identifier
    choice: PromptChoice


class PromptAnswerResult(WireModel, frozen=True):
    """What became of it; FAILED means that nothing was changed."""

    disposition: Disposition


class AppNotice(WireModel, frozen=True):
    """An AI app was started that the organization does not approve of. Nobody waits for an answer.

    Attributes:
        alternative: name of an approved app of the same kind; empty where the policy names none.
    """

    destination_id: Identifier
    destination_name: ShortText
    alternative: ShortText = ""
