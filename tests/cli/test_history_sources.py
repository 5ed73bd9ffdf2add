"""Records to replay: of the running agent, and out of files that anybody may have written."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from pathlib import Path

import pytest

from agent.cli.history_sources import HistoryFileError, exported_events, local_events
from agent.ipc.messages import EventModel
from tests.cli.conftest import Home
from tests.fakes.agent_server import FakeAgent
from tests.ipc.samples import EVENT, event

ONE = EventModel.of(EVENT).to_json()


def _file(folder: Path, content: str) -> Path:
    file = folder / "export.json"
    file.write_text(content)
    return file


def test_the_agent_s_records_come_as_they_were_kept(agent: FakeAgent, home: Home, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", home.env["XDG_RUNTIME_DIR"])
    agent.events += [EventModel.of(event(event_id=f"{number:032x}")) for number in range(3)]
    found = local_events(None)
    assert found.events[0] == EVENT
    assert (len(found.events), found.is_complete) == (3, True)
    limited = local_events(None, 2)
    assert (len(limited.events), limited.is_complete) == (2, False)
    assert local_events(EVENT.occurred_at + timedelta(seconds=1)).events == ()


def test_a_file_holds_what_was_printed(tmp_path: Path):
    later = EventModel.of(event(event_id="1" * 32, occurred_at=EVENT.occurred_at + timedelta(days=1)))
    file = _file(tmp_path, json.dumps({"events": [ONE, later.to_json()], "total": 2}))
    assert [each.event_id for each in exported_events(file, None).events] == ["0" * 32, "1" * 32]
    assert exported_events(file, None).events[0] == EVENT
    since = EVENT.occurred_at + timedelta(hours=1)
    assert [each.event_id for each in exported_events(file, since).events] == ["1" * 32]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is no JSON"),
        ("events: []", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[]", "holds no list of events"),
        ('{"total": 1}', "holds no list of events"),
        ('{"events": {}}', "holds no list of events"),
        ('{"events": ["Zebra"]}', "events[0] is no mapping"),
        ('{"events": [{"Zebra": 1}]}', "events[0]: EventModel: unknown fields"),
        (json.dumps({"events": [ONE, {**ONE, "action": "Zebra"}]}), "events[1]: EventModel: action"),
        (json.dumps({"events": [{**ONE, "occurred_at": "2026-01-02T03:04:05"}]}), "events[0]: EventModel: occurred_at"),
    ],
)
def test_what_is_no_history_is_refused_with_its_place_and_without_its_values(tmp_path: Path, content: str, told: str):
    with pytest.raises(HistoryFileError) as caught:
        exported_events(_file(tmp_path, content), None)
    assert told in str(caught.value)
    assert "export.json" in str(caught.value)
    assert "cordon history list --all --format json" in caught.value.hint
    assert "Zebra" not in str(caught.value)


@pytest.mark.parametrize("name", ["none.json", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str):
    with pytest.raises(HistoryFileError, match="cannot be read"):
        exported_events(tmp_path / name, None)


@pytest.mark.parametrize(("zone", "year"), [("America/New_York", 1), ("Asia/Tokyo", 9999), ("UTC", 1)])
def test_a_moment_that_no_calendar_here_has_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str, year: int
):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    at = {1: "0001-01-01T00:00:00+00:00", 9999: "9999-12-31T23:59:00+00:00"}[year]
    try:
        with pytest.raises(HistoryFileError, match="no event") as caught:
            exported_events(_file(tmp_path, json.dumps({"events": [{**ONE, "occurred_at": at}]})), None)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "events[0]: occurred_at" in caught.value.detail
