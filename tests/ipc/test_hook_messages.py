"""Messages about hooks: what once was understood still is, nothing unknown gets in, and no repr holds a text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.hooks.call import Abilities, HookDecision, HookEvent, HookOutcome, Piece, PieceKind
from agent.ipc import hook_messages
from agent.ipc.hook_messages import AbilitiesModel, HookJudgeParams, HookJudgeResult, PieceModel
from agent.ipc.wire import ParamsError, WireModel

GOLDEN = json.loads((Path(__file__).parent / "data" / "hook_messages_v1.json").read_text(encoding="utf-8"))
MODELS = {
    name: model
    for name in hook_messages.__all__
    if isinstance(model := getattr(hook_messages, name), type) and issubclass(model, WireModel)
}


def test_every_message_is_in_the_golden_file():
    assert GOLDEN.keys() == MODELS.keys()


@pytest.mark.parametrize("name", MODELS)
def test_what_was_written_once_is_read_and_written_the_same(name: str):
    for written in GOLDEN[name]:
        assert MODELS[name].parse(written).to_json() == written


@pytest.mark.parametrize("name", MODELS)
def test_unknown_fields_are_refused_without_quoting_them(name: str):
    with pytest.raises(ParamsError) as refused:
        MODELS[name].parse({**GOLDEN[name][0], "canary": "canary-value"})
    assert "canary" not in str(refused.value)


def test_no_repr_holds_a_text():
    piece = PieceModel(text="canary")
    params = HookJudgeParams(event=HookEvent.PROMPT, abilities=AbilitiesModel(), timeout_ms=1, pieces=(piece,))
    result = HookJudgeResult(decision=HookDecision.DENY, texts=("canary",), redacted="canary")
    assert "canary" not in f"{piece!r} {params!r} {result!r} {params.pieces!r}"


def test_values_come_through_unchanged():
    piece = Piece(text="5", kind=PieceKind.NUMBER)
    abilities = Abilities(tells=True, shows_reason=True)
    outcome = HookOutcome(decision=HookDecision.DENY, message="m", texts=("a",), redacted="b")
    assert PieceModel.of(piece).to_piece() == piece
    assert AbilitiesModel.of(abilities).to_abilities() == abilities
    result = HookJudgeResult.of(outcome, is_judged=False)
    assert (result.to_outcome(), result.is_judged) == (outcome, False)
