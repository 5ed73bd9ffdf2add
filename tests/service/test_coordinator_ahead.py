"""What recognizers have found counts while the model still reads: a warning does not wait, anything milder does."""

from __future__ import annotations

import pytest

from agent.core import Action, ModelState
from agent.core.health import HealthCode
from tests.fakes.engines import SENSITIVE
from tests.service.session import session

SHORT_S = 0.05
_HARMLESS = "nothing to see"


@pytest.mark.asyncio
async def test_a_warning_does_not_wait_for_the_model_and_comes_once():
    async with session() as now:
        now.scripted.model_gate.clear()
        now.focus("ChatGPT")
        now.copy()
        assert (await now.event()).action is Action.WARN
        (enforced,) = now.enforcer.enforced
        assert enforced.assessment.model.state is ModelState.NOT_FINISHED
        now.scripted.model_gate.set()
        await now.passes(2 * SHORT_S)
        assert now.coordinator.is_current(enforced.request)
        assert len(now.copies) == 1


@pytest.mark.asyncio
async def test_what_is_harmless_so_far_waits_for_the_model():
    async with session() as now:
        now.scripted.model_gate.clear()
        now.focus("ChatGPT")
        now.copy(_HARMLESS)
        await now.passes(SHORT_S)
        now.scripted.model_gate.set()
        await now.passes(SHORT_S)
        assert now.store.events == []
        assert now.health.reported == ()


@pytest.mark.asyncio
async def test_a_model_that_takes_too_long_leaves_what_recognizers_have_found():
    async with session(assessment_timeout_s=SHORT_S) as now:
        now.scripted.model_gate.clear()
        now.scripted.audits_unfinished = True
        now.focus("ChatGPT")
        now.copy(_HARMLESS)
        assert (await now.event()).action is Action.AUDIT
        (enforced,) = now.enforcer.enforced
        assert enforced.assessment.model.state is ModelState.NOT_FINISHED
        assert now.health.open_codes == {HealthCode.ASSESSMENT_LATE}


@pytest.mark.asyncio
async def test_the_same_content_with_a_new_owner_keeps_the_question_that_came_ahead():
    async with session() as now:
        now.scripted.model_gate.clear()
        now.focus("ChatGPT")
        now.copy()
        await now.event()
        now.scripted.model_gate.set()
        await now.passes(SHORT_S)
        (enforced,) = now.enforcer.enforced
        stale = len(now.copies)
        now.scripted.model_gate.clear()
        now.copy(pid=None)
        await now.passes(SHORT_S)
        assert now.coordinator.is_current(enforced.request)
        assert len(now.copies) == stale


@pytest.mark.asyncio
async def test_what_was_recognized_in_replaced_content_counts_for_nothing():
    async with session() as now:
        now.scripted.gate.clear()
        now.copy()
        now.copy(_HARMLESS)
        now.focus("ChatGPT")
        now.scripted.gate.set()
        await now.passes(2 * SHORT_S)
        assert now.store.events == []


@pytest.mark.asyncio
async def test_recognizers_do_not_wait_until_the_model_has_read_what_was_copied_before():
    async with session() as now:
        now.scripted.model_gate.clear()
        now.focus("ChatGPT")
        now.copy(_HARMLESS)
        await now.passes(SHORT_S)
        now.copy()
        assert (await now.event()).action is Action.WARN


@pytest.mark.asyncio
async def test_a_late_reading_counts_from_the_next_focus_on_if_it_is_stricter():
    async with session(assessment_timeout_s=SHORT_S) as now:
        now.scripted.model_gate.clear()
        now.scripted.model_finds = SENSITIVE
        now.copy(_HARMLESS)
        now.focus("ChatGPT")
        await now.passes(2 * SHORT_S)
        assert now.health.open_codes == {HealthCode.ASSESSMENT_LATE}
        now.scripted.model_gate.set()
        await now.passes(SHORT_S)
        now.focus("Notes")
        now.focus("ChatGPT")
        assert (await now.event()).action is Action.WARN


@pytest.mark.asyncio
async def test_who_asks_gets_what_is_known_by_now():
    async with session() as now:
        now.scripted.model_gate.clear()
        now.focus("ChatGPT")
        now.copy()
        await now.event()
        (enforced,) = now.enforcer.enforced
        assert now.coordinator.newest_assessment(enforced.request) is None
        now.scripted.model_gate.set()
        await now.passes(SHORT_S)
        newest = now.coordinator.newest_assessment(enforced.request)
        assert newest is not None
        assert newest.model.state is ModelState.COMPLETE
        now.copy(_HARMLESS)
        assert now.coordinator.newest_assessment(enforced.request) is None
