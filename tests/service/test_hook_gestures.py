"""What hooks hand over goes the way of every gesture: judged by the policy in force, in the same history, in time."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from agent.core import Action, Channel, ContentProblem, Disposition, Inspection, Reason
from agent.core.health import HealthCode
from agent.hooks.call import HookDecision, HookEvent, HookProblem, PieceKind
from agent.ipc.codec import Request
from agent.ipc.hook_messages import JUDGE, AbilitiesModel, HookJudgeParams, HookJudgeResult, PieceModel
from agent.ipc.wire import ParamsError
from agent.service.hook_gestures import AT_ONCE, HookGestures
from tests.fakes.engines import SENSITIVE
from tests.service.session import Session, session
from tests.waiting import wait_until

ALL = AbilitiesModel(tells=True, asks=True, rewrites=True, shows_reason=True)


@dataclass(slots=True, kw_only=True)
class Side:
    """The agent's side of hooks between fakes, with a real coordinator."""

    session: Session
    hooks: HookGestures

    async def ask(
        self,
        *texts: str,
        event: HookEvent = HookEvent.PROMPT,
        destination_id: str = "claude",
        timeout_ms: int = 5000,
        problem: HookProblem | None = None,
    ) -> HookJudgeResult:
        """What the tool is told."""
        params = HookJudgeParams(
            event=event,
            abilities=ALL,
            timeout_ms=timeout_ms,
            destination_id=destination_id,
            pieces=tuple(PieceModel(text=text) for text in texts),
            problem=problem,
        )
        async with asyncio.timeout(10):
            result = await self.hooks.handlers[JUDGE](Request(id=1, method=JUDGE, params=params.to_json()))
        assert isinstance(result, HookJudgeResult)
        return result


@contextlib.asynccontextmanager
async def opened() -> AsyncIterator[Side]:
    async with session() as opened_session:
        hooks = HookGestures(
            engines=opened_session.scripted.engines,
            judge=opened_session.coordinator.judge,
            health=opened_session.health,
            clock=opened_session.clock,
        )
        try:
            yield Side(session=opened_session, hooks=hooks)
        finally:
            opened_session.scripted.gate.set()
            opened_session.scripted.model_gate.set()
            await hooks.close()


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("event", "reason"), [(HookEvent.PROMPT, Reason.PROMPT), (HookEvent.TOOL_CALL, Reason.TOOL_CALL)]
)
async def test_a_call_is_judged_and_recorded(event: HookEvent, reason: Reason):
    async with opened() as side:
        result = await side.ask(f"a {SENSITIVE} text", event=event)
        assert (result.decision, result.is_judged) == (HookDecision.TELL, True)
        assert "CREDIT_CARD x1" in result.message
        assert SENSITIVE not in result.message
        recorded = await side.session.event()
        assert (recorded.channel, recorded.reason) == (Channel.COMMAND_LINE, reason)
        assert (recorded.destination_id, recorded.disposition) == ("claude", Disposition.WARNED)
        assert side.session.store.events == [recorded]


@pytest.mark.asyncio
async def test_the_clipboards_enforcer_has_no_part_in_it():
    async with opened() as side:
        await side.ask(SENSITIVE)
        assert side.session.enforcer.enforced == []


@pytest.mark.asyncio
@pytest.mark.parametrize("texts", [("ordinary text",), ("",), ()])
async def test_ordinary_text_goes_on_and_leaves_no_event(texts: tuple[str, ...]):
    async with opened() as side:
        assert (await side.ask(*texts)).decision is HookDecision.ALLOW
        assert side.session.store.events == []


@pytest.mark.asyncio
async def test_each_text_of_a_call_is_judged_and_rewritten():
    async with opened() as side:
        side.session.scripted.action = Action.REDACT
        result = await side.ask("first", f"has {SENSITIVE} in it", "third", event=HookEvent.TOOL_CALL)
        assert result.decision is HookDecision.REWRITE
        assert result.texts == ("first", "has [CREDIT_CARD] in it", "third")
        assert (await side.session.event()).disposition is Disposition.REDACTED


@pytest.mark.asyncio
async def test_every_gesture_has_an_event_of_its_own():
    async with opened() as side:
        await side.ask(SENSITIVE)
        await side.ask(SENSITIVE)
        assert len({event.event_id for event in side.session.store.events}) == 2


