"""One measured figure beside its budget, and the table that `make bench` prints."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

__all__ = ["Row", "print_table"]

_PIPE_WIDTH = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a benchmark.

    Attributes:
        what: what was measured.
        figure: the measurement.
        unit: of figure and budget.
        budget: what the design allows, with its direction ("≤ 0.1"); empty where the figure is for comparison.
        ok: whether the budget is kept; None where there is none.
    """

    what: str
    figure: float
    unit: str
    budget: str = ""
    ok: bool | None = None


def print_table(title: str, rows: Iterable[Row]) -> None:
    """Print the rows to standard output."""
    table = Table("What", "Figure", "Budget", "", title=title, title_justify="left")
    table.columns[1].justify = table.columns[2].justify = "right"
    for row in rows:
        mark = {True: "[green]kept", False: "[red]missed", None: ""}[row.ok]
        table.add_row(row.what, f"{row.figure:,.3g} {row.unit}", f"{row.budget} {row.unit}" if row.budget else "", mark)
    Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH).print(table)
