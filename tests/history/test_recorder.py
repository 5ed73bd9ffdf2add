"""The recorder in trouble: nothing blocks, nothing is lost unseen, everything heals; on a fake file.

test_contract.py holds it to what every store promises.
"""

from __future__ import annotations

import threading
import time

import pytest

from agent.core import BugError, Disposition, EventQuery, SecretStoreError, SecretStoreLockedError
from agent.core.health import HealthCode
from agent.history.errors import (
    HistoryCorruptError,
    HistoryMovedError,
    HistoryTooNewError,
    HistoryUnavailableError,
)
from agent.history.recorder import HistoryRecorder, RecorderLimits
from tests.fakes.history_file import FakeHistoryFile
from tests.history.samples import KEY, START, event, ids
from tests.history.setting import Setting
from tests.waiting import wait_until

LATER = RecorderLimits(retry_s=3600.0, list_s=5.0, close_s=5.0)
UNAVAILABLE = HistoryUnavailableError("The disk is full")


def written(file: FakeHistoryFile) -> list[str]:
    return [each.event.event_id for each in file.newest(EventQuery(), None, 10_000)]


def test_what_is_recorded_is_written_without_any_issue():
    file = FakeHistoryFile()
    setting = Setting(files=[file])
    with setting.started() as recorder:
        for number in range(1200):
            recorder.record(event(number))
            if number % 400 == 399:
                assert recorder.list(EventQuery()).total == number + 1
        recorder.record_disposition(event(1199).event_id, Disposition.REDACTED, START)
    assert len(written(file)) == 1200
    assert file.is_closed
    assert setting.health.reported == ()
    assert setting.keys == [KEY]


def test_recording_does_not_wait_for_a_disk_that_hangs():
    file = FakeHistoryFile()
    setting = Setting(files=[file])
    file.stall()
    with setting.started(RecorderLimits(list_s=0.05)) as recorder:
        recorder.record(event(0))
        assert file.wait_until_stalled()
        began = time.monotonic()
        for number in range(1, 900):
            recorder.record(event(number))
        assert time.monotonic() - began < 5.0  # and not the 10 s that the disk hangs
        with pytest.raises(HistoryUnavailableError, match="does not answer"):
            recorder.list(EventQuery())
        file.go_on()
    assert len(written(file)) == 900
    assert setting.health.reported == ()


def test_of_too_many_waiting_the_oldest_are_given_up_and_counted():
    file = FakeHistoryFile()
    setting = Setting(files=[file], key_failure=SecretStoreLockedError("The keyring is locked"))
    limits = RecorderLimits(waiting=3, retry_s=0.05)
    with setting.started(limits) as recorder:
        for number in range(5):
            recorder.record(event(number))
        assert ids(recorder.list(EventQuery())) == ids([event(4), event(3), event(2)])
        setting.wait_for(HealthCode.KEYRING_LOCKED, HealthCode.HISTORY_EVENTS_LOST)
        assert setting.health.detail(HealthCode.HISTORY_EVENTS_LOST).startswith("2 ")
        setting.key_failure = None
        setting.wait_for(HealthCode.HISTORY_EVENTS_LOST)
    assert written(file) == ids([event(4), event(3), event(2)])


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (SecretStoreLockedError("The keyring is locked"), HealthCode.KEYRING_LOCKED),
        (SecretStoreError("history.key can be read by other users"), HealthCode.HISTORY_UNAVAILABLE),
    ],
)
def test_events_wait_for_the_key_and_are_written_when_it_is_there(failure: Exception, code: HealthCode):
    file = FakeHistoryFile()
    setting = Setting(files=[file], key_failure=failure)
    with setting.started() as recorder:
        setting.wait_for(code)
        recorder.record(event(1))
        recorder.record(event(2))
        recorder.record_disposition(event(1).event_id, Disposition.REDACTED, START)
        page = recorder.list(EventQuery())
        assert [each.disposition for each in page.events] == ["warned", "redacted"]
        assert not page.is_complete
        assert written(file) == []
        setting.key_failure = None
        setting.wait_for()
        assert recorder.list(EventQuery()).is_complete
    assert written(file) == ids([event(2), event(1)])


@pytest.mark.parametrize("failure", [UNAVAILABLE, HistoryTooNewError("A later version wrote it")])
def test_a_file_that_cannot_be_opened_is_tried_again_and_never_set_aside(failure: Exception):
    file = FakeHistoryFile()
    setting = Setting(files=[failure, failure, file])
    with setting.started() as recorder:
        recorder.record(event())
        wait_until(lambda: written(file), what="the event to be written")
        setting.wait_for()
    assert setting.health.reported == (HealthCode.HISTORY_UNAVAILABLE,) * 2
    assert setting.aside == []


def test_a_write_that_fails_is_tried_again_and_the_issue_cleared():
    file = FakeHistoryFile()
    setting = Setting(files=[file])
    with setting.started() as recorder:
        recorder.record(event(1))
        assert recorder.list(EventQuery()).total == 1
        file.failure = UNAVAILABLE
        recorder.record(event(2))
        setting.wait_for(HealthCode.HISTORY_UNAVAILABLE)
        assert setting.health.detail(HealthCode.HISTORY_UNAVAILABLE) == "The disk is full."
        assert ids(recorder.list(EventQuery())) == ids([event(2), event(1)])
        file.failure = None
        setting.wait_for()
    assert written(file) == ids([event(2), event(1)])


