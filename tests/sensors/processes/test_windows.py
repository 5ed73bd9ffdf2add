"""Whose a process is, on Windows: by the account's name, which psutil tells everywhere."""

from __future__ import annotations

import psutil

from agent.sensors.processes.windows import is_own


class Somebody(psutil.Process):
    """A process of another account."""

    def username(self) -> str:
        """Not ours."""
        return "DEVICE\\somebody"


def test_our_own_process_is_ours_and_somebody_elses_is_not():
    assert is_own(psutil.Process())
    assert not is_own(Somebody())
