"""Event → table row and "why" text; filters → what to ask the agent for."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from agent.core.errors import AgentError
from agent.core.gestures import Channel
from agent.core.verdicts import Action, Mode
from agent.ipc.messages import EventModel, HistoryListParams
from gui.viewmodels.names import (
    action_name,
    capitalized,
    category_name,
    channel_name,
    counted_entities,
    destination_sentence,
    disposition_name,
    disposition_sentence,
    inspection_sentence,
    label_name,
    local_time,
    mode_name,
    reason_name,
)
from gui.viewmodels.protection import Tone
from gui.viewmodels.status_view import Fact
from gui.viewmodels.warning import label_tone
from gui.viewmodels.wording import Text, tr

__all__ = [
    "PAGE_SIZE",
    "HistoryDetail",
    "HistoryFilter",
    "HistoryRow",
    "Period",
    "default_labels",
    "history_detail",
    "history_row",
    "matches",
    "period_name",
    "problem_text",
    "total_text",
]

PAGE_SIZE = 100
_EVENT_ID_SHOWN = 12
"""Characters of the id: enough to name an event to somebody, and to find it in `cordon history list`."""


class Period(enum.Enum):
    """How far back to look; the value is in days, 0 means everything."""

    DAY = 1
    WEEK = 7
    MONTH = 30
    ALL = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFilter:
    """What the person wants to see; None means "any"."""

    period: Period = Period.WEEK
    channel: Channel | None = None
    label: str | None = None
    action: Action | None = None

    @property
    def is_default(self) -> bool:
        """True when nothing was chosen."""
        return self == HistoryFilter()

    @property
    def is_period_only(self) -> bool:
        """True when at most the period narrows the list."""
        return self == HistoryFilter(period=self.period)

    @property
    def is_everything(self) -> bool:
        """True when nothing narrows the list, so that an empty one means that nothing was ever recorded."""
        return self == HistoryFilter(period=Period.ALL)

    def to_params(self, *, now: datetime, cursor: int | None = None) -> HistoryListParams:
        """Return what to ask the agent for.

        Args:
            now: the present instant (aware); a page after the first must be asked with the same one.
            cursor: from the page before.
        """
        return HistoryListParams(
            since=self.since(now),
            channel=self.channel,
            label=self.label,
            action=self.action,
            limit=PAGE_SIZE,
            cursor=cursor,
        )

    def since(self, now: datetime) -> datetime | None:
        """Return the earliest instant to show; None when there is none."""
        return None if self.period is Period.ALL else now - timedelta(days=self.period.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One event as the table shows it."""

    event_id: str
    when: str
    what: str
    destination: str
    channel: str
    label: str
    label_tone: Tone
    action: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryDetail:
    """One event as the detail pane shows it."""

    title: str
    when: str
    label: str
    label_tone: Tone
    why: tuple[str, ...]
    outcome: str
    facts: tuple[Fact, ...]


def matches(event: EventModel, chosen: HistoryFilter, *, now: datetime) -> bool:
    """Return whether an event that was just announced belongs into the filtered list."""
    since = chosen.since(now)
    return (
        (since is None or event.occurred_at >= since)
        and chosen.channel in (None, event.channel)
        and chosen.label in (None, event.label.name)
        and chosen.action in (None, event.action)
    )


def history_row(event: EventModel, *, now: datetime) -> HistoryRow:
    """Return the event's table row; `now` is aware and in the local time zone."""
    return HistoryRow(
        event_id=event.event_id,
        when=local_time(event.occurred_at, now),
        what=_what(event),
        destination=event.destination_name,
        channel=channel_name(event.channel),
        label=label_name(event.label.name),
        label_tone=label_tone(event.label.rank),
        action=action_name(event.action),
        outcome=disposition_name(event.disposition),
    )


def history_detail(event: EventModel, *, now: datetime) -> HistoryDetail:
    """Return why an event was flagged and what happened; `now` is aware and in the local time zone."""
    facts = (
        Fact(name=tr(Text.COLUMN_DESTINATION), value=event.destination_name),
        Fact(name=tr(Text.COLUMN_CHANNEL), value=channel_name(event.channel)),
        Fact(name=tr(Text.DETAIL_GESTURE), value=reason_name(event.reason)),
        Fact(name=tr(Text.COLUMN_ACTION), value=action_name(event.action)),
        Fact(name=tr(Text.DETAIL_MODE), value=mode_name(event.mode)),
        Fact(name=tr(Text.DETAIL_POLICY), value=event.policy_version),
        Fact(name=tr(Text.DETAIL_EVENT), value=event.event_id[:_EVENT_ID_SHOWN]),
    )
    return HistoryDetail(
        title=_what(event),
        when=local_time(event.occurred_at, now),
        label=label_name(event.label.name),
        label_tone=label_tone(event.label.rank),
        why=_why(event),
        outcome=disposition_sentence(event.disposition),
        facts=facts,
    )


def _what(event: EventModel) -> str:
    return capitalized(counted_entities(event.entities)) or _without_entities(event)


def _without_entities(event: EventModel) -> str:
    if event.category is not None:
        return capitalized(category_name(event.category))
    return (
        tr(Text.NOTHING_FOUND) if not inspection_sentence(event.inspection) else capitalized(tr(Text.WARNING_SOMETHING))
    )


def _why(event: EventModel) -> tuple[str, ...]:
    found = counted_entities(event.entities, with_article=True)
    not_read = inspection_sentence(event.inspection)
    sentences = [tr(Text.WHY_FOUND, what=found)] if found else []
    if not sentences and not not_read:
        sentences.append(tr(Text.WHY_NOTHING))
    sentences.append(not_read)
    if event.category is not None:
        sentences.append(tr(Text.WHY_CATEGORY, category=category_name(event.category)))
    sentences.append(tr(Text.WHY_LABEL, label=label_name(event.label.name)))
    sentences.append(destination_sentence(event.destination_name, event.destination_status))
    if event.rule_ids:
        rules = ", ".join(event.rule_ids)
        text = Text.WHY_RULE_ONE if len(event.rule_ids) == 1 else Text.WHY_RULES
        sentences.append(tr(text, count=len(event.rule_ids), rules=rules))
    if event.mode is Mode.MONITOR:
        sentences.append(tr(Text.WHY_MONITOR))
    return tuple(sentence for sentence in sentences if sentence)


def period_name(period: Period) -> str:
    """Return the period's name."""
    return tr(Text[f"PERIOD_{period.name}"])


def total_text(total: int) -> str:
    """Return "1 event" or "12 events"."""
    return tr(Text.HISTORY_COUNT_ONE) if total == 1 else tr(Text.HISTORY_COUNT, count=f"{total:,}")


def problem_text(error: AgentError) -> str:
    """Return an error in sentences."""
    return " ".join(part for part in (f"{error.title}.", error.detail, error.hint) if part)


def default_labels() -> tuple[str, ...]:
    """Return the label names to offer before any event was seen; a policy may name others, which are added then."""
    return ("public", "internal", "confidential", "restricted")
