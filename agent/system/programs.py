"""How Cordon starts its other programs: of another package, which it may not import (the tray), and its own workers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

__all__ = [
    "HOOK_COMMAND",
    "HOOK_TOOLS",
    "PROGRAM_OPTION",
    "hook_command",
    "installed_commands",
    "program_command",
    "worker_command",
]

PROGRAM_OPTION = "--program"
"""First argument of a process that is such a program; `agent/__main__.py` understands it."""

HOOK_COMMAND = "hook"
HOOK_TOOLS = ("claude-code", "cursor", "codex", "generic")
"""Whose hooks are spoken: `cordon hook TOOL`."""

_GROUP = "cordon.programs"


def program_command(name: str) -> tuple[str, ...] | None:
    """Return how to start the installed program of that name, or None when none is installed."""
    # Here, because the program itself must not pay for it (5 MB).
    from importlib.metadata import entry_points  # noqa: PLC0415 - most programs never ask

    for program in entry_points(group=_GROUP, name=name):
        return (*_interpreter(), PROGRAM_OPTION, program.value)
    return None


def installed_commands(group: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Return the commands that other packages add, by name, each with what loads the function that adds it.

    Args:
        group: "commands" or "policy_commands".
    """
    from importlib.metadata import entry_points  # noqa: PLC0415 - as above

    for command in sorted(entry_points(group=f"cordon.{group}"), key=lambda each: each.name):
        yield command.name, command.load


def worker_command(target: str) -> tuple[str, ...]:
    """How to start a program of this package.

    Args:
        target: `module:function`; the function gets the arguments that follow.
    """
    return (*_interpreter(), PROGRAM_OPTION, target)


def hook_command(tool: str, *options: str) -> tuple[str, ...]:
    """How a coding agent starts its hook: by this installation's own path, since it may have another PATH."""
    return (*_interpreter(), HOOK_COMMAND, tool, *options)


def _interpreter() -> tuple[str, ...]:
    # A packaged Cordon is its own interpreter.
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    # -P: `-m` alone looks in the current folder first, and `agent` is a common name for a folder.
    return (sys.executable, "-P", "-m", "agent")