@pytest.mark.asyncio
async def test_a_tool_that_the_catalogue_does_not_have_is_called_by_no_name_of_its_own():
    async with opened() as side:
        await side.ask(SENSITIVE, destination_id="canary")
        recorded = await side.session.event()
        assert recorded.destination_id == "unspecified"
        assert "canary" not in repr(recorded)


@pytest.mark.asyncio
async def test_what_recognizers_found_counts_when_the_model_is_late():
    async with opened() as side:
        side.session.scripted.model_gate.clear()
        result = await side.ask(SENSITIVE, timeout_ms=300)
        assert (result.decision, result.is_judged) == (HookDecision.TELL, True)
        assert HealthCode.ASSESSMENT_LATE in side.session.health.open_codes


@pytest.mark.asyncio
async def test_what_nobody_could_judge_in_time_is_uninspectable_and_says_so():
    async with opened() as side:
        side.session.scripted.gate.clear()
        result = await side.ask(SENSITIVE, timeout_ms=50)
        assert (result.decision, result.is_judged) == (HookDecision.ALLOW, False)
        recorded = await side.session.event()
        assert (recorded.action, recorded.inspection) == (Action.AUDIT, Inspection.UNINSPECTABLE)
        side.session.scripted.gate.set()
        await side.ask("in time")
        assert HealthCode.ASSESSMENT_LATE not in side.session.health.open_codes


@pytest.mark.asyncio
async def test_so_many_are_assessed_at_once_and_one_more_does_not_wait():
    async with opened() as side:
        side.session.scripted.gate.clear()
        waiting = [asyncio.create_task(side.ask("slow")) for _ in range(AT_ONCE)]
        await asyncio.to_thread(
            wait_until, lambda: len(side.session.scripted.assessed) == 2, what="both threads to be busy"
        )
        assert not (await side.ask("one more")).is_judged
        side.session.scripted.gate.set()
        assert all(each.is_judged for each in await asyncio.gather(*waiting))
        assert (await side.ask("afterwards")).is_judged


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("problem", "recorded"),
    [(HookProblem.TOO_LARGE, ContentProblem.TOO_LARGE), (HookProblem.MALFORMED, ContentProblem.REFUSED)],
)
async def test_what_cannot_be_read_is_told_without_its_text_and_recorded(
    problem: HookProblem, recorded: ContentProblem
):
    async with opened() as side:
        result = await side.ask(problem=problem)
        assert (result.decision, result.is_judged) == (HookDecision.ALLOW, False)
        assert (await side.session.event()).inspection is Inspection.UNINSPECTABLE
        assert side.session.scripted.assessed == []
        assert recorded in ContentProblem


@pytest.mark.asyncio
async def test_an_assessment_that_fails_is_our_bug_and_counts_as_not_judged(caplog: pytest.LogCaptureFixture):
    async with opened() as side:
        side.session.scripted.failure = RuntimeError("canary")
        with caplog.at_level(logging.DEBUG):
            assert not (await side.ask("text")).is_judged
        assert "canary" not in caplog.text
        assert "RuntimeError" in caplog.text


@pytest.mark.asyncio
async def test_nothing_that_was_handed_over_is_logged(caplog: pytest.LogCaptureFixture):
    async with opened() as side:
        with caplog.at_level(logging.DEBUG):
            await side.ask(f"canary {SENSITIVE}", event=HookEvent.TOOL_CALL)
        assert caplog.text
        assert "canary" not in caplog.text


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "params",
    [
        {},
        {"event": "prompt"},
        {"event": "other", "abilities": {}, "timeout_ms": 1},
        {"event": "prompt", "abilities": {}, "timeout_ms": -1},
        {"event": "prompt", "abilities": {}, "timeout_ms": 1, "pieces": ["canary"]},
        {"event": "prompt", "abilities": {}, "timeout_ms": 1, "canary": "canary"},
    ],
)
async def test_parameters_that_were_not_agreed_on_are_refused(params: dict[str, object]):
    async with opened() as side:
        with pytest.raises(ParamsError) as refused:
            await side.hooks.handlers[JUDGE](Request(id=1, method=JUDGE, params=params))
        assert "canary" not in str(refused.value)


@pytest.mark.asyncio
async def test_names_and_numbers_are_judged_too():
    async with opened() as side:
        params = HookJudgeParams(
            event=HookEvent.TOOL_CALL,
            abilities=ALL,
            timeout_ms=5000,
            pieces=(PieceModel(text=SENSITIVE, kind=PieceKind.NAME), PieceModel(text="x")),
        )
        assert (await side.hooks.judge(params)).decision is HookDecision.TELL
