"""Takes what coding agents' hooks hand over through the same way as every gesture: assessed, judged, recorded.

Rules kept here:

- Content is in memory only, and only until the call is answered.
- Whoever asks waits as long as they said, and never longer than a question waits for its assessment. What could not be
  judged by then is judged as unfinished, and policy says what becomes of it.
- So many calls are assessed at once; one more counts as not judged at once, instead of waiting in a queue.
- What does not fit into a message, or is none of the protocol's, is told without its text; it was not judged, either.
- The destination is the catalogue's, by its id: a message cannot name one that the history would then hold.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from agent.core import (
    AnalysisRequest,
    Assessment,
    Channel,
    Content,
    ContentKind,
    ContentProblem,
    Destination,
    Event,
    Reason,
)
from agent.core.health import HealthCode
from agent.core.ports import Enforcer, Engines, HealthReporter
from agent.destinations import UNSPECIFIED_ASSISTANT
from agent.enforcement import HookEnforcer
from agent.hooks.call import HookEvent, HookProblem
from agent.hooks.pieces import joined
from agent.ipc.codec import Request
from agent.ipc.connection import Handler
from agent.ipc.hook_messages import JUDGE, HookJudgeParams, HookJudgeResult
from agent.service.coordinator import ASSESSMENT_TIMEOUT_S
from agent.service.unfinished import NOT_JUDGED, unfinished

__all__ = ["AT_ONCE", "HookGestures"]

_log = logging.getLogger(__name__)

AT_ONCE = 8
_THREADS = 2

_REASONS = {HookEvent.PROMPT: Reason.PROMPT, HookEvent.TOOL_CALL: Reason.TOOL_CALL}
_PROBLEMS = {HookProblem.TOO_LARGE: ContentProblem.TOO_LARGE, HookProblem.MALFORMED: ContentProblem.REFUSED}


class HookGestures:
    """The agent's side of `cordon hook`; on the event loop.

    Args:
        engines: what decides.
        judge: takes a request with its assessment through policy and an enforcer, and records it.
        health: where trouble is reported.
        clock: the current instant (aware UTC).
    """

    def __init__(
        self,
        *,
        engines: Engines,
        judge: Callable[[AnalysisRequest, Assessment, Enforcer], Event | None],
        health: HealthReporter,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engines = engines
        self._judge = judge
        self._health = health
        self._clock = clock
        self._worker = ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="hook-assessor")
        self._assessed_now = 0
        self.handlers: Mapping[str, Handler] = {JUDGE: self._answer}

    async def judge(self, params: HookJudgeParams) -> HookJudgeResult:
        """Return what the tool is to be told."""
        wait_s = min(params.timeout_ms / 1000, ASSESSMENT_TIMEOUT_S)
        pieces = tuple(each.to_piece() for each in params.pieces)
        content = _content(joined(pieces)[0], params)
        is_judged = True
        enforcer = HookEnforcer(params.event, pieces, params.abilities.to_abilities())
        if content.kind is not ContentKind.EMPTY:
            request = AnalysisRequest(
                request_id=uuid.uuid4().hex,
                user_action_id=uuid.uuid4().hex,
                channel=Channel.COMMAND_LINE,
                reason=_REASONS[params.event],
                destination=self._destination(params.destination_id),
                content=content,
                expires_at=self._clock() + timedelta(seconds=wait_s),
            )
            assessment = NOT_JUDGED if params.problem is not None else await self._assess(content, wait_s)
            is_judged = not assessment.is_failed
            self._judge(request, assessment, enforcer)
        return HookJudgeResult.of(enforcer.outcome, is_judged=is_judged)

    async def close(self) -> None:
        """End the workers, within the time one assessment takes."""
        await asyncio.to_thread(self._worker.shutdown, cancel_futures=True)

    async def _answer(self, request: Request) -> HookJudgeResult:
        return await self.judge(HookJudgeParams.parse(request.params))

    def _destination(self, destination_id: str) -> Destination:
        return self._engines.find(destination_id) or UNSPECIFIED_ASSISTANT

    async def _assess(self, content: Content, wait_s: float) -> Assessment:
        if self._assessed_now >= AT_ONCE:
            self._health.report(HealthCode.ASSESSMENT_LATE)
            return NOT_JUDGED
        loop = asyncio.get_running_loop()
        recognized: list[Assessment] = []

        def assess() -> Assessment:
            return self._engines.assess(content, on_recognized=recognized.append)

        self._assessed_now += 1
        future = loop.run_in_executor(self._worker, assess)
        future.add_done_callback(self._assessed)
        done, _ = await asyncio.wait({future}, timeout=wait_s)
        if not done:
            self._health.report(HealthCode.ASSESSMENT_LATE)
            return unfinished(recognized[0] if recognized else None)
        if future.exception() is not None:
            return NOT_JUDGED
        self._health.clear(HealthCode.ASSESSMENT_LATE)
        return future.result()

    def _assessed(self, done: asyncio.Future[Assessment]) -> None:
        self._assessed_now -= 1
        if not done.cancelled() and (failure := done.exception()) is not None:
            # Detection promises not to raise; if it does, that is our bug and the content counts as not inspected.
            _log.error("an assessment failed: %s", type(failure).__name__)


def _content(text: str, params: HookJudgeParams) -> Content:
    if params.problem is not None:
        return Content(kind=ContentKind.TEXT, size_bytes=params.size_bytes, problem=_PROBLEMS[params.problem])
    return Content(
        kind=ContentKind.TEXT if text else ContentKind.EMPTY, text=text, size_bytes=len(text.encode("utf-8", "replace"))
    )
