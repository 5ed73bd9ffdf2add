"""The channel of coding agents: what a verdict comes to with what the tool's protocol can do.

| verdict | the tool is told | disposition |
|---|---|---|
| ALLOW, AUDIT | to go on | ALLOWED, AUDITED |
| WARN | to go on, with a message; else to ask; else to go on | WARNED; ASKED; NOT_SHOWN |
| JUSTIFY | to ask; else to hold it back | ASKED; BLOCKED |
| REDACT | to go on with the redacted text; else to hold it back | REDACTED; BLOCKED |
| BLOCK | to hold it back | BLOCKED |

Rules kept here: what was inspected only in part is not rewritten, because the rest would go unredacted; nor is a call
where something was found in what cannot be rewritten (a member's name, a number). The text as it could go is offered
where policy wants it and the person sees it, and it is short enough to be read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

from agent.core import Action, AnalysisRequest, Assessment, Disposition, Finding, Inspection, Offer, Verdict, removable
from agent.hooks.call import Abilities, HookDecision, HookEvent, HookOutcome, Piece, PieceKind
from agent.hooks.pieces import joined
from agent.hooks.wording import message_about
from agent.redaction import RedactionMode, redact

__all__ = ["OFFER_LIMIT", "HookEnforcer"]

OFFER_LIMIT = 4000
"""Characters of a redacted text that is offered in a message."""


class HookEnforcer:
    """Implements `Enforcer` for one call.

    Args:
        event: what the tool is about to do.
        pieces: the texts in it; the request's content is all of them, joined.
        abilities: what its protocol can do.

    Attributes:
        outcome: what the tool is told; ALLOW until a verdict is carried out.
    """

    def __init__(self, event: HookEvent, pieces: Sequence[Piece], abilities: Abilities) -> None:
        self._event = event
        self._pieces = pieces
        self._abilities = abilities
        self.outcome = HookOutcome(decision=HookDecision.ALLOW)

    def enforce(
        self,
        request: AnalysisRequest,
        assessment: Assessment,
        verdict: Verdict,
        on_disposition: Callable[[Disposition], None],  # noqa: ARG002 - what the person answers is not told
    ) -> Disposition:
        """Decide now."""
        texts = self._redacted(request, assessment)
        decision, disposition = self._decide(verdict.action, can_rewrite=texts is not None)
        message = message_about(decision, self._event, request.destination.name, assessment, verdict)
        self.outcome = HookOutcome(
            decision=decision,
            message=message,
            texts=(texts or ()) if decision is HookDecision.REWRITE else (),
            redacted=self._offered(texts, verdict) if decision is HookDecision.DENY else "",
        )
        return disposition

    def _decide(self, action: Action, *, can_rewrite: bool) -> tuple[HookDecision, Disposition]:
        able = self._abilities
        match action:
            case Action.ALLOW:
                return HookDecision.ALLOW, Disposition.ALLOWED
            case Action.AUDIT:
                return HookDecision.ALLOW, Disposition.AUDITED
            case Action.WARN if able.tells:
                return HookDecision.TELL, Disposition.WARNED
            case Action.WARN if not able.asks:
                return HookDecision.ALLOW, Disposition.NOT_SHOWN
            case Action.WARN | Action.JUSTIFY if able.asks:
                return HookDecision.ASK, Disposition.ASKED
            case Action.REDACT if able.rewrites and can_rewrite:
                return HookDecision.REWRITE, Disposition.REDACTED
            case _:
                return HookDecision.DENY, Disposition.BLOCKED

    def _redacted(self, request: AnalysisRequest, assessment: Assessment) -> tuple[str, ...] | None:
        """A text for each piece that may be rewritten; None where that would not take out what was found."""
        findings = removable(assessment.findings)
        is_whole = request.content.problem is None and assessment.inspection is Inspection.COMPLETE
        if not is_whole or not findings:
            return None
        _, spans = joined(self._pieces)
        texts: list[str] = []
        for piece, (start, end) in zip(self._pieces, spans, strict=True):
            inside = _inside(findings, start, end)
            if piece.kind is PieceKind.TEXT:
                texts.append(redact(piece.text, inside, RedactionMode.LABEL).text if inside else piece.text)
            elif inside:
                return None
        return tuple(texts)

    def _offered(self, texts: tuple[str, ...] | None, verdict: Verdict) -> str:
        is_wanted = verdict.action is Action.REDACT or Offer.REDACTED in verdict.offers
        if not is_wanted or texts is None or len(texts) != 1 or not self._abilities.shows_reason:
            return ""
        return texts[0] if len(texts[0]) <= OFFER_LIMIT else ""


def _inside(findings: Sequence[Finding], start: int, end: int) -> list[Finding]:
    """The parts of findings that lie in a span, by offsets in it. Findings are in order and do not overlap."""
    found: list[Finding] = []
    for finding in findings[bisect_left(findings, start + 1, key=lambda each: each.end) :]:
        if finding.start >= end:
            break
        found.append(replace(finding, start=max(finding.start, start) - start, end=min(finding.end, end) - start))
    return found
