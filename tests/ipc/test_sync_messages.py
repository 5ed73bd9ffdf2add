"""Messages about the organization's server: what once was understood still is, and nothing unknown gets in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.ipc import machine_messages, sync_messages
from agent.ipc.messages import StatusResult
from agent.ipc.wire import ParamsError, WireModel
from tests.ipc.samples import STATUS

GOLDEN = json.loads((Path(__file__).parent / "data" / "sync_messages_v1.json").read_text(encoding="utf-8"))
MODELS = {
    name: model
    for module in (sync_messages, machine_messages)
    for name in module.__all__
    if isinstance(model := getattr(module, name), type) and issubclass(model, WireModel)
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
        ("SyncModel", {"trouble": "something new"}),
        ("SyncModel", {"detail": "x" * 1001}),
        ("SyncModel", {"server": "x" * 401}),
        ("SyncModel", {"attempted_at": "2026-01-01T00:00:00"}),
        ("ExceptionRequestParams", {"days": "3"}),
        ("ExceptionRequestParams", {"down_to": "nothing"}),
        ("MachineReportParams", {"session": "x" * ((256 << 10) + 1)}),
        ("MachineReportResult", {"counted_through": "yesterday"}),
    ],
)
def test_what_cannot_be_is_refused(name: str, changes: dict[str, object]):
    with pytest.raises(ParamsError):
        MODELS[name].parse({**GOLDEN[name][0], **changes})


def test_a_status_carries_them():
    sync = sync_messages.SyncModel.parse(GOLDEN["SyncModel"][1])
    layers = tuple(sync_messages.LayerModel.parse(each) for each in GOLDEN["LayerModel"])
    status = STATUS.with_fields({"sync": sync, "policy_layers": layers})
    assert StatusResult.parse(status.to_json()) == status
    assert "sync" not in STATUS.to_json()


def test_none_has_a_field_for_content():
    fields = {field for model in MODELS.values() for field in model.__struct_fields__}
    assert not fields & {"text", "content", "title", "path", "file", "value", "justification"}
