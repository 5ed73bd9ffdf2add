"""How the command line writes: tables for people, JSON for programs, errors with the next step."""

from __future__ import annotations

import enum
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TextIO

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from agent.core.errors import AgentError
from agent.core.health import Coverage, Severity

if TYPE_CHECKING:
    from agent.ipc.messages import CoverageModel

__all__ = [
    "FORMAT_OPTION",
    "SEVERITY_STYLES",
    "ExitCode",
    "OutputFormat",
    "abandon",
    "coverage_table",
    "epilog",
    "error_console",
    "fail",
    "plain_table",
    "print_json",
    "printable",
    "stdout_console",
]


class OutputFormat(enum.StrEnum):
    """For people, or for programs."""

    TEXT = "text"
    JSON = "json"


class ExitCode(enum.IntEnum):
    """What the process ends with. 126 and above are the shell's: 128 and the number of a signal."""

    DONE = 0
    SOMETHING_THERE = 1
    """Done, and there is something to see to: `scan` and `edm test` found something, `doctor` misses something."""
    WRONG_USAGE = 2
    ALREADY_RUNNING = 3
    NOT_RUNNING = 4
    FAILED = 5
    INTERRUPTED = 130
    PIPE_CLOSED = 141


FORMAT_OPTION = typer.Option(OutputFormat.TEXT, "--format", help="text for people, json for programs.")


_CONTROLS = re.compile(r"[\x7f-\x9f]")
_PIPE_WIDTH = 1000
"""Columns where there is no terminal: `grep` wants a row on one line."""


COVERAGE_STYLES = {Coverage.HELD: "green", Coverage.SEEN: "cyan", Coverage.BLIND: "dim"}
SEVERITY_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


def coverage_table(coverage: Iterable[CoverageModel]) -> Table:
    """Return the capability matrix."""
    table = plain_table("", "", "")
    for row in coverage:
        table.add_row(row.channel.replace("_", " "), Text(row.coverage, style=COVERAGE_STYLES[row.coverage]), row.why)
    return table


class _Console(Console):
    """Leaves a broken pipe to the caller: rich would end with exit code 1, which means "found" here."""

    def on_broken_pipe(self) -> None:
        """Pass on what rich has caught."""
        raise  # noqa: PLE0704 - rich calls this where it handles the error


def stdout_console() -> Console:
    """Results go here. Nothing is markup; no row is wrapped or cut when it is no terminal."""
    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    return _Console(highlight=False, markup=False, emoji=False, width=width)


def error_console() -> Console:
    """Messages go here, so that a pipe carries results only."""
    return _Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=not sys.stderr.isatty())


def abandon(stream: TextIO) -> None:
    """Let nothing more reach a standard stream that cannot be written: Python would complain again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def plain_table(*headings: str) -> Table:
    """Return a table without lines, a column for each heading; all empty, they are not shown. Nothing is cut off."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=any(headings), header_style="bold", pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def print_json(value: Mapping[str, object]) -> None:
    """Write one JSON document; nothing in it can steer a terminal."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    # JSON itself asks for no more than to escape those below 32.
    sys.stdout.write(_CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def printable(text: str) -> str:
    """Return somebody else's text without what a terminal would obey or cannot show."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() or unicodedata.category(each) == "Zs" else "\ufffd" for each in text)


def epilog(*examples: str, exit_codes: str = "") -> str:
    """The end of a command's help: examples to copy, each in a line of its own, and what it ends with."""
    codes = f"\n\nExit codes: {exit_codes}." if exit_codes else ""
    return "\n\n".join((f"Example{'s' if len(examples) > 1 else ''}:", *examples)) + codes


def fail(error: AgentError) -> None:
    """Say what went wrong and what to do."""
    console = error_console()
    console.print(Text.assemble(("cordon: ", "bold red"), (printable(error.title) + ".", "bold")))
    for line in (error.detail, error.hint):
        if line:
            console.print(Text("  " + printable(line)))
