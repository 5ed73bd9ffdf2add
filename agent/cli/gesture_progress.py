"""A progress bar on standard error while policies are asked, once it takes long and only where somebody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING, Final, TypeVar

from agent.cli.output import error_console

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["counted"]

_PATIENCE_S: Final = 1.0
"""What takes less is done before a bar would be read."""
_BATCH: Final = 100

_T = TypeVar("_T")


def counted(
    what: str,
    items: Iterable[_T],
    total: int,
    *,
    console: Callable[[], Console] = error_console,
    is_watched: bool | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Generator[_T]:
    """Hand items on, and show how many there were; the bar is gone after the last one, or when this is closed.

    Args:
        what: what is being done.
        items: the items.
        total: how many there will be.
        console: where the bar is drawn.
        is_watched: whether anybody would see it; None for whether standard error is a terminal.
        clock: monotonic seconds.
    """
    watched = sys.stderr.isatty() if is_watched is None else is_watched
    if not watched:
        yield from items
        return
    begun, iterator = clock(), iter(items)
    done = 0
    for item in iterator:
        yield item
        done += 1
        if done % _BATCH == 0 and clock() - begun >= _PATIENCE_S:
            break
    else:
        return
    # Here, because few comparisons need a bar.
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - slow

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console(), transient=True, redirect_stdout=False, redirect_stderr=False
    ) as progress:
        task = progress.add_task("", total=total, completed=done)
        for item in iterator:
            yield item
            progress.advance(task)
