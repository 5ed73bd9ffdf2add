"""What the coordinator does when an assessment is late, a part fails, or the end comes in between."""

from __future__ import annotations

import asyncio
import logging
import threading

import pytest

from agent.core import Action, Inspection
from agent.core.health import HealthCode
from tests.fakes.engines import SENSITIVE
from tests.service.session import Session, session

CANARY = "canary-5f1d"
SHORT_S = 0.05


def focus_until_told(now: Session) -> None:
    """The title changes again and again, until there is an event."""
    now.focus("ChatGPT")
    if now.told.empty():
        asyncio.get_running_loop().call_later(SHORT_S / 5, focus_until_told, now)


@pytest.mark.asyncio
async def test_content_that_is_not_assessed_in_time_is_uninspectable():
    async with session(assessment_timeout_s=SHORT_S) as now:
        now.scripted.gate.clear()
        now.copy()
        now.focus("ChatGPT")
        event = await now.event()
        assert (event.action, event.inspection, event.entities) == (Action.AUDIT, Inspection.UNINSPECTABLE, ())
        assert now.health.open_codes == {HealthCode.ASSESSMENT_LATE}


@pytest.mark.asyncio
async def test_a_late_assessment_counts_from_the_next_focus_on():
    async with session(assessment_timeout_s=SHORT_S) as now:
        now.scripted.gate.clear()
        now.copy()
        now.focus("ChatGPT")
        assert (await now.event()).inspection is Inspection.UNINSPECTABLE
        now.scripted.gate.set()
        await now.passes(2 * SHORT_S)
        assert now.health.open_codes == {HealthCode.ASSESSMENT_LATE}
        focus_until_told(now)
        assert (await now.event()).action is Action.WARN
        now.copy(f"{SENSITIVE} in time")
        await now.event()
        await now.passes(SHORT_S)  # the warning came ahead of the model
        assert now.health.open_codes == frozenset()


@pytest.mark.asyncio
async def test_a_title_that_keeps_changing_does_not_put_the_answer_off():
    async with session(assessment_timeout_s=SHORT_S) as now:
        now.scripted.gate.clear()
        now.copy()
        focus_until_told(now)
        assert (await now.event()).inspection is Inspection.UNINSPECTABLE


@pytest.mark.asyncio
async def test_nobody_is_told_of_a_wait_that_was_given_up():
    async with session(assessment_timeout_s=SHORT_S) as now:
        now.scripted.gate.clear()
        now.copy()
        now.focus("ChatGPT")
        now.focus("Notes")
        await now.passes(2 * SHORT_S)
        assert now.health.reported == ()
        now.scripted.gate.set()
        now.focus("ChatGPT")
        assert (await now.event()).action is Action.WARN


@pytest.mark.asyncio
async def test_an_old_content_is_not_waited_for():
    async with session(assessment_timeout_s=SHORT_S) as now:
        now.scripted.gate.clear()
        now.copy()
        now.focus("ChatGPT")
        now.copy_content(None)
        await now.passes(2 * SHORT_S)
        assert now.health.reported == ()


@pytest.mark.asyncio
async def test_of_what_is_copied_meanwhile_only_the_newest_is_assessed():
    async with session() as now:
        now.focus("ChatGPT")
        now.scripted.gate.clear()
        for number in range(5):
            now.copy(f"{SENSITIVE} {number}")
        now.scripted.gate.set()
        await now.event()
        assert [content.text for content in now.scripted.assessed] == [f"{SENSITIVE} 0", f"{SENSITIVE} 4"]
        assert now.enforcer.enforced[0].request.content.text == f"{SENSITIVE} 4"
        assert now.told.empty()


@pytest.mark.asyncio
async def test_an_assessment_that_fails_is_uninspectable_and_its_words_are_not_logged(
    caplog: pytest.LogCaptureFixture,
):
    async with session() as now:
        now.scripted.failure = RuntimeError(CANARY)
        with caplog.at_level(logging.DEBUG):
            now.copy()
            now.focus("ChatGPT")
            event = await now.event()
        assert (event.inspection, event.action) == (Inspection.UNINSPECTABLE, Action.AUDIT)
        now.focus("ChatGPT")
        assert now.told.empty()
    assert "RuntimeError" in caplog.text
    assert CANARY not in caplog.text


@pytest.mark.asyncio
@pytest.mark.parametrize("part", ["enforcer", "store"])
async def test_a_gesture_that_fails_does_not_stop_the_next(part: str, caplog: pytest.LogCaptureFixture):
    async with session() as now:
        failing = now.enforcer if part == "enforcer" else now.store
        now.copy()
        now.focus("Claude")
        await now.event()
        failing.failure = RuntimeError(CANARY)
        with caplog.at_level(logging.DEBUG):
            now.focus("ChatGPT")
        failing.failure = None
        now.copy(f"{SENSITIVE} again")
        assert await now.destination_of_next() == "chatgpt"
        assert len(now.store.events) == 2
    assert "could not be judged: RuntimeError" in caplog.text
    assert CANARY not in caplog.text


@pytest.mark.asyncio
async def test_content_and_titles_are_in_no_log(caplog: pytest.LogCaptureFixture):
    async with session() as now:
        with caplog.at_level(logging.DEBUG):
            now.copy(f"{SENSITIVE} {CANARY} \ud800")
            now.focus(CANARY)
            now.focus("ChatGPT")
            await now.event()
    assert "high to chatgpt" in caplog.text
    assert CANARY not in caplog.text


@pytest.mark.asyncio
async def test_the_end_waits_for_the_worker_and_tells_nothing_more():
    async with session() as now:
        now.scripted.gate.clear()
        now.copy()
        now.focus("ChatGPT")
        await asyncio.to_thread(now.scripted.assessing.wait, 10)
        closing = asyncio.create_task(now.coordinator.close())
        now.scripted.gate.set()
        await closing
        assert [thread.name for thread in threading.enumerate() if thread.name.startswith("assessor")] == []
        await now.passes(SHORT_S)
