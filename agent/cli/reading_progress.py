"""A progress bar on standard error while texts are judged, for long input and only where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from agent.cli.output import error_console

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["LONG_BYTES", "ReadingProgress", "reading_progress"]

LONG_BYTES = 1 << 20
"""What takes less is done before a bar would be read."""


class ReadingProgress:
    """Counts bytes, and shows them once there are many. What is decoded in an input counts within its size.

    Args:
        what: what is being done.
        total_bytes: as far as it is known before anything is read.
    """

    def __init__(self, what: str, total_bytes: int) -> None:
        self._what = what
        self._total = total_bytes
        self._done = 0
        self._size = 0
        self._is_watched = sys.stderr.isatty()
        self._bar: tuple[Progress, TaskID] | None = None

    def begin(self, size_bytes: int, counted_bytes: int = 0) -> None:
        """Say how long the next input is, and how much of that is in the total."""
        self._size = size_bytes
        self._total += size_bytes - counted_bytes
        self._show(0)

    def read(self, read_bytes: int, all_bytes: int) -> None:
        """Say how far the reading of this input has come, as `OnRead`."""
        self._show(self._size * read_bytes // max(all_bytes, 1))

    def end(self) -> None:
        """Say that this input is done."""
        self.advance(self._size)

    def advance(self, size_bytes: int) -> None:
        """Say that so much of the total is done, which ends what was begun."""
        self._done += size_bytes
        self._size = 0
        self._show(0)

    @contextmanager
    def aside(self, *, is_error: bool = False) -> Iterator[None]:
        """Take the bar away while something else is written, since both may share a terminal.

        Args:
            is_error: whether it goes to standard error, which is where the bar is, rather than to standard output.
        """
        if self._bar is None or not (is_error or sys.stdout.isatty()):
            yield
            return
        self._bar[0].stop()
        yield
        self._bar[0].start()

    def close(self) -> None:
        """Take the bar away for good."""
        if self._bar is not None:
            self._bar[0].stop()

    def _show(self, read_bytes: int) -> None:
        if self._bar is None and self._is_watched and self._total >= LONG_BYTES:
            self._start()
        if self._bar is not None:
            progress, task = self._bar
            progress.update(task, completed=self._done + read_bytes, total=self._total)

    def _start(self) -> None:
        # Here, because most texts need no bar.
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - slow

        columns = (TextColumn(self._what), BarColumn(), DownloadColumn(), TimeElapsedColumn())
        # Rich would write what goes to standard output onto standard error, past a pipe.
        progress = Progress(
            *columns, console=error_console(), transient=True, redirect_stdout=False, redirect_stderr=False
        )
        # Before it starts: Ctrl+C while it does must find what to stop, or the cursor stays hidden.
        self._bar = (progress, progress.add_task("", total=self._total))
        progress.start()


@contextmanager
def reading_progress(what: str, total_bytes: int = 0) -> Iterator[ReadingProgress]:
    """A bar that is gone when the block is left, by Ctrl+C as well."""
    progress = ReadingProgress(what, total_bytes)
    try:
        yield progress
    finally:
        progress.close()
