"""Prompt → what the warning dialog and the notification say.

Rule kept here: `Notice` (what a notification or toast shows) is built from names and counts only and stays within 140
characters; notification centers keep what they are given. Excerpts, which hold content, go into `WarningState` only.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from agent.core.gestures import Channel
from agent.core.verdicts import Action, Offer
from agent.ipc.prompt_messages import Excerpt, Prompt, PromptChoice, PromptFinding
from gui.viewmodels.names import (
    capitalized,
    category_name,
    counted_entities,
    destination_sentence,
    entity_name,
    label_name,
)
from gui.viewmodels.protection import Tone
from gui.viewmodels.wording import Text, tr

__all__ = [
    "NOTICE_LIMIT",
    "ExcerptView",
    "Notice",
    "Piece",
    "ReasonRow",
    "WarningButton",
    "WarningState",
    "label_tone",
    "notice",
    "opens_dialog",
    "redacted_notice",
    "warning_state",
]

NOTICE_LIMIT = 140
_NAME_LIMIT = 40
_NAMED_ENTITIES = 3
_CLIPBOARD_SENTENCES = {
    Action.JUSTIFY: Text.WARNING_CLIPBOARD_BLOCK,
    Action.REDACT: Text.WARNING_CLIPBOARD_REDACT,
    Action.BLOCK: Text.WARNING_CLIPBOARD_BLOCK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of an excerpt; `entity` names what it is when it was found, else it is empty."""

    text: str = field(repr=False)
    entity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptView:
    """An excerpt cut into runs, in order; together they are its text, with "…" where it was cut."""

    pieces: tuple[Piece, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """One reason; `aside` is a short remark to its right and may be empty."""

    text: str
    aside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningButton:
    """A way on."""

    text: str
    choice: PromptChoice
    is_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningState:
    """Everything the dialog shows.

    Attributes:
        label: the label's name, for a badge.
        more: remark about findings in no excerpt; may be empty.
        learn_more: https address of the organization's explanation; may be empty.
        buttons: the default one last, where the eye ends.
    """

    prompt_id: str
    tone: Tone
    title: str
    sentence: str
    label: str
    label_tone: Tone
    excerpts: tuple[ExcerptView, ...] = field(repr=False)
    more: str
    reasons: tuple[ReasonRow, ...]
    todo: str
    learn_more: str
    buttons: tuple[WarningButton, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a notification or a toast says."""

    title: str
    text: str
    has_redacted: bool = False


def warning_state(prompt: Prompt) -> WarningState:
    """Return what the dialog shows for a prompt."""
    has_redacted = Offer.REDACTED in prompt.offers
    is_held = prompt.action.rank >= Action.JUSTIFY.rank
    return WarningState(
        prompt_id=prompt.prompt_id,
        tone=Tone.BAD if is_held else Tone.CAUTION,
        title=_title(prompt),
        sentence=_sentence(prompt),
        label=label_name(prompt.label.name),
        label_tone=label_tone(prompt.label.rank),
        excerpts=tuple(_excerpt(each) for each in prompt.excerpts),
        more=tr(Text.WARNING_MORE, count=prompt.more_findings) if prompt.more_findings else "",
        reasons=_reasons(prompt),
        todo=_todo(prompt, has_redacted=has_redacted),
        learn_more=prompt.learn_more if prompt.learn_more.startswith("https://") else "",
        buttons=_buttons(has_redacted=has_redacted),
    )


def notice(prompt: Prompt) -> Notice:
    """Return what a notification says: kinds and counts, never content."""
    what = _what(prompt)
    destination = _clipped(prompt.destination_name)
    is_clipboard = prompt.channel is Channel.CLIPBOARD
    has_redacted = Offer.REDACTED in prompt.offers
    text = tr(Text.NOTICE_TEXT if is_clipboard else Text.NOTICE_TEXT_OTHER, what=what, destination=destination)
    offer = f" {tr(Text.NOTICE_OFFER)}" if has_redacted else ""
    if len(text) + len(offer) > NOTICE_LIMIT:
        text, offer = text[: NOTICE_LIMIT - 1].rstrip() + "…" if len(text) > NOTICE_LIMIT else text, ""
    title = tr(Text.NOTICE_TITLE, what=capitalized(_kinds(prompt))) if is_clipboard else tr(Text.NOTICE_TITLE_OTHER)
    return Notice(title=title, text=text + offer, has_redacted=has_redacted)


def redacted_notice(*, is_done: bool) -> Notice:
    """Return what is told after the person took the redacted version."""
    if is_done:
        return Notice(title=tr(Text.REDACTED_DONE), text=tr(Text.REDACTED_DONE_TEXT))
    return Notice(title=tr(Text.REDACTED_FAILED), text=tr(Text.REDACTED_FAILED_TEXT))


def opens_dialog(prompt: Prompt) -> bool:
    """Whether the dialog opens by itself: not where one click on a notification does what the policy asks for."""
    if prompt.action is Action.REDACT:
        return Offer.REDACTED not in prompt.offers
    return prompt.action.rank > Action.WARN.rank


def label_tone(rank: int) -> Tone:
    """Return the tone of a label: the more sensitive, the warmer."""
    return (Tone.NEUTRAL, Tone.INFO, Tone.CAUTION, Tone.BAD)[max(0, min(rank, 3))]


def _what(prompt: Prompt) -> str:
    """Counts and kinds: "a card number and 2 passwords"."""
    entities = tuple(each.with_fields({"entity": _clipped(each.entity)}) for each in prompt.entities[:_NAMED_ENTITIES])
    return counted_entities(entities, with_article=True) or tr(Text.WARNING_SOMETHING)


def _kinds(prompt: Prompt) -> str:
    """The first kind, for a title."""
    if not prompt.entities:
        return tr(Text.WARNING_SOMETHING)
    first = prompt.entities[0]
    return _clipped(entity_name(first.entity, first.count))


def _clipped(name: str) -> str:
    return name if len(name) <= _NAME_LIMIT else name[: _NAME_LIMIT - 1].rstrip() + "…"


def _title(prompt: Prompt) -> str:
    destination = _clipped(prompt.destination_name)
    if not prompt.entities:
        return tr(Text.WARNING_TITLE_UNINSPECTED, destination=destination)
    return tr(Text.WARNING_TITLE, what=capitalized(_kinds(prompt)), destination=destination)


def _sentence(prompt: Prompt) -> str:
    text = Text.WARNING_OTHER
    if prompt.channel is Channel.CLIPBOARD:
        text = _CLIPBOARD_SENTENCES.get(prompt.action, Text.WARNING_CLIPBOARD)
    return tr(text, what=_what(prompt), destination=_clipped(prompt.destination_name))


def _reasons(prompt: Prompt) -> tuple[ReasonRow, ...]:
    rows = [_finding_reason(each) for each in prompt.findings]
    rows.append(ReasonRow(text=tr(Text.WARNING_LABEL_REASON, label=label_name(prompt.label.name))))
    if prompt.category is not None:
        rows.append(ReasonRow(text=tr(Text.WARNING_CATEGORY_REASON, category=category_name(prompt.category))))
    rows.append(ReasonRow(text=destination_sentence(prompt.destination_name, prompt.destination_status)))
    return tuple(rows)


def _todo(prompt: Prompt, *, has_redacted: bool) -> str:
    """The policy author's advice first, then how to follow it here."""
    messages = [message.strip() for message in prompt.rule_messages if message.strip()]
    return " ".join((*messages, tr(Text.WARNING_TODO_REDACTED if has_redacted else Text.WARNING_TODO_PLAIN)))


def _finding_reason(finding: PromptFinding) -> ReasonRow:
    what = capitalized(tr(Text.COUNTED, count=finding.count, name=entity_name(finding.entity, finding.count)))
    percent = round(max(0.0, min(finding.confidence, 1.0)) * 100)
    return ReasonRow(
        text=tr(Text.WARNING_FINDING, what=what, summary=finding.summary),
        aside=tr(Text.WARNING_CONFIDENCE, percent=percent),
    )


def _buttons(*, has_redacted: bool) -> tuple[WarningButton, ...]:
    if not has_redacted:
        return (WarningButton(text=tr(Text.BUTTON_UNDERSTOOD), choice=PromptChoice.ACKNOWLEDGED, is_default=True),)
    return (
        WarningButton(text=tr(Text.BUTTON_KEEP), choice=PromptChoice.ACKNOWLEDGED),
        WarningButton(text=tr(Text.BUTTON_REDACTED), choice=PromptChoice.REDACTED, is_default=True),
    )


def _excerpt(excerpt: Excerpt) -> ExcerptView:
    """Cut an excerpt at its spans. Spans come from another process: out-of-range and overlapping ones are clipped."""
    pieces: list[Piece] = []
    text, position = excerpt.text, 0
    if excerpt.is_cut_before:
        pieces.append(Piece(text="… "))
    for span in sorted(excerpt.spans, key=lambda each: (each.start, each.end)):
        start, end = max(span.start, position), min(span.end, len(text))
        if start >= end:
            continue
        if start > position:
            pieces.append(Piece(text=text[position:start]))
        pieces.append(Piece(text=text[start:end], entity=entity_name(span.entity)))
        position = end
    if position < len(text):
        pieces.append(Piece(text=text[position:]))
    if excerpt.is_cut_after:
        pieces.append(Piece(text=" …"))
    return ExcerptView(pieces=tuple(pieces))
