"""The questions that are open with the person.

Rules kept here: at most `OPEN_LIMIT` questions at a time; a question about what is no longer on the clipboard is
withdrawn; each question is answered at most once, with something that was offered, and forgotten when it expires;
without a tray nobody is asked and the caller learns it at once; a question that waited for a tray which never became
ready is answered NOT_SHOWN. Answers come over the tray's own channel only (docs/adr/0006).
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from agent.core import Disposition, Finding, Offer, sensitive
from agent.core.errors import AgentError
from agent.core.ports import Answer, OnAnswer, Question
from agent.ipc.codec import FrameError, MessageError, Notification, Request
from agent.ipc.connection import Connection, MethodNotFoundError, respond
from agent.ipc.messages import GuiShowParams, GuiWindow
from agent.ipc.prompt_messages import (
    AppNotice,
    Prompt,
    PromptAnswer,
    PromptAnswerResult,
    PromptChoice,
    PromptFinding,
    PromptWithdraw,
)
from agent.ipc.wire import EntityCountModel, LabelModel
from agent.service.excerpts import cut_excerpts

__all__ = ["ANSWER_TIMEOUT_S", "OPEN_LIMIT", "PromptBroker"]

_log = logging.getLogger(__name__)

_READY = Notification(method="tray.ready")

OPEN_LIMIT = 8
ANSWER_TIMEOUT_S = 300.0
"""A person may be away from the desk for a while; the warning stays in the notification centre meanwhile."""


class UnknownPromptError(AgentError):
    """The question has expired, was withdrawn or was answered."""

    code = "prompt_unknown"


class NotOfferedError(AgentError):
    """The answer is none of those that the person was given."""

    code = "prompt_not_offered"


@dataclass(slots=True)
class _OpenPrompt:
    offers: tuple[Offer, ...]
    on_answer: OnAnswer
    expiry: asyncio.TimerHandle


class PromptBroker:
    """Implements `Prompter` over the channel that the tray inherits.

    Args:
        on_connection: called when a tray has become ready or has gone.
        answer_timeout_s: how long a question stays open.
    """

    def __init__(self, on_connection: Callable[[], None], *, answer_timeout_s: float = ANSWER_TIMEOUT_S) -> None:
        self._on_connection = on_connection
        self._answer_timeout_s = answer_timeout_s
        self._connection: Connection | None = None
        self._is_ready = False
        self._open: dict[str, _OpenPrompt] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._ids = itertools.count(1)

    @property
    def is_connected(self) -> bool:
        """Whether a tray is there and can show questions."""
        return self._is_ready

    async def serve(self, channel: socket.socket, on_ready: Callable[[], None]) -> None:
        """Serve one tray on our end of its socket pair until it goes away; one at a time.

        Args:
            channel: taken over and closed.
            on_ready: called when the tray says that it can show questions.
        """
        connection = Connection(*await asyncio.open_unix_connection(sock=channel))
        self._connection = connection
        try:
            async for message in connection.messages():
                if message == _READY:
                    self._is_ready = True
                    on_ready()
                    self._on_connection()
                elif isinstance(message, Request):
                    connection.send(await respond(message, self._answer))
        except (FrameError, MessageError, OSError) as exc:
            _log.warning("the tray's channel broke: %s", type(exc).__name__)
        finally:
            was_ready, self._is_ready, self._connection = self._is_ready, False, None
            self._on_connection()
            try:
                await self._forget_all(was_ready=was_ready)
            finally:
                with contextlib.suppress(asyncio.CancelledError):
                    await connection.close()

    def ask(self, question: Question, on_answer: OnAnswer) -> bool:
        """Show a question, as soon as the tray that is starting is ready; False when there is no tray."""
        connection = self._connection
        if connection is None:
            return False
        if len(self._open) >= OPEN_LIMIT:
            self._withdraw(next(iter(self._open)))
        prompt_id = f"p{next(self._ids)}"
        expires_at = datetime.now(UTC) + timedelta(seconds=self._answer_timeout_s)
        connection.notify("prompt.show", _prompt(prompt_id, question, expires_at))
        expiry = asyncio.get_running_loop().call_later(self._answer_timeout_s, self._withdraw, prompt_id)
        self._open[prompt_id] = _OpenPrompt(question.offers, on_answer, expiry)
        return True

    def withdraw_all(self) -> None:
        """Take every open question off the screen."""
        for prompt_id in tuple(self._open):
            self._withdraw(prompt_id)

    def show_window(self, window: GuiWindow) -> bool:
        """Bring a window of the tray to the front; False when there is no tray."""
        if self._connection is None:
            return False
        self._connection.notify("window.show", GuiShowParams(window=window))
        return True

    def tell_app(self, notice: AppNotice) -> bool:
        """Tell the person of an app that was started; False when there is no tray that can."""
        if self._connection is None or not self._is_ready:
            return False
        self._connection.notify("app.started", notice)
        return True

    async def _answer(self, request: Request) -> PromptAnswerResult:
        if request.method != "prompt.answer":
            raise MethodNotFoundError("The agent knows no such method")
        answer = PromptAnswer.parse(request.params)
        prompt = self._open.get(answer.prompt_id)
        if prompt is None:
            raise UnknownPromptError("This warning is out of date", hint="Copy the content again if you still need it.")
        if answer.choice is PromptChoice.REDACTED and Offer.REDACTED not in prompt.offers:
            raise NotOfferedError("This warning does not offer redacted text")
        del self._open[answer.prompt_id]
        prompt.expiry.cancel()
        disposition: Disposition = await prompt.on_answer(Answer(answer.choice))
        return PromptAnswerResult(disposition=disposition)

    def _withdraw(self, prompt_id: str) -> None:
        prompt = self._open.pop(prompt_id)
        prompt.expiry.cancel()
        if self._connection is not None:
            self._connection.notify("prompt.withdraw", PromptWithdraw(prompt_id=prompt_id))
        if not self._is_ready:
            task = asyncio.create_task(_answer_unseen(prompt), name="prompt-unseen")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _forget_all(self, *, was_ready: bool) -> None:
        prompts = tuple(self._open.values())
        self._open.clear()
        for prompt in prompts:
            prompt.expiry.cancel()
            if not was_ready:
                await _answer_unseen(prompt)


async def _answer_unseen(prompt: _OpenPrompt) -> None:
    await prompt.on_answer(Answer.NOT_SHOWN)


def _prompt(prompt_id: str, question: Question, expires_at: datetime) -> Prompt:
    request, assessment, verdict = question.request, question.assessment, question.verdict
    findings = sensitive(assessment.findings)
    excerpts, more = cut_excerpts(request.content.text, findings)
    counts = Counter(finding.entity for finding in findings)
    return Prompt(
        prompt_id=prompt_id,
        channel=request.channel,
        destination_id=request.destination.destination_id,
        destination_name=request.destination.name,
        destination_status=verdict.destination_status,
        label=LabelModel(rank=verdict.label.rank, name=verdict.label.name),
        action=verdict.action,
        category=assessment.category,
        entities=tuple(EntityCountModel(entity=entity, count=count) for entity, count in sorted(counts.items())),
        findings=_reasons(findings),
        excerpts=excerpts,
        more_findings=more,
        rule_messages=tuple(rule.message for rule in verdict.triggered_rules if rule.message),
        learn_more=next((rule.learn_more for rule in verdict.triggered_rules if rule.learn_more), ""),
        offers=question.offers,
        expires_at=expires_at,
    )


def _reasons(findings: tuple[Finding, ...]) -> tuple[PromptFinding, ...]:
    """One row per entity and recognizer, the most confident finding speaking for all."""
    rows: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        rows.setdefault((finding.entity, finding.recognizer), []).append(finding)
    best = [(max(group, key=lambda finding: finding.confidence), len(group)) for group in rows.values()]
    return tuple(
        PromptFinding(
            entity=finding.entity,
            recognizer=finding.recognizer,
            confidence=finding.confidence,
            count=count,
            summary=finding.explanation.summary,
        )
        for finding, count in best
    )
