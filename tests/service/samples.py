"""Questions for the person, and the text they are about."""

from __future__ import annotations

from datetime import UTC, datetime

from agent.core import (
    Action,
    AnalysisRequest,
    Assessment,
    Category,
    Channel,
    Content,
    ContentKind,
    Destination,
    DestinationKind,
    DestinationStatus,
    Explanation,
    Finding,
    Label,
    Mode,
    Offer,
    Reason,
    TriggeredRule,
    Verdict,
)
from agent.core.ports import Question

__all__ = ["TEXT", "finding", "question"]

TEXT = "Card 4111 1111 1111 1111 of jane@example.com please"


def finding(start: int, end: int, *, entity: str = "CREDIT_CARD", confidence: float = 1.0, why: str = "") -> Finding:
    """A finding of the recognizer that has the entity's name."""
    return Finding(
        entity=entity,
        start=start,
        end=end,
        confidence=confidence,
        recognizer=entity.lower(),
        explanation=Explanation(summary=why),
    )


def question(
    text: str = TEXT,
    *,
    findings: tuple[Finding, ...] = (finding(5, 24), finding(28, 44, entity="EMAIL")),
    offers: tuple[Offer, ...] = (Offer.REDACTED,),
    messages: tuple[str, ...] = ("Take it out.",),
) -> Question:
    """A warning about a text on its way to ChatGPT."""
    request = AnalysisRequest(
        request_id="r",
        user_action_id="a",
        channel=Channel.CLIPBOARD,
        reason=Reason.FOCUS,
        destination=Destination(
            destination_id="chatgpt", name="ChatGPT", vendor="OpenAI", kind=DestinationKind.ASSISTANT
        ),
        content=Content(kind=ContentKind.TEXT, text=text),
        expires_at=datetime(2026, 1, 2, tzinfo=UTC),
    )
    verdict = Verdict(
        action=Action.WARN,
        label=Label(rank=3, name="restricted"),
        triggered_rules=tuple(
            TriggeredRule(rule_id=f"rule-{number}", action=Action.WARN, message=message)
            for number, message in enumerate(messages)
        ),
        offers=offers,
        mode=Mode.ENFORCE,
        policy_version="1",
        destination_status=DestinationStatus.UNAPPROVED,
    )
    assessment = Assessment(findings=findings, category=Category.FINANCIAL)
    return Question(request=request, assessment=assessment, verdict=verdict, offers=offers)
