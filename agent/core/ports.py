"""The ports between the floors. Adapters implement them; composition roots choose; fakes stand in for them in tests."""

from __future__ import annotations

import enum
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from agent.core.app_ports import AppCatalogue
from agent.core.apps import AppStanding
from agent.core.content import ActiveWindow, Content
from agent.core.events import Event, EventPage, EventQuery
from agent.core.findings import Assessment
from agent.core.gestures import AnalysisRequest, Channel, Destination
from agent.core.health import HealthCode
from agent.core.history_chain import ChainProof
from agent.core.verdicts import Disposition, Offer, Verdict

__all__ = [
    "Answer",
    "Assess",
    "ClipboardChanged",
    "ClipboardWriter",
    "Enforcer",
    "Engines",
    "EventStore",
    "HealthReporter",
    "Observation",
    "OnAnswer",
    "OnRead",
    "OnRecognized",
    "Prompter",
    "Question",
    "SecretStore",
    "Sensor",
    "WindowActivated",
    "unhurried",
    "unwatched",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipboardChanged:
    """Somebody copied something.

    Attributes:
        content: what was copied, as far as it could be read; None while it is still being read (another observation
            follows), so that nobody judges what was there before.
        owner_pid: the process that offers it, or None when the system does not tell.
        copied_at: monotonic seconds when the change was announced.
    """

    content: Content | None
    owner_pid: int | None
    copied_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowActivated:
    """Another window has the focus, or its title changed; `window` is None when no window has it."""

    window: ActiveWindow | None
    activated_at: float


Observation = ClipboardChanged | WindowActivated

OnRead = Callable[[int, int], object]
"""Gets how many bytes have been read, and of how many. These become more once there is something to decode in them."""


OnRecognized = Callable[[Assessment], object]
"""Gets what recognizers have found, before the model is asked; not called where there is no model to ask."""


def unwatched(_done: int, _total: int) -> None:
    """An `OnRead` for whom nobody watches how far the reading has come."""


def unhurried(_recognized: Assessment) -> None:
    """An `OnRecognized` for whom nobody is in a hurry."""


def _finds_none(_destination_id: str) -> None:
    """Where there is no catalogue."""


class Assess(Protocol):
    """Content to assessment; threads may call it at once."""

    def __call__(self, content: Content, on_read: OnRead = ..., on_recognized: OnRecognized = ...) -> Assessment:
        """Return what is known of the content; what it reads for long, it tells how far it has come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """The pure part.

    Attributes:
        assess: content to assessment; the agent calls it on a worker thread.
        match: window to AI destination, as the catalogue has it; what policy thinks of it is in the verdict.
        evaluate: assessment, destination and channel to verdict, under the policy in force.
        apps: the catalogue in force, as far as it knows processes and what is installed.
        standing: what the policy in force thinks of a destination, and which of its layers says so.
        find: the AI destination of that id, as the catalogue has it.
    """

    assess: Assess
    match: Callable[[ActiveWindow], Destination | None]
    evaluate: Callable[[Assessment, Destination, Channel], Verdict]
    apps: Callable[[], AppCatalogue]
    standing: Callable[[Destination], AppStanding]
    find: Callable[[str], Destination | None] = _finds_none


class Sensor(Protocol):
    """Watches one channel and emits; decides nothing.

    `emit` may be called from a thread of the sensor's own and must not block.
    """

    def start(self, emit: Callable[[Observation], None]) -> None:
        """Begin to watch. Returns at once; trouble is reported to health."""

    def stop(self) -> None:
        """End within 2 s and leave no thread or child process; idempotent."""


class HealthReporter(Protocol):
    """Where degraded states go. Safe to call from any thread."""

    def report(self, code: HealthCode, detail: str = "") -> None:
        """Open an issue, or renew its detail."""

    def clear(self, code: HealthCode) -> None:
        """Close an issue; nothing happens when it is not open."""


class SecretStore(Protocol):
    """Keeps Cordon's own keys."""

    def load_or_create(self, name: str, length_bytes: int) -> bytes:
        """Return the secret of that name, made with the system's random source the first time.

        Raises:
            SecretStoreLockedError: the keyring exists and is locked; try again later.
            SecretStoreError: the secret can be neither read nor kept.
        """


class EventStore(Protocol):
    """Append-only record of events."""

    def record(self, event: Event) -> None:
        """Append one event."""

    def record_disposition(self, event_id: str, disposition: Disposition, at: datetime) -> None:
        """Append what became of an event later; unknown ids are ignored."""

    def forget_before(self, at: datetime) -> None:
        """Delete the events of all days (UTC) that had ended by then, with what became of them."""

    def list(self, query: EventQuery) -> EventPage:
        """One page of events, newest first."""

    def proof(self, numbers: Sequence[int] = ()) -> ChainProof:
        """The newest link of the chain that the record is sealed with, and those of these numbers that are there."""

    def close(self) -> None:
        """Write what is waiting and close; idempotent."""


class Answer(enum.StrEnum):
    """What a person chose when asked."""

    ACKNOWLEDGED = "acknowledged"
    REDACTED = "redacted"
    NOT_SHOWN = "not_shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a person is told or asked about one request; `offers` are those that can be kept."""

    request: AnalysisRequest
    assessment: Assessment
    verdict: Verdict
    offers: tuple[Offer, ...]


OnAnswer = Callable[[Answer], Awaitable[Disposition]]
"""Carries an answer out and says what came of it."""


class Prompter(Protocol):
    """Asks the person. Called on the agent's event loop."""

    def ask(self, question: Question, on_answer: OnAnswer) -> bool:
        """Show the question. Returns False when nobody can be asked; `on_answer` is then never called.

        It is called at most once; never after the question expired or was withdrawn.
        """


class ClipboardWriter(Protocol):
    """Puts text on the clipboard so that it outlives the agent."""

    async def write_text(self, text: str) -> None:
        """Replace the clipboard.

        Raises:
            ClipboardWriteError: nothing was changed.
        """


class Enforcer(Protocol):
    """Carries out a verdict on one channel."""

    def enforce(
        self,
        request: AnalysisRequest,
        assessment: Assessment,
        verdict: Verdict,
        on_disposition: Callable[[Disposition], None],
    ) -> Disposition:
        """Act now and return what happened; `on_disposition` is called at most once, when the person answers later."""
