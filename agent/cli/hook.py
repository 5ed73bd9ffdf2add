"""`cordon hook`: what coding agents start before each step, and how it gets into their settings.

The commands for tools are here for their help; a tool's own call goes past this module (`agent/__main__.py`), since it
must not wait for a command line to load.
"""

from __future__ import annotations

import difflib
import enum
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import typer
from rich.text import Text

from agent.cli.context import current_folders
from agent.cli.hook_files import HookChange, HookFile, HookFileError, settings_path
from agent.cli.hook_run import DEADLINE_S, FAIL_CLOSED_OPTION, FAILED_CLOSED, FAILED_OPEN, run_hook
from agent.cli.output import (
    FORMAT_OPTION,
    OutputFormat,
    epilog,
    error_console,
    plain_table,
    print_json,
    printable,
    stdout_console,
)
from agent.hooks.json_text import SettingsTextError
from agent.hooks.settings import SETTINGS
from agent.system.programs import HOOK_COMMAND, HOOK_TOOLS, hook_command

__all__ = ["register"]

_TITLES = {
    "claude-code": "Answer a hook of Claude Code",
    "cursor": "Answer a hook of Cursor",
    "codex": "Answer a hook of Codex",
    "generic": "Answer any other tool, in a protocol of Cordon's own",
}


class HookTool(enum.StrEnum):
    """Whose settings can be written."""

    CLAUDE_CODE = "claude-code"
    CURSOR = "cursor"
    CODEX = "codex"


class HookScope(enum.StrEnum):
    """Where: in the user's own settings, or in those of the project in the current folder."""

    USER = "user"
    PROJECT = "project"


TOOL_ARGUMENT = typer.Argument(..., help="Whose settings.", metavar="TOOL")
SCOPE_OPTION = typer.Option(HookScope.USER, help="user: for all projects. project: for the one in this folder.")
DRY_RUN_OPTION = typer.Option(False, "--dry-run", help="Show what would change, and change nothing.")


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Have coding agents ask Cordon before they send a prompt, run a command or call a tool.",
        epilog=epilog("cordon hook install claude-code", "cordon hook status", "cordon hook uninstall claude-code"),
    )
    for tool in HOOK_TOOLS:
        _register_tool(group, tool)
    examples = ("cordon hook install claude-code --dry-run", "cordon hook install cursor --scope project")
    group.command(epilog=epilog(*examples))(install)
    group.command(epilog=epilog("cordon hook uninstall claude-code"))(uninstall)
    group.command(epilog=epilog("cordon hook status", "cordon hook status --format json"))(status)
    app.add_typer(group, name=HOOK_COMMAND)


def _register_tool(group: typer.Typer, tool: str) -> None:
    codes = f"0 answered, {FAILED_OPEN} not judged and the step goes on, {FAILED_CLOSED} not judged and held back"
    example = '{"event": "prompt", "text": "hello"}' if tool == "generic" else "{…}"
    command = group.command(
        tool,
        help=f"{_TITLES[tool]}: a message on standard input, what may be done on standard output (docs/hooks.md).",
        epilog=epilog(f"echo '{example}' | cordon hook {tool}", exit_codes=codes),
    )

    def answer(
        fail_closed: bool = typer.Option(False, FAIL_CLOSED_OPTION, help="Hold back what could not be judged."),
        destination: str = typer.Option("", help="With generic: which AI tool it is, by its id in the catalogue."),
        deadline: float = typer.Option(DEADLINE_S, help="Seconds until the answer, 30 at most."),
    ) -> None:
        options = [FAIL_CLOSED_OPTION] if fail_closed else []
        options += ["--destination", destination] if destination else []
        raise typer.Exit(run_hook(tool, [*options, "--deadline", str(deadline)], time.monotonic()))

    command(answer)


def install(
    tool: HookTool = TOOL_ARGUMENT,
    scope: HookScope = SCOPE_OPTION,
    dry_run: bool = DRY_RUN_OPTION,
    fail_closed: bool = typer.Option(
        False, FAIL_CLOSED_OPTION, help="Hold back what could not be judged, also while Cordon does not run."
    ),
) -> None:
    """Have a coding agent ask Cordon. Everything else in its settings stays; `uninstall` puts them back."""
    file = _file(tool, scope)
    options = (FAIL_CLOSED_OPTION,) if fail_closed else ()
    change = file.plan_install(hook_command(tool, *options), fails_closed=fail_closed)
    if dry_run:
        _show(change, file)
        return
    file.install(change)
    console = error_console()
    console.print(Text(f"{'Already there' if change.is_none else 'Installed'}: {printable(str(file.path))}"))
    if scope is HookScope.PROJECT:
        console.print("The file names Cordon as it is installed on this device: do not commit it.")
    if note := SETTINGS[tool].note:
        console.print(note)


def uninstall(tool: HookTool = TOOL_ARGUMENT, scope: HookScope = SCOPE_OPTION, dry_run: bool = DRY_RUN_OPTION) -> None:
    """Take Cordon out of a coding agent's settings: as they were, or all but it where they were changed since."""
    file = _file(tool, scope)
    change = file.plan_uninstall()
    if dry_run:
        _show(change, file)
        return
    file.uninstall(change)
    words = "Not installed" if change.is_none else "Taken out"
    error_console().print(Text(f"{words}: {printable(str(file.path))}"))


def status(output_format: OutputFormat = FORMAT_OPTION) -> None:
    """Show which coding agents ask Cordon, here and for all projects, and whether they ask about everything."""
    rows = [_row(tool, scope) for tool in HookTool for scope in HookScope]
    if output_format is OutputFormat.JSON:
        print_json({"hooks": rows})
        return
    table = plain_table("tool", "scope", "hook", "if not judged", "file")
    for row in rows:
        table.add_row(*(printable(str(row[name])) for name in ("tool", "scope", "state", "fails", "file")))
    stdout_console().print(table)


def _row(tool: HookTool, scope: HookScope) -> dict[str, object]:
    file = _file(tool, scope)
    state, fails = "not installed", ""
    try:
        commands = file.commands()
    except (HookFileError, SettingsTextError):
        state, commands = "cannot be read", {}
    if commands:
        is_whole = set(commands) >= set(SETTINGS[tool].events)
        state = "installed" if is_whole else "incomplete"
        fails = "held back" if all(FAIL_CLOSED_OPTION in each for each in commands.values()) else "goes on"
    return {"tool": tool, "scope": scope, "state": state, "fails": fails, "file": str(file.path)}


def _file(tool: HookTool, scope: HookScope) -> HookFile:
    project = Path.cwd() if scope is HookScope.PROJECT else None
    return HookFile(tool, settings_path(tool, os.environ, project), current_folders().state)


def _show(change: HookChange, file: HookFile) -> None:
    if change.is_none:
        error_console().print("Nothing would change.")
        return
    for line in _difference(change, str(file.path)):
        sys.stdout.write(line)


def _difference(change: HookChange, name: str) -> Iterator[str]:
    def lines(content: bytes | None) -> list[str]:
        return (content or b"").decode("utf-8", "replace").splitlines(keepends=True)

    names = (os.devnull if change.before is None else name, os.devnull if change.after is None else name)
    for line in difflib.unified_diff(lines(change.before), lines(change.after), *names):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
