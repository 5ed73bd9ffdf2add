"""A bar for what takes long, where somebody watches; the items are the same."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable

import pytest
from rich.console import Console

from agent.cli.gesture_progress import counted


def _ticking(step_s: float) -> Callable[[], float]:
    ticks = itertools.count()
    return lambda: next(ticks) * step_s


def _shown(number: int, step_s: float, *, is_watched: bool) -> str:
    drawn = io.StringIO()
    items = counted(
        "Comparing",
        range(number),
        number,
        console=lambda: Console(file=drawn, force_terminal=True, width=100),
        is_watched=is_watched,
        clock=_ticking(step_s),
    )
    assert [*items] == [*range(number)]
    return drawn.getvalue()


def test_what_takes_long_shows_a_bar_that_goes_again():
    shown = _shown(1000, 0.6, is_watched=True)
    assert "Comparing" in shown
    assert "1000" in shown
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")


@pytest.mark.parametrize(
    ("number", "step_s", "is_watched"), [(1000, 0.01, True), (1000, 60.0, False), (0, 60.0, True), (99, 60.0, True)]
)
def test_else_nothing_is_written(number: int, step_s: float, *, is_watched: bool):
    assert _shown(number, step_s, is_watched=is_watched) == ""


def test_where_standard_error_is_no_terminal_nobody_watches(capsys: pytest.CaptureFixture[str]):
    assert [*counted("Comparing", "abc", 3, clock=_ticking(60.0))] == ["a", "b", "c"]
    assert capsys.readouterr() == ("", "")


def test_the_bar_goes_when_the_rest_is_not_wanted():
    drawn = io.StringIO()
    items = counted(
        "Comparing",
        range(1000),
        1000,
        console=lambda: Console(file=drawn, force_terminal=True, width=100),
        is_watched=True,
        clock=_ticking(60.0),
    )
    taken = list(itertools.islice(items, 500))
    items.close()
    assert len(taken) == 500
    assert drawn.getvalue().rindex("\x1b[?25h") > drawn.getvalue().rindex("\x1b[?25l")
