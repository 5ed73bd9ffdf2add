"""Looking at the clipboard again and again, with a clipboard of our own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from agent.core import ContentKind, ContentProblem
from agent.core.errors import EnvironmentProblemError
from agent.core.health import HealthCode
from agent.sensors.clipboard.polling import PollingClipboardSensor
from tests.fakes.health import RecordingHealth
from tests.fakes.observations import ObservationLog
from tests.waiting import wait_until

PERIOD_S = 0.01


class Clipboard:
    """Holds a text, or an error to raise; counts the looks."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.error: Exception | None = None
        self.looks = 0

    def read(self) -> str:
        """Look: the text, or the error."""
        self.looks += 1
        if self.error is not None:
            raise self.error
        return self.text

    def wait_for_looks(self, more: int = 3) -> None:
        """Return after some more looks."""
        enough = self.looks + more
        wait_until(lambda: self.looks >= enough, what="looks at the clipboard")


@contextmanager
def polling(
    read_text: Callable[[], str], log: ObservationLog, health: RecordingHealth, limit_bytes: int = 1 << 20
) -> Iterator[PollingClipboardSensor]:
    sensor = PollingClipboardSensor(health=health, read_text=read_text, period_s=PERIOD_S, limit_bytes=limit_bytes)
    sensor.start(log.emit)
    try:
        yield sensor
    finally:
        sensor.stop()
    assert "clipboard-polling" not in [thread.name for thread in threading.enumerate()]


def test_sees_each_text_once(log: ObservationLog, health: RecordingHealth):
    clipboard = Clipboard("first ü")
    with polling(clipboard.read, log, health):
        content = log.wait_for_text("first ü")
        assert (content.kind, content.size_bytes, content.problem) == (ContentKind.TEXT, 8, None)
        clipboard.wait_for_looks()
        clipboard.text = "second"
        log.wait_for_text("second")
        clipboard.wait_for_looks()
    assert [content.text for content in log.contents] == ["first ü", "second"]


def test_an_empty_clipboard_is_no_news_until_it_held_something(log: ObservationLog, health: RecordingHealth):
    clipboard = Clipboard()
    with polling(clipboard.read, log, health):
        clipboard.wait_for_looks()
        assert log.copies == ()
        clipboard.text = "something"
        log.wait_for_text("something")
        clipboard.text = ""
        log.wait_for_kind(ContentKind.EMPTY)


def test_says_that_it_is_a_fall_back(log: ObservationLog, health: RecordingHealth):
    with polling(Clipboard().read, log, health):
        assert HealthCode.CLIPBOARD_POLLING in health.open_codes


def test_keeps_as_much_as_it_may(log: ObservationLog, health: RecordingHealth):
    with polling(Clipboard("ü" * 100).read, log, health, limit_bytes=21):
        content = log.wait_for_kind(ContentKind.TEXT)
    assert (content.text, content.size_bytes) == ("ü" * 10 + "�", 200)
    assert content.problem is ContentProblem.TOO_LARGE


def test_is_blind_while_nothing_can_be_read_and_heals(log: ObservationLog, health: RecordingHealth):
    clipboard = Clipboard("before")
    with polling(clipboard.read, log, health):
        log.wait_for_text("before")
        clipboard.error = EnvironmentProblemError("xclip does not answer")
        wait_until(lambda: HealthCode.CLIPBOARD_BLIND in health.open_codes, what="the report")
        assert health.detail(HealthCode.CLIPBOARD_BLIND) == "xclip does not answer"
        clipboard.text, clipboard.error = "after", None
        log.wait_for_text("after")
        assert HealthCode.CLIPBOARD_BLIND not in health.open_codes


def test_survives_what_nobody_foresaw_and_does_not_quote_it(log: ObservationLog, health: RecordingHealth):
    clipboard = Clipboard()
    clipboard.error = ZeroDivisionError("what was copied")
    with polling(clipboard.read, log, health):
        wait_until(lambda: HealthCode.CLIPBOARD_BLIND in health.open_codes, what="the report")
        assert "what was copied" not in health.detail(HealthCode.CLIPBOARD_BLIND)
        clipboard.text, clipboard.error = "after", None
        log.wait_for_text("after")


def test_stops_twice(log: ObservationLog, health: RecordingHealth):
    with polling(Clipboard().read, log, health) as sensor:
        sensor.stop()
        sensor.stop()


def test_stops_without_having_been_started(health: RecordingHealth):
    PollingClipboardSensor(health=health, read_text=Clipboard().read).stop()
