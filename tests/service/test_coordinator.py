"""From what sensors see to one event: what is asked, where, when, and how often."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agent.core import (
    Action,
    AnalysisRequest,
    Assessment,
    Channel,
    Content,
    ContentKind,
    Disposition,
    EntityCount,
    Inspection,
    Reason,
)
from agent.service.repetition import REPEAT_S, UNSEEN_REPEAT_S
from tests.fakes.engines import CHATGPT, CLAUDE, SENSITIVE
from tests.service.session import BROWSER_PID, EDITOR_PID, session


@pytest.mark.asyncio
async def test_what_was_copied_is_asked_about_when_a_destination_gets_the_focus():
    async with session() as now:
        now.copy(f"This is {SENSITIVE} text")
        now.focus("ChatGPT")
        event = await now.event()
    assert now.store.events == [event]
    assert (event.channel, event.reason, event.occurred_at) == (Channel.CLIPBOARD, Reason.FOCUS, now.clock.now)
    assert (event.destination_id, event.destination_name) == ("chatgpt", "ChatGPT")
    assert (event.action, event.disposition) == (Action.WARN, Disposition.WARNED)
    assert (event.entities, event.inspection) == (
        (EntityCount(entity="CREDIT_CARD", count=1),),
        Inspection.COMPLETE,
    )
    assert (event.label.name, event.rule_ids, event.policy_version) == ("high", ("scripted-warn",), "scripted")
    (enforced,) = now.enforcer.enforced
    assert (enforced.request.content.text, enforced.request.destination) == (f"This is {SENSITIVE} text", CHATGPT)
    assert enforced.request.expires_at == now.clock.now + timedelta(seconds=10)  # the session's
    assert now.health.reported == ()


@pytest.mark.asyncio
async def test_what_is_copied_elsewhere_while_a_destination_has_the_focus_is_asked_about():
    async with session() as now:
        now.focus("ChatGPT")
        now.copy()
        assert await now.destination_of_next() == "chatgpt"


@pytest.mark.asyncio
async def test_other_windows_are_no_destination():
    async with session() as now:
        now.copy()
        now.focus("Notes")
        now.focus(None)
        now.focus("Claude")
        assert await now.destination_of_next() == "claude"
        assert now.told.empty()


@pytest.mark.asyncio
async def test_ordinary_text_is_allowed_and_leaves_no_record():
    async with session() as now:
        now.copy("An ordinary text")
        now.focus("ChatGPT")
        now.copy()
        assert (await now.event()).action is Action.WARN
        assert len(now.store.events) == len(now.enforcer.enforced) == 1


@pytest.mark.asyncio
async def test_what_was_copied_inside_a_destination_is_news_only_to_others():
    async with session() as now:
        now.focus("ChatGPT", pid=BROWSER_PID)
        now.copy(pid=BROWSER_PID)
        now.focus("Notes")
        now.focus("Claude")
        assert await now.destination_of_next() == "claude"
        now.focus("ChatGPT", pid=BROWSER_PID)
        assert now.told.empty()


@pytest.mark.asyncio
@pytest.mark.parametrize(("owner_pid", "window_pid"), [(None, BROWSER_PID), (EDITOR_PID, None), (None, None)])
async def test_without_a_pid_nothing_is_taken_as_a_destinations_own(owner_pid: int | None, window_pid: int | None):
    async with session() as now:
        now.focus("ChatGPT", pid=window_pid)
        now.copy(pid=owner_pid)
        assert await now.destination_of_next() == "chatgpt"


@pytest.mark.asyncio
async def test_what_was_copied_before_the_destination_had_the_focus_is_not_its_own():
    async with session() as now:
        now.focus("Inbox", pid=BROWSER_PID)
        now.focus("ChatGPT", pid=BROWSER_PID, at=7.0)
        now.copy(pid=BROWSER_PID, at=6.0)  # it took a second to be read
        assert await now.destination_of_next() == "chatgpt"


@pytest.mark.asyncio
async def test_a_warning_that_nobody_could_be_shown_is_tried_again_soon():
    async with session() as now:
        now.enforcer.disposition = Disposition.NOT_SHOWN
        now.copy()
        now.focus("ChatGPT")
        assert await now.destination_of_next() == "chatgpt"
        now.focus("Notes")
        now.focus("ChatGPT")
        assert now.told.empty()
        now.clock.advance(UNSEEN_REPEAT_S)
        now.focus("ChatGPT")
        assert await now.destination_of_next() == "chatgpt"


@pytest.mark.asyncio
async def test_the_same_content_with_a_new_owner_keeps_its_question():
    async with session() as now:
        now.copy()
        now.focus("ChatGPT")
        await now.event()
        (enforced,) = now.enforcer.enforced
        stale = len(now.copies)
        now.copy_content(None)
        assert not now.coordinator.is_current(enforced.request)
        now.copy()
        now.focus("Claude")
        assert await now.destination_of_next() == "claude"
        assert len(now.copies) == stale
        assert now.coordinator.is_current(enforced.request)
        now.copy(f"{SENSITIVE} and other")
        await now.event()
        assert len(now.copies) == stale + 1
        assert not now.coordinator.is_current(enforced.request)


@pytest.mark.asyncio
async def test_the_same_content_and_destination_is_asked_about_once_in_a_while():
    async with session() as now:
        now.copy()
        now.focus("ChatGPT")
        assert await now.destination_of_next() == "chatgpt"
        now.focus("Notes")
        now.focus("ChatGPT")
        now.copy()
        now.clock.advance(REPEAT_S - 1)
        now.focus("Claude")
        assert await now.destination_of_next() == "claude"
        now.focus("ChatGPT")
        now.clock.advance(1)
        now.focus("ChatGPT")
        assert await now.destination_of_next() == "chatgpt"
        assert now.told.empty()


@pytest.mark.asyncio
async def test_other_content_is_asked_about_at_once():
    async with session() as now:
        now.focus("ChatGPT")
        for number in range(3):
            now.copy(f"{SENSITIVE} {number}")
            await now.event()
        assert len(now.store.events) == 3


@pytest.mark.asyncio
async def test_a_clock_that_was_set_back_does_not_keep_it_silent():
    async with session() as now:
        now.copy()
        now.focus("ChatGPT")
        await now.event()
        now.clock.advance(-3600)
        now.focus("ChatGPT")
        assert await now.destination_of_next() == "chatgpt"


@pytest.mark.asyncio
async def test_what_was_asked_about_is_not_remembered_without_end():
    async with session() as now:
        now.focus("ChatGPT")
        for number in [*range(257), 0]:
            now.copy(f"{SENSITIVE} {number}")
            await now.event()
        assert len(now.store.events) == 258


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "content",
    [None, Content(kind=ContentKind.EMPTY), Content(kind=ContentKind.CONCEALED, text=SENSITIVE)],
    ids=["still being read", "empty", "concealed"],
)
async def test_what_is_not_to_be_judged_replaces_what_was_there(content: Content | None):
    async with session() as now:
        now.copy(f"{SENSITIVE} old")
        now.copy_content(content)
        now.focus("ChatGPT")
        now.copy(f"{SENSITIVE} new")
        await now.event()
        assert [each.request.content.text for each in now.enforcer.enforced] == [f"{SENSITIVE} new"]
        assert content not in now.scripted.assessed


@pytest.mark.asyncio
async def test_other_content_makes_open_questions_stale():
    async with session() as now:
        now.focus("ChatGPT")
        now.copy()
        await now.event()
        assert len(now.copies) == 1
        now.copy_content(None)
        assert len(now.copies) == 1
        now.copy_content(Content(kind=ContentKind.CONCEALED))
        assert len(now.copies) == 2


@pytest.mark.asyncio
async def test_an_answer_follows_its_event():
    async with session() as now:
        now.copy()
        now.focus("ChatGPT")
        event = await now.event()
        now.clock.advance(5)
        now.enforcer.enforced[0].answer(Disposition.REDACTED)
        followed = await now.event()
        assert (followed.event_id, followed.disposition) == (event.event_id, Disposition.REDACTED)
        assert followed.occurred_at == event.occurred_at
        assert now.store.dispositions == [(event.event_id, Disposition.REDACTED, now.clock.now)]


@pytest.mark.asyncio
async def test_whoever_learns_of_a_paste_goes_the_same_way():
    async with session() as now:
        request = AnalysisRequest(
            request_id="r",
            user_action_id="a",
            channel=Channel.CLIPBOARD,
            reason=Reason.PASTE,
            destination=CLAUDE,
            content=Content(kind=ContentKind.TEXT, text=SENSITIVE),
            expires_at=now.clock.now,
        )
        event = now.coordinator.judge(request, Assessment(inspection=Inspection.PARTIAL))
        assert event is not None
        assert (event.reason, event.destination_id, event.inspection) == (Reason.PASTE, "claude", Inspection.PARTIAL)
        assert now.store.events == [event]
        assert now.coordinator.judge(request, Assessment()) is None
        assert now.store.events == [event]
