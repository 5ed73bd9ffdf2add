"""A line in the terminal: how far, how fast, how long still. Needs nothing."""

from __future__ import annotations

import sys
import time

__all__ = ["Progress"]

_WIDTH = 30


class Progress:
    """Counts up to a total; writes at most twice a second, and whole lines where nobody watches."""

    def __init__(self, title: str, total: int) -> None:
        self._title, self._total = title, total
        self._began = self._written = time.monotonic()
        is_watched = sys.stderr.isatty()
        self._every_s = 0.5 if is_watched else 30.0
        self._start, self._end = ("\r", "") if is_watched else ("", "\n")

    def show(self, done: int, note: str = "") -> None:
        """Say how far it is."""
        now = time.monotonic()
        if done < self._total and now - self._written < self._every_s:
            return
        self._written = now
        speed = done / max(1e-9, now - self._began)
        left_s = (self._total - done) / speed if speed else 0.0
        share = done / self._total
        bar = "#" * round(share * _WIDTH)
        sys.stderr.write(
            f"{self._start}{self._title} [{bar:<{_WIDTH}}] {share:4.0%} {speed:7.1f}/s "
            f"{int(left_s // 60):3}:{int(left_s % 60):02} left {note}{self._end}"
        )
        if done >= self._total and not self._end:
            sys.stderr.write("\n")
        sys.stderr.flush()
