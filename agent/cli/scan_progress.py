"""A progress bar on standard error, for long input and only where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from agent.cli.output import error_console

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["LONG_BYTES", "ScanProgress", "scan_progress"]

LONG_BYTES = 4 << 20
"""What takes less is done before a bar would be read."""


class ScanProgress:
    """Counts bytes; shows them or does nothing."""

    def __init__(self, progress: Progress | None = None, task: TaskID | None = None) -> None:
        self._progress = progress
        self._task = task

    def advance(self, size_bytes: int) -> None:
        """Say that so much more is done."""
        if self._progress is not None and self._task is not None:
            self._progress.advance(self._task, size_bytes)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bar away while something else is written, since both may share a terminal."""
        if self._progress is None or not sys.stdout.isatty():
            yield
            return
        self._progress.stop()
        yield
        self._progress.start()


@contextmanager
def scan_progress(total_bytes: int, *, in_one_piece: bool = False) -> Iterator[ScanProgress]:
    """A bar for so many bytes; for input that is judged in one piece it only shows that work goes on."""
    console = error_console()
    if total_bytes < LONG_BYTES or not console.is_terminal:
        yield ScanProgress()
        return
    # Here, because most scans show no bar.
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - slow

    columns = (TextColumn("Scanning"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    # Rich would write what goes to standard output onto standard error, past a pipe.
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as progress:
        task = progress.add_task("", total=None if in_one_piece else total_bytes)
        yield ScanProgress(progress, task)
