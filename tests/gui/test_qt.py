"""What we need of Qt itself, where a version was seen to break it."""

import sys

from PySide6.QtCore import QObject, Signal


class _Sender(QObject):
    told = Signal(str)


def test_emitting_costs_no_reference():
    """PySide6 6.12.0 drops a reference to True with each emit; on Python 3.11 the process aborts after some 500."""
    sender = _Sender()
    before = sys.getrefcount(True)  # noqa: FBT003 - its references are what is counted
    for _ in range(100):
        sender.told.emit("x")
    assert sys.getrefcount(True) > before - 50  # noqa: FBT003 - as above
