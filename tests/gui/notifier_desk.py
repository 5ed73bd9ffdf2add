"""A desk for test_notifier_dbus.py: started on a session bus and a screen of its own, it plays one scene.

`python -m tests.gui.notifier_desk SCENE NOTIFYD` prints what was seen as one JSON object. The notification windows are
the real service's; xdotool finds and clicks them, like a person would.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from gui.samples import sample_prompt
from gui.viewmodels.protection import Tone
from gui.viewmodels.warning import notice
from gui.views.icons import shield_pixmap
from gui.views.notifier import NativeNotifier
from gui.views.theme import Theme
from tests.waiting import wait_until

__all__ = ["SCENES"]

_WAIT_MS = 10_000
_KEY = "prompt"
# From the bottom right corner of a notification; its buttons are more than 100 pixels wide.
_DETAILS = (-70, -31)
_REDACTED = (-186, -31)
_BODY = (-300, -100)

Facts = dict[str, object]


class Desk:
    """A notifier, and a person in front of it."""

    def __init__(self, notifyd: str) -> None:
        icon = Path(os.environ["XDG_RUNTIME_DIR"]) / "notice.png"
        assert shield_pixmap(Tone.CAUTION, Theme.LIGHT, 64).save(str(icon))
        self.notifyd = notifyd
        self.notifier = NativeNotifier(app_name="Cordon", icon_path=icon)
        self.answers = QSignalSpy(self.notifier.answered)
        self.failures = QSignalSpy(self.notifier.failed)
        self.probes = QSignalSpy(self.notifier.probed)
        self.notice = notice(sample_prompt(datetime.now(UTC)))

    def look_again(self) -> bool:
        """Return what a new probe says."""
        before = self.probes.count()
        self.notifier.look_again()
        return self._probed(before)

    def start(self) -> bool:
        """Start the notifier and return what its first probe says."""
        self.notifier.start()
        return self._probed(0)

    def _probed(self, before: int) -> bool:
        wait_until(lambda: self.probes.count() > before, what="a probe")
        return bool(self.probes.at(self.probes.count() - 1)[0])

    def show(self) -> str:
        """Show the notice and return its window."""
        self.notifier.show(_KEY, self.notice)
        return wait_until(self.windows, what="a notification")[0]

    def is_clear(self) -> bool:
        """Wait until no notification is left on the screen."""
        # Shorter than the time after which the service takes a notification away by itself.
        return wait_until(lambda: not self.windows(), what="the notification to go", timeout_s=5)

    def click(self, window: str, offset: tuple[int, int]) -> None:
        """Click beside the bottom right corner of a window."""
        shell = subprocess.run(
            ["xdotool", "getwindowgeometry", "--shell", window], capture_output=True, text=True, check=True, timeout=5
        )
        at = dict(each.split("=", 1) for each in shell.stdout.split())
        x, y = (int(at["X"]) + int(at["WIDTH"]) + offset[0], int(at["Y"]) + int(at["HEIGHT"]) + offset[1])
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1"], check=True, timeout=5)

    def answer(self) -> str:
        """Wait for the person's answer and return its name."""
        wait_until(self.answers.count, what="an answer")
        key, choice = self.answers.at(0)
        assert key == _KEY
        return str(choice.name)

    def windows(self) -> list[str]:
        """Return the notification windows on the screen."""
        search = ["xdotool", "search", "--onlyvisible", "--class", "notifyd"]
        return subprocess.run(search, capture_output=True, text=True, check=False, timeout=5).stdout.split()


def _clicked(offset: tuple[int, int]) -> Callable[[Desk], Facts]:
    def scene(desk: Desk) -> Facts:
        assert desk.start()
        desk.click(desk.show(), offset)
        return {"answer": desk.answer(), "is_clear": desk.is_clear(), "failures": desk.failures.count()}

    return scene


def _shown_and_withdrawn(desk: Desk) -> Facts:
    found = desk.start()
    asked_at = time.monotonic()
    desk.show()
    shown_s = time.monotonic() - asked_at
    desk.notifier.withdraw(_KEY)
    cleared = desk.is_clear()
    return {"found": found, "shown_s": shown_s, "is_clear": cleared, "answers": desk.answers.count()}


def _replaced(desk: Desk) -> Facts:
    desk.start()
    first = desk.show()
    desk.notifier.show(_KEY, desk.notice)
    wait_until(lambda: desk.windows() not in ([], [first]), what="the second notification")
    desk.notifier.stop()
    return {"answers": desk.answers.count(), "is_clear": desk.is_clear()}


def _withdrawn_on_its_way(desk: Desk) -> Facts:
    desk.start()
    desk.notifier.show(_KEY, desk.notice)
    desk.notifier.withdraw(_KEY)
    desk.notifier.show("other", desk.notice)
    wait_until(desk.windows, what="the other notification")
    desk.notifier.withdraw("other")
    return {"is_clear": desk.is_clear(), "failures": desk.failures.count()}


def _comes_later_and_dies(desk: Desk) -> Facts:
    before = desk.start()
    desk.notifier.show(_KEY, desk.notice)
    wait_until(desk.failures.count, what="the failure without a service")
    with subprocess.Popen([desk.notifyd]) as service:
        after = wait_until(desk.look_again, what="the service")
        desk.show()
        service.kill()
        service.wait()
        failed_at = time.monotonic()
        desk.notifier.show("second", desk.notice)
        wait_until(lambda: desk.failures.count() > 1, what="the failure after its death")
        failed_s = time.monotonic() - failed_at
    return {"before": before, "after": after, "failed_s": failed_s, "is_available": desk.notifier.is_available}


SCENES: dict[str, Callable[[Desk], Facts]] = {
    "details": _clicked(_DETAILS),
    "redacted": _clicked(_REDACTED),
    "body": _clicked(_BODY),
    "withdrawn": _shown_and_withdrawn,
    "replaced": _replaced,
    "on its way": _withdrawn_on_its_way,
    "later": _comes_later_and_dies,
}


def _main(scene: str, notifyd: str) -> None:
    app = QApplication([])
    desk = Desk(notifyd)
    try:
        facts = SCENES[scene](desk)
    finally:
        desk.notifier.stop()
    print(json.dumps(facts))  # noqa: T201 - the program's output
    del app


if __name__ == "__main__":
    _main(*sys.argv[1:])
