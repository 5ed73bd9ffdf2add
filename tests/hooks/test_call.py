"""A call and what comes of it: nothing that was written is in a repr."""

from __future__ import annotations

from agent.hooks.call import (
    Abilities,
    HookAnswer,
    HookCall,
    HookDecision,
    HookEvent,
    HookOutcome,
    Piece,
)


def test_no_repr_holds_what_was_written():
    piece = Piece(text="canary")
    call = HookCall(
        event=HookEvent.PROMPT,
        native_event="prompt",
        pieces=(piece,),
        abilities=Abilities(),
        tool_input={"command": "canary"},
    )
    outcome = HookOutcome(decision=HookDecision.REWRITE, message="m", texts=("canary",), redacted="canary")
    assert "canary" not in f"{piece!r} {call!r} {outcome!r} {HookAnswer(output='canary')!r}"


def test_a_reason_has_the_text_that_could_go_instead_where_there_is_one():
    assert HookOutcome(decision=HookDecision.DENY, message="No.").reason == "No."
    offered = HookOutcome(decision=HookDecision.DENY, message="No.", redacted="pay [CREDIT_CARD]").reason
    assert offered.startswith("No.")
    assert offered.endswith("pay [CREDIT_CARD]")
