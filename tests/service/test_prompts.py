"""Questions on a real socket pair: bounded, answered once, and never left hanging."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from agent.core import Action, DestinationStatus, Disposition, Offer
from agent.core.errors import AgentError
from agent.core.ports import Answer, Question
from agent.ipc.codec import ErrorResponse, Message, Notification, Request, Response, encode_message
from agent.ipc.messages import GuiWindow
from agent.ipc.prompt_messages import AppNotice, Prompt, PromptChoice
from agent.service.prompts import ANSWER_TIMEOUT_S, OPEN_LIMIT, PromptBroker
from tests.service.samples import TEXT, finding, question
from tests.service.tray import READY, Tray, connected_tray

CANARY = "canary-5f1d"


class Desk:
    """A broker, the tray at the other end, and what became of the answers."""

    def __init__(self, broker: PromptBroker, tray: Tray, was_ready: list[bool]) -> None:
        self.broker = broker
        self.tray = tray.channel
        self.is_heard = tray.is_heard
        self.leaves = tray.leave
        self.was_ready = was_ready
        self.answers: list[Answer] = []
        self.failure: Exception | None = None
        self._ids = itertools.count(1)

    async def take(self, answer: Answer) -> Disposition:
        """Carries an answer out."""
        self.answers.append(answer)
        if self.failure is not None:
            raise self.failure
        return Disposition.REDACTED if answer is Answer.REDACTED else Disposition.ACKNOWLEDGED

    def ask(self, asked: Question | None = None) -> bool:
        """Ask a question; whether there is somebody to ask."""
        return self.broker.ask(asked or question(), self.take)

    async def shown(self, asked: Question | None = None) -> Prompt:
        """What the tray gets when a question is asked."""
        assert self.ask(asked)
        message = await self.tray.receive()
        assert isinstance(message, Notification)
        assert message.method == "prompt.show"
        return Prompt.parse(message.params)

    async def answer(self, prompt_id: str, choice: PromptChoice) -> Message | None:
        """What comes back for an answer of the tray."""
        params = {"prompt_id": prompt_id, "choice": choice}
        return await self.tray.ask(Request(id=next(self._ids), method="prompt.answer", params=params))

    async def refused(self, prompt_id: str, choice: PromptChoice = PromptChoice.ACKNOWLEDGED) -> str:
        """The code of the error that comes back for an answer of the tray."""
        message = await self.answer(prompt_id, choice)
        assert isinstance(message, ErrorResponse)
        return message.error.code


@contextlib.asynccontextmanager
async def desk(*, says_ready: bool = True, answer_timeout_s: float = ANSWER_TIMEOUT_S) -> AsyncIterator[Desk]:
    changes: list[bool] = []
    broker = PromptBroker(lambda: changes.append(broker.is_connected), answer_timeout_s=answer_timeout_s)
    async with connected_tray(broker, says_ready=says_ready) as tray:
        yield Desk(broker, tray, changes)


def withdrawn(prompt: Prompt) -> Notification:
    return Notification(method="prompt.withdraw", params={"prompt_id": prompt.prompt_id})


@pytest.mark.asyncio
async def test_the_tray_is_told_what_where_and_why():
    async with desk() as there:
        before = datetime.now(UTC)
        prompt = await there.shown()
    assert (prompt.destination_name, prompt.label.name, prompt.action) == ("ChatGPT", "restricted", Action.WARN)
    assert prompt.destination_status is DestinationStatus.UNAPPROVED  # the verdict's, not the request's
    assert [(each.entity, each.count) for each in prompt.entities] == [("CREDIT_CARD", 1), ("EMAIL", 1)]
    assert [excerpt.text for excerpt in prompt.excerpts] == [TEXT]
    assert (prompt.more_findings, prompt.offers) == (0, (Offer.REDACTED,))
    assert prompt.rule_messages == ("Take it out.",)
    assert before <= prompt.expires_at - timedelta(seconds=ANSWER_TIMEOUT_S) <= datetime.now(UTC)


@pytest.mark.asyncio
async def test_reasons_are_one_for_each_recognizer_and_the_surest_speaks():
    findings = (
        finding(0, 1, confidence=0.5, why="weak"),
        finding(2, 3, confidence=0.9, why="sure"),
        finding(4, 5, entity="EMAIL", why="address"),
    )
    async with desk() as there:
        prompt = await there.shown(question(findings=findings, messages=("", "Second.")))
    assert [(each.entity, each.count, each.summary) for each in prompt.findings] == [
        ("CREDIT_CARD", 2, "sure"),
        ("EMAIL", 1, "address"),
    ]
    assert prompt.rule_messages == ("Second.",)


@pytest.mark.asyncio
@pytest.mark.parametrize("choice", PromptChoice)
async def test_every_answer_is_carried_out_once(choice: PromptChoice):
    async with desk() as there:
        prompt = await there.shown()
        message = await there.answer(prompt.prompt_id, choice)
        assert isinstance(message, Response)
        assert message.result == {"disposition": "redacted" if choice is PromptChoice.REDACTED else "acknowledged"}
        assert await there.refused(prompt.prompt_id, choice) == "prompt_unknown"
    assert there.answers == [Answer(choice)]


@pytest.mark.asyncio
async def test_an_answer_to_nothing_is_refused():
    async with desk() as there:
        assert await there.refused("p1") == "prompt_unknown"
    assert there.answers == []


@pytest.mark.asyncio
async def test_what_was_not_offered_is_refused_and_the_question_stays():
    async with desk() as there:
        prompt = await there.shown(question(offers=()))
        assert await there.refused(prompt.prompt_id, PromptChoice.REDACTED) == "prompt_not_offered"
        assert isinstance(await there.answer(prompt.prompt_id, PromptChoice.ACKNOWLEDGED), Response)
    assert there.answers == [Answer.ACKNOWLEDGED]


@pytest.mark.asyncio
async def test_requests_that_are_no_answer_are_refused():
    async with desk() as there:
        prompt = await there.shown()
        for method, params in (
            ("status.get", {}),
            ("prompt.answer", {}),
            ("prompt.answer", {"prompt_id": prompt.prompt_id, "choice": CANARY}),
        ):
            message = await there.tray.ask(Request(id=1, method=method, params=params))
            assert isinstance(message, ErrorResponse)
            assert CANARY not in repr(message)
    assert there.answers == []


@pytest.mark.asyncio
async def test_an_answer_that_cannot_be_carried_out_ends_nothing_else(caplog: pytest.LogCaptureFixture):
    async with desk() as there:
        prompt = await there.shown()
        there.failure = RuntimeError(CANARY)
        with caplog.at_level(logging.DEBUG):
            assert await there.refused(prompt.prompt_id) == "bug"
        there.failure = AgentError("Not now")
        assert await there.refused((await there.shown()).prompt_id) == "agent_error"
        there.failure = None
        assert isinstance(await there.answer((await there.shown()).prompt_id, PromptChoice.REDACTED), Response)
    assert CANARY not in caplog.text


@pytest.mark.asyncio
async def test_questions_are_withdrawn_together_and_then_unknown():
    async with desk() as there:
        prompts = [await there.shown(), await there.shown()]
        there.broker.withdraw_all()
        there.broker.withdraw_all()
        assert [await there.tray.receive() for _ in prompts] == [withdrawn(prompt) for prompt in prompts]
        assert await there.refused(prompts[0].prompt_id) == "prompt_unknown"


@pytest.mark.asyncio
async def test_one_question_too_many_withdraws_the_oldest():
    async with desk() as there:
        prompts = [await there.shown() for _ in range(OPEN_LIMIT)]
        assert there.ask()
        assert await there.tray.receive() == withdrawn(prompts[0])
        latest = await there.tray.receive()
        assert isinstance(latest, Notification)
        assert latest.method == "prompt.show"
        assert await there.refused(prompts[0].prompt_id) == "prompt_unknown"
        assert isinstance(await there.answer(prompts[1].prompt_id, PromptChoice.ACKNOWLEDGED), Response)


@pytest.mark.asyncio
async def test_a_question_nobody_answers_expires():
    async with desk(answer_timeout_s=0.05) as there:
        prompt = await there.shown()
        assert await there.tray.receive() == withdrawn(prompt)
        assert await there.refused(prompt.prompt_id) == "prompt_unknown"
    assert there.answers == []


@pytest.mark.asyncio
async def test_a_question_that_was_answered_does_not_expire(caplog: pytest.LogCaptureFixture):
    async with desk(answer_timeout_s=0.05) as there:
        prompt = await there.shown()
        assert isinstance(await there.answer(prompt.prompt_id, PromptChoice.ACKNOWLEDGED), Response)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.1):
                assert await there.tray.receive() is None
    assert caplog.records == []


@pytest.mark.asyncio
async def test_without_a_tray_nobody_is_asked():
    broker = PromptBroker(lambda: None)

    async def never(_answer: Answer) -> Disposition:
        raise AssertionError

    assert not broker.ask(question(), never)
    assert not broker.show_window(GuiWindow.HISTORY)
    assert not broker.is_connected
    broker.withdraw_all()


@pytest.mark.asyncio
async def test_a_tray_counts_as_there_once_it_is_ready_and_until_it_is_gone():
    async with desk(says_ready=False) as there:
        assert there.was_ready == []
        assert not there.broker.is_connected
        there.tray.send(READY)
        await there.is_heard()
        assert there.was_ready == [True]
        await there.leaves()
        assert there.was_ready == [True, False]
        assert not there.ask()


@pytest.mark.asyncio
async def test_whoever_started_the_tray_is_told_that_it_is_ready():
    broker, ready = PromptBroker(lambda: None), asyncio.Event()
    ours, theirs = socket.socketpair()
    serving = asyncio.create_task(broker.serve(ours, ready.set))
    with theirs:
        theirs.sendall(encode_message(Notification(method="tray.ready", params={"x": 1})) + encode_message(READY))
        async with asyncio.timeout(10):
            await ready.wait()
    await serving


@pytest.mark.asyncio
async def test_open_questions_are_forgotten_with_the_tray_that_showed_them():
    async with desk() as there:
        await there.shown()
        await there.leaves()
        there.broker.withdraw_all()
    assert there.answers == []


@pytest.mark.asyncio
async def test_a_question_withdrawn_before_the_tray_was_ready_was_not_shown():
    async with desk(says_ready=False) as there:
        assert there.ask()
        there.broker.withdraw_all()
        await there.is_heard()
        assert there.answers == [Answer.NOT_SHOWN]


@pytest.mark.asyncio
async def test_questions_for_a_tray_that_never_got_ready_were_not_shown():
    async with desk(says_ready=False) as there:
        assert there.ask()
        assert there.ask()
        await there.leaves()
    assert there.answers == [Answer.NOT_SHOWN] * 2


@pytest.mark.asyncio
@pytest.mark.parametrize("untrusted", [b"\0\0\0\0", b"\0\0\0\1{", b"\xff\xff\xff\xff"], ids=["empty", "JSON", "huge"])
async def test_a_tray_that_sends_nonsense_is_hung_up_on(untrusted: bytes, caplog: pytest.LogCaptureFixture):
    async with desk() as there:
        with caplog.at_level(logging.WARNING):
            there.tray.send_bytes(untrusted)
            assert await there.tray.receive() is None
        assert not there.broker.is_connected
        assert not there.ask()
    assert "channel broke" in caplog.text


@pytest.mark.asyncio
async def test_the_next_tray_is_served_like_the_first():
    broker = PromptBroker(lambda: None)
    for _ in range(2):
        async with connected_tray(broker) as tray:
            there = Desk(broker, tray, [])
            prompt = await there.shown()
            assert isinstance(await there.answer(prompt.prompt_id, PromptChoice.ACKNOWLEDGED), Response)


@pytest.mark.asyncio
async def test_any_text_can_be_asked_about():
    async with desk() as there:
        findings = (finding(0, 100_000), finding(100_001, 100_100))
        prompt = await there.shown(question("\ud800" * 200_000, findings=findings))
    assert prompt.excerpts[0].text
    assert len(prompt.excerpts[0].text) < 1000


@pytest.mark.asyncio
async def test_an_app_that_was_started_is_told_to_a_tray_that_can_show_it():
    notice = AppNotice(destination_id="ollama", destination_name="Ollama", alternative="Jan")
    async with desk() as there:
        assert there.broker.tell_app(notice)
        assert await there.tray.receive() == Notification(method="app.started", params=notice.to_json())
    assert not there.broker.tell_app(notice)
    async with desk(says_ready=False) as starting:
        assert not starting.broker.tell_app(notice)
