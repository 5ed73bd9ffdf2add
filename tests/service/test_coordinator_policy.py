"""Another policy comes into force while something is on the clipboard."""

from __future__ import annotations

import asyncio

import pytest

from agent.core import Action, AnalysisRequest, Content, ContentKind, Disposition
from tests.fakes.engines import SENSITIVE
from tests.service.session import BROWSER_PID, Session, session

ORDINARY = "An ordinary text"


async def is_assessed(now: Session, request: AnalysisRequest) -> None:
    """Wait until the request's content is assessed, and what follows has been done."""
    async with asyncio.timeout(10):
        while now.coordinator.newest_assessment(request) is None:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0)


async def request_of_first_warning(now: Session) -> AnalysisRequest:
    """A sensitive text is warned about on its way to ChatGPT."""
    now.copy()
    now.focus("ChatGPT")
    await now.event()
    (enforced,) = now.enforcer.enforced
    request: AnalysisRequest = enforced.request
    return request


@pytest.mark.asyncio
async def test_what_the_new_recognizers_find_is_asked_about():
    async with session() as now:
        now.copy(ORDINARY)
        now.focus("ChatGPT")
        now.focus("Notes")
        now.focus("Claude")
        now.scripted.model_finds = "what only the new policy defines"
        now.coordinator.policy_changed()
        event = await now.event()
        assert (event.action, event.destination_id) == (Action.WARN, "claude")
        assert [each.text for each in now.scripted.assessed] == [ORDINARY, ORDINARY]


@pytest.mark.asyncio
async def test_the_same_content_and_verdict_warns_once_and_its_question_stays():
    async with session() as now:
        request = await request_of_first_warning(now)
        stale = len(now.copies)
        for assessments in (2, 3):
            now.coordinator.policy_changed()
            assert now.coordinator.is_current(request)
            assert now.coordinator.newest_assessment(request) is None
            await is_assessed(now, request)
            assert len(now.scripted.assessed) == assessments
        assert now.told.empty()
        assert len(now.copies) == stale


@pytest.mark.asyncio
async def test_a_stricter_verdict_is_told_and_a_milder_one_is_not():
    async with session() as now:
        request = await request_of_first_warning(now)
        now.scripted.action = Action.BLOCK
        now.coordinator.policy_changed()
        assert (await now.event()).action is Action.BLOCK
        now.scripted.action = Action.AUDIT
        now.coordinator.policy_changed()
        await is_assessed(now, request)
        assert now.told.empty()


@pytest.mark.asyncio
async def test_what_was_found_under_the_old_policy_does_not_count_any_more():
    async with session() as now:
        now.scripted.gate.clear()
        now.copy()
        now.focus("ChatGPT")
        assert await asyncio.to_thread(now.scripted.assessing.wait, 10)
        now.scripted.action = Action.BLOCK
        now.coordinator.policy_changed()
        now.scripted.gate.set()
        assert (await now.event()).action is Action.BLOCK
        (enforced,) = now.enforcer.enforced
        await is_assessed(now, enforced.request)
        assert now.told.empty()
        assert len(now.scripted.assessed) == 2


@pytest.mark.asyncio
async def test_content_that_was_late_gets_its_time_anew():
    async with session(assessment_timeout_s=0.05) as now:
        now.scripted.gate.clear()
        now.copy(ORDINARY)
        now.focus("ChatGPT")
        assert (await now.event()).action is Action.AUDIT
        now.coordinator.policy_changed()
        (enforced,) = now.enforcer.enforced
        await is_assessed(now, enforced.request)  # as what could not be inspected, since the gate is still closed
        assert now.told.empty()


@pytest.mark.asyncio
async def test_what_was_copied_inside_a_destination_stays_its_own():
    async with session() as now:
        now.focus("ChatGPT", pid=BROWSER_PID)
        now.copy(pid=BROWSER_PID)
        now.coordinator.policy_changed()
        now.focus("Claude")
        assert await now.destination_of_next() == "claude"
        assert now.told.empty()


@pytest.mark.asyncio
async def test_with_nothing_on_the_clipboard_there_is_nothing_to_judge():
    async with session() as now:
        now.coordinator.policy_changed()
        now.focus("ChatGPT")
        now.copy_content(Content(kind=ContentKind.CONCEALED))
        now.coordinator.policy_changed()
        now.copy(f"{SENSITIVE} and other")
        assert (await now.event()).disposition is Disposition.WARNED
        assert [each.text for each in now.scripted.assessed] == [f"{SENSITIVE} and other"]
