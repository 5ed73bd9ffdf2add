"""What becomes of a verdict on the clipboard channel."""

from __future__ import annotations

import dataclasses
import logging
from datetime import UTC, datetime

import pytest

from agent.core import (
    Action,
    AnalysisRequest,
    Assessment,
    Channel,
    Content,
    ContentKind,
    ContentProblem,
    Destination,
    DestinationKind,
    Disposition,
    Explanation,
    Finding,
    Inspection,
    Label,
    Mode,
    Offer,
    Reason,
    Verdict,
)
from agent.core.ports import Answer
from agent.enforcement.clipboard import ClipboardEnforcer
from agent.enforcement.clipboard_writer import ClipboardWriteError
from tests.fakes.prompting import FakeClipboardWriter, FakePrompter

CARD = "4111 1111 1111 1111"
TEXT = f"my card is {CARD}, thanks"
START = TEXT.index(CARD)
SPOKEN = [Action.WARN, Action.JUSTIFY, Action.REDACT, Action.BLOCK]

FINDING = Finding(
    entity="CREDIT_CARD",
    start=START,
    end=START + len(CARD),
    confidence=1.0,
    recognizer="credit_card",
    explanation=Explanation(summary="a card number"),
)
REQUEST = AnalysisRequest(
    request_id="r1",
    user_action_id="a1",
    channel=Channel.CLIPBOARD,
    reason=Reason.FOCUS,
    destination=Destination(destination_id="chat", name="Chat", vendor="Example", kind=DestinationKind.ASSISTANT),
    content=Content(kind=ContentKind.TEXT, text=TEXT, size_bytes=len(TEXT)),
    expires_at=datetime(2030, 1, 1, tzinfo=UTC),
)
ASSESSMENT = Assessment(findings=(FINDING,))
VERDICT = Verdict(
    action=Action.WARN,
    label=Label(rank=2, name="confidential"),
    triggered_rules=(),
    offers=(Offer.REDACTED, Offer.REPORT_WRONG),
    mode=Mode.ENFORCE,
    policy_version="1",
)


class Case:
    """An enforcer with a person and a clipboard, and what it told."""

    def __init__(self, *, is_there: bool = True, error: ClipboardWriteError | None = None) -> None:
        self.prompter = FakePrompter(is_there=is_there)
        self.writer = FakeClipboardWriter(error)
        self.dispositions: list[Disposition] = []
        self.is_current = True
        self.newest: Assessment | None = None
        self._enforcer = ClipboardEnforcer(
            prompter=self.prompter,
            writer=self.writer,
            is_current=lambda _request: self.is_current,
            newest_assessment=lambda _request: self.newest,
        )

    def enforce(
        self,
        verdict: Verdict = VERDICT,
        *,
        request: AnalysisRequest = REQUEST,
        assessment: Assessment = ASSESSMENT,
    ) -> Disposition:
        """Let the enforcer act."""
        return self._enforcer.enforce(request, assessment, verdict, self.dispositions.append)


def _with_action(action: Action) -> Verdict:
    return dataclasses.replace(VERDICT, action=action)


@pytest.mark.parametrize(
    ("action", "disposition"), [(Action.ALLOW, Disposition.ALLOWED), (Action.AUDIT, Disposition.AUDITED)]
)
def test_what_needs_nobody_asks_nobody(action: Action, disposition: Disposition):
    case = Case()
    assert case.enforce(_with_action(action)) is disposition
    assert case.prompter.questions == []


@pytest.mark.parametrize("action", SPOKEN)
def test_everything_stricter_is_told(action: Action):
    case = Case()
    assert case.enforce(_with_action(action)) is Disposition.WARNED
    [question] = case.prompter.questions
    assert (question.request, question.assessment) == (REQUEST, ASSESSMENT)
    assert question.verdict.action is action
    assert case.dispositions == []
    assert case.writer.texts == []


def test_every_action_is_covered():
    assert {Action.ALLOW, Action.AUDIT, *SPOKEN} == set(Action)


@pytest.mark.parametrize("action", SPOKEN)
def test_says_that_nobody_was_told(action: Action):
    assert Case(is_there=False).enforce(_with_action(action)) is Disposition.NOT_SHOWN


@pytest.mark.parametrize(
    ("answer", "disposition"),
    [(Answer.ACKNOWLEDGED, Disposition.ACKNOWLEDGED), (Answer.NOT_SHOWN, Disposition.NOT_SHOWN)],
)
@pytest.mark.asyncio
async def test_an_answer_that_asks_for_nothing_changes_nothing(answer: Answer, disposition: Disposition):
    case = Case()
    case.enforce()
    assert await case.prompter.answer(answer) is disposition
    assert case.dispositions == [disposition]
    assert case.writer.texts == []


