"""What a device says of itself: all of it has a form, and none of it is content."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from agent.core.gestures import Channel
from agent.core.verdicts import Disposition, Layer
from agent.fleet.check_in import (
    CHECK_IN_LIMIT_BYTES,
    CheckIn,
    CheckInReply,
    DailyCount,
    HealthState,
    HistoryHead,
    LayerVersion,
    Session,
)
from agent.fleet.message import parse_message

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_SESSION = Session(
    session_id="a" * 32,
    agent_version="1",
    layers=(LayerVersion(layer=Layer.GLOBAL, version="7"),),
    health=(HealthState(code="sync_unreachable", since=_NOW),),
    history_head=HistoryHead(sequence=3, mac="b" * 64),
    counts=(
        DailyCount(
            day=date(2026, 1, 1),
            destination_id="chatgpt",
            label="secret",
            channel=next(iter(Channel)),
            disposition=next(iter(Disposition)),
            count=2,
        ),
    ),
)
_CHECK_IN = CheckIn(
    sequence=1,
    agent_version="1",
    os="linux",
    has_machine_service=True,
    metadata_versions={"root": 1, "team-sales": 2},
    sessions=(_SESSION,),
)


def test_a_check_in_is_read_as_it_was_written():
    assert parse_message(CheckIn, _CHECK_IN.to_bytes(), CHECK_IN_LIMIT_BYTES) == _CHECK_IN


@pytest.mark.parametrize(
    "changes",
    [
        {"sequence": 0},
        {"sequence": 1 << 53},
        {"metadata_versions": {"Root": 1}},
        {"metadata_versions": {"root": 0}},
        {"metadata_versions": {f"r{number}": 1 for number in range(11)}},
        {"sessions": (_SESSION,) * 51},
        {"agent_version": "a\nb"},
        {"health": ({"code": "Not A Code", "since": _NOW},)},
    ],
)
def test_a_check_in_has_its_form(changes: dict[str, object]):
    with pytest.raises(ValidationError):
        CheckIn.model_validate({**_CHECK_IN.model_dump(), **changes})


@pytest.mark.parametrize("changes", [{"session_id": "x"}, {"counts": ({"count": 0},)}, {"history_head": {"mac": ""}}])
def test_a_session_has_its_form(changes: dict[str, object]):
    with pytest.raises(ValidationError):
        Session.model_validate({**_SESSION.model_dump(), **changes})


def test_no_field_can_hold_free_text():
    """Who adds a field that could has to change this test, and docs/privacy.md."""
    assert set(CheckIn.model_fields) == {
        "schema_version",
        "sequence",
        "agent_version",
        "os",
        "os_version",
        "has_machine_service",
        "metadata_versions",
        "health",
        "sessions",
    }
    assert set(DailyCount.model_fields) == {"day", "destination_id", "label", "channel", "disposition", "count"}


@pytest.mark.parametrize("next_in_s", [29, 86_401])
def test_a_server_cannot_ask_for_any_interval(next_in_s: int):
    assert CheckInReply(server_at=_NOW).next_in_s == 3600
    with pytest.raises(ValidationError):
        CheckInReply(server_at=_NOW, next_in_s=next_in_s)
