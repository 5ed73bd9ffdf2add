"""Joins what the sensors see to requests, and takes each request through policy, enforcement and history.

Rules kept here:

- Content is assessed once, in the background, when it is copied. Only the assessment leaves the event loop. Recognizers
  read one content at a time, and of what is copied meanwhile only the newest; they do not wait until the model has read
  the one before.
- A question is asked when an AI destination gets the focus while such content is on the clipboard, and at most once for
  the same content and destination within `REPEAT_S` (`UNSEEN_REPEAT_S` if nobody could be shown the answer), unless the
  answer has become stricter. What was copied inside a destination is no news to it.
- The same content with a new owner (a clipboard manager, Ctrl+C pressed twice) is the same gesture: its question stays.
- What recognizers have found is enough for a warning: it does not wait for the model. Anything milder does.
- Content that could not be assessed in time is judged by what recognizers have found, as not finished by the model; and
  as uninspectable, never as clean, if they have not come through either. An assessment that comes too late counts from
  the next focus on.
- Another policy in force judges anew what is on the clipboard: it may find more in it, and think less of who has the
  focus. What it says no stricter than it was said is not said again.
- Concealed content (a password manager's) is not judged at all.
- Content is held until the next copy, and nowhere else.
- A gesture that cannot be carried to its end (our bug) is logged and given up; the next one is judged.

`judge` is the seam for every other gesture: whoever learns of one builds a request and gets the same way. What coding
agents' hooks hand over comes in there (`agent/service/hook_gestures.py`), and so will a paste, with `Reason.PASTE`.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from agent.core import (
    Action,
    ActiveWindow,
    AnalysisRequest,
    Assessment,
    Channel,
    Content,
    ContentKind,
    Destination,
    Disposition,
    Event,
    ModelState,
    Reason,
)
from agent.core.health import HealthCode
from agent.core.ports import (
    ClipboardChanged,
    Enforcer,
    Engines,
    EventStore,
    HealthReporter,
    Observation,
    WindowActivated,
)
from agent.service.judged import event_of
from agent.service.repetition import Repetition
from agent.service.unfinished import NOT_JUDGED, as_read, unfinished

__all__ = ["ASSESSMENT_TIMEOUT_S", "Coordinator"]

_log = logging.getLogger(__name__)

ASSESSMENT_TIMEOUT_S = 2.0
_THREADS = 3
"""One content is recognized, one read by the model, and one waits for it until it is overtaken."""
_NOT_JUDGED = frozenset({ContentKind.EMPTY, ContentKind.CONCEALED})


@dataclass(slots=True, kw_only=True)
class _Clip:
    """What is on the clipboard now."""

    content: Content
    source_id: str | None
    """The destination it was copied in, if it was."""
    fingerprint: bytes = b""
    recognized: Assessment | None = None
    """What recognizers have found, while the model is still reading."""
    assessment: Assessment | None = None
    is_assessed_by_now: bool = False
    """Whether it was given to a worker."""
    user_action_id: str = field(default_factory=lambda: uuid.uuid4().hex)


class Coordinator:
    """The way from observation to event.

    Args:
        engines: what decides.
        enforcer: of the clipboard channel.
        store: where events go.
        health: where trouble is reported.
        on_copy: called when the clipboard holds something else: open questions about the old content are stale.
        on_event: called with each event, and again when its disposition changes.
        clock: the current instant (aware UTC).
        assessment_timeout_s: how long a question waits for its assessment.
    """

    def __init__(
        self,
        *,
        engines: Engines,
        enforcer: Enforcer,
        store: EventStore,
        health: HealthReporter,
        on_copy: Callable[[], None],
        on_event: Callable[[Event], None],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        assessment_timeout_s: float = ASSESSMENT_TIMEOUT_S,
    ) -> None:
        self._engines = engines
        self._enforcer = enforcer
        self._store = store
        self._health = health
        self._on_copy = on_copy
        self._on_event = on_event
        self._clock = clock
        self._assessment_timeout_s = assessment_timeout_s
        self._loop = asyncio.get_running_loop()
        self._worker = ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="assessor")
        self._being_recognized: _Clip | None = None
        self._fingerprint_key = secrets.token_bytes(32)
        self._clip: _Clip | None = None
        self._window: ActiveWindow | None = None
        self._destination: Destination | None = None
        self._destination_since = 0.0
        self._previous: _Clip | None = None
        """What was there before, until it is known whether that is still so."""
        self._late: asyncio.TimerHandle | None = None
        self._repetition = Repetition()

    def observe(self, observation: Observation) -> None:
        """Take what a sensor saw; on the event loop."""
        match observation:
            case ClipboardChanged():
                self._clipboard_changed(observation)
            case WindowActivated():
                self._window_activated(observation)

    def policy_changed(self) -> None:
        """Judge anew what is on the clipboard, since other engines are in force; on the event loop."""
        self._destination = self._engines.match(self._window) if self._window is not None else None
        self._cancel_late()
        clip = self._clip
        if clip is not None:
            # What the engines before still say of it is about a clip that is there no more. The gesture is the same.
            self._clip = _Clip(
                content=clip.content,
                source_id=clip.source_id,
                fingerprint=clip.fingerprint,
                user_action_id=clip.user_action_id,
            )
            self._assess_next()
        self._consider()

    async def close(self) -> None:
        """Forget the content and end the worker, within the time one assessment takes."""
        self._forget_clip()
        await asyncio.to_thread(self._worker.shutdown, cancel_futures=True)

    def newest_assessment(self, request: AnalysisRequest) -> Assessment | None:
        """What is known by now of a request's content; None when it is gone, or the model still reads it."""
        return self._clip.assessment if self._clip is not None and self.is_current(request) else None

    def is_current(self, request: AnalysisRequest) -> bool:
        """Whether the request's content is still what the clipboard holds, as far as that is known."""
        return self._clip is not None and self._clip.user_action_id == request.user_action_id

    def judge(self, request: AnalysisRequest, assessment: Assessment, enforcer: Enforcer | None = None) -> Event | None:
        """Evaluate, enforce and record one request. Returns the event, or None when policy allows without a record.

        Args:
            request: what is on its way.
            assessment: what is known of its content.
            enforcer: of its channel; left out, the clipboard's.
        """
        verdict = self._engines.evaluate(assessment, request.destination, request.channel)
        if verdict.action is Action.ALLOW:
            return None
        event_id = uuid.uuid4().hex
        latest: list[Event] = []

        def on_disposition(disposition: Disposition) -> None:
            self._store.record_disposition(event_id, disposition, self._clock())
            self._on_event(replace(latest[0], disposition=disposition))

        disposition = (enforcer or self._enforcer).enforce(request, assessment, verdict, on_disposition)
        event = event_of(event_id, self._clock(), request, assessment, verdict, disposition)
        latest.append(event)
        self._store.record(event)
        self._on_event(event)
        _log.info(
            "request %s: %s to %s: %s, %s",
            *(request.request_id, verdict.label.name, request.destination.destination_id),
            *(verdict.action, disposition),
        )
        return event

    def _clipboard_changed(self, change: ClipboardChanged) -> None:
        if self._clip is not None and self._clip.fingerprint:
            self._previous = self._clip
        self._forget_clip()
        content = change.content
        if content is None:
            return
        if content.kind in _NOT_JUDGED:
            self._replaced()
            return
        self._clip = _Clip(content=content, source_id=self._source(change))
        self._assess_next()
        self._consider()

    def _assess_next(self) -> None:
        """Have the worker assess what is on the clipboard, or do so when it has finished what it is at."""
        clip = self._clip
        if clip is None or clip.is_assessed_by_now or self._being_recognized is not None:
            return
        clip.is_assessed_by_now = True
        self._being_recognized = clip
        future = self._loop.run_in_executor(self._worker, self._assess_clip, clip)
        future.add_done_callback(lambda done: self._assessed(clip, done))

    def _assess_clip(self, clip: _Clip) -> tuple[bytes, Assessment]:
        """The content's fingerprint, and what is known of it; on the worker."""
        fingerprint = self._fingerprint(clip.content)

        def on_recognized(recognized: Assessment) -> None:
            self._loop.call_soon_threadsafe(self._recognized, clip, fingerprint, recognized)

        return fingerprint, self._engines.assess(clip.content, on_recognized=on_recognized)

    def _fingerprint(self, content: Content) -> bytes:
        """Under a key of this process."""
        if not content.text:
            return secrets.token_bytes(16)  # two images that were not read may differ in everything
        key = hashlib.blake2b(content.text.encode("utf-8", "surrogatepass"), key=self._fingerprint_key, digest_size=16)
        key.update(content.kind.encode())
        return key.digest()

    def _recognized(self, clip: _Clip, fingerprint: bytes, recognized: Assessment) -> None:
        self._let_next_in(clip)
        if clip is not self._clip or clip.assessment is not None:
            return
        clip.recognized = recognized
        self._identify(clip, fingerprint)
        self._consider()

    def _let_next_in(self, clip: _Clip) -> None:
        if self._being_recognized is clip:
            self._being_recognized = None
            self._assess_next()

    def _identify(self, clip: _Clip, fingerprint: bytes) -> None:
        """Tell the same content with a new owner from other content; once."""
        if clip.fingerprint:
            return
        clip.fingerprint = fingerprint
        previous = self._previous
        if previous is not None and previous.fingerprint == fingerprint:
            clip.user_action_id = previous.user_action_id
            self._previous = None
        else:
            self._replaced()

    def _assessed(self, clip: _Clip, done: asyncio.Future[tuple[bytes, Assessment]]) -> None:
        if done.cancelled():
            return
        self._let_next_in(clip)
        failure = done.exception()
        if clip is not self._clip:
            return
        is_late = clip.assessment is not None
        if failure is not None:
            # Detection promises not to raise; if it does, that is our bug and the content counts as not inspected.
            _log.error("an assessment failed: %s", type(failure).__name__)
            fingerprint, clip.assessment = secrets.token_bytes(16), NOT_JUDGED
        else:
            fingerprint, clip.assessment = done.result()
        if is_late:
            clip.fingerprint = fingerprint
            return
        self._health.clear(HealthCode.ASSESSMENT_LATE)
        self._identify(clip, fingerprint)
        self._consider()

    def _replaced(self) -> None:
        """What was on the clipboard is there no more."""
        self._previous = None
        self._on_copy()

    def _source(self, change: ClipboardChanged) -> str | None:
        """The destination that the content was copied in: it had the focus then, and the copying process is its own.

        Where the system does not tell the process, nothing is taken as a destination's own.
        """
        if self._destination is None or self._window is None or change.owner_pid is None:
            return None
        if change.owner_pid != self._window.pid or change.copied_at < self._destination_since:
            return None
        return self._destination.destination_id

    def _window_activated(self, activation: WindowActivated) -> None:
        before = self._destination
        self._window = activation.window
        self._destination = self._engines.match(activation.window) if activation.window is not None else None
        if self._destination != before:
            self._destination_since = activation.activated_at
        self._consider()

    def _question(self) -> tuple[_Clip, Destination] | None:
        """What there is to ask: an AI destination has the focus and the clipboard holds something from elsewhere."""
        clip, destination = self._clip, self._destination
        if clip is None or destination is None or clip.source_id == destination.destination_id:
            return None
        return clip, destination

    def _consider(self) -> None:
        """Ask the question if there is one, as soon as its content is assessed."""
        question = self._question()
        if question is None:
            return
        clip, destination = question
        assessment = clip.assessment or self._urgent(clip, destination)
        if assessment is None:
            # Counted from the first focus: a title that changes every second must not put the answer off.
            if self._late is None:
                self._late = self._loop.call_later(self._assessment_timeout_s, self._give_up_waiting, clip)
            return
        self._cancel_late()
        subject = (clip.fingerprint, destination.destination_id)
        action = self._engines.evaluate(assessment, destination, Channel.CLIPBOARD).action
        if self._repetition.is_one(subject, action, self._clock()):
            return
        request = AnalysisRequest(
            request_id=uuid.uuid4().hex,
            user_action_id=clip.user_action_id,
            channel=Channel.CLIPBOARD,
            reason=Reason.FOCUS,
            destination=destination,
            content=clip.content,
            expires_at=self._clock() + timedelta(seconds=self._assessment_timeout_s),
        )
        try:
            event = self.judge(request, assessment)
            if event is not None and event.disposition is Disposition.NOT_SHOWN:
                self._repetition.was_not_seen(subject)
        except Exception as exc:  # noqa: BLE001 - one gesture is given up, the next is judged (module docstring)
            _log.error("request %s could not be judged: %s", request.request_id, type(exc).__name__)

    def _urgent(self, clip: _Clip, destination: Destination) -> Assessment | None:
        """What recognizers have found, if that alone is worth a warning, whatever the model will say."""
        if clip.recognized is None:
            return None
        finished = as_read(clip.recognized, ModelState.COMPLETE)
        is_urgent = self._engines.evaluate(finished, destination, Channel.CLIPBOARD).action.rank >= Action.WARN.rank
        return unfinished(clip.recognized) if is_urgent else None

    def _give_up_waiting(self, clip: _Clip) -> None:
        self._late = None
        if self._question() is None or clip.assessment is not None:
            # Nobody waits any more. The next focus does, anew.
            return
        self._health.report(HealthCode.ASSESSMENT_LATE)
        clip.assessment = unfinished(clip.recognized)
        self._identify(clip, secrets.token_bytes(16))
        self._consider()

    def _cancel_late(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _forget_clip(self) -> None:
        self._cancel_late()
        self._clip = None
