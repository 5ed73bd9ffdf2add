"""The clipboard channel as far as it is built: warn, and put redacted text on the clipboard when the person says so.

Rules kept here: nothing is changed without the person's click; a verdict stricter than WARN is told like a warning,
since this enforcer cannot hold a paste (docs/adr/0003), and the disposition says WARNED, so that the record does not
claim more; REDACT offers the redacted text whether or not a rule says so, since that is what it asks for; what was read
or inspected only in part is not offered redacted, because the rest would be lost, or go unredacted; what was not
offered is not done, whoever answers.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from agent.core import Action, AnalysisRequest, Assessment, Disposition, Inspection, Offer, Verdict, removable
from agent.core.errors import AgentError
from agent.core.ports import Answer, ClipboardWriter, Prompter, Question
from agent.redaction import RedactionMode, redact

__all__ = ["ClipboardEnforcer"]

_log = logging.getLogger(__name__)


_ANSWERED = {Answer.ACKNOWLEDGED: Disposition.ACKNOWLEDGED, Answer.NOT_SHOWN: Disposition.NOT_SHOWN}


class ClipboardEnforcer:
    """Implements `Enforcer`.

    Args:
        prompter: asks the person.
        writer: puts text on the clipboard.
        is_current: whether a request's content is still on the clipboard; what replaced it is never touched.
        newest_assessment: what is known of it by now: a warning may have come before the model had read it.
    """

    def __init__(
        self,
        *,
        prompter: Prompter,
        writer: ClipboardWriter,
        is_current: Callable[[AnalysisRequest], bool],
        newest_assessment: Callable[[AnalysisRequest], Assessment | None],
    ) -> None:
        self._prompter = prompter
        self._writer = writer
        self._is_current = is_current
        self._newest_assessment = newest_assessment

    def enforce(
        self,
        request: AnalysisRequest,
        assessment: Assessment,
        verdict: Verdict,
        on_disposition: Callable[[Disposition], None],
    ) -> Disposition:
        """Act now; `on_disposition` follows when the person answers."""
        if verdict.action is Action.ALLOW:
            return Disposition.ALLOWED
        if verdict.action is Action.AUDIT:
            return Disposition.AUDITED

        offers = _offers(request, assessment, verdict)

        async def carry_out(answer: Answer) -> Disposition:
            if answer is not Answer.REDACTED:
                disposition = _ANSWERED[answer]
            elif Offer.REDACTED in offers:
                disposition = await self._write_redacted(request, assessment)
            else:
                _log.error("request %s: the answer was not on offer", request.request_id)
                disposition = Disposition.FAILED
            on_disposition(disposition)
            return disposition

        question = Question(request=request, assessment=assessment, verdict=verdict, offers=offers)
        return Disposition.WARNED if self._prompter.ask(question, carry_out) else Disposition.NOT_SHOWN

    async def _write_redacted(self, request: AnalysisRequest, assessment: Assessment) -> Disposition:
        if not self._is_current(request):
            _log.info("request %s: the clipboard has changed and is left alone", request.request_id)
            return Disposition.FAILED
        findings = (self._newest_assessment(request) or assessment).findings
        redaction = redact(request.content.text, removable(findings), RedactionMode.LABEL)
        try:
            await self._writer.write_text(redaction.text)
        except AgentError as exc:
            _log.warning("request %s: the redacted text could not be written: %s", request.request_id, exc.code)
            return Disposition.FAILED
        return Disposition.REDACTED


def _offers(request: AnalysisRequest, assessment: Assessment, verdict: Verdict) -> tuple[Offer, ...]:
    is_whole = request.content.problem is None and assessment.inspection is Inspection.COMPLETE
    can_redact = is_whole and bool(removable(assessment.findings))
    is_wanted = verdict.action is Action.REDACT or Offer.REDACTED in verdict.offers
    return (Offer.REDACTED,) if can_redact and is_wanted else ()
