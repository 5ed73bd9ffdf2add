"""How the command line writes: tables for people, JSON for programs, errors with the next step."""

from __future__ import annotations

import enum
import json
import sys
from collections.abc import Mapping

import typer
from rich.console import Console
from rich.text import Text

from agent.core.errors import AgentError

__all__ = ["FORMAT_OPTION", "OutputFormat", "error_console", "fail", "print_json", "stdout_console"]


class OutputFormat(enum.StrEnum):
    """For people, or for programs."""

    TEXT = "text"
    JSON = "json"


FORMAT_OPTION = typer.Option(OutputFormat.TEXT, "--format", help="text for people, json for programs.")


def stdout_console() -> Console:
    """Results go here. Plain when it is no terminal."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def error_console() -> Console:
    """Messages go here, so that a pipe carries results only."""
    return Console(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())


def print_json(value: Mapping[str, object]) -> None:
    """Write one JSON document."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def fail(error: AgentError) -> None:
    """Say what went wrong and what to do."""
    console = error_console()
    console.print(Text.assemble(("cordon: ", "bold red"), (error.title + ".", "bold")))
    for line in (error.detail, error.hint):
        if line:
            console.print(Text("  " + line))
