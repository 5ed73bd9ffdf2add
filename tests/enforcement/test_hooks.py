"""What becomes of a verdict on a coding agent's step, with what the tool's protocol can do."""

from __future__ import annotations

from dataclasses import replace
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
from agent.enforcement.hooks import OFFER_LIMIT, HookEnforcer
from agent.hooks.call import Abilities, HookDecision, HookEvent, HookOutcome, Piece, PieceKind
from agent.hooks.pieces import joined, pieces_of

CARD = "4111 1111 1111 1111"
ALL = Abilities(tells=True, asks=True, rewrites=True, shows_reason=True)
NONE = Abilities()
PROMPT = (Piece(text=f"pay {CARD} now"),)


def found_in(pieces: tuple[Piece, ...], *values: str) -> Assessment:
    """An assessment in which each value was found, wherever it stands."""
    text, _ = joined(pieces)
    findings = [
        Finding(
            entity="CREDIT_CARD",
            start=(start := text.index(value)),
            end=start + len(value),
            confidence=1.0,
            recognizer="test",
            explanation=Explanation(summary="It is one."),
        )
        for value in values
    ]
    return Assessment(findings=tuple(sorted(findings, key=lambda each: each.start)))


def decided(
    action: Action,
    abilities: Abilities,
    *,
    pieces: tuple[Piece, ...] = PROMPT,
    assessment: Assessment | None = None,
    offers: tuple[Offer, ...] = (),
    problem: ContentProblem | None = None,
) -> tuple[HookOutcome, Disposition]:
    enforcer = HookEnforcer(HookEvent.PROMPT, pieces, abilities)
    request = AnalysisRequest(
        request_id="r",
        user_action_id="a",
        channel=Channel.COMMAND_LINE,
        reason=Reason.PROMPT,
        destination=Destination(
            destination_id="codex", name="Codex", vendor="OpenAI", kind=DestinationKind.CODING_AGENT
        ),
        content=Content(kind=ContentKind.TEXT, text=joined(pieces)[0], problem=problem),
        expires_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    verdict = Verdict(
        action=action,
        label=Label(rank=2, name="restricted"),
        triggered_rules=(),
        offers=offers,
        mode=Mode.ENFORCE,
        policy_version="1",
    )
    known = found_in(pieces, CARD) if assessment is None else assessment
    disposition = enforcer.enforce(request, known, verdict, lambda _: pytest.fail("nobody answers"))
    return enforcer.outcome, disposition


@pytest.mark.parametrize(
    ("action", "abilities", "decision", "disposition"),
    [
        (Action.ALLOW, ALL, HookDecision.ALLOW, Disposition.ALLOWED),
        (Action.AUDIT, ALL, HookDecision.ALLOW, Disposition.AUDITED),
        (Action.WARN, ALL, HookDecision.TELL, Disposition.WARNED),
        (Action.WARN, Abilities(asks=True), HookDecision.ASK, Disposition.ASKED),
        (Action.WARN, NONE, HookDecision.ALLOW, Disposition.NOT_SHOWN),
        (Action.JUSTIFY, ALL, HookDecision.ASK, Disposition.ASKED),
        (Action.JUSTIFY, Abilities(tells=True, rewrites=True), HookDecision.DENY, Disposition.BLOCKED),
        (Action.REDACT, ALL, HookDecision.REWRITE, Disposition.REDACTED),
        (Action.REDACT, Abilities(tells=True, asks=True), HookDecision.DENY, Disposition.BLOCKED),
        (Action.BLOCK, ALL, HookDecision.DENY, Disposition.BLOCKED),
        (Action.BLOCK, NONE, HookDecision.DENY, Disposition.BLOCKED),
    ],
)
def test_a_verdict_comes_to_what_the_protocol_can_do(
    action: Action, abilities: Abilities, decision: HookDecision, disposition: Disposition
):
    outcome, happened = decided(action, abilities)
    assert (outcome.decision, happened) == (decision, disposition)
    assert bool(outcome.message) is (decision is not HookDecision.ALLOW)
    assert CARD not in f"{outcome.message}{outcome.redacted}{outcome.texts}"


def test_until_a_verdict_is_carried_out_the_step_goes_on():
    assert HookEnforcer(HookEvent.PROMPT, PROMPT, ALL).outcome == HookOutcome(decision=HookDecision.ALLOW)


def test_each_text_is_rewritten_where_it_stands():
    pieces = pieces_of({"command": f"charge {CARD}", "deep": [{"note": "plain"}, f"{CARD}"], "n": 5})
    (first,) = found_in(pieces, CARD).findings
    start = joined(pieces)[0].index(CARD, first.end)
    second = replace(first, start=start, end=start + len(CARD))
    outcome, _ = decided(Action.REDACT, ALL, pieces=pieces, assessment=Assessment(findings=(first, second)))
    assert outcome.texts == ("charge [CREDIT_CARD]", "plain", "[CREDIT_CARD]")


@pytest.mark.parametrize(
    "pieces",
    [
        pieces_of({"card": 4111111111111111}),
        pieces_of({"4111111111111111": "x"}),
    ],
)
def test_what_cannot_be_rewritten_is_held_back(pieces: tuple[Piece, ...]):
    assessment = found_in(pieces, "4111111111111111")
    outcome, disposition = decided(Action.REDACT, ALL, pieces=pieces, assessment=assessment)
    assert (outcome.decision, outcome.redacted, disposition) == (HookDecision.DENY, "", Disposition.BLOCKED)


def test_a_finding_over_two_texts_is_taken_out_of_both():
    pieces = (Piece(text="a 4111"), Piece(text="1111 b"))
    outcome, _ = decided(Action.REDACT, ALL, pieces=pieces, assessment=found_in(pieces, "4111\n1111"))
    assert outcome.texts == ("a [CREDIT_CARD]", "[CREDIT_CARD] b")


@pytest.mark.parametrize("inspection", [Inspection.PARTIAL, Inspection.UNINSPECTABLE])
def test_what_was_not_inspected_whole_is_not_rewritten(inspection: Inspection):
    assessment = replace(found_in(PROMPT, CARD), inspection=inspection)
    outcome, _ = decided(Action.REDACT, ALL, assessment=assessment)
    assert (outcome.decision, outcome.texts, outcome.redacted) == (HookDecision.DENY, (), "")
    outcome, _ = decided(Action.REDACT, ALL, problem=ContentProblem.TOO_LARGE)
    assert outcome.decision is HookDecision.DENY


def test_nothing_to_take_out_is_no_reason_to_let_it_through():
    outcome, _ = decided(Action.REDACT, ALL, assessment=Assessment())
    assert outcome.decision is HookDecision.DENY


def test_the_text_as_it_could_go_is_offered_where_the_person_sees_it():
    reads = Abilities(shows_reason=True)
    assert decided(Action.REDACT, reads)[0].redacted == "pay [CREDIT_CARD] now"
    assert decided(Action.BLOCK, reads, offers=(Offer.REDACTED,))[0].redacted == "pay [CREDIT_CARD] now"
    assert decided(Action.BLOCK, reads)[0].redacted == ""
    assert decided(Action.REDACT, NONE)[0].redacted == ""
    long = (Piece(text=CARD + " x" * OFFER_LIMIT),)
    assert decided(Action.REDACT, reads, pieces=long)[0].redacted == ""


def test_a_name_is_no_text():
    pieces = (Piece(text="card", kind=PieceKind.NAME), Piece(text=CARD))
    assert decided(Action.REDACT, ALL, pieces=pieces)[0].texts == ("[CREDIT_CARD]",)
