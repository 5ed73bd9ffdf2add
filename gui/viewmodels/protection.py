"""Health → the tray's color and words. The tray icon, its tooltip and the status window's head all show this.

Order of judgement, the first that fits:

1. connecting: gray. 2. no agent, or one of another version: red.
3. an open ERROR issue: red, "not protected" when every channel is blind, else "partly protected".
4. every channel is blind: red. 5. an open WARNING issue: amber. 6. green.

The command line does not count as a channel here: it judges what a person hands it on purpose, everywhere and always,
and stops nothing on its way to an AI app.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from agent.core.gestures import Channel
from agent.core.health import Coverage, Severity
from agent.core.verdicts import Mode
from agent.ipc.messages import StatusResult
from gui.viewmodels.link import Link, LinkState
from gui.viewmodels.wording import Text, tr

__all__ = ["Protection", "Tone", "protection"]


class Tone(enum.StrEnum):
    """How good or bad something is. Views choose a color and an icon for it, never a color alone."""

    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"
    NEUTRAL = "neutral"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """How well the person is protected.

    Attributes:
        tone: color of the tray icon.
        headline: two or three words.
        text: one sentence.
        hint: the next step where no health issue says it; may be empty.
        can_start: an agent can be started.
        can_stop: an agent is there to be stopped.
    """

    tone: Tone
    headline: str
    text: str
    hint: str = ""
    can_start: bool = False
    can_stop: bool = False

    @property
    def tooltip(self) -> str:
        """The tray icon's tooltip."""
        return tr(Text.TOOLTIP, headline=self.headline, text=self.text)


def protection(link: Link) -> Protection:
    """Return how well the person is protected."""
    match link.state:
        case LinkState.LOST:
            return Protection(
                tone=Tone.BAD,
                headline=tr(Text.STATE_LOST),
                text=tr(Text.STATE_LOST_TEXT),
                hint=tr(Text.STATE_LOST_HINT),
                can_start=True,
            )
        case LinkState.REFUSED:
            return Protection(
                tone=Tone.BAD,
                headline=tr(Text.STATE_REFUSED),
                text=tr(Text.STATE_REFUSED_TEXT),
                hint=tr(Text.STATE_REFUSED_HINT),
            )
        case LinkState.CONNECTED if link.status is not None:
            return _connected(link.status)
        case _:
            return Protection(
                tone=Tone.NEUTRAL, headline=tr(Text.STATE_CONNECTING), text=tr(Text.STATE_CONNECTING_TEXT)
            )


def _connected(status: StatusResult) -> Protection:
    errors = [issue for issue in status.health if issue.severity is Severity.ERROR]
    warnings = [issue for issue in status.health if issue.severity is Severity.WARNING]
    watched = (row for row in status.coverage if row.channel is not Channel.COMMAND_LINE)
    is_blind = all(row.coverage is Coverage.BLIND for row in watched)
    if errors or is_blind:
        named = [issue.title for issue in errors + warnings] or [tr(Text.BACKEND_NONE)]
        headline = tr(Text.STATE_NOT_PROTECTED if is_blind else Text.STATE_PARTLY_PROTECTED)
        return Protection(tone=Tone.BAD, headline=headline, text=_named(named), can_stop=True)
    if warnings:
        text = _named([issue.title for issue in warnings])
        return Protection(tone=Tone.CAUTION, headline=tr(Text.STATE_WEAKENED), text=text, can_stop=True)
    is_monitoring = status.mode is Mode.MONITOR
    return Protection(
        tone=Tone.GOOD,
        headline=tr(Text.STATE_MONITORING if is_monitoring else Text.STATE_PROTECTED),
        text=tr(Text.STATE_MONITORING_TEXT if is_monitoring else Text.STATE_PROTECTED_TEXT),
        can_stop=True,
    )


def _named(titles: list[str]) -> str:
    first, *rest = titles
    if not rest:
        return f"{first}."
    return tr(Text.STATE_ISSUES, first=first, count=len(rest)) + "."
