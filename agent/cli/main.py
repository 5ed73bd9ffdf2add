"""`cordon`: the commands, what they share, and how errors look.

Rules kept here: every expected error is three lines for a person (what, more, next step) and an exit code. A broken
pipe and Ctrl+C are not errors, results that cannot be written are one. The process is hardened before it comes here
(`agent/__main__.py`). `ExitCode` is the table of exit codes: 1 is an answer, never a failure, so that a script can tell
"something was found" from "it broke".
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from agent import __version__
from agent.cli.output import ExitCode, abandon, fail
from agent.core.errors import AgentError, EnvironmentProblemError
from agent.system.programs import installed_commands

__all__ = ["build_app", "main"]

_MODULES = {
    **dict.fromkeys(("run", "agent", "gui", "stop"), "run"),
    **{
        name: name
        for name in ("status", "doctor", "apps", "history", "scan", "redact", "rehydrate", "vault", "edm", "policy")
    },
    **{name: name for name in ("hook", "enroll", "sync", "exception", "machine")},
}
"""Each command's module, in the order in which help shows them."""

# By the errors' codes, since few commands load what raises them.
_EXIT_CODES = {"already_running": ExitCode.ALREADY_RUNNING, "agent_not_running": ExitCode.NOT_RUNNING}

_EPILOG = (
    "Exit codes: 0 done, 1 done and something is there (scan, edm test: found, doctor: missing, policy lint, test and "
    "diff: something to see to), 2 wrong usage, "
    "3 already running, 4 not running, 5 failed, 130 interrupted. Files: `cordon doctor` names them."
)


class OutputError(EnvironmentProblemError):
    """Standard output takes no more."""

    code = "output"


class _Commands(TyperGroup):
    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - its own type is private to typer
        """Run a command, and see to it that its results are written. Here, since typer ends a broken pipe with 1."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except OSError as exc:
            if exc.filename is not None:  # a file's, not a stream's
                raise
            abandon(sys.stdout)
            if isinstance(exc, BrokenPipeError):  # the reader (`| head`) has had enough
                raise typer.Exit(ExitCode.PIPE_CLOSED) from None
            raise OutputError("The results cannot be written", detail=f"{exc.strerror}.") from exc


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"cordon {__version__}\n")
        raise typer.Exit


def _options(
    _version_wanted: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and exit."
    ),
) -> None:
    """Keep sensitive data out of AI assistants. Everything is judged on this device; no content leaves it."""


def build_app(command: str = "") -> typer.Typer:
    """Return the command line: with every command, or with the one that is named, since loading all takes long."""
    app = typer.Typer(
        cls=_Commands,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
    )
    app.callback(epilog=_EPILOG)(_options)
    for name in dict.fromkeys([_MODULES[command]] if command in _MODULES else _MODULES.values()):
        import_module(f"agent.cli.{name}").register(app)
    if command not in _MODULES:
        for _, load in installed_commands("commands"):
            load()(app)
    return app


def main() -> None:
    """Run the command line."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for as long as we live
    if isinstance(sys.stdout.buffer, io.RawIOBase):
        # Python runs unbuffered. A raw stream may take a part of what it is given, and nobody would write the rest.
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(sys.stdout.buffer), sys.stdout.encoding, sys.stdout.errors)
    try:
        build_app(*sys.argv[1:2])()
    except AgentError as exc:
        with suppress(OSError):  # nobody may be there to be told
            fail(exc)
        sys.exit(_EXIT_CODES.get(exc.code, ExitCode.FAILED))
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
    except Exception:  # noqa: BLE001 - the process's top; Python's own exit code would be 1, which is an answer here
        sys.excepthook(*sys.exc_info())
        sys.exit(ExitCode.FAILED)
    finally:
        try:
            sys.stderr.flush()
        except OSError:  # nobody can be told; the exit code is as if somebody had been
            abandon(sys.stderr)
