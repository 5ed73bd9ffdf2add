"""The notifier where no bus answers. With one: test_notifier_dbus.py."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from gui.samples import sample_prompt
from gui.viewmodels.warning import notice
from gui.views.notifier import NativeNotifier


@pytest.fixture
def notifier() -> Iterator[NativeNotifier]:
    before = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent/bus"
    made = NativeNotifier(app_name="Cordon")
    yield made
    made.stop()
    made.deleteLater()
    if before is None:
        del os.environ["DBUS_SESSION_BUS_ADDRESS"]
    else:
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = before


def test_missing_bus_is_found_out(notifier: NativeNotifier, qtbot: QtBot):
    with qtbot.waitSignal(notifier.probed) as probed:
        notifier.start()
    assert probed.args == [False]
    assert not notifier.is_available


def test_notice_fails_at_once(notifier: NativeNotifier, qtbot: QtBot, now: datetime):
    with qtbot.waitSignal(notifier.probed):
        notifier.start()
    with qtbot.waitSignal(notifier.failed, timeout=1_000) as failed:
        notifier.show("p", notice(sample_prompt(now)))
    assert failed.args == ["p"]
    notifier.withdraw("p")


def test_stops_before_it_was_started_and_twice(notifier: NativeNotifier):
    notifier.stop()
    notifier.stop()
    assert not notifier.is_available


def test_work_after_the_end_is_dropped(notifier: NativeNotifier, qtbot: QtBot, now: datetime):
    with qtbot.waitSignal(notifier.probed):
        notifier.start()
    notifier.stop()
    with qtbot.assertNotEmitted(notifier.failed):
        notifier.show("p", notice(sample_prompt(now)))