def test_a_failure_is_not_retried_before_its_pause_is_over():
    file = FakeHistoryFile()
    setting = Setting(files=[file], key_failure=SecretStoreLockedError("The keyring is locked"))
    with setting.started(LATER) as recorder:
        setting.wait_for(HealthCode.KEYRING_LOCKED)
        setting.key_failure = None
        for number in range(10):
            recorder.record(event(number))
        assert recorder.list(EventQuery()).total == 10
        assert setting.health.reported == (HealthCode.KEYRING_LOCKED,)
        assert written(file) == []
    # Closing does not wait for the pause: what can be written is written.
    assert len(written(file)) == 10


def test_a_damaged_file_is_set_aside_and_a_new_one_started():
    file = FakeHistoryFile()
    setting = Setting(files=[HistoryCorruptError("It is damaged"), file])
    with setting.started() as recorder:
        recorder.record(event())
        wait_until(lambda: written(file), what="the event to be written")
        setting.wait_for(HealthCode.HISTORY_CORRUPT)
    assert setting.aside == ["history.db.damaged-1"]
    assert setting.health.detail(HealthCode.HISTORY_CORRUPT) == "history.db.damaged-1"


def test_a_file_found_damaged_while_writing_is_set_aside_and_the_batch_goes_into_the_new_one():
    old, new = FakeHistoryFile(), FakeHistoryFile()
    setting = Setting(files=[old, new])
    with setting.started() as recorder:
        recorder.record(event(1))
        assert recorder.list(EventQuery()).total == 1
        old.failure = HistoryCorruptError("It is damaged")
        recorder.record(event(2))
        setting.wait_for(HealthCode.HISTORY_CORRUPT)
        assert ids(recorder.list(EventQuery())) == ids([event(2)])
    assert old.is_closed
    assert written(new) == ids([event(2)])


def test_a_file_found_damaged_while_reading_is_set_aside_and_the_question_answered():
    old, new = FakeHistoryFile(), FakeHistoryFile()
    setting = Setting(files=[old, new])
    with setting.started() as recorder:
        recorder.record(event(1))
        assert recorder.list(EventQuery()).total == 1
        old.read_failure = HistoryCorruptError("It is damaged")
        assert recorder.list(EventQuery()).total == 0
        setting.wait_for(HealthCode.HISTORY_CORRUPT)


def test_a_file_that_was_moved_away_is_opened_again_and_not_called_damaged():
    old, new = FakeHistoryFile(), FakeHistoryFile()
    setting = Setting(files=[old, new])
    with setting.started() as recorder:
        assert recorder.list(EventQuery()).total == 0
        old.failure = HistoryMovedError("It was moved")
        recorder.record(event())
        wait_until(lambda: written(new), what="the event to be written")
    assert setting.aside == []
    assert setting.health.reported == ()


def test_an_entry_that_cannot_be_written_does_not_hold_up_the_others(caplog: pytest.LogCaptureFixture):
    file = FakeHistoryFile()
    file.poison = event(1).event_id
    setting = Setting(files=[file], key_failure=SecretStoreLockedError("The keyring is locked"))
    with setting.started() as recorder:
        for number in range(3):
            recorder.record(event(number))
        setting.key_failure = None
        setting.wait_for(HealthCode.HISTORY_EVENTS_LOST)
    assert written(file) == ids([event(2), event(0)])
    assert "an entry cannot be written" in caplog.text


def test_a_bug_while_reading_is_told_and_the_recorder_goes_on(caplog: pytest.LogCaptureFixture):
    file = FakeHistoryFile()
    setting = Setting(files=[file])
    with setting.started() as recorder:
        file.read_failure = RuntimeError("a bug")
        with pytest.raises(BugError, match="RuntimeError"):
            recorder.list(EventQuery())
        file.read_failure = None
        recorder.record(event())
        setting.wait_for()
        assert recorder.list(EventQuery()).total == 1
    assert "unexpected RuntimeError" in caplog.text


def test_too_many_questions_at_once_are_refused():
    file = FakeHistoryFile()
    setting = Setting(files=[file])
    file.stall()
    with setting.started(RecorderLimits(questions=1)) as recorder:
        recorder.record(event())
        assert file.wait_until_stalled()
        # The first question waits for the disk; the next ones are too many.
        assert wait_until(lambda: refusal(recorder), what="a refusal") == "The history is busy"
        file.go_on()
        assert wait_until(lambda: not refusal(recorder), what="questions to be answered again")


def refusal(recorder: HistoryRecorder) -> str:
    """Why a question is refused at once; empty when it is not."""
    titles = []

    def ask() -> None:
        try:
            recorder.list(EventQuery())
        except HistoryUnavailableError as exc:
            titles.append(exc.title)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(0.5)
    return "".join(titles)


def test_closing_ends_the_thread_and_later_records_are_counted_as_lost():
    setting = Setting(files=[FakeHistoryFile()])
    with setting.started() as recorder:
        assert "cordon-history" in {thread.name for thread in threading.enumerate()}
    assert "cordon-history" not in {thread.name for thread in threading.enumerate()}
    assert not setting.health.open_codes
    recorder.close()
    recorder.record(event())
    assert setting.health.open_codes == {HealthCode.HISTORY_EVENTS_LOST}
    with pytest.raises(HistoryUnavailableError, match="closed"):
        recorder.list(EventQuery())


def test_closing_does_not_wait_for_a_disk_that_hangs_and_counts_what_is_lost():
    file = FakeHistoryFile()
    setting = Setting(files=[file])
    file.stall()
    with setting.started(RecorderLimits(close_s=0.05)) as recorder:
        recorder.record(event(1))
        assert file.wait_until_stalled()
        recorder.record(event(2))
        recorder.close()
        assert setting.health.detail(HealthCode.HISTORY_EVENTS_LOST).startswith("2 ")
        file.go_on()
        wait_until(lambda: file.is_closed, what="the thread to end")
