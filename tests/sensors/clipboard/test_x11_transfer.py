"""Reading from programs that misbehave: through the sensor, on a real X server, with short deadlines."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from Xlib import Xatom
from Xlib.error import BadDrawable

from agent.core import ContentKind, ContentProblem
from agent.core.health import HealthCode
from agent.sensors.clipboard.formats import PASSWORD_HINT_TARGET
from agent.sensors.clipboard.x11 import X11ClipboardSensor
from agent.sensors.clipboard.x11_transfer import TransferLimits
from agent.system.x11 import open_display
from tests.fakes.clipboard_owner import ClipboardOwner, Manners
from tests.fakes.health import RecordingHealth
from tests.fakes.observations import ObservationLog
from tests.waiting import wait_until
from tests.x_server import XServer

TEXT = {"UTF8_STRING": b"worth a look"}
PIECE = b"a piece" * 9000
LIMITS = TransferLimits(step_timeout_s=0.25, total_timeout_s=0.75, linger_s=1.0)


@pytest.fixture(autouse=True)
def sensor(server: XServer, log: ObservationLog, health: RecordingHealth) -> Iterator[X11ClipboardSensor]:
    sensor = X11ClipboardSensor(display_name=server.display, health=health, limits=LIMITS)
    sensor.start(log.emit)
    # It is ready when it has seen something, and what it has seen is out of the way.
    with ClipboardOwner(server.display, {"UTF8_STRING": b"ready"}):
        log.wait_for_text("ready")
    log.wait_for_kind(ContentKind.EMPTY)
    yield sensor
    sensor.stop()


def _wait_for_problem(log: ObservationLog, problem: ContentProblem, timeout_s: float = 10.0) -> None:
    log.wait_for_content(lambda content: content.problem is problem, what=problem, timeout_s=timeout_s)


def _assert_still_sees(server: XServer, log: ObservationLog) -> None:
    with ClipboardOwner(server.display, {"UTF8_STRING": b"and on it goes"}):
        log.wait_for_text("and on it goes")


# ---- silence ----------------------------------------------------------------------------------------------------


def test_an_owner_that_never_says_what_it_offers(server: XServer, log: ObservationLog, health: RecordingHealth):
    with ClipboardOwner(server.display, TEXT, Manners(silent=frozenset({"TARGETS"}))) as owner:
        _wait_for_problem(log, ContentProblem.TIMED_OUT)
        assert log.contents[-1].kind is ContentKind.OTHER
        assert owner.requested == ("TARGETS",)
        assert HealthCode.CLIPBOARD_OWNER_SILENT in health.open_codes
    _assert_still_sees(server, log)
    wait_until(lambda: not health.open_codes, what="the issue to be closed")


def test_an_owner_that_offers_and_never_delivers(server: XServer, log: ObservationLog, health: RecordingHealth):
    with ClipboardOwner(server.display, TEXT, Manners(silent=frozenset({"UTF8_STRING"}))) as owner:
        _wait_for_problem(log, ContentProblem.TIMED_OUT)
        content = log.contents[-1]
        assert (content.kind, content.text) == (ContentKind.TEXT, "")
        assert owner.requested == ("TARGETS", "UTF8_STRING")
        assert HealthCode.CLIPBOARD_OWNER_SILENT in health.open_codes
    _assert_still_sees(server, log)


def test_the_silence_is_forgotten_with_its_owner(server: XServer, log: ObservationLog, health: RecordingHealth):
    with ClipboardOwner(server.display, TEXT, Manners(silent=frozenset({"TARGETS"}))):
        _wait_for_problem(log, ContentProblem.TIMED_OUT)
    log.wait_for_kind(ContentKind.EMPTY)
    assert health.open_codes == frozenset()


def test_an_owner_that_stops_after_a_few_pieces(server: XServer, log: ObservationLog, health: RecordingHealth):
    manners = Manners(incremental=frozenset({"UTF8_STRING"}), stalls_after=2)
    with ClipboardOwner(server.display, {"UTF8_STRING": PIECE * 8}, manners):
        _wait_for_problem(log, ContentProblem.TIMED_OUT)
        content = log.contents[-1]
        assert content.text == (PIECE * 8)[: 2 * (64 << 10)].decode()
        assert content.size_bytes == len(content.text)
        assert HealthCode.CLIPBOARD_OWNER_SILENT in health.open_codes
    _assert_still_sees(server, log)


def test_what_came_before_a_stall_is_read_by_its_type(server: XServer, log: ObservationLog):
    manners = Manners(incremental=frozenset({"STRING"}), stalls_after=1)
    with ClipboardOwner(server.display, {"STRING": b"\xe9" * (128 << 10)}, manners):
        _wait_for_problem(log, ContentProblem.TIMED_OUT)
        assert set(log.contents[-1].text) == {"é"}


def test_an_owner_that_announces_pieces_and_sends_none(server: XServer, log: ObservationLog):
    manners = Manners(incremental=frozenset({"UTF8_STRING"}), stalls_after=0)
    with ClipboardOwner(server.display, TEXT, manners):
        _wait_for_problem(log, ContentProblem.TIMED_OUT)
        assert log.contents[-1].text == ""


def test_an_owner_that_never_comes_to_an_end(server: XServer, log: ObservationLog):
    manners = Manners(incremental=frozenset({"UTF8_STRING"}), endless=True)
    with ClipboardOwner(server.display, {"UTF8_STRING": PIECE}, manners):
        _wait_for_problem(log, ContentProblem.TIMED_OUT)
        assert log.contents[-1].text.startswith("a piece")
    _assert_still_sees(server, log)


def test_stops_in_the_middle_of_an_endless_transfer(server: XServer, log: ObservationLog, health: RecordingHealth):
    sensor = X11ClipboardSensor(display_name=server.display, health=health)
    manners = Manners(incremental=frozenset({"UTF8_STRING"}), endless=True)
    with ClipboardOwner(server.display, {"UTF8_STRING": PIECE}, manners) as owner:
        seen = len(log.copies)
        sensor.start(log.emit)
        wait_until(lambda: owner.requested.count("UTF8_STRING") == 2, what="both sensors to ask")
        wait_until(lambda: len(log.copies) > seen, what="the second sensor to begin")
        started = time.monotonic()
        sensor.stop()
        assert time.monotonic() - started < 2.0


# ---- refusal and nonsense ---------------------------------------------------------------------------------------


def test_an_owner_that_refuses_its_content(server: XServer, log: ObservationLog, health: RecordingHealth):
    with ClipboardOwner(server.display, TEXT, Manners(refused=frozenset({"UTF8_STRING"}))):
        _wait_for_problem(log, ContentProblem.REFUSED)
        assert log.contents[-1].kind is ContentKind.TEXT
        assert health.open_codes == frozenset()


def test_an_owner_without_a_list_is_asked_for_text(server: XServer, log: ObservationLog):
    with ClipboardOwner(server.display, TEXT, Manners(refused=frozenset({"TARGETS"}))) as owner:
        log.wait_for_text("worth a look")
        assert owner.requested == ("TARGETS", "UTF8_STRING")


def test_an_owner_that_refuses_everything(server: XServer, log: ObservationLog):
    with ClipboardOwner(server.display, TEXT, Manners(refused=frozenset({"TARGETS", "UTF8_STRING"}))):
        _wait_for_problem(log, ContentProblem.REFUSED)
    _assert_still_sees(server, log)


@pytest.mark.parametrize("target", ["TARGETS", "UTF8_STRING"])
def test_an_owner_that_only_says_that_it_delivered(server: XServer, log: ObservationLog, target: str):
    with ClipboardOwner(server.display, TEXT, Manners(empty_handed=frozenset({target}))):
        _wait_for_problem(log, ContentProblem.REFUSED)
    _assert_still_sees(server, log)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\1", id="half_a_number"),
        pytest.param(b"\xff\xff\xff\xff" * 3, id="atoms_that_do_not_exist"),
        pytest.param(bytes(64), id="no_atoms"),
    ],
)
def test_a_list_of_formats_that_makes_no_sense(server: XServer, log: ObservationLog, data: bytes):
    with ClipboardOwner(server.display, {"TARGETS": data, **TEXT}) as owner:
        log.wait_for_kind(ContentKind.OTHER)
        assert owner.requested == ("TARGETS",)
    _assert_still_sees(server, log)


def test_an_endless_list_of_formats_is_cut(server: XServer, log: ObservationLog):
    with ClipboardOwner(server.display, {"TARGETS": Xatom.PIXMAP.to_bytes(4, "little") * 1_000_000}):
        log.wait_for_kind(ContentKind.IMAGE, timeout_s=5.0)
    _assert_still_sees(server, log)


def test_text_of_another_type_than_was_asked_for(server: XServer, log: ObservationLog):
    with ClipboardOwner(server.display, {"UTF8_STRING": b"caf\xe9"}, Manners(types={"UTF8_STRING": "STRING"})):
        log.wait_for_text("café")


def test_a_forged_event_does_not_hide_what_is_there(server: XServer, log: ObservationLog):
    with ClipboardOwner(server.display, TEXT, Manners(forges_loss=True)):
        log.wait_for_text("worth a look")
        # What the fixture left is the last thing that was empty.
        assert [content.kind for content in log.contents][-2:] == [ContentKind.EMPTY, ContentKind.TEXT]


# ---- password managers ------------------------------------------------------------------------------------------


def test_the_content_of_a_password_manager_is_never_asked_for(server: XServer, log: ObservationLog):
    with ClipboardOwner(server.display, {**TEXT, PASSWORD_HINT_TARGET: b"secret"}) as owner:
        assert log.wait_for_kind(ContentKind.CONCEALED).text == ""
        assert owner.requested == ("TARGETS", PASSWORD_HINT_TARGET)


@pytest.mark.parametrize("value", [b"", b"public", b"secretive"])
def test_a_hint_that_says_something_else_hides_nothing(server: XServer, log: ObservationLog, value: bytes):
    with ClipboardOwner(server.display, {**TEXT, PASSWORD_HINT_TARGET: value}):
        log.wait_for_text("worth a look")


def test_a_hint_that_is_announced_and_refused_is_taken_at_its_word(server: XServer, log: ObservationLog):
    with ClipboardOwner(server.display, TEXT, announced=(PASSWORD_HINT_TARGET,)) as owner:
        log.wait_for_kind(ContentKind.CONCEALED)
        assert "UTF8_STRING" not in owner.requested


def test_a_hint_that_never_comes_is_taken_at_its_word(server: XServer, log: ObservationLog):
    contents = {**TEXT, PASSWORD_HINT_TARGET: b"secret"}
    with ClipboardOwner(server.display, contents, Manners(silent=frozenset({PASSWORD_HINT_TARGET}))) as owner:
        log.wait_for_kind(ContentKind.CONCEALED)
        assert "UTF8_STRING" not in owner.requested


# ---- another copy in between ------------------------------------------------------------------------------------


def test_a_newer_copy_ends_the_reading_of_an_older_one(server: XServer, log: ObservationLog):
    held = Manners(held=frozenset({"UTF8_STRING"}))
    with ClipboardOwner(server.display, {"UTF8_STRING": b"old"}, held) as old:
        wait_until(lambda: "UTF8_STRING" in old.requested, what="the sensor to ask")
        with ClipboardOwner(server.display, {"UTF8_STRING": b"new"}):
            log.wait_for_text("new")
            assert "old" not in [content.text for content in log.contents]


@pytest.mark.parametrize("late", ["TARGETS", "UTF8_STRING"])
def test_a_late_answer_is_not_taken_for_the_next_owners(server: XServer, log: ObservationLog, late: str):
    """The old owner answers, to the old request, while the new one is being asked."""
    with ClipboardOwner(server.display, {"UTF8_STRING": b"old"}, Manners(held=frozenset({late}))) as old:
        wait_until(lambda: late in old.requested, what="the sensor to ask the old owner")
        with ClipboardOwner(server.display, {"UTF8_STRING": b"new"}, Manners(held=frozenset({late}))) as new:
            wait_until(lambda: late in new.requested, what="the sensor to ask the new owner")
            old.release()
            new.release()
            log.wait_for_text("new")
            assert old.errors == new.errors == 0
    assert "old" not in [content.text for content in log.contents]


def test_a_late_answer_to_a_request_that_was_given_up(server: XServer, log: ObservationLog):
    held = Manners(held=frozenset({"UTF8_STRING"}))
    with ClipboardOwner(server.display, {"UTF8_STRING": b"old"}, held) as old:
        _wait_for_problem(log, ContentProblem.TIMED_OUT)
        with ClipboardOwner(server.display, {"UTF8_STRING": b"new"}, held) as new:
            wait_until(lambda: "UTF8_STRING" in new.requested, what="the sensor to ask the new owner")
            old.release()
            new.release()
            log.wait_for_text("new")
            assert old.errors == new.errors == 0
    assert "old" not in [content.text for content in log.contents]


def test_an_owner_that_was_interrupted_may_finish_its_sending(server: XServer, log: ObservationLog):
    manners = Manners(incremental=frozenset({"UTF8_STRING"}))
    with ClipboardOwner(server.display, {"UTF8_STRING": PIECE * 120}, manners) as old:
        wait_until(lambda: old.is_sending, what="the first pieces")
        with ClipboardOwner(server.display, {"UTF8_STRING": b"new"}):
            log.wait_for_text("new")
            wait_until(lambda: not old.is_sending, what="the last piece")
            assert old.errors == 0


def test_the_window_of_a_request_is_gone_in_the_end(server: XServer, log: ObservationLog):
    with ClipboardOwner(server.display, TEXT) as owner:
        log.wait_for_text("worth a look")
        [window_id] = owner.requestors
    display = open_display(server.display)
    window = display.create_resource_object("window", window_id)
    window.get_geometry()

    def is_gone() -> bool:
        try:
            window.get_geometry()
        except BadDrawable:
            return True
        return False

    wait_until(is_gone, what="the window to be destroyed")
    display.close()


def test_an_owner_that_is_about_to_answer_is_not_hurt_by_the_end(
    server: XServer, log: ObservationLog, sensor: X11ClipboardSensor
):
    with ClipboardOwner(server.display, TEXT, Manners(held=frozenset({"TARGETS"}))) as owner:
        wait_until(lambda: owner.requested, what="the sensor to ask")
        stopper = threading.Thread(target=sensor.stop)
        stopper.start()
        owner.release()
        stopper.join(5.0)
        assert owner.errors == 0
    assert "worth a look" in [content.text for content in log.contents]
