"""Messages about AI apps: what once was understood still is, and nothing unknown gets in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.ipc import app_messages
from agent.ipc.app_messages import AppListResult, AppModel
from agent.ipc.codec import Response, encode_message
from agent.ipc.wire import ParamsError, WireModel

GOLDEN = json.loads((Path(__file__).parent / "data" / "app_messages_v1.json").read_text(encoding="utf-8"))
MODELS = {
    name: model
    for name in app_messages.__all__
    if isinstance(model := getattr(app_messages, name), type) and issubclass(model, WireModel)
}


def test_every_message_is_in_the_golden_file():
    assert GOLDEN.keys() == MODELS.keys()


@pytest.mark.parametrize("name", GOLDEN)
def test_what_was_written_once_is_read_and_written_the_same(name: str):
    for written in GOLDEN[name]:
        assert MODELS[name].parse(written).to_json() == written


@pytest.mark.parametrize("name", MODELS)
def test_unknown_fields_are_refused_without_quoting_them(name: str):
    with pytest.raises(ParamsError) as refused:
        MODELS[name].parse({**GOLDEN[name][0], "canary": "canary-value"})
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("AppModel", {"status": "forbidden"}),
        ("AppModel", {"kind": "toaster"}),
        ("AppModel", {"evidence": ["hearsay"]}),
        ("AppModel", {"pids": ["4711"]}),
        ("AppModel", {"first_seen_at": "2026-01-01T00:00:00"}),
        ("AppExplainParams", {"subject": ""}),
        ("AppExplainParams", {"subject": "x" * 101}),
    ],
)
def test_what_cannot_be_is_refused(name: str, changes: dict[str, object]):
    with pytest.raises(ParamsError):
        MODELS[name].parse({**GOLDEN[name][0], **changes})


def test_every_field_of_an_app_travels_whatever_it_holds():
    assert AppModel.parse(GOLDEN["AppModel"][1]).to_json().keys() == set(AppModel.__struct_fields__)


def test_a_thousand_apps_fit_into_a_frame():
    app = AppModel.parse(GOLDEN["AppModel"][0])
    assert encode_message(Response(id=1, result=AppListResult(apps=(app,) * 1000).to_json()))


def test_none_has_a_field_for_content():
    fields = {field for model in MODELS.values() for field in model.__struct_fields__}
    assert not fields & {"text", "content", "title", "path", "file", "value", "command", "executable"}
