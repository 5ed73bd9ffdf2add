"""The clipboard sensor on a real X server, with programs that behave."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from agent.core import ContentKind, ContentProblem
from agent.core.health import HealthCode
from agent.sensors.clipboard.x11 import X11ClipboardSensor
from agent.sensors.clipboard.x11_transfer import TransferLimits
from tests.fakes.clipboard_owner import ClipboardOwner
from tests.fakes.health import RecordingHealth
from tests.fakes.observations import ObservationLog
from tests.waiting import wait_until
from tests.x_server import XServer, running_x_server

PNG = bytes.fromhex("89504e470d0a1a0a") + bytes(range(256))


Watching = Callable[[XServer], AbstractContextManager[X11ClipboardSensor]]


@pytest.fixture
def watching(log: ObservationLog, health: RecordingHealth) -> Watching:
    """A started sensor of the given server, stopped afterwards."""

    @contextmanager
    def watch(server: XServer) -> Iterator[X11ClipboardSensor]:
        sensor = X11ClipboardSensor(display_name=server.display, health=health)
        sensor.start(log.emit)
        try:
            yield sensor
        finally:
            sensor.stop()
        assert not _sensor_threads()

    return watch


def _sensor_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "x11-clipboard"]


def test_sees_what_was_there_before_it_started(server: XServer, log: ObservationLog, watching: Watching):
    with ClipboardOwner(server.display, {"UTF8_STRING": b"before"}), watching(server):
        log.wait_for_text("before")


def test_sees_text_with_its_owner(server: XServer, log: ObservationLog, health: RecordingHealth, watching: Watching):
    with watching(server):
        xclip = server.copy("Grüße, 東京 🙂")
        content = log.wait_for_text("Grüße, 東京 🙂")
        assert (content.kind, content.problem) == (ContentKind.TEXT, None)
        assert content.size_bytes == len("Grüße, 東京 🙂".encode())
        assert log.copies[-1].owner_pid == xclip.pid
        assert health.open_codes == frozenset()


def test_says_that_something_is_being_read_before_what_it_is(server: XServer, log: ObservationLog, watching: Watching):
    with watching(server):
        server.copy("first the announcement")
        log.wait_for_text("first the announcement")
        *_, announced, read = log.copies
        assert announced.content is None
        assert announced.copied_at == read.copied_at


def test_sees_that_the_owner_is_gone(server: XServer, log: ObservationLog, watching: Watching):
    with watching(server):
        xclip = server.copy("soon gone")
        log.wait_for_text("soon gone")
        xclip.stop()
        log.wait_for_kind(ContentKind.EMPTY)


@pytest.mark.parametrize(
    ("target", "data", "kind"),
    [
        ("image/png", PNG, ContentKind.IMAGE),
        ("text/uri-list", b"file:///tmp/a.txt\r\n", ContentKind.FILES),
        ("text/html", b"<b>bold</b>", ContentKind.OTHER),
    ],
)
def test_knows_what_is_no_text_and_leaves_it_alone(
    server: XServer, log: ObservationLog, watching: Watching, target: str, data: bytes, kind: ContentKind
):
    with watching(server), ClipboardOwner(server.display, {target: data}) as owner:
        assert log.wait_for_kind(kind).text == ""
        assert owner.requested == ("TARGETS",)


def test_sees_an_image_that_xclip_offers(server: XServer, log: ObservationLog, watching: Watching):
    with watching(server):
        server.copy(PNG, "-target", "image/png")
        log.wait_for_kind(ContentKind.IMAGE)


def test_reads_bytes_that_are_no_utf8(server: XServer, log: ObservationLog, watching: Watching):
    with watching(server):
        server.copy(b"caf\xe9 \xff")
        assert log.wait_for_kind(ContentKind.TEXT).text == "caf� �"


def test_reads_an_owner_that_offers_latin_1_only(server: XServer, log: ObservationLog, watching: Watching):
    with watching(server), ClipboardOwner(server.display, {"STRING": b"caf\xe9"}):
        log.wait_for_text("café")


def test_reads_empty_text(server: XServer, log: ObservationLog, watching: Watching):
    with watching(server), ClipboardOwner(server.display, {"UTF8_STRING": b""}):
        assert log.wait_for_kind(ContentKind.TEXT).size_bytes == 0


def test_never_owns_the_clipboard(server: XServer, log: ObservationLog, watching: Watching):
    with ClipboardOwner(server.display, {"UTF8_STRING": b"untouched"}) as owner:
        before = server.clipboard_owner()
        with watching(server):
            log.wait_for_text("untouched")
            assert server.clipboard_owner() == before
        assert server.clipboard_owner() == before
        assert not owner.has_lost


def test_does_not_follow_the_other_selections(server: XServer, log: ObservationLog, watching: Watching):
    with watching(server):
        server.copy("one")
        log.wait_for_text("one")
        seen = len(log.copies)
        server.run("xclip", "-quiet", "-selection", "primary", "-in", stdin=b"middle click")
        server.run("xclip", "-quiet", "-selection", "secondary", "-in", stdin=b"nobody uses it")
        server.copy("two")
        log.wait_for_text("two")
        assert len(log.copies) == seen + 2


def test_sees_the_last_of_many_rapid_copies(server: XServer, log: ObservationLog, watching: Watching):
    with watching(server):
        for number in range(500):
            with ClipboardOwner(server.display, {"UTF8_STRING": f"copy {number}".encode()}):
                pass
        with ClipboardOwner(server.display, {"UTF8_STRING": b"the last one"}):
            log.wait_for_text("the last one")


# ---- large ------------------------------------------------------------------------------------------------------


def test_keeps_as_much_of_50_mb_as_it_may_and_lets_the_rest_through(
    server: XServer, log: ObservationLog, watching: Watching
):
    with watching(server):
        xclip = server.copy(b"0123456789abcdef" * (50 << 16))
        content = log.wait_for_kind(ContentKind.TEXT, timeout_s=30.0)
        assert (content.problem, content.size_bytes) == (ContentProblem.TOO_LARGE, 50 << 20)
        assert len(content.text) == TransferLimits().limit_bytes == 16 << 20
        # The owner is free for the next one who asks.
        out = server.run("xclip", "-selection", "clipboard", "-out", "-target", "TARGETS")
        assert out.wait() == 0
        assert "UTF8_STRING" in out.output()
        assert xclip.popen.poll() is None


def test_reads_a_large_text_that_comes_in_one_piece(server: XServer, log: ObservationLog, watching: Watching):
    text = "xyz " * (1 << 20)
    with watching(server), ClipboardOwner(server.display, {"UTF8_STRING": text.encode()}):
        # Not the first text that comes: who owned the selection before may be read once more.
        whole = log.wait_for_content(lambda content: content.text == text, what="all of it", timeout_s=20.0)
        assert whole.size_bytes == len(text)


def test_cuts_one_huge_piece_at_the_limit(server: XServer, log: ObservationLog, health: RecordingHealth):
    limits = TransferLimits(limit_bytes=300_000)
    sensor = X11ClipboardSensor(display_name=server.display, health=health, limits=limits)
    sensor.start(log.emit)
    with ClipboardOwner(server.display, {"UTF8_STRING": b"z" * 1_000_000}):
        content = log.wait_for_kind(ContentKind.TEXT)
    sensor.stop()
    assert (len(content.text), content.size_bytes) == (300_000, 1_000_000)
    assert content.problem is ContentProblem.TOO_LARGE


# ---- an end -----------------------------------------------------------------------------------------------------


def test_stops_twice_and_leaves_no_thread(server: XServer, watching: Watching):
    with watching(server) as sensor:
        sensor.stop()
        sensor.stop()
        assert _sensor_threads() == []


def test_stops_without_having_been_started(health: RecordingHealth):
    X11ClipboardSensor(display_name=":1", health=health).stop()


def test_stops_while_the_server_hangs(tmp_path: Path, log: ObservationLog, watching: Watching):
    with running_x_server(tmp_path) as server, watching(server) as sensor:
        server.copy("a question that is never answered")
        log.wait_for_text("a question that is never answered")
        with server.hanging():
            stopper = threading.Thread(target=sensor.stop)
            stopper.start()
            stopper.join(2.5)
            assert not stopper.is_alive()
            assert _sensor_threads() == []


def test_survives_the_end_of_the_server(
    tmp_path: Path, log: ObservationLog, health: RecordingHealth, watching: Watching
):
    with running_x_server(tmp_path) as server, watching(server):
        server.copy("before the crash")
        log.wait_for_text("before the crash")
        server.kill()
        wait_until(lambda: HealthCode.DISPLAY_LOST in health.open_codes, what="the loss to be reported")
        log.wait_for_kind(ContentKind.EMPTY)
        server.start()
        wait_until(lambda: HealthCode.DISPLAY_LOST not in health.open_codes, what="the display to be back")
        server.copy("after the crash")
        log.wait_for_text("after the crash")


def test_waits_for_a_display_that_is_not_there_yet(
    tmp_path: Path, log: ObservationLog, health: RecordingHealth, watching: Watching
):
    server = XServer(tmp_path)
    with watching(server):
        wait_until(lambda: HealthCode.DISPLAY_LOST in health.open_codes, what="the report")
        server.start()
        try:
            wait_until(lambda: HealthCode.DISPLAY_LOST not in health.open_codes, what="the display")
            server.copy("late")
            log.wait_for_text("late")
        finally:
            server.stop()
