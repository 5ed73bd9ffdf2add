"""What one person's agent says of itself in a check-in: versions, health, history's head, and counts if wanted.

Which person it is, only the device knows: a session has a random id, which is gone with the person's own state.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Final

from agent import __version__
from agent.core.errors import AgentError
from agent.core.health import ChannelCoverage, HealthIssue
from agent.core.in_force import PolicyFacts, PolicyOrigin
from agent.fleet.check_in import ChannelState, DailyCount, HealthState, LayerVersion, Session
from agent.service.daily_counts import DailyCounts
from agent.service.history_heads import HistoryHeads
from agent.system.state_file import StateFile, StateFileError

__all__ = ["SessionReporter", "health_states", "session_id_in"]

_log = logging.getLogger(__name__)

_SESSION_ID: Final = re.compile(r"[0-9a-f]{32}")
_MOST_ISSUES: Final = 100


def session_id_in(file: StateFile) -> str:
    """Return the id that is remembered in a file; a new one where there is none.

    One that cannot be remembered serves until the agent ends.
    """
    known = (file.load() or {}).get("session_id")
    if isinstance(known, str) and _SESSION_ID.fullmatch(known):
        return known
    made = secrets.token_hex(16)
    try:
        file.save({"session_id": made})
    except StateFileError as exc:
        _log.warning("another id will be made at the next start: %s", exc.code)
    return made


def health_states(issues: Iterable[HealthIssue]) -> tuple[HealthState, ...]:
    """Return issues as they are sent: without their details."""
    return tuple(HealthState(code=each.code, since=each.since) for each in issues)[:_MOST_ISSUES]


class SessionReporter:
    """Builds it. Its calls read the history: not for the event loop, and one at a time.

    Args:
        session_id: this person's.
        facts: about the policy in force.
        issues: open ones.
        coverage: the capability matrix now.
        counts: which days the server has, and what is to be told of the others.
        heads: of the history's chain.
        clock: now (aware UTC).
    """

    def __init__(
        self,
        session_id: str,
        *,
        facts: Callable[[], PolicyFacts],
        issues: Callable[[], tuple[HealthIssue, ...]],
        coverage: Callable[[], tuple[ChannelCoverage, ...]],
        counts: DailyCounts,
        heads: HistoryHeads,
        clock: Callable[[], datetime],
    ) -> None:
        self._session_id = session_id
        self._facts = facts
        self._issues = issues
        self._coverage = coverage
        self._counts = counts
        self._heads = heads
        self._clock = clock

    def session(self) -> Session:
        """Return it, as it is now."""
        facts = self._facts()
        is_signed = facts.origin is PolicyOrigin.SIGNED
        head, earlier = self._heads.current()
        return Session(
            session_id=self._session_id,
            agent_version=__version__,
            layers=tuple(LayerVersion(layer=each.layer, version=each.version) for each in facts.layers)
            if is_signed
            else (),
            health=health_states(self._issues()),
            channels=tuple(ChannelState.model_validate(_plain(each)) for each in self._coverage()),
            history_head=head,
            history_earlier=earlier,
            counts=self._pending(is_on=is_signed and facts.reports_daily_counts),
        )

    def confirmed(self, through: date | None) -> None:
        """The server has the counts up to this day."""
        if through is None:
            return
        try:
            self._counts.confirmed(through)
        except StateFileError as exc:
            _log.warning("counts that were sent will be sent again: %s", exc.code)

    def _pending(self, *, is_on: bool) -> tuple[DailyCount, ...] | None:
        try:
            return self._counts.pending(self._clock(), is_on=is_on)
        except AgentError as exc:  # of the history, or of the file: all else can be told
            _log.warning("nothing is counted this time: %s", exc.code)
            return () if is_on else None


def _plain(row: ChannelCoverage) -> dict[str, str]:
    return {"channel": row.channel, "coverage": row.coverage}
