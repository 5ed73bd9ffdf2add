"""A line in the terminal: how far, how fast, how long still. Needs nothing."""

from __future__ import annotations

import sys
import time

__all__ = ["Progress"]

_WIDTH = 30


class Progress:
    """Writes at most twice a second, and whole lines, every half minute, where nobody watches."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._began = self._written = time.monotonic()
        is_watched = sys.stderr.isatty()
        self._every_s = 0.5 if is_watched else 30.0
        self._start, self._end = ("\r", "") if is_watched else ("", "\n")

    def show(self, done: int, share: float, note: str = "") -> None:
        """Say how many are done, and what share of all that is."""
        now = time.monotonic()
        if share < 1 and now - self._written < self._every_s:
            return
        self._written = now
        passed_s = now - self._began
        left_s = passed_s * (1 - share) / share if share else 0.0
        sys.stderr.write(
            f"{self._start}{self._title} [{'#' * round(share * _WIDTH):<{_WIDTH}}] {share:4.0%} "
            f"{done / max(1e-9, passed_s):7.1f}/s {int(left_s // 60):3}:{int(left_s % 60):02} left {note}{self._end}"
        )
        if share >= 1 and not self._end:
            sys.stderr.write("\n")
        sys.stderr.flush()
