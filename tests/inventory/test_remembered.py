"""Records on the disk: what was written is read, whatever else is there is left out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from agent.core.apps import Evidence
from agent.inventory import RECORDS_LIMIT, AppRecord, records_from, records_to

AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
RECORD = AppRecord(
    destination_id="ollama",
    first_seen_at=AT,
    last_used_at=AT + timedelta(days=1),
    told_at=AT + timedelta(hours=1),
    evidence=(Evidence.EXECUTABLE, Evidence.WINDOW),
)
BARE = AppRecord(destination_id="codex", first_seen_at=AT)


def test_records_come_back_as_they_went():
    written = json.loads(json.dumps(records_to([RECORD, BARE])))
    assert records_from(written) == (RECORD, BARE)


def test_ids_instants_and_fixed_words_are_all_that_is_written():
    assert records_to([RECORD]) == {
        "format": 1,
        "apps": {
            "ollama": {
                "first_seen_at": "2026-01-02T03:04:05.678901+00:00",
                "last_used_at": "2026-01-03T03:04:05.678901+00:00",
                "told_at": "2026-01-02T04:04:05.678901+00:00",
                "evidence": ["executable", "window"],
            }
        },
    }


@pytest.mark.parametrize(
    "untrusted",
    [None, {}, {"format": 2, "apps": {}}, {"format": 1}, {"format": 1, "apps": []}, {"apps": {"ollama": {}}}],
)
def test_what_is_no_such_file_holds_nothing(untrusted: dict[str, object] | None):
    assert records_from(untrusted) == ()


@pytest.mark.parametrize(
    "untrusted",
    [
        None,
        [],
        {},
        {"first_seen_at": 5},
        {"first_seen_at": "yesterday"},
        {"first_seen_at": "0001-01-01T00:00:00+23:59"},
    ],
)
def test_a_damaged_record_is_left_out_and_the_others_count(untrusted: object):
    good = records_to([BARE])["apps"]
    assert isinstance(good, dict)
    assert records_from({"format": 1, "apps": {"ollama": untrusted, "": good["codex"], "x" * 101: {}, **good}}) == (
        BARE,
    )


def test_damaged_fields_of_a_record_are_left_out():
    fields = {"first_seen_at": AT.isoformat(), "last_used_at": "no", "told_at": [], "evidence": ["window", "x", 3]}
    expected = AppRecord(destination_id="codex", first_seen_at=AT, evidence=(Evidence.WINDOW,))
    assert records_from({"format": 1, "apps": {"codex": fields}}) == (expected,)


def test_the_records_used_last_are_kept():
    records = [
        AppRecord(destination_id=f"app-{number}", first_seen_at=AT + timedelta(minutes=number))
        for number in range(RECORDS_LIMIT + 10)
    ]
    kept = {each.destination_id for each in records_from(records_to(records))}
    assert len(kept) == RECORDS_LIMIT
    assert "app-9" not in kept
    assert "app-10" in kept