@pytest.mark.asyncio
async def test_the_redacted_text_holds_everything_but_the_finding():
    case = Case()
    case.enforce()
    assert await case.prompter.answer(Answer.REDACTED) is Disposition.REDACTED
    assert case.writer.texts == ["my card is [CREDIT_CARD], thanks"]
    assert case.dispositions == [Disposition.REDACTED]


@pytest.mark.asyncio
async def test_what_became_known_after_the_warning_is_taken_out_too():
    case = Case()
    case.enforce()
    case.newest = Assessment(findings=(dataclasses.replace(FINDING, entity="PERSON", start=0, end=2), FINDING))
    assert await case.prompter.answer(Answer.REDACTED) is Disposition.REDACTED
    assert case.writer.texts == ["[PERSON] card is [CREDIT_CARD], thanks"]


@pytest.mark.asyncio
async def test_a_clipboard_that_cannot_be_written_is_a_failure_and_says_nothing_of_the_text(
    caplog: pytest.LogCaptureFixture,
):
    case = Case(error=ClipboardWriteError("The clipboard could not be written"))
    case.enforce()
    with caplog.at_level(logging.DEBUG):
        assert await case.prompter.answer(Answer.REDACTED) is Disposition.FAILED
    assert case.dispositions == [Disposition.FAILED]
    assert "clipboard_write" in caplog.text
    assert CARD not in caplog.text


# ---- offers -----------------------------------------------------------------------------------------------------


def test_only_what_can_be_kept_is_offered():
    case = Case()
    case.enforce(dataclasses.replace(VERDICT, offers=tuple(Offer)))
    assert case.prompter.questions[0].offers == (Offer.REDACTED,)


def test_what_policy_does_not_offer_is_not_offered():
    case = Case()
    case.enforce(dataclasses.replace(VERDICT, offers=(Offer.REPORT_WRONG,)))
    assert case.prompter.questions[0].offers == ()


def test_what_policy_wants_redacted_is_offered_redacted_whatever_else_it_offers():
    case = Case()
    case.enforce(dataclasses.replace(_with_action(Action.REDACT), offers=(Offer.ORIGINAL_WITH_REASON,)))
    assert case.prompter.questions[0].offers == (Offer.REDACTED,)


def _partly_read(problem: ContentProblem) -> AnalysisRequest:
    return dataclasses.replace(REQUEST, content=dataclasses.replace(REQUEST.content, problem=problem))


CANNOT = [
    *(pytest.param(_partly_read(problem), ASSESSMENT, id=f"content_{problem}") for problem in ContentProblem),
    pytest.param(REQUEST, dataclasses.replace(ASSESSMENT, inspection=Inspection.PARTIAL), id="inspected_in_part"),
    pytest.param(REQUEST, dataclasses.replace(ASSESSMENT, inspection=Inspection.UNINSPECTABLE), id="not_inspected"),
    pytest.param(REQUEST, Assessment(), id="nothing_to_redact"),
]


@pytest.mark.parametrize(("request_", "assessment"), CANNOT)
def test_what_is_not_wholly_known_is_not_offered_redacted(request_: AnalysisRequest, assessment: Assessment):
    case = Case()
    assert case.enforce(request=request_, assessment=assessment) is Disposition.WARNED
    assert case.prompter.questions[0].offers == ()


@pytest.mark.parametrize(("request_", "assessment"), CANNOT)
@pytest.mark.asyncio
async def test_what_was_not_offered_is_not_done(request_: AnalysisRequest, assessment: Assessment):
    case = Case()
    case.enforce(request=request_, assessment=assessment)
    assert await case.prompter.answer(Answer.REDACTED) is Disposition.FAILED
    assert case.writer.texts == []


@pytest.mark.asyncio
async def test_a_clipboard_that_has_changed_meanwhile_is_left_alone():
    case = Case()
    case.enforce()
    case.is_current = False
    assert await case.prompter.answer(Answer.REDACTED) is Disposition.FAILED
    assert case.writer.texts == []


def test_a_marking_alone_is_not_offered_redacted():
    """Without it the rest would leave as if it had never been marked."""
    case = Case()
    marking = dataclasses.replace(FINDING, entity="MARKING", start=0, end=2)
    case.enforce(_with_action(Action.REDACT), assessment=Assessment(findings=(marking,)))
    case.enforce(_with_action(Action.REDACT), assessment=Assessment(findings=(marking, FINDING)))
    assert [question.offers for question in case.prompter.questions] == [(), (Offer.REDACTED,)]
